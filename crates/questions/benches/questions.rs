//! How long the model's questions take: `cargo bench -p questions`.

use divan::Bencher;
use questions::{Case, QUESTIONS, Question};

fn main() {
    divan::main();
}

#[divan::bench(args = QUESTIONS.map(|question| question.name))]
fn ask(bencher: Bencher<'_, '_>, name: &str) {
    let case = Case::default();
    bencher.bench(|| Question::named(name).map(|question| question.ask(&case)));
}
