//! A queue of work, one piece per task, so that the browser handles input and paints in between. Visible parts come
//! first, but after the frame that shows a move; the others wait as long as something is being moved.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::observe::NextFrame;
use super::print::PrintWatch;
use super::timer::{Timer, now};

/// How long nothing may have moved before parts out of sight follow, milliseconds.
const REST_MS: f64 = 100.0;

/// The longest wait for a frame, milliseconds: a hidden page has none.
const FRAME_MS: i32 = 100;

/// The priority of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Visible to the reader.
    Seen,
    /// Out of sight.
    Rest,
    /// Done once nothing else is queued.
    Last,
}

type Work = Cell<Option<Box<dyn FnOnce()>>>;

/// A piece of work in the queue. Dropping it cancels the work.
#[must_use = "dropping it cancels it"]
pub struct Turn(Rc<Work>);

impl Turn {
    /// Queues the work. While the browser prints it is done at once, as printing waits for nothing.
    pub fn wait(rank: Rank, work: impl FnOnce() + 'static) -> Self {
        let turn = Self(Rc::new(Cell::new(Some(Box::new(work)))));
        QUEUE.with(|queue| queue.add(rank, &turn.0));
        turn
    }
}

/// Does work in pieces, a turn each, until `advance` gives its result, and hands that to `on_done`. Dropping the returned value
/// cancels what is left.
pub fn in_pieces<T: 'static>(
    rank: Rank,
    advance: impl FnMut() -> Option<T> + 'static,
    on_done: impl Fn(T) + 'static,
) -> Box<dyn Any> {
    let pieces = Rc::new(Pieces { rank, advance: RefCell::new(advance), on_done, turn: RefCell::default() });
    Pieces::wait(&pieces);
    Box::new(pieces)
}

struct Pieces<Advance, OnDone> {
    rank: Rank,
    advance: RefCell<Advance>,
    on_done: OnDone,
    turn: RefCell<Option<Turn>>,
}

impl<T, Advance: FnMut() -> Option<T> + 'static, OnDone: Fn(T) + 'static> Pieces<Advance, OnDone> {
    fn wait(pieces: &Rc<Self>) {
        let turn = Turn::wait(pieces.rank, {
            let pieces = Rc::downgrade(pieces);
            move || {
                let Some(pieces) = pieces.upgrade() else { return };
                let done = (pieces.advance.borrow_mut())();
                match done {
                    Some(done) => (pieces.on_done)(done),
                    None => Self::wait(&pieces),
                }
            }
        });
        pieces.turn.replace(Some(turn));
    }
}

/// Whether the queue is empty.
pub fn is_idle() -> bool {
    QUEUE.with(|queue| queue.waiting.borrow().iter().all(|(_, work)| work.strong_count() == 0))
}

/// Reports that something is being moved: the frame that shows it comes before everything in the queue.
pub fn report_move() {
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

/// All queued work, in order of arrival.
struct Queue {
    waiting: RefCell<Vec<(Rank, Weak<Work>)>>,
    next: RefCell<Option<Timer>>,
    frame: RefCell<Option<(NextFrame, Timer)>>,
    held_until: Cell<f64>,
    is_printing: Cell<bool>,
    _print_watch: PrintWatch,
}

thread_local! {
    static QUEUE: Queue = Queue {
        waiting: RefCell::default(),
        next: RefCell::default(),
        frame: RefCell::default(),
        held_until: Cell::new(0.0),
        is_printing: Cell::new(false),
        _print_watch: PrintWatch::new(|| QUEUE.with(Queue::begin_printing), || QUEUE.with(|queue| queue.is_printing.set(false))),
    };
}

impl Queue {
    fn add(&self, rank: Rank, work: &Rc<Work>) {
        if self.is_printing.get() {
            do_once(work);
            return;
        }
        self.waiting.borrow_mut().push((rank, Rc::downgrade(work)));
        self.schedule_next();
    }

    /// Schedules the next piece in a task of its own.
    fn schedule_next(&self) {
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
        self.schedule_next();
    }

    /// Resumes the queue after the awaited frame.
    fn end_frame(&self) {
        self.frame.take();
        self.schedule_next();
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

    /// Does all queued work at once.
    fn begin_printing(&self) {
        self.is_printing.set(true);
        for (_, work) in self.waiting.take() {
            if let Some(work) = work.upgrade() {
                do_once(&work);
            }
        }
    }
}
