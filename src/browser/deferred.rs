//! Work that is asked for again and again, whenever what an element shows has changed: done in its turn, once for all
//! that was asked for until then.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::turns::{Rank, Turn};

/// How far an element is from what the reader sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// So far that its work waits until it comes near.
    #[default]
    Far,
    /// Out of sight: its work waits until nothing moves.
    Near,
    /// In sight.
    Seen,
}

impl Distance {
    const fn rank(self) -> Option<Rank> {
        match self {
            Self::Far => None,
            Self::Near => Some(Rank::Rest),
            Self::Seen => Some(Rank::Seen),
        }
    }
}

/// The work of one element. At most one turn waits for it; what waits keeps its place and shows what there is to show by
/// then. While the browser prints, it is done at once.
pub struct Deferred {
    work: Box<dyn Fn()>,
    distance: Cell<Distance>,
    is_pending: Cell<bool>,
    turn: RefCell<Option<(Rank, Turn)>>,
}

impl Deferred {
    /// Nothing is asked for yet.
    pub fn new(work: impl Fn() + 'static) -> Rc<Self> {
        Rc::new(Self {
            work: Box::new(work),
            distance: Cell::default(),
            is_pending: Cell::new(false),
            turn: RefCell::new(None),
        })
    }

    /// How far the element is.
    pub fn distance(&self) -> Distance {
        self.distance.get()
    }

    /// Whether work is asked for that has not been done.
    pub fn is_pending(&self) -> bool {
        self.is_pending.get()
    }

    /// Asks for the work.
    pub fn request(self: &Rc<Self>) {
        self.is_pending.set(true);
        self.queue();
    }

    /// Does the work at once.
    pub fn run(&self) {
        self.is_pending.set(false);
        self.turn.take();
        (self.work)();
    }

    /// Notes how far the element is by now. Work that is pending rises in rank when it comes closer.
    pub fn set_distance(self: &Rc<Self>, distance: Distance) {
        let before = self.distance.replace(distance);
        if distance > before && self.is_pending.get() {
            self.queue();
        }
    }

    /// Forgets what was asked for.
    pub fn cancel(&self) {
        self.is_pending.set(false);
        self.turn.take();
    }

    fn queue(self: &Rc<Self>) {
        let Some(rank) = self.distance.get().rank() else { return };
        if self.turn.borrow().as_ref().is_some_and(|(waiting, _)| *waiting == rank) {
            return;
        }
        let deferred = Rc::downgrade(self);
        let turn = Turn::wait(rank, move || {
            if let Some(deferred) = deferred.upgrade() {
                deferred.run();
            }
        });
        // While the browser prints, the work has been done by now.
        if self.is_pending.get() {
            self.turn.replace(Some((rank, turn)));
        }
    }
}
