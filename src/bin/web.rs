//! Starts the page in the browser: hydrates its prerendered HTML, or renders the page if there is none.

use std::time::Duration;

use model::draws::prepare;
use own_or_rent::App;
use own_or_rent::analysis::Analysis;
use own_or_rent::browser::document;
use own_or_rent::page::{both_programs, programs};
use own_or_rent::room::{self, Room};
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// How many chunks of the sample's draws are computed in one task.
const CHUNKS_AT_ONCE: usize = 4;

fn main() {
    programs::register(both_programs());
    room::enter(Room::from_id(&document::room()));
    yew::set_custom_panic_hook(Box::new(document::report_stop));
    spawn_local(async {
        prepare_first_render().await;
        start();
    });
}

/// Computes ahead what the first render needs, in several tasks, so that a phone can scroll meanwhile.
async fn prepare_first_render() {
    for chunk in 0.. {
        if !prepare(chunk) {
            break;
        }
        if chunk % CHUNKS_AT_ONCE == CHUNKS_AT_ONCE - 1 {
            sleep(Duration::ZERO).await;
        }
    }
    sleep(Duration::ZERO).await;
    Analysis::shared_default();
    sleep(Duration::ZERO).await;
}

fn start() {
    let Some(root) = document::app_root() else { return };
    let is_prerendered = !document::is_empty(&root);
    let renderer = yew::Renderer::<App>::with_root(root);
    if is_prerendered {
        renderer.hydrate();
    } else {
        renderer.render();
    }
}
