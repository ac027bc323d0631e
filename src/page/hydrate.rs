//! Hydration: a part's tree of components takes over the part's prerendered HTML.

#[cfg(feature = "hydration")]
use yew::html::BaseComponent;
use yew::prelude::*;

use super::part::{HydrationStage, PartContent};
#[cfg(feature = "hydration")]
use super::part::{PartProps, ProgramContent};
use super::programs::Mounted;
use crate::browser::Element;
#[cfg(feature = "hydration")]
use crate::browser::document;

/// The stage of a part, beginning with `starts_at`; calls back once the part is interactive.
#[hook]
pub fn use_hydration_stage(
    starts_at: HydrationStage,
    on_interactive: Option<&Callback<()>>,
) -> HydrationStage {
    let stage = use_state_eq(|| starts_at);
    use_effect_with((), {
        let (stage, on_interactive) = (stage.setter(), on_interactive.cloned());
        move |()| {
            stage.set(HydrationStage::Interactive);
            if let Some(on_interactive) = on_interactive {
                on_interactive.emit(());
            }
        }
    });
    *stage
}

/// The stage of a group of parts, and the callback for each part that becomes interactive.
#[hook]
pub fn use_group_stage(n_parts: usize) -> (HydrationStage, Callback<()>) {
    let stage = use_state_eq(|| HydrationStage::Prerendered);
    let n_interactive = use_mut_ref(|| 0);
    let on_part = use_callback(n_parts, {
        let stage = stage.setter();
        move |(), n_parts| {
            *n_interactive.borrow_mut() += 1;
            if *n_interactive.borrow() == *n_parts {
                stage.set(HydrationStage::Interactive);
            }
        }
    });
    (*stage, on_part)
}

/// Starts a part's tree in its element: hydrates the HTML that is there, or renders into an empty element.
#[cfg(feature = "hydration")]
pub fn mount_tree<Tree, Content>(
    element: Element,
    content: Content,
    on_interactive: Callback<()>,
) -> Box<dyn Mounted>
where
    Content: ProgramContent,
    Tree: BaseComponent<Properties = PartProps<Content>>,
{
    let is_prerendered = !document::is_empty(&element);
    let starts_at = if is_prerendered { HydrationStage::Prerendered } else { HydrationStage::Rendered };
    let props = PartProps { content, starts_at, on_interactive: on_interactive.clone() };
    let renderer = yew::Renderer::<Tree>::with_root_and_props(element, props);
    let handle = if is_prerendered { renderer.hydrate() } else { renderer.render() };
    Box::new(MountedTree { handle, starts_at, on_interactive })
}

/// At build time there is no element to start a tree in.
#[cfg(not(feature = "hydration"))]
pub fn mount_tree<Tree, Content>(_: Element, _: Content, _: Callback<()>) -> Box<dyn Mounted> {
    Box::new(StaticPart(None))
}

/// A part's tree of components.
#[cfg(feature = "hydration")]
struct MountedTree<Tree: BaseComponent> {
    handle: yew::AppHandle<Tree>,
    starts_at: HydrationStage,
    on_interactive: Callback<()>,
}

#[cfg(feature = "hydration")]
impl<Tree, Content> Mounted for MountedTree<Tree>
where
    Content: ProgramContent,
    Tree: BaseComponent<Properties = PartProps<Content>>,
{
    fn update(&mut self, content: PartContent) {
        if let Some(content) = Content::from_part(content) {
            let (starts_at, on_interactive) = (self.starts_at, self.on_interactive.clone());
            self.handle.update(PartProps { content, starts_at, on_interactive });
        }
    }

    fn destroy(self: Box<Self>) {
        self.handle.destroy();
    }
}

/// A part that is the same in every case; with its tree, if something in it is interactive.
pub struct StaticPart(pub Option<Box<dyn Mounted>>);

impl Mounted for StaticPart {
    fn update(&mut self, _: PartContent) {}

    fn destroy(self: Box<Self>) {
        if let Some(tree) = self.0 {
            tree.destroy();
        }
    }
}
