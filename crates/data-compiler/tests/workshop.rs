//! The workshop's numbers: each name of the catalogue has one, and none has two.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::path::Path;

use data_compiler::{Files, workshop_source_of};

const PATH: &str = "workshop/numbering.toml";

/// The project's own data with another text of the numbers.
fn problems_after(from: &str, to: &str) -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let text = std::fs::read_to_string(data.join(PATH)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let files = Files::read(&data).unwrap().with(PATH, &text.replace(from, to));
    let problems = workshop_source_of(&files).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

/// The line of the numbers' file that begins so.
fn line(start: &str) -> usize {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let text = std::fs::read_to_string(data.join(PATH)).unwrap();
    1 + text.lines().position(|line| line.starts_with(start)).unwrap()
}

#[test]
fn what_has_no_number_is_named() {
    let expected = |id: &str, list: &str| {
        let line = line(&format!("{list} = ["));
        [format!("data/{PATH}:{line}: '{id}' has no number: put it at the end of {list}")]
    };
    assert_eq!(problems_after(" \"gpu_count\",", ""), expected("gpu_count", "settings"));
    assert_eq!(problems_after(" \"tuned_error_ratio\",", ""), expected("tuned_error_ratio", "settings"));
    assert_eq!(problems_after(" \"fp8\",", ""), expected("fp8", "options"));
    assert_eq!(problems_after(" \"canva\",", ""), expected("canva", "presets"));
}

#[test]
fn two_numbers_for_one_name_are_refused() {
    let line = line("    \"gpu_count\"");
    let problems = problems_after(" \"model_size\",", " \"model_size\", \"gpu_count\",");
    assert_eq!(problems, [format!("data/{PATH}:{line}: 'gpu_count' has two numbers")]);
}

#[test]
fn what_is_gone_keeps_its_number() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let text = std::fs::read_to_string(data.join(PATH)).unwrap();
    let text = text.replace(" \"canva\",", " \"gone\", \"canva\",");
    let files = Files::read(&data).unwrap().with(PATH, &text);
    assert!(workshop_source_of(&files).unwrap().contains("\"gone\", \"canva\""));
}
