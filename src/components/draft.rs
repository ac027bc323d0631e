//! Drafts, given to the fields by a context, so that a pressed key renders fields and nothing else.

use std::rc::Rc;

use model::Setting;
use yew::prelude::*;

use crate::state::{Draft, DraftList};

/// The texts of fields that aren't the scenario's value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts(pub Rc<DraftList>);

/// The text in the field of this input or constant, if it isn't the scenario's value.
#[hook]
pub fn use_draft(setting: Setting) -> Option<Draft> {
    let Drafts(drafts) = use_context::<Drafts>().unwrap_or_default();
    drafts.get(setting).cloned()
}
