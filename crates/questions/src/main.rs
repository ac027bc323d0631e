//! The `questions` command: asks the model's questions, to be timed or counted. Times are printed as JSON.

use std::process::ExitCode;
use std::time::Instant;

use questions::{Case, QUESTIONS, Question, configurations};

const USAGE: &str = "questions list | configurations | ask NAME [POINTS] | time NAME [POINTS]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if run(&words).is_none() {
        print(USAGE);
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}

fn run(words: &[&str]) -> Option<()> {
    let (what, rest) = words.split_first()?;
    if *what == "list" {
        QUESTIONS.iter().for_each(|question| print(question.name));
        return Some(());
    }
    if *what == "configurations" {
        print(&configurations().to_string());
        return Some(());
    }
    let question = Question::named(rest.first()?)?;
    let case = match rest.get(1) {
        Some(points) => Case::default().with_points(points.parse().ok()?),
        None => Case::default(),
    };
    match *what {
        "ask" => question.ask_counted(&case),
        "time" => {
            let start = Instant::now();
            let time = question.time(&case, || start.elapsed().as_secs_f64() * 1e3);
            print(&serde_json::to_string(&time).ok()?);
        }
        _ => return None,
    }
    Some(())
}

#[expect(clippy::print_stdout, reason = "this program's output")]
fn print(line: &str) {
    println!("{line}");
}
