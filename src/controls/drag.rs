//! A press on a number: whether it became a drag sideways, a scroll or a click, and the value of a drag.

use model::Input;

use super::scale;

/// How far the pointer may move before a press is no longer a click.
const CLICK_PIXELS: f64 = 4.0;

/// The distance over the whole range of an input, unless that makes the steps too small or too large.
const RANGE_PIXELS: f64 = 480.0;

/// The least and the greatest distance of one step.
const STEP_PIXELS: (f64, f64) = (4.0, 24.0);

/// The gesture that a press has become.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gesture {
    /// The pointer has not moved yet: a click, if it ends here.
    Click,
    /// A drag.
    Drag,
    /// A scroll, or a cancelled drag: no further movement changes anything.
    Other,
}

/// A pointer that is down on a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    input: Input,
    value: f64,
    start: (f64, f64),
    gesture: Gesture,
}

impl Press {
    /// A press at a position in the window, on a number with this value.
    pub fn new(input: Input, value: f64, start: (f64, f64)) -> Self {
        Self { input, value, start, gesture: Gesture::Click }
    }

    /// The value of a drag with the pointer at this position; `None` if this is no drag. The first four pixels decide:
    /// more down than sideways is a scroll, and stays one.
    pub fn dragged(&mut self, to: (f64, f64)) -> Option<f64> {
        let (across, down) = (to.0 - self.start.0, to.1 - self.start.1);
        if self.gesture == Gesture::Click && across.abs().max(down.abs()) >= CLICK_PIXELS {
            self.gesture = if across.abs() > down.abs() { Gesture::Drag } else { Gesture::Other };
        }
        (self.gesture == Gesture::Drag).then(|| self.value_after(across))
    }

    /// Whether it has become a drag.
    pub fn is_drag(&self) -> bool {
        self.gesture == Gesture::Drag
    }

    /// Whether the press is a click, if it ends now.
    pub fn is_click(&self) -> bool {
        self.gesture == Gesture::Click
    }

    /// Cancels the drag: no further movement changes anything.
    pub fn cancel(&mut self) {
        self.gesture = Gesture::Other;
    }

    fn value_after(&self, across: f64) -> f64 {
        let top = f64::from(scale::top_position(self.input));
        let pixels = (RANGE_PIXELS / top).clamp(STEP_PIXELS.0, STEP_PIXELS.1);
        let from = scale::position(self.input, self.value);
        let to = (f64::from(from) + libm::round(across / pixels)).clamp(0.0, top) as u32;
        if to == from { self.value } else { scale::value(self.input, to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press() -> Press {
        Press::new(Input::GpuCount, 8.0, (100.0, 100.0))
    }

    #[test]
    fn a_tremble_is_a_click() {
        let mut press = press();
        assert_eq!(press.dragged((103.0, 98.0)), None);
        assert!(press.is_click());
    }

    #[test]
    fn a_drag_sideways_goes_up_and_down_and_back() {
        let mut press = press();
        assert!(press.dragged((200.0, 120.0)).is_some_and(|value| value > 8.0));
        assert!(press.dragged((60.0, 300.0)).is_some_and(|value| value < 8.0));
        assert_eq!(press.dragged((100.0, 100.0)), Some(8.0));
        assert_eq!(press.dragged((9000.0, 100.0)), Some(1024.0));
        assert!(press.is_drag() && !press.is_click());
    }

    #[test]
    fn a_scroll_never_changes_the_value() {
        let mut press = press();
        assert_eq!(press.dragged((102.0, 106.0)), None);
        assert_eq!(press.dragged((300.0, 106.0)), None);
        assert!(!press.is_click() && !press.is_drag());
    }

    #[test]
    fn a_drag_cancelled_goes_nowhere() {
        let mut press = press();
        assert!(press.dragged((200.0, 100.0)).is_some());
        press.cancel();
        assert_eq!(press.dragged((300.0, 100.0)), None);
    }

    #[test]
    fn few_stops_are_far_enough_apart_to_hit_one() {
        let mut press = Press::new(Input::RetrainsPerYear, 4.0, (0.0, 0.0));
        assert_eq!(press.dragged((10.0, 0.0)), Some(4.0));
        assert_eq!(press.dragged((24.0, 0.0)), Some(6.0));
        assert_eq!(press.dragged((-72.0, 0.0)), Some(0.0));
    }
}
