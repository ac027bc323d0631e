//! The handbook's page of the workshop names every role, every question and every option.

use bill::{Answer, HOUR_CACHE_WRITE_PRICE, QUESTIONS, Role, TOKENS_PER_WORD};

const PAGE: &str = include_str!("../../../docs/workshop.md");

#[test]
fn the_page_names_what_a_reader_may_choose() {
    for role in Role::ALL {
        assert!(PAGE.contains(&format!("| `{}` |", role.id())), "{}", role.id());
    }
    let (_, questions) = PAGE.split_once("### Seven questions").unwrap_or_default();
    for spec in &QUESTIONS {
        let id = spec.question.id();
        let row = questions.lines().find(|line| line.starts_with(&format!("| `{id}` |")));
        let row = row.unwrap_or_default();
        assert!(!row.is_empty(), "{id}");
        match spec.answer {
            Answer::NumberOf(input) | Answer::OptionOf(input) => {
                assert!(row.contains(input.spec().id), "{row}");
            }
            Answer::Number { .. } => assert!(row.contains(&TOKENS_PER_WORD.value.to_string()), "{row}"),
            Answer::Option(options) => {
                for option in options {
                    assert!(row.contains(&format!("`{}`", option.id)), "{row}");
                    let set = |(input, _): &(model::Input, f64)| row.contains(input.spec().id);
                    assert!(option.set.iter().all(set), "{row}");
                }
            }
        }
    }
    let hour = format!("for an hour: · {}", HOUR_CACHE_WRITE_PRICE.value);
    assert!(PAGE.contains(&hour), "{hour}");
}
