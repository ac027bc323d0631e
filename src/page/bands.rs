//! The bands of a case's curves, computed piece by piece while nothing else is queued.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use crate::analysis::{BandComputation, SharedAnalysis};
use crate::browser::turns::{Rank, Turn};

/// Computes the bands and calls back with the case that has them; dropping the returned value cancels that.
pub fn compute_bands(analysis: &SharedAnalysis, on_done: Callback<SharedAnalysis>) -> Box<dyn Any> {
    let task = Rc::new(BandTask {
        computation: RefCell::new(BandComputation::new(analysis)),
        turn: RefCell::default(),
        on_done,
    });
    BandTask::wait(&task);
    Box::new(task)
}

struct BandTask {
    computation: RefCell<BandComputation>,
    turn: RefCell<Option<Turn>>,
    on_done: Callback<SharedAnalysis>,
}

impl BandTask {
    fn wait(task: &Rc<Self>) {
        let turn = Turn::wait(Rank::Rest, {
            let task = Rc::downgrade(task);
            move || {
                let Some(task) = task.upgrade() else { return };
                let done = task.computation.borrow_mut().advance();
                match done {
                    Some(analysis) => task.on_done.emit(analysis),
                    None => Self::wait(&task),
                }
            }
        });
        task.turn.replace(Some(turn));
    }
}
