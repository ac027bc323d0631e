//! The bands of a case's curves, computed piece by piece while nothing else is queued.

use std::any::Any;

use yew::Callback;

use crate::analysis::{BandComputation, SharedAnalysis};
use crate::browser::turns::{Rank, in_pieces};

/// Computes the bands and calls back with the case that has them; dropping the returned value cancels that.
pub fn compute_bands(analysis: &SharedAnalysis, on_done: Callback<SharedAnalysis>) -> Box<dyn Any> {
    let mut computation = BandComputation::new(analysis);
    in_pieces(Rank::Rest, move || computation.advance(), move |analysis| on_done.emit(analysis))
}
