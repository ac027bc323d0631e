//! What is being typed, handed to the fields by a context, so that a key pressed renders fields and nothing else.

use std::collections::BTreeMap;
use std::rc::Rc;

use model::Setting;
use yew::prelude::*;

use crate::state::Draft;

/// What stands in fields and isn't the scenario's value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts(pub Rc<BTreeMap<Setting, Draft>>);

/// What stands in the field of this input or constant, if it isn't the scenario's value.
#[hook]
pub fn use_draft(setting: Setting) -> Option<Draft> {
    let Drafts(drafts) = use_context::<Drafts>().unwrap_or_default();
    drafts.get(&setting).cloned()
}
