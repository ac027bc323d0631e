//! The seven questions: what they say, what their answers set, and what the invoice is then.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use bill::{Answer, Answered, Invoice, QUESTIONS, Question, TOKENS_PER_WORD, answer};
use model::catalogue::{ApiPrice, Domain};
use model::{Input, evaluate};

fn answered(answers: &[(Question, &str)]) -> Answered {
    answer(answers, &[]).unwrap()
}

/// The first options of an input, by which a question may be answered.
fn options(input: Input) -> Vec<&'static str> {
    match input.spec().domain {
        Domain::Choice(options) => options.iter().map(|option| option.id).collect(),
        Domain::Number { .. } => Vec::new(),
    }
}

#[test]
fn the_questions_are_seven_and_each_says_what_it_means() {
    assert_eq!(QUESTIONS.iter().map(|spec| spec.question).collect::<Vec<_>>(), Question::ALL);
    for question in Question::ALL {
        let spec = question.spec();
        assert_eq!(spec.question, question);
        assert!(spec.text.ends_with('?') && spec.means.ends_with('.'), "{}", question.id());
    }
    assert!((TOKENS_PER_WORD.low..=TOKENS_PER_WORD.high).contains(&TOKENS_PER_WORD.value));
}

#[test]
fn every_answer_makes_a_scenario() {
    for question in Question::ALL {
        let texts: Vec<&str> = match question.spec().answer {
            Answer::NumberOf(_) | Answer::Number { .. } => vec!["1000", " 2,000 ", "3k"],
            Answer::OptionOf(input) => options(input),
            Answer::Option(options) => options.iter().map(|option| option.id).collect(),
        };
        assert!(texts.len() > 1, "{}", question.id());
        let results: Vec<Answered> = texts.iter().map(|text| answered(&[(question, text)])).collect();
        for (text, result) in texts.iter().zip(&results) {
            assert!(result.list.total() > 0.0, "{} {text}", question.id());
            assert!(result.to_string().starts_with("Your invoice now, a month: $"), "{result}");
        }
        let same = results.iter().filter(|result| result.scenario == results[0].scenario).count();
        assert_eq!(same, 1, "two answers to {} mean the same", question.id());
    }
}

#[test]
fn all_answers_together_are_the_case_that_is_set_by_hand() {
    let answers = [
        (Question::Tickets, "80,000"),
        (Question::Words, "1400"),
        (Question::Seller, "gpt-5.4-mini"),
        (Question::Team, "team_there"),
        (Question::Task, "sort"),
        (Question::Latency, "whenever"),
    ];
    let result = answered(&answers);
    let text = |id: &str| result.scenario.text(Input::from_id(id).unwrap());
    for (id, expected) in [
        ("requests_per_day", "80000"),
        // 1,400 words of 1.33 tokens.
        ("prompt_tokens", "1862"),
        ("output_tokens", "20"),
        ("breadth", "0.05"),
        ("api", "gpt-5.4-mini"),
        ("lens", "team_paid"),
        ("ttft_objective", "60"),
        ("itl_objective", "1"),
        ("invoiced", "0"),
    ] {
        assert_eq!(text(id), expected, "{id}");
    }
    // 30 % of the prompts cached, as in the default case: 80,000 · 30.4375 · (1,862 · 0.73 · $0.75 + 20 · $4.50) / 10⁶.
    let expected = 2_435_000.0 * (1862.0 * 0.73 * 0.75 + 20.0 * 4.5) / 1e6;
    assert!((result.list.total() - expected).abs() < 1e-6, "{} against {expected}", result.list.total());
}

#[test]
fn the_reference_bill_is_5011_dollars() {
    let answers = [(Question::Tickets, "80000"), (Question::Seller, "gpt-5.4-mini")];
    let known = [(Input::PromptTokens, 1850.0), (Input::OutputTokens, 210.0), (Input::CachedShare, 0.22)];
    let result = answer(&answers, &known).unwrap();
    let Invoice { input, output } = result.list;
    // The list's prices, a month of 30.4375 days.
    let requests = 80_000.0 * 30.4375;
    assert!((input - requests * 1850.0 * (0.78 * 0.75 + 0.22 * 0.075) / 1e6).abs() < 1e-6, "{input}");
    assert!((output - requests * 210.0 * 4.5 / 1e6).abs() < 1e-6, "{output}");
    assert_eq!((input.round(), output.round(), (input + output).round()), (2710.0, 2301.0, 5011.0));
    // The model says the same, whatever it makes of the months to come.
    let model = evaluate(&result.scenario).estimate.cost.rent_invoice.number();
    assert!((model - result.list.total()).abs() < 1e-9);
}

#[test]
fn what_is_paid_scales_the_list_and_is_held_against_it() {
    let known = [(Input::PromptTokens, 1850.0), (Input::OutputTokens, 210.0), (Input::CachedShare, 0.22)];
    let with = |paid: &str| {
        let answers =
            [(Question::Paid, paid), (Question::Tickets, "80000"), (Question::Seller, "gpt-5.4-mini")];
        answer(&answers, &known).unwrap()
    };
    let result = with("$6,013");
    assert_eq!(result.paid, Some(6013.0));
    assert!(result.to_string().ends_with(" What is paid, $6,013, is 20 % more."), "{result}");
    // The model's own invoice is then what is paid, and the list's is still told.
    let model = evaluate(&result.scenario).estimate.cost.rent_invoice.number();
    assert!((model - 6013.0).abs() < 0.01, "{model}");
    assert_eq!(result.list.total().round(), 5011.0);
    assert!(with("2505").to_string().ends_with("$2,505, is 50 % less."));
    assert!(with("5011").to_string().ends_with("That is what is paid, $5,011."));
    assert_eq!(with("0").paid, None);
}

#[test]
fn what_was_not_answered_is_said() {
    let nothing = answer(&[], &[]).unwrap();
    assert_eq!(nothing.assumed.len(), 9, "{:?}", nothing.assumed);
    let words = answered(&[(Question::Words, "100")]);
    assert_eq!(words.assumed[0], "A word is taken to be 1.33 tokens, so that a prompt has 133.");
    let all = [
        (Question::Tickets, "80000"),
        (Question::Words, "1400"),
        (Question::Paid, "5000"),
        (Question::Seller, "gpt-5.4-mini"),
        (Question::Team, "nobody_yet"),
        (Question::Task, "answer"),
        (Question::Latency, "soon"),
    ];
    let known = [(Input::PromptTokens, 1850.0), (Input::OutputTokens, 210.0), (Input::CachedShare, 0.22)];
    assert_eq!(answer(&all, &known).unwrap().assumed, Vec::<String>::new());
}

#[test]
fn a_wrong_answer_names_the_question_and_what_is_allowed() {
    for (question, text, message) in [
        (
            Question::Tickets,
            "many",
            "tickets: 'many' is not a number (allowed: 10 to 100000000 requests a day)",
        ),
        (Question::Tickets, "0", "tickets: 0 is out of range (allowed: 10 to 100000000 requests a day)"),
        (Question::Words, "0", "words: 0 is out of range (allowed: 1 to 500000)"),
        (Question::Words, "12-14", "words: '12-14' is a range: write one number (allowed: 1 to 500000)"),
        (
            Question::Paid,
            "5000 EUR",
            "paid: '5000 EUR' is not a number: 'EUR' is not expected there (allowed: 0 to 1000000000 US dollars)",
        ),
        (Question::Paid, "-5", "paid: -5 is out of range (allowed: 0 to 1000000000 US dollars)"),
        (
            Question::Team,
            "team",
            "team: 'team' is not an option (allowed: nobody_yet, team_there, team_and_gpus_there); did you mean 'team_there'?",
        ),
        (
            Question::Task,
            "sorts",
            "task: 'sorts' is not an option (allowed: sort, answer, write, reason); did you mean 'sort'?",
        ),
    ] {
        assert_eq!(answer(&[(question, text)], &[]).unwrap_err().to_string(), message);
    }
    let seller = answer(&[(Question::Seller, "gpt-5.4-mni")], &[]).unwrap_err().to_string();
    assert!(seller.starts_with("seller: 'gpt-5.4-mni' is not an option (allowed: gpt-6-luna, "), "{seller}");
    assert!(seller.ends_with("; did you mean 'gpt-5.4-mini'?"), "{seller}");
    let twice = [(Question::Tickets, "20"), (Question::Tickets, "30")];
    assert_eq!(answer(&twice, &[]).unwrap_err().to_string(), "tickets: given twice");
    let known = answer(&[], &[(Input::CachedShare, 1.5)]).unwrap_err().to_string();
    assert_eq!(known, "cached_share: 1.5 is out of range (allowed: 0 to 1 as a fraction)");
}

#[test]
fn the_list_invoice_of_every_model_is_its_price_times_its_tokens() {
    let known = [(Input::PromptTokens, 1000.0), (Input::OutputTokens, 100.0), (Input::CachedShare, 0.0)];
    for ApiPrice { id, input_per_million, output_per_million, .. } in &model::catalogue::APIS {
        let result = answer(&[(Question::Tickets, "1000"), (Question::Seller, id)], &known).unwrap();
        let expected = 30_437.5 * (1000.0 * input_per_million + 100.0 * output_per_million) / 1e6;
        assert!((result.list.total() / expected - 1.0).abs() < 1e-12, "{id}");
    }
}
