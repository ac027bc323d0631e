//! The certainty of the answer: fifty equally likely savings as dots, and the changes that would turn it.

use yew::prelude::*;

use crate::analysis::Analysis;
use crate::figures::Dots;

/// Height of the drawing, CSS pixels.
const HEIGHT: f64 = 132.0;
/// Distance from dot to dot where there is room, CSS pixels.
const PITCH: f64 = 9.6;

/// Fifty dots over the saving, and two sentences.
pub fn dot_plot(analysis: &Analysis) -> Html {
    let dots = Dots::new(analysis);
    let pitch = PITCH.min((HEIGHT - 12.0) / dots.highest().max(1) as f64);
    let radius = format!("{:.2}", pitch * 0.45);
    let across = |share: f64| format!("{:.2}%", share * 100.0);
    let zero = across(dots.zero);
    html! {
        <div class="dots" data-dots={dots.own.to_string()}>
            <svg class="dots__drawing" height={HEIGHT.to_string()} aria-hidden="true" focusable="false">
                <line class="dots__base" x1="0" x2="100%" y1={(HEIGHT - 0.5).to_string()} y2={(HEIGHT - 0.5).to_string()} />
                <line class="dots__zero" x1={zero.clone()} x2={zero} y1="0" y2={HEIGHT.to_string()} />
                for (index, dot) in dots.dots.iter().enumerate() {
                    <circle key={index} class={if dot.is_own { "dots__dot dots__dot--own" } else { "dots__dot dots__dot--rent" }}
                        cx={across(dot.place)} cy={format!("{:.2}", HEIGHT - 2.0 - pitch * (dot.level as f64 + 0.5))} r={radius.clone()} />
                }
            </svg>
            <p class="dots__scale" aria-hidden="true">
                <span class="dots__end dots__end--rent">{ dots.left.clone() }</span>
                <span class="dots__end dots__end--own">{ dots.right.clone() }</span>
            </p>
            <p class="dots__words"><strong>{ dots.sentence.clone() }</strong>{ " Each dot is one of fifty equally likely outcomes, placed by what is saved a month. " }{ dots.turn.clone() }</p>
        </div>
    }
}
