//! Deferred work of an element: requested whenever the element's content changes, and done once, in its turn, for all
//! requests made until then.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::turns::{Rank, Turn};

/// The distance of an element from the visible part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// So far that its work waits until the element comes near.
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

/// The deferred work of one element. At most one turn is queued for it; further requests keep its place in the queue,
/// and the work renders the newest content. While the browser prints, work is done at once.
pub struct Deferred {
    work: Box<dyn Fn()>,
    distance: Cell<Distance>,
    is_pending: Cell<bool>,
    turn: RefCell<Option<(Rank, Turn)>>,
}

impl Deferred {
    /// Work that has not been requested yet.
    pub fn new(work: impl Fn() + 'static) -> Rc<Self> {
        Rc::new(Self {
            work: Box::new(work),
            distance: Cell::default(),
            is_pending: Cell::new(false),
            turn: RefCell::new(None),
        })
    }

    /// The element's distance.
    pub fn distance(&self) -> Distance {
        self.distance.get()
    }

    /// Whether work has been requested and not done yet.
    pub fn is_pending(&self) -> bool {
        self.is_pending.get()
    }

    /// Requests the work.
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

    /// Records the element's distance. Pending work rises in rank when the element comes closer.
    pub fn set_distance(self: &Rc<Self>, distance: Distance) {
        let before = self.distance.replace(distance);
        if distance > before && self.is_pending.get() {
            self.queue();
        }
    }

    /// Cancels the request.
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
        // While the browser prints, the work has been done already.
        if self.is_pending.get() {
            self.turn.replace(Some((rank, turn)));
        }
    }
}
