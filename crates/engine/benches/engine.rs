//! What the engine costs: the shipped questionnaire by itself, ten times and a hundred times over.
//!
//! Each figure is also set against the number of questions, so that whatever grows faster than they do stands out.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that can't go on has failed; nobody links to it"
)]

use criterion::{BenchmarkId, Criterion};
use engine::check;
use engine::consent::{self, Consent, Edition, Terms};
use engine::fhir::{Questionnaire, QuestionnaireResponse};
use engine::instrument::{Instrument, ItemId, Limits, ResponseDomain};
use engine::interview::{Event, Interview, Progress, Stage};
use engine::record::{self, Completion, Draft};
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};
use study::reachability::{self, STEPS};

const COPIES: [usize; 3] = [1, 10, 100];

/// The 24 questions of the study, of which some have parts and boxes for words.
const QUESTIONS: usize = 24;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    let sizes: Vec<Sized> = COPIES.into_iter().map(Sized::new).collect();
    let figures = [
        measure(&mut criterion, "read the questionnaire", &sizes, |_| (), |of, ()| of.read()),
        measure(
            &mut criterion,
            "one answer to the next route",
            &sizes,
            Sized::asked,
            |of, (interview, answer)| of.answer(interview, answer),
        ),
        measure(&mut criterion, "the draft as text", &sizes, Sized::halfway, |of, interview| {
            Draft::of(&of.instrument, &interview).to_text()
        }),
        measure(&mut criterion, "the record as text", &sizes, Sized::halfway, |of, interview| {
            record::of_interview(&of.instrument, &interview, Completion::Completed).written().to_string()
        }),
    ];
    large(&mut criterion);
    criterion.final_summary();
    println!("\n{:<30}{:>14}{:>14}{:>14}{:>10}{:>10}", "questions", 24, 240, 2400, "×10", "×100");
    // What a filter on the command line left out was not measured.
    for (name, [one, ten, hundred]) in
        figures.into_iter().filter(|(_, least)| !least.contains(&Duration::MAX))
    {
        let times = |more: Duration| format!("{:.1}", more.as_secs_f64() / one.as_secs_f64());
        let text = |time: Duration| format!("{time:.1?}");
        println!(
            "{name:<30}{:>14}{:>14}{:>14}{:>10}{:>10}",
            text(one),
            text(ten),
            text(hundred),
            times(ten),
            times(hundred)
        );
    }
}

/// What an organiser's command takes on: chains of rules, and responses in which a group occurs thousands of times. Each
/// may take four times as long where there are four times as many, for a chain sixteen times.
fn large(criterion: &mut Criterion) {
    let yes = json!({ "operator": "=", "answerBoolean": true });
    let chain = |length: usize| {
        let link = |at: usize| {
            let mut item = json!({ "linkId": format!("q{at}"), "type": "boolean" });
            if let Some(before) = at.checked_sub(1) {
                let mut rule = yes.clone();
                rule["question"] = format!("q{before}").into();
                item["enableWhen"] = json!([rule]);
            }
            item
        };
        read(&json!({ "resourceType": "Questionnaire", "item": (0..length).map(link).collect::<Vec<_>>() }))
    };
    let mut group = criterion.benchmark_group("examine a chain of rules");
    for length in [50, 200, 800] {
        let questionnaire = chain(length);
        group.bench_function(BenchmarkId::from_parameter(length), |bencher| {
            bencher.iter(|| reachability::examine(black_box(&questionnaire), STEPS));
        });
    }
    group.finish();
    let mut rule = yes;
    rule["question"] = "ill".into();
    let visit = json!({ "linkId": "visit", "type": "group", "repeats": true, "item": [
        { "linkId": "ill", "type": "boolean" },
        { "linkId": "how", "type": "string", "enableWhen": [rule] },
    ] });
    let visits = read(&json!({ "resourceType": "Questionnaire", "item": [visit] }));
    let instrument = Instrument::read_to_judge(&visits).unwrap();
    let occurrence = json!({ "linkId": "visit", "item": [
        { "linkId": "ill", "answer": [{ "valueBoolean": true }] },
        { "linkId": "how", "answer": [{ "valueString": "badly" }] },
    ] });
    let mut group = criterion.benchmark_group("judge a group that occurs so often");
    for times in [1_000, 4_000, 16_000] {
        let document = json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "item": vec![&occurrence; times] });
        let document = QuestionnaireResponse::read(&fixtures::value(&document)).unwrap();
        group.bench_function(BenchmarkId::from_parameter(times), |bencher| {
            bencher.iter(|| check::document(&instrument, black_box(&document)));
        });
    }
    group.finish();
}

fn read(document: &Value) -> Questionnaire {
    Questionnaire::read(&fixtures::value(document)).unwrap()
}

/// Measures what the routine does with fresh inputs; the least time of all samples counts, for each size.
fn measure<Input, Output>(
    criterion: &mut Criterion,
    name: &'static str,
    sizes: &[Sized],
    input: impl Fn(&Sized) -> Input,
    routine: impl Fn(&Sized, Input) -> Output,
) -> (&'static str, [Duration; 3]) {
    let mut group = criterion.benchmark_group(name);
    let mut least = [Duration::MAX; 3];
    for (of, least) in sizes.iter().zip(&mut least) {
        group.bench_function(BenchmarkId::from_parameter(of.copies * QUESTIONS), |bencher| {
            bencher.iter_custom(|times| {
                let mut all = Duration::ZERO;
                for _ in 0..times {
                    let input = input(of);
                    let begun = Instant::now();
                    let output = black_box(routine(of, black_box(input)));
                    all += begun.elapsed();
                    drop(output);
                }
                *least = (*least).min(all / u32::try_from(times).unwrap());
                all
            });
        });
    }
    group.finish();
    (name, least)
}

/// The questionnaire so many times over.
struct Sized {
    copies: usize,
    text: String,
    instrument: Instrument,
    /// Someone who has answered everything, and stands halfway through all pages.
    halfway: Interview,
}

impl Sized {
    fn new(copies: usize) -> Self {
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../study/questionnaire.json");
        let mut questionnaire: Value =
            serde_json::from_str(&std::fs::read_to_string(shipped).unwrap()).unwrap();
        let items = questionnaire["item"].as_array().unwrap().clone();
        // Consent is asked for once.
        let more =
            (1..copies).flat_map(|copy| items[1..].iter().map(move |item| fixtures::suffixed(item, copy)));
        questionnaire["item"] = items.iter().cloned().chain(more).collect();
        let instrument =
            Instrument::read(&Questionnaire::read(&fixtures::value(&questionnaire)).unwrap()).unwrap();
        let halfway = halfway(&instrument);
        Self { copies, text: questionnaire.to_string(), instrument, halfway }
    }

    fn halfway(&self) -> Interview {
        self.halfway.clone()
    }

    fn read(&self) -> Instrument {
        let document = engine::json::Value::read(&self.text).unwrap();
        Instrument::read(&Questionnaire::read(&document).unwrap()).unwrap()
    }

    /// Someone in front of a question, and their answer to it.
    fn asked(&self) -> (Interview, Event) {
        let interview = self.halfway();
        let page = interview.stage().page().unwrap();
        let question = fixtures::questions_on(&interview, &self.instrument, page).remove(0);
        let answer = answer_to(&self.instrument, &question);
        (interview, Event::Answered(question, vec![answer]))
    }

    /// They answer it and go on: to where, and on which way?
    fn answer(&self, interview: Interview, answer: Event) -> (Interview, Vec<usize>) {
        let next = interview.after(&self.instrument, answer).after(&self.instrument, Event::Continued);
        let pages = RoutingPath::of(&self.instrument, &next.progress().response).pages();
        (next, pages)
    }
}

fn halfway(instrument: &Instrument) -> Interview {
    let terms = Terms::now(instrument, Edition::default(), String::new());
    let ticked = consent::statements(instrument).map(|item| item.id.clone()).collect();
    let consent = Consent::given(instrument, terms, &ticked).unwrap();
    let questions: Vec<&ItemId> =
        instrument.items().iter().filter(|item| item.is_question()).map(|item| &item.id).collect();
    let said = questions.iter().map(|id| ((*id).clone(), vec![answer_to(instrument, id)]));
    let response: Response = said.filter(|(id, _)| !ticked.contains(id)).collect();
    let shown = questions.into_iter().cloned().collect();
    let done = Interview::of(instrument, consent, Progress { response, shown }, Stage::Reviewing);
    let pages = fixtures::pages(&done, instrument);
    done.after(instrument, Event::Visited(Stage::Asking(pages[pages.len() / 2].clone())))
}

/// A valid answer: the last option, so that the boxes beside options are asked for too.
fn answer_to(instrument: &Instrument, id: &ItemId) -> Answer {
    match &instrument.item(id).unwrap().domain {
        ResponseDomain::Choice { options, .. } => options.last().unwrap().value.clone(),
        ResponseDomain::Integer(Limits { max, .. }) => Answer::Integer(max.unwrap_or_default()),
        ResponseDomain::Boolean => Answer::Boolean(true),
        _ => Answer::String("We meet every month at the library.".to_owned()),
    }
}
