//! Work that waits its turn: one piece a task, so that the browser takes input and paints between two of them. What is
//! seen comes first, but for the frame that shows a move; what is not seen waits as long as something is being moved.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::observe::NextFrame;
use super::paper::PaperWatch;
use super::timer::{Timer, now};

/// How long nothing may have moved before what is out of sight follows, milliseconds.
const REST_MS: f64 = 100.0;

/// How long a frame is waited for at most: a page out of sight has none, milliseconds.
const FRAME_MS: i32 = 100;

/// What comes before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What the reader sees.
    Seen,
    /// What is out of sight.
    Rest,
    /// What comes once nothing else waits.
    Last,
}

type Work = Cell<Option<Box<dyn FnOnce()>>>;

/// Work that has yet to be done. Dropping it calls it off.
#[must_use = "dropping it calls it off"]
pub struct Turn(Rc<Work>);

impl Turn {
    /// Does this when its turn comes; at once while the browser prints, which waits for nothing.
    pub fn wait(rank: Rank, work: impl FnOnce() + 'static) -> Self {
        let turn = Self(Rc::new(Cell::new(Some(Box::new(work)))));
        QUEUE.with(|queue| queue.add(rank, &turn.0));
        turn
    }
}

/// Whether nothing waits.
pub fn is_idle() -> bool {
    QUEUE.with(|queue| queue.waiting.borrow().iter().all(|(_, work)| work.strong_count() == 0))
}

/// Notes that something is being moved: the frame that shows it comes before all that waits.
pub fn note_move() {
    QUEUE.with(|queue| {
        queue.held_until.set(now() + REST_MS);
        let after_frame = || QUEUE.with(Queue::end_frame);
        *queue.frame.borrow_mut() = Some((NextFrame::call(after_frame), Timer::after(FRAME_MS, after_frame)));
        queue.next.take();
    });
}

fn do_once(work: &Work) {
    if let Some(work) = work.take() {
        work();
    }
}

/// Everything that waits, in the order in which it came.
struct Queue {
    waiting: RefCell<Vec<(Rank, Weak<Work>)>>,
    next: RefCell<Option<Timer>>,
    frame: RefCell<Option<(NextFrame, Timer)>>,
    held_until: Cell<f64>,
    is_printing: Cell<bool>,
    _paper: PaperWatch,
}

thread_local! {
    static QUEUE: Queue = Queue {
        waiting: RefCell::default(),
        next: RefCell::default(),
        frame: RefCell::default(),
        held_until: Cell::new(0.0),
        is_printing: Cell::new(false),
        _paper: PaperWatch::new(|| QUEUE.with(Queue::start_printing), || QUEUE.with(|queue| queue.is_printing.set(false))),
    };
}

impl Queue {
    fn add(&self, rank: Rank, work: &Rc<Work>) {
        if self.is_printing.get() {
            do_once(work);
            return;
        }
        self.waiting.borrow_mut().push((rank, Rc::downgrade(work)));
        self.go_on();
    }

    /// Sees to it that the next piece is done, in a task of its own.
    fn go_on(&self) {
        if self.frame.borrow().is_some() {
            return;
        }
        let next = {
            let mut waiting = self.waiting.borrow_mut();
            waiting.retain(|(_, work)| work.strong_count() > 0);
            waiting.iter().map(|(rank, _)| *rank).min()
        };
        let timer = next.map(|rank| {
            let held = if rank == Rank::Seen { 0.0 } else { self.held_until.get() - now() };
            Timer::after(held.max(0.0) as i32, || QUEUE.with(Self::do_next))
        });
        *self.next.borrow_mut() = timer;
    }

    fn do_next(&self) {
        if let Some(work) = self.take_next() {
            do_once(&work);
        }
        self.go_on();
    }

    /// What waited for the frame goes on behind it.
    fn end_frame(&self) {
        self.frame.take();
        self.go_on();
    }

    fn take_next(&self) -> Option<Rc<Work>> {
        let is_held = now() < self.held_until.get();
        let mut waiting = self.waiting.borrow_mut();
        let first = waiting
            .iter()
            .enumerate()
            .filter(|(_, (rank, work))| work.strong_count() > 0 && (*rank == Rank::Seen || !is_held))
            .min_by_key(|(at, (rank, _))| (*rank, *at));
        let at = first.map(|(at, _)| at)?;
        waiting.remove(at).1.upgrade()
    }

    /// Does everything that waits.
    fn start_printing(&self) {
        self.is_printing.set(true);
        for (_, work) in self.waiting.take() {
            if let Some(work) = work.upgrade() {
                do_once(&work);
            }
        }
    }
}
