//! A slider dragged to and fro with the pointer: how long each input waits for the frame that shows it.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Serialize;
use serde_json::json;

use crate::browser::Browser;

/// A slider dragged to and fro.
#[derive(Clone, Debug, Serialize)]
pub struct Drag {
    /// Which slider.
    pub slider: &'static str,
    /// How many times slower the CPU was made.
    pub slowdown: f64,
    /// Input events that the page got.
    pub n_inputs: usize,
    /// From an input event to the frame that shows it, milliseconds.
    pub to_paint_median: f64,
    /// The same for the slowest twentieth.
    pub to_paint_p95: f64,
    /// Frames that came a whole frame or more too late, of all.
    pub dropped: usize,
    /// All frames.
    pub n_frames: usize,
}

/// Keeps how long each input waits for the frame that shows it, and the frames.
const KEEP_FRAMES: &str = r#"
  window.kept = { inputs: [], frames: [], goes: true };
  let waiting = [];
  addEventListener("input", (event) => waiting.push(event.timeStamp), true);
  const channel = new MessageChannel();
  // A message posted from the last callback before a frame arrives right behind it.
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const since of waiting) kept.inputs.push(now - since);
    waiting = [];
  };
  const frame = (now) => {
    kept.frames.push(now);
    if (waiting.length > 0) channel.port2.postMessage(null);
    if (kept.goes) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);"#;

/// A frame of a screen that shows sixty a second.
const FRAME_MS: f64 = 1000.0 / 60.0;

/// Drags a slider of the open page for some seconds, with the CPU made slower. Chromium only.
///
/// # Errors
/// When there is no such slider, or it gives no input.
pub async fn drag(browser: &Browser, slider: &'static str, slowdown: f64, seconds: f64) -> Result<Drag> {
    let ask = async |command: &str, parameters| browser.driver.cdp().send_raw(command, parameters).await;
    ask("Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await?;
    let place = "const slider = document.getElementById(arguments[0]);
                 if (!slider.checkVisibility()) document.getElementById('case').showPopover();
                 const box = slider.getBoundingClientRect();
                 return [box.left, box.top + box.height / 2, box.width];";
    let place = browser.run(place, vec![json!(format!("slider-{slider}"))]).await?;
    let [left, y, width]: [f64; 3] = serde_json::from_value(place)?;
    browser.run(KEEP_FRAMES, Vec::new()).await?;
    let mouse = async |kind: &str, x: f64| {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
        ask("Input.dispatchMouseEvent", event).await
    };
    let at = |share: f64| left + width * (0.15 + 0.7 * share);
    mouse("mousePressed", at(0.0)).await?;
    let start = Instant::now();
    while start.elapsed().as_secs_f64() < seconds {
        // A second there, a second back.
        let turn = start.elapsed().as_secs_f64() % 2.0;
        mouse("mouseMoved", at(if turn < 1.0 { turn } else { 2.0 - turn })).await?;
        // As often as a mouse reports where it is.
        tokio::time::sleep(Duration::from_millis(8)).await;
    }
    mouse("mouseReleased", at(0.0)).await?;
    let kept = browser.run("kept.goes = false; return [kept.inputs, kept.frames]", Vec::new()).await?;
    let (mut inputs, frames): (Vec<f64>, Vec<f64>) = serde_json::from_value(kept)?;
    ensure!(inputs.len() > 2, "dragging {slider} gave {} input events", inputs.len());
    inputs.sort_by(f64::total_cmp);
    let late = frames.windows(2).map(|pair| ((pair[1] - pair[0]) / FRAME_MS).round() as usize);
    let dropped = late.filter(|n_frames| *n_frames > 1).map(|n_frames| n_frames - 1).sum();
    Ok(Drag {
        slider,
        slowdown,
        n_inputs: inputs.len(),
        to_paint_median: share_of(&inputs, 0.5),
        to_paint_p95: share_of(&inputs, 0.95),
        dropped,
        n_frames: frames.len() + dropped,
    })
}

/// The quantile of sorted numbers: the least of them that this share does not exceed.
#[must_use]
pub fn share_of(sorted: &[f64], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len());
    sorted[at - 1]
}

/// The median of any numbers, the lower one of two.
#[must_use]
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    share_of(&numbers, 0.5)
}
