//! The layout of labels: beside their marks, and without overlaps.

use model::order::sort_by;

use super::marks::{TEXT, TextStyle, text_height, text_width};

/// A mark with a label, in pixels from the plot's left top.
#[derive(Clone, Debug)]
pub(super) struct LabelledMark {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
    pub(super) words: String,
    /// Whether the label may be left out where there is no room for it.
    pub(super) optional: bool,
}

/// The position of a label beside its mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LabelSide {
    across: i8,
    lift: f64,
}

/// A rectangle: left, top, right, bottom.
pub(super) type Rectangle = (f64, f64, f64, f64);

impl LabelSide {
    /// The positions that are tried, best first: level with the mark, then raised or lowered, then above and below it,
    /// then further away.
    fn all(lines: f64) -> [Self; 12] {
        let shift = lines * 0.75 * TEXT;
        let near =
            [(1, 0.0), (-1, 0.0), (1, shift), (1, -shift), (-1, shift), (-1, -shift), (0, 1.0), (0, -1.0)];
        let far = [(1, 2.0 * shift), (1, -2.0 * shift), (-1, 2.0 * shift), (-1, -2.0 * shift)];
        let mut all = [Self { across: 1, lift: 0.0 }; 12];
        for (side, (across, lift)) in all.iter_mut().zip(near.into_iter().chain(far)) {
            *side = Self { across, lift };
        }
        all
    }

    fn rectangle(self, named: &LabelledMark) -> Rectangle {
        let (width, height) =
            (text_width(&named.words, TEXT), text_height(named.words.lines().count(), TEXT));
        let gap = named.radius + 6.0;
        match self.across {
            0 if self.lift > 0.0 => {
                (named.x - width / 2.0, named.y - gap - height, named.x + width / 2.0, named.y - gap)
            }
            0 => (named.x - width / 2.0, named.y + gap, named.x + width / 2.0, named.y + gap + height),
            side => {
                let near = named.x + f64::from(side) * gap;
                let far = near + f64::from(side) * width;
                let middle = named.y - self.lift;
                (near.min(far), middle - height / 2.0, near.max(far), middle + height / 2.0)
            }
        }
    }

    /// The style of a label at this position.
    pub(super) const fn style(self, style: TextStyle, radius: f64) -> TextStyle {
        match self.across {
            0 if self.lift > 0.0 => style.above(radius + 6.0),
            0 => style.below(radius + 6.0),
            side if side > 0 => style.right(radius + 6.0).lift(self.lift),
            _ => style.left(radius + 6.0).lift(self.lift),
        }
    }
}

/// A position for the label of each mark, so that no label covers another label, a mark or a drawn rectangle, or leaves
/// the room. The marks are in the order of their importance; where all positions are taken, a label is put on the side
/// with more room, or left out if it may be.
pub(super) fn sides(marks: &[LabelledMark], drawn: &[Rectangle], room: (f64, f64)) -> Vec<Option<LabelSide>> {
    let overlap = |a: &Rectangle, b: &Rectangle| a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3;
    let box_of = |mark: &LabelledMark| {
        (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
    };
    let mut taken: Vec<Rectangle> = marks.iter().map(box_of).chain(drawn.iter().copied()).collect();
    let mut chosen = Vec::with_capacity(marks.len());
    for mark in marks {
        let inside = |r: &Rectangle| r.0 >= 0.0 && r.2 <= room.0 && r.1 >= -TEXT && r.3 <= room.1;
        let fits = |side: &LabelSide| {
            let rectangle = side.rectangle(mark);
            inside(&rectangle) && !taken.iter().any(|other| overlap(&rectangle, other))
        };
        let all = LabelSide::all(mark.words.lines().count() as f64);
        let fallback = if mark.x < room.0 / 2.0 { all[0] } else { all[1] };
        let side = all.into_iter().find(fits).or_else(|| (!mark.optional).then_some(fallback));
        taken.extend(side.map(|side| side.rectangle(mark)));
        chosen.push(side);
    }
    chosen
}

/// Positions moved apart as little as possible, so that blocks with these centres and heights, in pixels, don't overlap
/// and stay in the room. The order of the positions is kept; the input may be in any order.
pub(super) fn spread(blocks: &[(f64, f64)], room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    sort_by(&mut order, |a, b| blocks[*a].0.total_cmp(&blocks[*b].0));
    let mut placed: Vec<f64> = blocks.iter().map(|(place, _)| *place).collect();
    let mut floor = 0.0_f64;
    for &index in &order {
        let half = blocks[index].1 / 2.0;
        placed[index] = placed[index].max(floor + half);
        floor = placed[index] + half;
    }
    let mut ceiling = room;
    for &index in order.iter().rev() {
        let half = blocks[index].1 / 2.0;
        placed[index] = placed[index].min(ceiling - half);
        ceiling = placed[index] - half;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_marks_keep_off_each_other() {
        let named =
            |x, y| LabelledMark { x, y, radius: 5.0, words: "Some words".to_owned(), optional: false };
        let marks = [named(50.0, 50.0), named(70.0, 50.0), named(290.0, 52.0)];
        let bar = (0.0, 60.0, 300.0, 64.0);
        let sides = sides(&marks, &[bar], (300.0, 100.0));
        let areas: Vec<Rectangle> =
            sides.iter().zip(&marks).map(|(side, mark)| side.unwrap().rectangle(mark)).collect();
        for (index, a) in areas.iter().enumerate() {
            assert!(a.0 >= 0.0 && a.2 <= 300.0, "{a:?}");
            for b in areas[index + 1..].iter().chain([&bar]) {
                assert!(a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3, "{a:?} lies on {b:?}");
            }
        }
        assert_eq!(sides[2].unwrap().across, -1);
        let crowded = LabelledMark { optional: true, ..named(5.0, 5.0) };
        assert_eq!(super::sides(&[crowded], &[(0.0, 0.0, 300.0, 100.0)], (300.0, 100.0)), [None]);
    }

    #[test]
    fn labels_move_apart_and_stay_inside() {
        assert_eq!(spread(&[(50.0, 20.0), (100.0, 20.0)], 200.0), [50.0, 100.0]);
        let placed = spread(&[(100.0, 30.0), (98.0, 30.0), (2.0, 30.0), (199.0, 30.0)], 200.0);
        assert!((placed[0] - placed[1]).abs() >= 30.0 && placed[1] < placed[0]);
        assert!(placed.iter().all(|place| (15.0..=185.0).contains(place)), "{placed:?}");
    }
}
