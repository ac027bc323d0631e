//! Sets: files and links there and back over the whole box, and every change.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]
#![expect(clippy::disallowed_methods, reason = "where a draw falls need not agree between machines")]

mod common;

use common::{cases, scenario};
use model::{Input, Preset, Scenario};
use proptest::prelude::*;
use scenario_file::{Name, read_text};
use workshop::{Edit, History, NamedScenario, ScenarioSet, SetError, link};

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn named(text: &str, preset: Preset) -> NamedScenario {
    NamedScenario { name: name(text), scenario: Scenario::preset(preset) }
}

fn set(names: &[&str]) -> ScenarioSet {
    ScenarioSet::new(names.iter().map(|text| named(text, Preset::Canva)).collect()).unwrap()
}

fn names(set: &ScenarioSet) -> Vec<&str> {
    set.scenarios().iter().map(|scenario| scenario.name.as_str()).collect()
}

/// Up to six scenarios under names of any letters.
fn any_set() -> impl Strategy<Value = ScenarioSet> {
    prop::collection::btree_map("[\\PC&&[^ ]]{1,30}", scenario(30), 1..=6).prop_map(|all| {
        let named = all
            .into_iter()
            .filter_map(|(text, scenario)| Some(NamedScenario { name: Name::new(&text).ok()?, scenario }));
        let mut unique: Vec<NamedScenario> = Vec::new();
        for it in named {
            if unique.iter().all(|other| other.name != it.name) {
                unique.push(it);
            }
        }
        if unique.is_empty() { set(&["A"]) } else { ScenarioSet::new(unique).unwrap() }
    })
}

proptest! {
    #![proptest_config(cases(120, 60))]

    #[test]
    fn a_file_and_a_link_give_the_set_back(set in any_set()) {
        let file = read_text(&set.to_json()).unwrap();
        prop_assert!(file.all().iter().all(|case| !case.edition.is_other()));
        prop_assert_eq!(&ScenarioSet::from_cases(&file).unwrap(), &set);
        let parameter = link::parameter(&set);
        prop_assert!(parameter.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_=".contains(&c)), "{}", parameter);
        for text in [parameter.clone(), format!("https://example.org/a/?theme=dark&{parameter}#x"), format!("a#{parameter}&b=1")] {
            let cases = link::read(&text).unwrap();
            prop_assert!(cases.all().iter().all(|case| !case.edition.is_other()));
            prop_assert_eq!(&ScenarioSet::from_cases(&cases).unwrap(), &set);
        }
    }

    #[test]
    fn a_link_that_is_cut_off_or_changed_is_refused(set in any_set(), at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let parameter = link::parameter(&set);
        let start = "set=".len();
        let index = start + at.index(parameter.len() - start);
        prop_assert!(link::read(&parameter[..index]).is_err());
        let changed = format!("{}{letter}{}", &parameter[..index], &parameter[index + 1..]);
        prop_assert!(changed == parameter || link::read(&changed).is_err());
    }

    #[test]
    fn no_text_breaks_the_reader_of_links(text in "\\PC{0,40}", bytes in "[A-Za-z0-9_-]{0,60}") {
        for text in [text, format!("set={bytes}")] {
            if let Err(error) = link::read(&text) {
                let message = error.to_string();
                prop_assert!(message.chars().count() < 500 && !message.contains(char::is_control), "{}", message);
            }
        }
    }

    #[test]
    fn whatever_is_done_can_be_undone(set in any_set(), edits in prop::collection::vec((0..8_u8, 0..7_usize, 0..7_usize), 0..20)) {
        let mut history = History::new(set.clone());
        let mut seen = vec![set];
        for (kind, a, b) in edits {
            let edit = match kind {
                0 => Edit::Add(named("Neu", Preset::Stripe)),
                1 => Edit::Remove(a),
                2 => Edit::Duplicate(a),
                3 => Edit::Move { from: a, to: b },
                4 => Edit::Rename(a, name("Other")),
                5 => Edit::Copy { setting: Input::GpuCount.into(), from: a, to: b },
                6 => Edit::CopyToAll { setting: Input::GpuCount.into(), from: a },
                _ => Edit::Replace(a, Scenario::default()),
            };
            let before = history.clone();
            match history.edit(&edit) {
                Err(_) => prop_assert_eq!(&history, &before),
                Ok(()) if history.present() != before.present() => seen.push(history.present().clone()),
                Ok(()) => {}
            }
            prop_assert!((1..=6).contains(&history.present().scenarios().len()));
        }
        let last = seen.len() - 1;
        for set in seen.iter().rev() {
            prop_assert_eq!(history.present(), set);
            history.undo();
        }
        prop_assert!(!history.can_undo());
        for _ in 0..last {
            prop_assert!(history.redo());
        }
        prop_assert_eq!(Some(history.present()), seen.last());
        prop_assert!(!history.can_redo());
    }
}

#[test]
fn each_change_does_what_it_says() {
    let three = set(&["A", "B", "C"]);
    let after = |edit: Edit| three.edited(&edit).unwrap();
    assert_eq!(names(&after(Edit::Add(named("D", Preset::Stripe)))), ["A", "B", "C", "D"]);
    assert_eq!(names(&after(Edit::Add(named("B", Preset::Stripe)))), ["A", "B", "C", "B 2"]);
    assert_eq!(names(&after(Edit::Remove(1))), ["A", "C"]);
    assert_eq!(names(&after(Edit::Duplicate(0))), ["A", "A 2", "B", "C"]);
    assert_eq!(names(&after(Edit::Move { from: 0, to: 2 })), ["B", "C", "A"]);
    assert_eq!(names(&after(Edit::Move { from: 2, to: 0 })), ["C", "A", "B"]);
    assert_eq!(names(&after(Edit::Rename(2, name("Z")))), ["A", "B", "Z"]);
    assert_eq!(three.edited(&Edit::Rename(2, name("A"))), Err(SetError::NameTaken(name("A"))));
    assert_eq!(three.edited(&Edit::Remove(3)), Err(SetError::Position { given: 4, n: 3 }));
    assert_eq!(set(&["A"]).edited(&Edit::Remove(0)), Err(SetError::Size(0)));
    let six = set(&["A", "B", "C", "D", "E", "F"]);
    let error = six.edited(&Edit::Duplicate(0)).unwrap_err();
    assert_eq!(error.to_string(), "set: 7 scenarios (allowed: 1 to 6)");
}

#[test]
fn a_setting_is_copied_where_it_has_an_effect() {
    let many = Scenario::default().with(Input::GpuCount, 16.0).unwrap().with(Input::ModelSize, 30.0).unwrap();
    let by_name = Scenario::preset(Preset::Canva).with_text("model", "llama-3.1-70b").unwrap();
    let set = ScenarioSet::new(vec![
        NamedScenario { name: name("Many"), scenario: many },
        NamedScenario { name: name("Named"), scenario: by_name.clone() },
    ])
    .unwrap();
    let copied = set.edited(&Edit::Copy { setting: Input::GpuCount.into(), from: 0, to: 1 }).unwrap();
    assert_eq!(copied.scenarios()[1].scenario, by_name.with(Input::GpuCount, 16.0).unwrap());
    assert_eq!(copied.scenarios()[0], set.scenarios()[0]);
    let error = set.edited(&Edit::Copy { setting: Input::ModelSize.into(), from: 0, to: 1 }).unwrap_err();
    assert!(
        error.to_string().starts_with("scenario 2 of the set: model_size: has no effect while model is"),
        "{error}"
    );
}

#[test]
fn a_setting_is_copied_to_all_or_to_none() {
    let three = set(&["A", "B", "C"]);
    let eight = Scenario::preset(Preset::Stripe).with(Input::GpuCount, 8.0).unwrap();
    let three = three.edited(&Edit::Replace(1, eight)).unwrap();
    let copied = three.edited(&Edit::CopyToAll { setting: Input::GpuCount.into(), from: 1 }).unwrap();
    let gpus = |set: &ScenarioSet| -> Vec<f64> {
        set.scenarios().iter().map(|it| it.scenario.get(Input::GpuCount)).collect()
    };
    assert_eq!(gpus(&copied), [8.0; 3]);
    assert_eq!(names(&copied), ["A", "B", "C"]);
    assert_eq!(
        copied.scenarios()[2].scenario.get(Input::RequestsPerDay),
        three.scenarios()[2].scenario.get(Input::RequestsPerDay)
    );
    // The third has a model by name, in which a size has no effect: the first keeps its own, too.
    let named = Scenario::preset(Preset::Canva).with_text("model", "llama-3.1-70b").unwrap();
    let mixed = three.edited(&Edit::Replace(2, named)).unwrap();
    let edit = Edit::CopyToAll { setting: Input::ModelSize.into(), from: 1 };
    let error = mixed.edited(&edit).unwrap_err().to_string();
    assert!(error.starts_with("scenario 3 of the set: model_size: has no effect while model is"), "{error}");
    let mut history = History::new(mixed.clone());
    assert!(history.edit(&edit).is_err());
    assert_eq!(history.present(), &mixed);
    let error = mixed.edited(&Edit::CopyToAll { setting: Input::GpuCount.into(), from: 3 });
    assert_eq!(error, Err(SetError::Position { given: 4, n: 3 }));
}

#[test]
fn two_tabs_lose_nothing() {
    let base = set(&["A", "B", "C"]);
    let edited = |edits: &[Edit]| edits.iter().fold(base.clone(), |set, edit| set.edited(edit).unwrap());
    let merged = |mine: &ScenarioSet, theirs: ScenarioSet| {
        let edit = Edit::Merge { base: Some(base.clone()), theirs };
        mine.edited(&edit).map(|set| names(&set).into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    // Each pins one.
    let mine = edited(&[Edit::Add(named("Mine", Preset::Stripe))]);
    let theirs = edited(&[Edit::Add(named("Theirs", Preset::Shopify))]);
    assert_eq!(merged(&mine, theirs.clone()).unwrap(), ["A", "B", "C", "Theirs", "Mine"]);
    // One renames, the other removes and pins.
    let renamed = edited(&[Edit::Rename(0, name("First"))]);
    let other = edited(&[Edit::Remove(1), Edit::Add(named("New", Preset::Stripe))]);
    assert_eq!(merged(&renamed, other).unwrap(), ["C", "New", "A 2".replace("A 2", "First").as_str()]);
    // Both give one name to different cases: both are kept.
    let mine = edited(&[Edit::Add(named("X", Preset::Stripe))]);
    let theirs = edited(&[Edit::Add(named("X", Preset::Shopify))]);
    assert_eq!(merged(&mine, theirs).unwrap(), ["A", "B", "C", "X", "X 2"]);
    // The same on both sides is the same.
    assert_eq!(merged(&base, base.clone()).unwrap(), ["A", "B", "C"]);
    // What would be more than six is refused, and nothing is lost.
    let mine = edited(&[Edit::Duplicate(0), Edit::Duplicate(0), Edit::Duplicate(0)]);
    let theirs = edited(&[Edit::Add(named("Y", Preset::Stripe))]);
    assert_eq!(merged(&mine, theirs), Err(SetError::Size(7)));
    // Two sets without a common past.
    let both = set(&["A", "B"]).edited(&Edit::Merge { base: None, theirs: set(&["B", "C"]) }).unwrap();
    assert_eq!(names(&both), ["B", "C", "A"]);
}

#[test]
fn files_of_before_are_sets_too() {
    let read = |text: &str| ScenarioSet::from_cases(&read_text(text).unwrap());
    assert_eq!(names(&read("{\"preset\": \"canva\", \"gpu_count\": 8}").unwrap()), ["Canva"]);
    assert_eq!(
        names(
            &read("version = '0.1.0'\n[[scenario]]\n[[scenario]]\n[[scenario]]\nname = 'Support desk'")
                .unwrap()
        ),
        ["Support desk 2", "Support desk 3", "Support desk"]
    );
    assert_eq!(read("[{},{},{},{},{},{},{}]"), Err(SetError::Size(7)));
    assert_eq!(
        read("[{\"name\": \"A\"}, {\"name\": \"A\"}]").unwrap_err().to_string(),
        "name: 'A' is the name of another scenario of the set"
    );
    let idle = read("[{}, {\"model\": \"llama-3.1-70b\", \"model_size\": 8}]").unwrap_err().to_string();
    assert!(idle.starts_with("scenario 2 of the set: model_size: has no effect"), "{idle}");
}

/// What was sent to people earlier: these letters are in their mail.
#[test]
fn links_keep_their_meaning() {
    let set = ScenarioSet::new(vec![
        named("Heute", Preset::SupportDesk),
        NamedScenario {
            name: name("Weniger GPUs"),
            scenario: Scenario::preset(Preset::Intercom).with(Input::GpuCount, 2.0).unwrap(),
        },
    ])
    .unwrap();
    let kept = "set=CVIZXV0ZSAFiuytzSzsrkQI6gquZCEBAAOpa";
    assert_eq!(ScenarioSet::from_cases(&link::read(kept).unwrap()), Ok(set));
}
