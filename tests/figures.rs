//! The figures over the whole range of inputs: drawable, true, and with the same numbers as the model.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use model::catalogue::{Domain, INPUTS};
use model::claims::FACTS;
use model::frontier::FrontierPoint;
use model::outcome::{Percentiles, Side};
use model::response::{HEADLINE_INPUTS, ResponsePoint};
use model::trace::Trace;
use model::{Assumptions, Estimate, Input, Preset, Scenario, estimate, evaluate};
use own_or_rent::analysis::Analysis;
use own_or_rent::content::{FigureName, OPENING};
use own_or_rent::controls::scale::neighbour;
use own_or_rent::figures::{
    Advice, Answer, Cell, Choice, DOT_COLUMNS, Dots, Figure, Look, MAP_COLUMNS, MapCells, Marked, Offer,
    PREVIEW_NAME, PictureFile, RENT_COLUMNS, TORNADO_ROWS, Table, TornadoShape, Width, chart_values, charts,
    column_requests, companies, company_points, crossings_that_fit, drawing, height, map_point, map_rows,
    meant, nearest_index, picture_files, pressed, sides_sentence, stakes, start, step_sentence, turn,
};
use own_or_rent::state::{Action, State};
use own_or_rent::theme::Theme;
use serde_json::Value;

/// Cases over the whole range: the presets, each input at both ends, and mixtures of all inputs.
fn cases() -> Vec<(String, Scenario)> {
    let mut cases: Vec<(String, Scenario)> =
        Preset::ALL.map(|preset| (preset.spec().id.to_owned(), Scenario::preset(preset))).into();
    let ends = |input: Input| match input.spec().domain {
        Domain::Number { min, max, .. } => (min, max),
        Domain::Choice(options) => (0.0, options.len() as f64 - 1.0),
    };
    for spec in INPUTS {
        let (low, high) = ends(spec.input);
        for value in [low, high] {
            let scenario = Scenario::default().with(spec.input, value).unwrap();
            cases.push((format!("{}={value}", spec.id), scenario));
        }
    }
    // A fixed sequence through the corners and the inside of the range (Weyl's, one irrational per input).
    for n in 1..=60_u32 {
        let mut scenario = Scenario::default();
        for (index, spec) in INPUTS.iter().enumerate() {
            let share = (f64::from(n) * (2.0 + index as f64).sqrt()).fract();
            let share = if share < 0.1 {
                0.0
            } else if share > 0.9 {
                1.0
            } else {
                share
            };
            let (low, high) = ends(spec.input);
            let value = match spec.domain {
                Domain::Number { whole, .. } => {
                    let value = if low > 0.0 {
                        low * libm::pow(high / low, share)
                    } else {
                        low + (high - low) * share
                    };
                    if whole { value.round() } else { value }
                }
                Domain::Choice(_) => (share * high).round(),
            };
            scenario = scenario.with(spec.input, value.clamp(low, high)).unwrap();
        }
        cases.push((format!("mixture {n}"), scenario));
    }
    cases
}

/// The cases' analyses, computed once for all tests.
fn analyses() -> &'static [(String, Scenario, Analysis)] {
    static ANALYSES: OnceLock<Vec<(String, Scenario, Analysis)>> = OnceLock::new();
    let analysed = |(case, scenario): (String, Scenario)| {
        let analysis = Analysis::new(&scenario);
        (case, scenario, analysis)
    };
    ANALYSES.get_or_init(|| cases().into_iter().map(analysed).collect())
}

fn looks() -> Vec<Look> {
    let look = |theme, width| Look { theme, width, still: false };
    Theme::ALL.into_iter().flat_map(|theme| Width::ALL.map(|width| look(theme, width))).collect()
}

/// The path of a value that no chart can draw.
fn undrawable(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::Null => Some(format!("{path} is null")),
        Value::Number(number) => {
            number.as_f64().filter(|n| n.is_finite()).is_none().then(|| format!("{path} is {number}"))
        }
        Value::String(text) => ["NaN", "inf", "none", "undefined"]
            .iter()
            .find(|word| text.split(|c: char| !c.is_alphanumeric()).any(|part| part == **word))
            .filter(|_| text != "none")
            .map(|word| format!("{path} says {word}: {text}")),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| undrawable(item, &format!("{path}[{index}]")))
        }
        Value::Object(fields) => {
            fields.iter().find_map(|(key, item)| undrawable(item, &format!("{path}.{key}")))
        }
        Value::Bool(_) => None,
    }
}

#[test]
fn every_case_can_be_drawn() {
    for (case, _, analysis) in analyses() {
        for name in charts() {
            for width in Width::ALL {
                let look = Look { theme: Theme::Light, width, still: false };
                let option = drawing(name, analysis, &look, Marked::default()).unwrap();
                assert_eq!(undrawable(&option, "option"), None, "{case}: {name:?}");
                let series = option["series"].as_array().unwrap();
                let mut ids: Vec<&str> = series.iter().map(|series| series["id"].as_str().unwrap()).collect();
                ids.sort_unstable();
                let count = ids.len();
                ids.dedup();
                assert_eq!(ids.len(), count, "{case}: {name:?} has two series of one name");
                let is_stacked_line = |series: &Value| series["type"] == "line" && !series["stack"].is_null();
                assert!(!series.iter().any(is_stacked_line), "{case}: {name:?} would be stacked along x");
                for axis in [&option["xAxis"], &option["yAxis"]].into_iter().flat_map(|axes| match axes {
                    Value::Array(axes) => axes.iter().collect::<Vec<_>>(),
                    axis => vec![axis],
                }) {
                    if let (Some(min), Some(max)) = (axis["min"].as_f64(), axis["max"].as_f64()) {
                        assert!(min < max, "{case}: {name:?} has an axis from {min} to {max}");
                        assert!(axis["type"] != "log" || min > 0.0, "{case}: {name:?}");
                    }
                }
            }
        }
    }
}

/// What a pointer and the arrow keys come to: in words with a number in them, none of them twice in a row.
#[test]
fn every_drawing_has_values_to_read() {
    for (case, _, analysis) in analyses() {
        for name in charts() {
            let look = Look { theme: Theme::Light, width: Width::ALL[0], still: false };
            let values = chart_values(&drawing(name, analysis, &look, Marked::default()).unwrap());
            assert!(!values.is_empty(), "{case}: {name:?} has the values {values:?}");
            for value in &values {
                let has_number = value.words.chars().any(|c| c.is_ascii_digit());
                assert!(
                    has_number || name == FigureName::Claims,
                    "{case}: {name:?} has a value {:?}",
                    value.words
                );
            }
            let doubled = values.windows(2).find(|pair| pair[0].words == pair[1].words);
            assert_eq!(doubled, None, "{case}: {name:?}");
        }
    }
}

/// The chart library keeps what a series of the same name had in the drawing before: what one case sets, every case must.
#[test]
fn a_series_has_the_same_settings_in_every_case() {
    let mut known = BTreeMap::<String, (Vec<String>, &str)>::new();
    for (case, _, analysis) in analyses() {
        for name in charts() {
            for width in Width::ALL {
                let look = Look { theme: Theme::Light, width, still: false };
                let option = drawing(name, analysis, &look, Marked::default()).unwrap();
                for part in ["xAxis", "yAxis", "grid"] {
                    let mut settings = Vec::new();
                    leaves(&option[part], "", &mut settings);
                    let part = format!("{name:?} {width:?} {part}");
                    let (before, of) = known.entry(part.clone()).or_insert_with(|| (settings.clone(), case));
                    assert_eq!(*before, settings, "{part}: {of}, then {case}");
                }
                for series in option["series"].as_array().unwrap() {
                    let mut settings = Vec::new();
                    leaves(series, "", &mut settings);
                    // A label that is shown says all of how; one that is not says that.
                    let label = series["label"]["show"].as_bool().unwrap();
                    let series = format!("{name:?} {width:?} {}, label: {label}", series["id"]);
                    let (before, of) =
                        known.entry(series.clone()).or_insert_with(|| (settings.clone(), case));
                    assert_eq!(*before, settings, "{series}: {of}, then {case}");
                }
            }
        }
    }
}

/// The paths of a series' settings, without its data.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| *key != "data") {
                leaves(value, &format!("{path}.{key}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn no_text_in_a_drawing_is_too_small() {
    let analysis = Analysis::new(&Scenario::default());
    for name in charts() {
        for look in looks() {
            let option = drawing(name, &analysis, &look, Marked::default()).unwrap();
            let sizes: Vec<f64> = option["series"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|series| series["label"]["fontSize"].as_f64())
                .collect();
            assert!(!sizes.is_empty() && sizes.iter().all(|size| *size >= 12.0), "{name:?}: {sizes:?}");
        }
    }
}

#[test]
fn words_are_whole_and_titles_fit_the_room_kept_for_them() {
    for (case, _, analysis) in analyses() {
        for name in FigureName::ALL {
            let figure = Figure::new(name, analysis);
            let table = figure.table.rows.iter().flatten().map(|cell| &cell.text);
            let words = [
                &figure.title,
                &figure.how_to_read,
                &figure.caption,
                &figure.text_alternative,
                &stakes(analysis),
                &turn(&analysis.outcome),
            ];
            // What is dark in one theme is light in the other.
            for words in [&figure.how_to_read, &figure.caption] {
                let shade = words.split(|c: char| !c.is_alphabetic()).find(|word| {
                    ["black", "white", "dark", "darker", "light", "lighter", "pale", "paler"]
                        .contains(&word.to_lowercase().as_str())
                });
                assert_eq!(shade, None, "{case}: {words}");
            }
            for words in words.into_iter().chain(table) {
                assert!(!words.is_empty(), "{case}: {name:?} lacks words");
                for wrong in ["NaN", "inf ", "none", "  ", "..", "$-", "-$", " %", "{", "Some("] {
                    assert!(
                        !words.contains(wrong) || (wrong == "none" && words.contains("cheaper in none of")),
                        "{case}: {words}"
                    );
                }
            }
            assert!(
                figure.title.chars().count() <= 82,
                "{case}: {} letters: {}",
                figure.title.chars().count(),
                figure.title
            );
            assert!(!figure.sources.is_empty());
        }
    }
}

#[test]
fn the_company_whose_name_stands_above_is_right_of_another() {
    let points = company_points(&map_rows(&Scenario::default()));
    for (index, (name, point)) in points.into_iter().enumerate() {
        let is_right = points.iter().any(|(_, it)| it.down == point.down && it.across < point.across);
        assert_eq!(index == 0, is_right, "{name}");
    }
}

fn number(cell: &Cell) -> f64 {
    cell.number.unwrap()
}

fn column(table: &Table, key: &str) -> usize {
    table.columns.iter().position(|column| column.key == key).unwrap_or_else(|| panic!("no column {key}"))
}

#[test]
fn the_ledgers_table_adds_up_to_the_outcome() {
    for (case, scenario, analysis) in analyses() {
        let table = Figure::new(FigureName::Ledger, analysis).table;
        let cost = &evaluate(scenario).estimate.cost;
        for (side, total) in [("Own", cost.own_cost.number()), ("Rent", cost.rent_cost.number())] {
            let rows = table.rows.iter().filter(|row| row[0].text.starts_with(&format!("{side}: ")));
            let (sums, lines): (Vec<_>, Vec<_>) = rows.partition(|row| row[0].text.ends_with(": all"));
            assert_eq!(sums.len(), 1);
            assert_eq!(number(&sums[0][1]), total, "{case}");
            let sum: f64 = lines.iter().map(|row| number(&row[1])).sum();
            assert!(
                (sum - total).abs() <= 1e-9 * total.abs().max(1.0),
                "{case}: {side} lines give {sum}, not {total}"
            );
        }
    }
}

#[test]
fn the_bars_are_as_long_as_the_bill() {
    for (case, _, analysis) in analyses() {
        for width in [Width::Narrow, Width::Wide] {
            let option = drawing(
                FigureName::Ledger,
                analysis,
                &Look { theme: Theme::Light, width, still: true },
                Marked::default(),
            )
            .unwrap();
            let at = if width == Width::Narrow { 1 } else { 0 };
            let length = |side: &str| -> f64 {
                let bars =
                    option["series"].as_array().unwrap().iter().filter(|series| series["type"] == "bar");
                let ours = bars.filter(|series| series["id"].as_str().unwrap().starts_with(side));
                ours.map(|series| series["data"][0]["value"][at].as_f64().unwrap()).sum()
            };
            let cost = &analysis.outcome.estimate.cost;
            for (side, total) in [("own-", cost.own_cost.number()), ("rent-", cost.rent_cost.number())] {
                assert!((length(side) - total).abs() <= 1e-9 * total.max(1.0), "{case}: {side}");
            }
        }
    }
}

#[test]
fn titles_say_what_is_so() {
    for (case, _, analysis) in analyses() {
        let cost = &analysis.outcome.estimate.cost;
        let (own, rent) = (cost.own_cost.number(), cost.rent_cost.number());
        let ledger = Figure::new(FigureName::Ledger, analysis).title;
        if let Some(hindrance) = analysis.outcome.hindrance() {
            let said = ledger.to_lowercase().starts_with(hindrance.words());
            assert!(said || ledger.starts_with("Owning only adds"), "{case}: {ledger}");
        } else if ledger.starts_with("Owning saves") {
            assert!(own < rent, "{case}: {ledger}");
        } else if ledger.starts_with("Owning") {
            assert!(own > rent, "{case}: {ledger}");
        } else {
            assert!(ledger.starts_with("Both cost"), "{case}: {ledger}");
            let width = |band: Percentiles| band.p95 - band.p5;
            let bands = &analysis.outcome.bands;
            let noise = width(bands.own_cost).max(width(bands.rent_cost)) * 0.3;
            assert!((own - rent).abs() <= noise, "{case}: {ledger}");
        }

        let load = Figure::new(FigureName::Load, analysis).title;
        let is_own_cheaper =
            |index: usize| analysis.load.points[index].own_cost <= analysis.load.points[index].rent_cost;
        let (first, last) = (is_own_cheaper(0), is_own_cheaper(analysis.load.points.len() - 1));
        let holds = match load.as_str() {
            title if title.starts_with("At any number of requests") => analysis.outcome.hindrance().is_some(),
            title if title.starts_with("Owning is cheaper at every") => {
                analysis.load.crossings.is_empty() && first
            }
            title if title.starts_with("Renting is cheaper at every") => {
                analysis.load.crossings.is_empty() && !first
            }
            title if title.starts_with("Owning is cheaper from") => !first && last,
            title if title.starts_with("Owning is cheaper only below") => first && !last,
            title if title.starts_with("Owning is cheaper between") => !first && !last,
            title if title.starts_with("Renting is cheaper between") => first && last,
            _ => analysis.load.crossings.len() > 2,
        };
        assert!(holds, "{case}: {load}");

        let frontier = Figure::new(FigureName::Frontier, analysis).title;
        if frontier.contains(" is as accurate for ") {
            let better = analysis.frontier.better.unwrap();
            assert!(
                better.cost.number() < own && better.accuracy >= analysis.frontier.present.accuracy,
                "{case}: {frontier}"
            );
        }

        let path = &analysis.outcome.accuracy_path;
        let (begin, end) = (path.first().unwrap(), path.last().unwrap());
        let accuracy = Figure::new(FigureName::Accuracy, analysis).title;
        let is_retrained = path.iter().any(|moment| moment.retrain);
        if accuracy.contains("is worth") {
            assert!(is_retrained && end.own > end.own_never, "{case}: {accuracy}");
        } else if accuracy.contains("loses") {
            assert!(!is_retrained && end.own < begin.own, "{case}: {accuracy}");
        }
    }
}

#[test]
fn the_break_even_drawn_is_the_models_own() {
    let mut seen = 0;
    for (case, scenario, analysis) in analyses() {
        for crossing in &analysis.load.crossings {
            let there = scenario.clone().with(Input::RequestsPerDay, crossing.at).unwrap();
            let cost = evaluate(&there).estimate.cost;
            let (own, rent) = (cost.own_cost.number(), cost.rent_cost.number());
            // A GPU more or less is a jump, at which the curves may change places without meeting.
            if (own - rent).abs() <= 1e-4 * rent {
                assert!((crossing.cost - rent).abs() <= 1e-9 * rent, "{case}");
                seen += 1;
            }
        }
        if let (Some(break_even), [only]) =
            (analysis.outcome.verdict.break_even_requests, analysis.load.crossings.as_slice())
            && only.owning_cheaper_above
        {
            let ratio = break_even.number() / only.at;
            assert!((ratio - 1.0).abs() < 1e-6, "{case}: {} and {}", break_even.number(), only.at);
        }
    }
    assert!(seen > 20, "{seen} crossings are too few to mean much");
}

#[test]
fn the_tables_hold_the_outcomes_numbers() {
    for (case, scenario, analysis) in analyses() {
        let estimate = &analysis.outcome.estimate;

        let load = Figure::new(FigureName::Load, analysis).table;
        let yours = load.rows.iter().find(|row| row[0].text.contains("yours")).unwrap();
        assert_eq!(number(&yours[0]), scenario.get(Input::RequestsPerDay), "{case}");
        assert_eq!(
            number(&yours[column(&load, "own_usd_per_month")]),
            estimate.cost.own_cost.number(),
            "{case}"
        );
        assert_eq!(
            number(&yours[column(&load, "rent_usd_per_month")]),
            estimate.cost.rent_cost.number(),
            "{case}"
        );
        assert!(load.rows.windows(2).all(|pair| number(&pair[0][0]) < number(&pair[1][0])), "{case}");

        let frontier = Figure::new(FigureName::Frontier, analysis).table;
        assert_eq!(number(&frontier.rows[0][4]), analysis.frontier.present.cost.number(), "{case}");
        assert_eq!(number(&frontier.rows[1][4]), estimate.cost.rent_cost.number(), "{case}");
        assert_eq!(frontier.rows.len(), 2 + analysis.frontier.efficient.len(), "{case}");

        let accuracy = Figure::new(FigureName::Accuracy, analysis).table;
        let path = &analysis.outcome.accuracy_path;
        assert_eq!(number(&accuracy.rows[0][1]), path[0].own.number(), "{case}");
        assert!(accuracy.rows.windows(2).all(|pair| number(&pair[0][0]) < number(&pair[1][0])), "{case}");
        for row in &accuracy.rows {
            let moment = path.iter().rfind(|moment| moment.month.number() == number(&row[0])).unwrap();
            assert_eq!(number(&row[1]), moment.own.number(), "{case}");
            assert_eq!(number(&row[3]), moment.rent.number(), "{case}");
        }
        for table in [&load, &frontier, &accuracy] {
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{case}");
        }
    }
}

#[test]
fn the_tornado_says_what_moves_the_answer_and_what_turns_it() {
    for (case, scenario, analysis) in analyses() {
        let figure = Figure::new(FigureName::Tornado, analysis);
        let rows = &figure.table.rows;
        assert_eq!(rows.len(), analysis.tornado.len(), "{case}");
        let (low, high) = (
            column(&figure.table, "saving_at_low_usd_per_month"),
            column(&figure.table, "saving_at_high_usd_per_month"),
        );
        let width = |row: &[Cell]| (number(&row[high]) - number(&row[low])).abs();
        assert!(rows.windows(2).all(|pair| width(&pair[0]) >= width(&pair[1])), "{case}");
        let saving = evaluate(scenario).estimate.cost.saving.number();
        let turns =
            |row: &&Vec<Cell>| [low, high].iter().any(|end| (number(&row[*end]) >= 0.0) != (saving >= 0.0));
        let said = column(&figure.table, "turns_the_answer");
        assert!(rows.iter().all(|row| (row[said].text == "yes") == turns(&row)), "{case}");
        let turning = match rows.iter().filter(turns).count() {
            0 => "nothing alone would turn it".to_owned(),
            1 => "one of them alone could turn it".to_owned(),
            count => format!("any of {count} could turn it"),
        };
        let says_nothing_of_it =
            figure.title.starts_with("Of all") || figure.title.starts_with("Nothing that");
        let turning = match analysis.outcome.hindrance() {
            Some(hindrance) => format!("as set, {}", hindrance.words()),
            None => turning,
        };
        assert!(figure.title.ends_with(&turning) || says_nothing_of_it, "{case}: {}", figure.title);
    }
}

/// The bars of a drawing of the tornado: side, quantity, and from where to where.
fn bars(option: &Value) -> Vec<(String, String, f64, f64)> {
    let at = |series: &Value, item: usize| {
        let item = &series["data"][item];
        item["value"][0].as_f64().or_else(|| item[0].as_f64()).unwrap()
    };
    let bars =
        option["series"].as_array().unwrap().iter().filter(|series| series["lineStyle"]["width"] == 20.0);
    bars.map(|series| {
        let (side, what) = series["id"].as_str().unwrap().split_once('-').unwrap();
        (side.to_owned(), what.to_owned(), at(series, 0), at(series, 1))
    })
    .collect()
}

#[test]
fn the_tornados_bars_are_the_swings_and_change_colour_at_break_even() {
    for (case, _, analysis) in analyses() {
        let look = Look { theme: Theme::Light, width: Width::Wide, still: true };
        let bars = bars(&drawing(FigureName::Tornado, analysis, &look, Marked::default()).unwrap());
        for swing in analysis.tornado.iter().take(TORNADO_ROWS) {
            let drawn: f64 =
                bars.iter().filter(|bar| bar.1 == swing.id).map(|(_, _, from, to)| to - from).sum();
            let width = swing.swing().number().abs();
            assert!((drawn - width).abs() <= 1e-9 * width.max(1.0), "{case}: {}", swing.id);
        }
        for (side, what, from, to) in bars {
            let holds = if side == "own" { from >= 0.0 } else { to <= 0.0 };
            assert!(holds && from < to, "{case}: {side} of {what} from {from} to {to}");
        }
    }
}

#[test]
fn the_end_of_a_bar_stands_for_its_value() {
    let mut taken = 0;
    for (case, scenario, analysis) in analyses() {
        let look = Look { theme: Theme::Light, width: Width::Narrow, still: true };
        for (row, swing) in analysis.tornado.iter().enumerate() {
            for (end, value) in [("low", swing.low), ("high", swing.high)] {
                let offer = pressed(FigureName::Tornado, analysis, look, end, row);
                let is_drawn = row < TornadoShape::for_width(look.width).rows;
                let is_input = INPUTS.iter().any(|spec| spec.id == swing.id);
                assert_eq!(offer.is_some(), is_drawn && is_input, "{case}: {}", swing.id);
                let Some(Offer::Apply(changes)) = offer else { continue };
                let (input, taken_over) = changes[0];
                assert!((taken_over - value).abs() <= 0.005 * value.abs(), "{case}: {}", swing.id);
                assert!(scenario.clone().with(input, taken_over).is_ok(), "{case}: {}", swing.id);
                taken += 1;
            }
        }
        assert_eq!(pressed(FigureName::Tornado, analysis, look, "rings", 0), None);
    }
    assert!(taken > 1000, "{taken} are too few to mean much");
}

#[test]
fn rows_with_the_focus_keep_their_order() {
    let before = Analysis::new(&Scenario::default());
    let order = |analysis: &Analysis| -> Vec<_> { analysis.tornado.iter().map(|swing| swing.id).collect() };
    for (input, value) in [(Input::RunEffort, 0.05), (Input::LabelCost, 0.0), (Input::GpuCount, 64.0)] {
        let there = Analysis::new(&Scenario::default().with(input, value).unwrap());
        assert_ne!(order(&there), order(&before));
        let kept = there.with_stable_rows(&before.tornado);
        assert_eq!(order(&kept), order(&before));
        // The words are those of the present case all the same.
        let figure = |analysis| Figure::new(FigureName::Tornado, analysis);
        assert_eq!(figure(&kept).title, figure(&there).title);
        let row = kept.tornado.iter().find(|swing| swing.id == input.spec().id);
        assert!(row.is_none_or(|row| row.value == value), "{row:?}");
    }
}

#[test]
fn the_rows_beside_the_bars_are_level_with_them() {
    let css = style_sheet("tornado.css");
    let (wide, rest) = css.split_once("@container figure (width < 860px)").unwrap();
    let (medium, rest) = rest.split_once("@container figure (width < 540px)").unwrap();
    let narrow = rest.split_once("@media").unwrap().0;
    let pixels = |css: &str, selector: &str, property: &str| -> f64 {
        let rule = css.split_once(&format!("{selector} {{")).unwrap().1.split_once('}').unwrap().0;
        let value = rule
            .split_once(&format!("\n  {property}: "))
            .or_else(|| rule.split_once(&format!(" {property}: ")));
        value.unwrap().1.split_once("px").unwrap().0.parse().unwrap()
    };
    let shapes = Width::ALL.map(TornadoShape::for_width);
    assert!(shapes.iter().all(|shape| shape.head == pixels(wide, ".tornado", "inset")));
    let [narrow_shape, medium_shape, wide_shape] = shapes;
    assert_eq!(pixels(narrow, ".tornado__row", "height"), narrow_shape.pitch);
    assert_eq!(pixels(wide, ".tornado__row", "height"), wide_shape.pitch);
    assert_eq!(medium_shape.pitch, wide_shape.pitch);
    // The controls end before the bars begin: beside them, or above them on a phone.
    assert!(pixels(medium, ".tornado__beside", "width") < medium_shape.left);
    assert!(pixels(wide, ".tornado__beside", "width") < wide_shape.left);
    assert!(pixels(narrow, ".tornado__beside", "height") <= narrow_shape.bar - 10.0);
    assert!(narrow.contains(&format!("nth-child(n + {})", narrow_shape.rows + 1)));
}

#[test]
fn the_csv_gives_every_number_back() {
    let analysis = Analysis::new(&Scenario::default());
    for name in FigureName::ALL {
        let table = Figure::new(name, &analysis).table;
        let csv = table.csv(&[]);
        let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
        assert_eq!(lines.len(), table.rows.len() + 1);
        for (line, row) in lines[1..].iter().zip(&table.rows) {
            // No number is quoted, so the last fields can be read by their commas.
            let fields: Vec<&str> = line.rsplitn(row.len(), ',').collect();
            for (field, cell) in fields.iter().rev().zip(row).skip(1) {
                if let Some(number) = cell.number {
                    let error = field.parse::<f64>().unwrap() - number;
                    assert!(error.abs() <= 1e-11 * number.abs(), "{name:?}: {line}");
                    assert!(field.len() <= 20, "{name:?}: {field} is longer than it is exact");
                }
            }
        }
    }
}

#[test]
fn as_many_dots_are_ownings_as_cases() {
    let mut unable = 0;
    for (case, scenario, analysis) in analyses() {
        let answer = Answer::of(analysis);
        let hindrance = analysis.outcome.hindrance();
        assert_eq!(answer.dots.dots.is_empty(), hindrance.is_some(), "{case}");
        if hindrance.is_some() {
            assert_eq!((answer.odds(), answer.dots.sentence()), Default::default(), "{case}");
            assert!(stakes(analysis).ends_with("so there is no bet to weigh."), "{case}");
            unable += 1;
            continue;
        }
        let dots = Dots::new(scenario);
        let mut draws: Vec<usize> = dots.dots.iter().map(|dot| dot.draw).collect();
        assert_eq!(draws, (0..50).collect::<Vec<_>>(), "{case}");
        draws.dedup();
        assert_eq!(dots.own, dots.dots.iter().filter(|dot| dot.is_own).count(), "{case}");
        let probability = analysis.outcome.verdict.probability_own_cheaper.number();
        assert!(
            (dots.own as f64 / 50.0 - probability).abs() <= 0.02,
            "{case}: {} and {probability}",
            dots.own
        );
        let mut places: Vec<(usize, usize)> = dots.dots.iter().map(|dot| (dot.column, dot.level)).collect();
        places.sort_unstable();
        for (column, level) in &places {
            assert!(*level == 0 || places.contains(&(*column, level - 1)), "{case}: a dot hangs in the air");
        }
        places.dedup();
        assert_eq!(places.len(), 50, "{case}: two dots in one place");
        for dot in &dots.dots {
            assert!(dot.column < DOT_COLUMNS, "{case}: {dot:?}");
            assert_eq!(dot.is_own, dot.column >= RENT_COLUMNS, "{case}: {dot:?} is on the wrong side");
        }
    }
    assert!(unable > 0, "no case in which a side cannot do the work");
}

/// A draw that is dearer for owning in one case is not among the cheapest in one that differs little.
#[test]
fn a_dot_is_the_same_future_in_every_case() {
    let order = |scenario: &Scenario| -> Vec<usize> {
        let mut futures = model::rented::futures(&scenario.values(), &scenario.assumptions(), 50);
        futures.sort_by(|a, b| a.rent_over_own.total_cmp(&b.rent_over_own));
        futures.iter().map(|future| future.draw).collect()
    };
    let before = order(&Scenario::default());
    let after = order(&Scenario::default().with(Input::GpuCount, 3.0).unwrap());
    let place = |draw: usize| after.iter().position(|other| *other == draw).unwrap();
    let moved: usize = before.iter().enumerate().map(|(at, draw)| at.abs_diff(place(*draw))).sum();
    // Orders that have nothing to do with each other differ by 17 places on average.
    assert!(moved < 50 * 4, "{moved} places in all");
}

/// The headline and the rows below it: what is recomputed here from the model alone.
#[test]
fn the_headline_is_what_the_four_cases_come_to() {
    let four = [Preset::Shopify, Preset::Canva, Preset::Intercom, Preset::Stripe];
    let outcomes = four.map(|preset| evaluate(&Scenario::preset(preset)));
    let rows = companies();
    assert_eq!(rows.iter().map(|company| company.preset).collect::<Vec<_>>(), four);
    for (company, outcome) in rows.iter().zip(&outcomes) {
        assert_eq!(company.answer.side, outcome.verdict.verdict, "{:?}", company.preset);
        assert_eq!(
            company.answer.chance,
            outcome.chance().map(|chance| chance.number()),
            "{:?}",
            company.preset
        );
        let fact = FACTS.iter().find(|fact| fact.id == company.fact).unwrap();
        assert!(fact.case.is_some_and(|case| case.preset == company.preset), "{}", fact.id);
        let figure = fact.figures.iter().any(|figure| company.claim.ends_with(figure.text));
        assert!(figure || company.claim == "no vendor contract renewed", "{}", company.claim);
    }
    let saving = outcomes.iter().filter(|outcome| outcome.verdict.verdict == Side::Own).count();
    let words = [
        "none of them save",
        "one of them saves",
        "two of them save",
        "three of them save",
        "four of them save",
    ];
    let expected = format!("The article names four winners. On our sums, {}.", words[saving]);
    assert_eq!(OPENING.title, expected, "the headline of data/article/00-opening.md");
    assert_eq!(Figure::new(FigureName::Companies, &Analysis::new(&Scenario::default())).title, expected);
}

/// The cases whose maps are computed: each preset, sizes and GPUs from end to end, and mixtures.
fn map_cases() -> Vec<(String, Scenario)> {
    cases().into_iter().enumerate().filter(|(at, _)| at % 6 == 0).map(|(_, case)| case).collect()
}

#[test]
fn the_maps_words_agree_with_its_colours() {
    let (mut agreed, mut unable) = (0, 0);
    for (case, scenario) in map_cases() {
        let (rows, cells) = (map_rows(&scenario), MapCells::new(&scenario));
        assert_eq!(rows.len(), cells.rows.len(), "{case}");
        for (row, odds) in rows.iter().zip(&cells.rows) {
            let there = scenario.clone().with(Input::Api, row.rental.api).unwrap();
            for (requests, odds) in column_requests().into_iter().zip(odds) {
                let class = MapCells::class(odds);
                let saving =
                    estimated(&there.clone().with(Input::RequestsPerDay, requests).unwrap()).cost.saving;
                // The table says where the best estimate is for owning; deep colours are beyond doubt.
                match class {
                    6 => assert!(saving.number() > 0.0, "{case}: {} at {requests}", row.name()),
                    0 => assert!(saving.number() <= 0.0, "{case}: {} at {requests}", row.name()),
                    7 => unable += 1,
                    _ => continue,
                }
                agreed += 1;
            }
        }
    }
    assert!(agreed > 5_000 && unable > 100, "{agreed} cells and {unable} are too few to mean much");
}

#[test]
fn the_cell_under_the_reader_has_the_readers_odds() {
    let requests = column_requests();
    for (case, scenario) in map_cases() {
        let rows = map_rows(&scenario);
        for (column, row) in [(4, 2), (9, 10), (12, 6), (20, 18)] {
            let api = rows[row].rental.api;
            let there = scenario.clone().with(Input::RequestsPerDay, requests[column]).unwrap();
            let there = there.with(Input::Api, api).unwrap();
            let point = map_point(&rows, &there);
            assert!((point.across - column as f64 - 0.5).abs() < 1e-9, "{case}: {point:?}");
            assert_eq!(point.down, row as f64 + 0.5, "{case}");
            let (meant_requests, meant_api) =
                meant(&rows, point.across / MAP_COLUMNS as f64, point.down / rows.len() as f64);
            assert!((meant_requests / requests[column] - 1.0).abs() < 1e-9 && meant_api == api, "{case}");
            let odds = MapCells::new(&there).rows[row][column];
            let outcome = evaluate(&there);
            let probability = outcome.verdict.probability_own_cheaper.number();
            assert!((odds.owning_cheaper - probability).abs() < 0.15, "{case}: {odds:?} and {probability}");
            let unable = matches!(outcome.verdict.verdict, Side::CannotOwn | Side::CannotRent);
            assert_eq!(odds.unable.is_some(), unable, "{case}: {odds:?} at {}", requests[column]);
        }
    }
}

#[test]
fn a_step_in_words_is_what_the_model_says() {
    let analysis = Analysis::new(&Scenario::default());
    assert!(
        step_sentence(&analysis, Input::GpuCount, 4.0).starts_with("4\u{a0}GPUs instead of 2 cost about $")
    );
    for (input, to) in [(Input::GpuCount, 16.0), (Input::ModelSize, 14.0), (Input::RetrainsPerYear, 52.0)] {
        let sentence = step_sentence(&analysis, input, to);
        let there = evaluate(&Scenario::default().with(input, to).unwrap()).estimate;
        let here = &analysis.outcome.estimate;
        let more = there.cost.own_cost.number() / here.cost.own_cost.number() - 1.0;
        assert_eq!(sentence.contains("a month more"), more > 0.01, "{sentence}");
        assert_eq!(sentence.contains("about the same"), more.abs() < 0.01, "{sentence}");
        let better = (there.accuracy.own_accuracy.number() - here.accuracy.own_accuracy.number()) * 100.0;
        assert_eq!(sentence.contains("as many answers right"), better.abs() < 0.5, "{sentence}");
        assert_eq!(sentence.contains(" more answer"), better >= 0.5, "{sentence}");
    }
    let too_large = step_sentence(&analysis, Input::ModelSize, 405.0);
    assert_eq!(too_large, "The next size up (405B) would no longer fit the GPUs.");
    let never = step_sentence(&analysis, Input::RetrainsPerYear, 0.0);
    assert!(never.starts_with("Never retraining costs about $"), "{never}");
}

/// Cases in which the sliders say different things: every preset, with little and much to do, on few GPUs and on many.
fn odd_cases() -> Vec<Scenario> {
    let mut cases = Vec::new();
    for preset in Preset::ALL {
        for requests in [100.0, 100_000.0, 100_000_000.0] {
            for gpus in [1.0, 16.0, 1024.0] {
                for size in [0.5, 8.0, 405.0] {
                    let settings = [
                        (Input::Model, 0.0),
                        (Input::RequestsPerDay, requests),
                        (Input::GpuCount, gpus),
                        (Input::ModelSize, size),
                    ];
                    let case = settings
                        .into_iter()
                        .fold(Scenario::preset(preset), |case, (input, x)| case.with(input, x).unwrap());
                    cases.push(case);
                }
            }
        }
    }
    cases
}

#[test]
fn the_sentences_under_a_slider_are_true_wherever_it_is() {
    let mut seen = std::collections::BTreeSet::new();
    for scenario in odd_cases() {
        let analysis = Analysis::new(&scenario);
        for (index, input) in HEADLINE_INPUTS.into_iter().enumerate() {
            let curve = &analysis.headlines[index];
            let points: Vec<_> = curve.points.iter().filter(|point| point.fits).collect();
            let crossings = crossings_that_fit(&curve.points, &curve.crossings);
            let sentence = sides_sentence(input, &curve.points, &crossings);
            let step = step_sentence(&analysis, input, neighbour(input, scenario.get(input), true));
            for sentence in [&step, &sentence] {
                let is_whole = sentence.is_empty() || sentence.ends_with('.');
                assert!(
                    is_whole && !sentence.contains("NaN") && !sentence.contains("1\u{a0}GPUs"),
                    "{sentence}"
                );
                assert!(!sentence.contains(" 1 more answers") && !sentence.contains(" 0 "), "{sentence}");
            }
            let wins = |point: &&&ResponsePoint| point.own_cost <= point.rent_cost;
            let n_wins = points.iter().filter(wins).count();
            let case = format!("{input:?} of {:?}: {sentence}", scenario.changes().collect::<Vec<_>>());
            match crossings.as_slice() {
                [] if points.is_empty() => assert_eq!(sentence, ""),
                [] => {
                    let expected = if n_wins == points.len() { " Owning is" } else { " Renting is" };
                    assert!(n_wins == 0 || n_wins == points.len(), "{case}");
                    assert!(sentence.starts_with(expected), "{case}");
                    seen.insert((input.spec().id, expected));
                }
                [one] => {
                    let loses_above = !one.owning_cheaper_above;
                    for point in &points {
                        let is_clear = (point.x / one.at - 1.0).abs() > 1e-6;
                        assert!(!is_clear || wins(&point) != ((point.x > one.at) == loses_above), "{case}");
                    }
                    let word = if loses_above {
                        ["Above", "more than", "more often"]
                    } else {
                        ["Below", "fewer", "less often"]
                    };
                    assert!(word.iter().any(|word| sentence.contains(word)), "{case}");
                    assert!(sentence.ends_with("owning loses."), "{case}");
                    seen.insert((input.spec().id, if loses_above { "above" } else { "below" }));
                }
                _ => {}
            }
        }
    }
    assert!(seen.len() >= 8, "{seen:?}");
}

/// The curves over the sliders have one scale of money, which is around what renting costs.
#[test]
fn renting_costs_the_same_wherever_the_sliders_are() {
    for scenario in odd_cases() {
        let analysis = Analysis::new(&scenario);
        let rent = analysis.outcome.estimate.cost.rent_cost;
        for curve in &analysis.headlines {
            assert!(
                curve.points.iter().all(|point| point.rent_cost == rent),
                "{:?}",
                scenario.get(Input::Api)
            );
        }
    }
}

#[test]
fn equal_cases_give_equal_drawings() {
    let draw = || {
        let analysis = Analysis::new(&Scenario::preset(Preset::Canva));
        let look = Look { theme: Theme::Dark, width: Width::Medium, still: true };
        charts()
            .map(|name| drawing(name, &analysis, &look, Marked::default()).unwrap().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(draw(), draw());
}

#[test]
fn a_still_drawing_does_not_move() {
    let analysis = Analysis::new(&Scenario::default());
    for still in [true, false] {
        let look = Look { theme: Theme::Light, width: Width::Wide, still };
        assert_eq!(
            drawing(FigureName::Load, &analysis, &look, Marked::default()).unwrap()["animation"],
            !still
        );
    }
}

#[test]
fn the_pictures_are_of_the_default_case_in_all_themes_and_sizes() {
    let options = picture_files().unwrap();
    // Those of single figures are drawn already, by ourselves.
    let (drawn, options): (Vec<_>, Vec<_>) =
        options.into_iter().partition(|option| option.json.starts_with("{\"picture\""));
    assert_eq!(drawn.len(), FigureName::ALL.len());
    assert!(drawn.iter().all(|it| it.stem.ends_with(PREVIEW_NAME) && !it.json.contains("var(")));
    let (mut options, preview): (Vec<_>, Vec<_>) =
        options.into_iter().partition(|option| option.stem != PREVIEW_NAME);
    assert_eq!((options.len(), preview.len()), (charts().count() * 2 * 4, 1));
    // The preview has words around its drawing, which the build adds.
    let mut words: Value = serde_json::from_str(&preview[0].json).unwrap();
    assert!(words["before"].as_str().unwrap().contains("Own or Rent?"));
    for around in ["before", "after"] {
        words.as_object_mut().unwrap().remove(around);
    }
    options.push(PictureFile { json: words.to_string(), ..preview[0].clone() });
    assert!(options.iter().all(|option| option.json.contains("\"animation\":false")));
    let ledger = options.iter().find(|option| option.stem == "ledger-dark-narrow").unwrap();
    let file: Value = serde_json::from_str(&ledger.json).unwrap();
    assert_eq!((file["width"].as_f64(), file["height"].as_f64()), (Some(324.0), Some(288.0)));
    assert!(ledger.json.contains(Theme::Dark.palette().own));
    // Quotes would end the attributes into which the text's typeface is written.
    assert!(options.iter().all(|option| !option.json.contains("\\\"")));
}

fn style_sheet(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_drawings_colours_are_the_pages() {
    let css = style_sheet("tokens.css");
    let block = |selector: &str| {
        let (_, rest) = css.split_once(selector).unwrap_or_else(|| panic!("no {selector} in tokens.css"));
        let (_, rest) = rest.split_once('{').unwrap();
        rest.split_once('}').unwrap().0.to_owned()
    };
    let themes = [
        (Theme::Light, ":root "),
        (Theme::Dark, ":root[data-theme=\"dark\"]"),
        (Theme::Dark, ":root:not([data-theme=\"light\"])"),
    ];
    for (theme, selector) in themes {
        let block = block(selector);
        let palette = theme.palette();
        for (name, color) in [
            ("paper", palette.paper),
            ("raised", palette.raised),
            ("ink", palette.ink),
            ("soft", palette.soft),
            ("rule", palette.rule),
            ("own", palette.own),
            ("own-wash", palette.own_wash),
            ("rent", palette.rent),
            ("rent-wash", palette.rent_wash),
            ("accuracy", palette.accuracy),
            ("warning", palette.warning),
        ] {
            assert!(block.contains(&format!("--{name}: {color};")), "{selector} has no --{name}: {color}");
        }
    }
}

#[test]
fn the_boxes_are_as_high_as_the_drawings() {
    let css = style_sheet("figure.css");
    let narrow = css.split_once(&format!("(width < {}px)", Width::Medium.least())).unwrap().1;
    let (wide, narrow) = (
        css.split_once("@container").unwrap().0,
        narrow.split_once("@media").map_or(narrow, |parts| parts.0),
    );
    for name in charts() {
        let rule = |css: &str| {
            let (_, rest) = css.split_once(&format!(".plot--{} {{", name.id())).unwrap();
            let (_, rest) = rest.split_once("height: ").unwrap();
            rest.split_once("px").unwrap().0.parse::<f64>().unwrap()
        };
        assert_eq!(rule(wide), height(name, Width::Wide), "{name:?}");
        assert_eq!(height(name, Width::Medium), height(name, Width::Wide), "{name:?}");
        assert_eq!(rule(narrow), height(name, Width::Narrow), "{name:?}");
    }
}

fn estimated(scenario: &Scenario) -> Estimate {
    estimate(&scenario.values(), &Assumptions::default(), &mut Trace::off())
}

/// The case after the changes of a button; `None` if nothing changes.
fn taking(scenario: &Scenario, changes: Vec<(Input, f64)>) -> Option<Scenario> {
    let here = State::default().after(Action::LoadScenario(Box::new(scenario.clone()))).unwrap_or_default();
    here.after(Action::SetSeveral(changes)).map(|state| state.scenario)
}

#[test]
fn the_ring_stands_on_the_selected_choice_and_a_press_finds_it() {
    let ring = |analysis: &Analysis, look: &Look, selected: FrontierPoint| {
        let option = drawing(
            FigureName::Frontier,
            analysis,
            look,
            Marked { selected: Some(selected), ..Marked::default() },
        )
        .unwrap();
        let series = option["series"].as_array().unwrap().clone();
        series.into_iter().find(|series| series["id"] == "ring").map(|ring| ring["data"][0].clone())
    };
    let mut rings = 0;
    for (case, scenario, analysis) in analyses() {
        for look in looks() {
            for (series, index) in [("choices", 0), ("choices", 3), ("present", 0), ("better", 0), ("top", 0)]
            {
                let Some(Offer::Select(point)) = pressed(FigureName::Frontier, analysis, look, series, index)
                else {
                    continue;
                };
                let taken = taking(scenario, point.changes(scenario)).unwrap_or_else(|| scenario.clone());
                let cost = estimated(&taken).cost.own_cost;
                assert_eq!(cost, point.cost, "{case}: {series}");
                if let Some(place) = ring(analysis, &look, point) {
                    assert_eq!(place[0].as_f64().unwrap(), point.cost.number().max(1.0), "{case}");
                    assert_eq!(place[1].as_f64().unwrap(), point.accuracy.number() * 100.0, "{case}");
                    rings += 1;
                }
            }
            assert_eq!(pressed(FigureName::Frontier, analysis, look, "rent", 0), None);
            assert_eq!(pressed(FigureName::Load, analysis, look, "choices", 0), None);
        }
    }
    assert!(rings > 50, "{rings} rings are too few to mean much");
}

#[test]
fn the_walk_says_what_is_true_of_each_choice() {
    for (case, scenario, analysis) in analyses() {
        let frontier = &analysis.frontier;
        assert_eq!(start(analysis).is_none(), frontier.efficient.is_empty(), "{case}");
        for (index, point) in frontier.efficient.iter().enumerate() {
            assert_eq!(nearest_index(analysis, point), index, "{case}");
            let choice = Choice::new(analysis, point);
            assert_eq!(choice.changes.is_empty(), choice.difference == "That is your case.", "{case}");
            let gap = point.cost.number() - frontier.present.cost.number();
            assert!(!choice.difference.contains("less than yours") || gap < 0.0, "{case}: {choice:?}");
            assert!(!choice.difference.contains("more than yours") || gap > 0.0, "{case}: {choice:?}");
            let gain = point.accuracy.number() - frontier.present.accuracy.number();
            assert!(!choice.difference.contains("less accurate") || gain < 0.0, "{case}: {choice:?}");
            assert!(!choice.difference.contains("more accurate") || gain > 0.0, "{case}: {choice:?}");
        }
        let advice = Advice::new(analysis);
        if let Some(taken) = taking(scenario, advice.changes.clone()) {
            let (before, after) = (&analysis.outcome.estimate, estimated(&taken));
            assert!(
                after.serving.fits && after.load.rate_overflow_peak.number() <= 0.0,
                "{case}: {advice:?}"
            );
            if advice.sentence.contains("It saves") {
                assert!(after.cost.own_cost < before.cost.own_cost, "{case}: {advice:?}");
                assert!(after.accuracy.own_accuracy >= before.accuracy.own_accuracy, "{case}: {advice:?}");
            }
        } else {
            assert!(advice.sentence.starts_with("No single change"), "{case}: {advice:?}");
        }
    }
}

/// The points of a series.
fn points(option: &Value, id: &str) -> Vec<Value> {
    let series = option["series"].as_array().unwrap().iter().find(|series| series["id"] == id);
    series.and_then(|series| series["data"].as_array()).cloned().unwrap_or_default()
}

#[test]
fn a_case_put_aside_is_the_ghost_in_figures() {
    let shopify = Analysis::shared(&Scenario::preset(Preset::Shopify));
    let put_aside = [Action::PutAside(Some(shopify.clone())), Action::ApplyPreset(Preset::Canva)];
    let state = put_aside.into_iter().fold(State::default(), |state, action| state.after(action).unwrap());
    let analysis = Analysis::shared_beside(&state.scenario, state.aside.clone());
    let look = Look { theme: Theme::Light, width: Width::Wide, still: true };
    let drawn = |name| drawing(name, &analysis, &look, Marked::default()).unwrap();
    let totals =
        ["own-before", "rent-before"].map(|id| points(&drawn(FigureName::Ledger), id)[0][0].as_f64());
    let cost = &shopify.outcome.estimate.cost;
    let aside_totals = [cost.own_cost.number(), cost.rent_cost.number()];
    for (total, there) in totals.into_iter().zip(aside_totals) {
        // A total beyond the axis has no mark.
        assert!(total.is_none_or(|total| (total - there).abs() < there * 1e-9), "{total:?}, not {there}");
    }
    for (name, id) in [(FigureName::Load, "own-before"), (FigureName::Accuracy, "own-before")] {
        assert!(points(&drawn(name), id).len() > 2, "{} has no ghost", name.id());
        let caption = Figure::new(name, &analysis).caption;
        assert!(caption.contains("the case you put aside"), "{caption}");
    }
    // Once more ends it: the default case is the ghost again.
    let ended = state.after(Action::PutAside(None)).unwrap();
    assert_eq!(ended.aside, None);
    let caption = Figure::new(FigureName::Load, &Analysis::shared(&ended.scenario)).caption;
    assert!(caption.contains("our default case"), "{caption}");
}
