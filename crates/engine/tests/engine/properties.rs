//! Random instruments, random answers, random ways through them: what holds whatever happens.

use engine::check::{self, Severity};
use engine::decimal::Decimal;
use engine::defect::Fault;
use engine::fhir::{Questionnaire, QuestionnaireResponse, ResponseItem};
use engine::instrument::{Instrument, Item, ItemId, Limits, ResponseDomain};
use engine::interview::{Event, Interview, Progress, Stage};
use engine::record::{self, Completion, Draft};
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::{
    answered, coding, consent, control, extension, instrument, questionnaire, sentences, terms, when, with,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use study::reachability::{self, STEPS};

/// What a random item is made from. Numbers choose among what there is when the item is built, so that shrinking a
/// failing case leaves a questionnaire.
#[derive(Debug, Clone)]
struct Seed {
    shape: &'static str,
    rules: Vec<(Index, Index, i32)>,
    any: bool,
    required: bool,
    repeats: bool,
    limited: bool,
    options: usize,
}

const ALL_SHAPES: [&str; 15] = [
    "group",
    "group",
    "page",
    "end",
    "end",
    "display",
    "boolean",
    "integer",
    "decimal",
    "date",
    "string",
    "text",
    "choice",
    "choice",
    "open-choice",
];

fn seeds(
    shapes: &'static [&'static str],
    items: usize,
    options: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<Seed>> {
    let rule = (any::<Index>(), any::<Index>(), -1..7_i32);
    let flags = (any::<bool>(), prop::bool::weighted(0.2), any::<bool>(), any::<bool>());
    let seed = (select(shapes), vec(rule, 0..3), flags, options).prop_map(
        |(shape, rules, (any, required, repeats, limited), options)| Seed {
            shape,
            rules,
            any,
            required,
            repeats,
            limited,
            options,
        },
    );
    vec(seed, 1..items)
}

/// The items of a questionnaire whose rules look backwards at questions, in a way that makes sense.
fn built(seeds: &[Seed]) -> Value {
    let mut open: Vec<(Value, Vec<Value>)> = vec![(Value::Null, Vec::new())];
    let mut questions: Vec<(String, &Seed)> = Vec::new();
    for (n, seed) in seeds.iter().enumerate() {
        let id = format!("i{n}");
        if seed.shape == "end" {
            close(&mut open);
            continue;
        }
        let item = ruled(item(&id, seed), seed, &questions);
        if matches!(seed.shape, "group" | "page") {
            open.push((item, Vec::new()));
        } else {
            open.last_mut().unwrap().1.push(item);
            if seed.shape != "display" {
                questions.push((id, seed));
            }
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let statement = json!({ "linkId": "agree", "type": "boolean", "required": true, "text": "I agree." });
    let mut items = vec![json!({ "linkId": "consent", "type": "group", "item": [statement] })];
    items.extend(open.remove(0).1);
    items.push(json!({ "linkId": "last", "type": "boolean" }));
    json!(items)
}

/// Closes the innermost open group, if there is one.
fn close(open: &mut Vec<(Value, Vec<Value>)>) {
    if open.len() > 1 {
        let (group, items) = open.pop().unwrap();
        open.last_mut().unwrap().1.push(with(group, &json!({ "item": items })));
    }
}

fn item(id: &str, seed: &Seed) -> Value {
    let of = |kind: &str, more: Value| {
        with(json!({ "linkId": id, "type": kind, "text": format!("Text of {id}") }), &more)
    };
    let limits = |low: Value, high: Value| {
        if seed.limited {
            json!([extension("minValue", &low), extension("maxValue", &high)])
        } else {
            json!([])
        }
    };
    let item = match seed.shape {
        "page" => of("group", json!({ "extension": [control("page")] })),
        "integer" => of(
            "integer",
            json!({ "extension": limits(json!({ "valueInteger": 0 }), json!({ "valueInteger": 5 })) }),
        ),
        "decimal" => of(
            "decimal",
            json!({ "extension": limits(json!({ "valueDecimal": 0.5 }), json!({ "valueDecimal": 2.5 })) }),
        ),
        "date" => of(
            "date",
            json!({ "extension": limits(json!({ "valueDate": "2024-01-02" }), json!({ "valueDate": "2024-01-06" })) }),
        ),
        "string" | "text" => {
            let shortest = if seed.limited {
                json!([extension("minLength", &json!({ "valueInteger": 2 }))])
            } else {
                json!([])
            };
            of(seed.shape, json!({ "maxLength": 4, "extension": shortest }))
        }
        "choice" | "open-choice" => {
            let mut options: Vec<Value> =
                (0..seed.options).map(|n| json!({ "valueCoding": coding(&format!("c{n}")) })).collect();
            let mut extensions = Vec::new();
            if seed.repeats && seed.limited {
                options.last_mut().unwrap()["extension"] =
                    json!([extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }))]);
                extensions.push(extension("questionnaire-maxOccurs", &json!({ "valueInteger": 2 })));
            }
            let words = if seed.shape == "open-choice" { json!({ "maxLength": 4 }) } else { json!({}) };
            with(
                of(
                    seed.shape,
                    json!({ "repeats": seed.repeats, "answerOption": options, "extension": extensions }),
                ),
                &words,
            )
        }
        other => of(other, json!({})),
    };
    if seed.required && seed.shape != "display" { with(item, &json!({ "required": true })) } else { item }
}

fn ruled(item: Value, seed: &Seed, questions: &[(String, &Seed)]) -> Value {
    if questions.is_empty() || seed.rules.is_empty() {
        return item;
    }
    let rule = |(source, operator, value): &(Index, Index, i32)| {
        let (id, source) = source.get(questions);
        let operators: &[&'static str] = match source.shape {
            "integer" | "decimal" | "date" => &["exists", "=", "!=", ">", "<", ">=", "<="],
            _ => &["exists", "=", "!="],
        };
        let operator = *operator.get(operators);
        let value = match source.shape {
            _ if operator == "exists" => answered(value % 2 == 0),
            "boolean" => json!({ "answerBoolean": value % 2 == 0 }),
            "integer" => json!({ "answerInteger": value }),
            "decimal" => json!({ "answerDecimal": f64::from(*value) / 2.0 }),
            "date" => json!({ "answerDate": format!("2024-01-0{}", value + 2) }),
            "choice" => {
                json!({ "answerCoding": coding(&format!("c{}", value.unsigned_abs() as usize % source.options)) })
            }
            _ => json!({ "answerString": format!("w{}", value.unsigned_abs() % 3) }),
        };
        (id.as_str(), operator, value)
    };
    let rules: Vec<(&str, &str, Value)> = seed.rules.iter().map(rule).collect();
    when(with(item, &json!({ "enableBehavior": if seed.any { "any" } else { "all" } })), &rules)
}

/// Reads the items; where rules never or always hold, they are taken away, as an organiser would.
fn corrected(mut items: Value) -> Instrument {
    for _ in 0..100 {
        let defects = reachability::examine(&questionnaire(&items), STEPS).defects;
        match defects.as_slice() {
            [] => {
                let sound = instrument(&items);
                let ahead = Instrument::read_ahead(&questionnaire(&items));
                assert_eq!(ahead.as_ref(), Some(&sound), "{items}");
                return sound;
            }
            defects => {
                let only_reach = defects.iter().all(|defect| {
                    matches!(defect.fault, Fault::AlwaysHolds | Fault::NeverHolds | Fault::Unreachable)
                });
                assert!(only_reach, "{:?} of {items}", sentences(defects));
                let named: BTreeSet<String> =
                    defects.iter().filter_map(|defect| Some(defect.item.as_ref()?.to_string())).collect();
                without_rules(&mut items, &named);
            }
        }
    }
    panic!("defects without end: {items}")
}

fn without_rules(items: &mut Value, named: &BTreeSet<String>) {
    for item in items.as_array_mut().unwrap() {
        if named.contains(item["linkId"].as_str().unwrap()) {
            item.as_object_mut().unwrap().retain(|name, _| !name.starts_with("enable"));
        }
        if let Some(within) = item.get_mut("item") {
            without_rules(within, named);
        }
    }
}

fn instruments() -> impl Strategy<Value = Instrument> {
    seeds(&ALL_SHAPES, 25, 1..4).prop_map(|seeds| corrected(built(&seeds)))
}

/// Answers that the item can take, chosen by these numbers; none for some of them.
fn valid_answers(item: &Item, numbers: &[u8]) -> Vec<Answer> {
    let number = numbers.first().copied().unwrap_or(0);
    let offered = |range: std::ops::RangeInclusive<i32>| {
        *range.start() + i32::from(number) % (range.end() - range.start() + 1)
    };
    if number % 5 == 4 {
        return Vec::new();
    }
    let one = match &item.domain {
        ResponseDomain::Group | ResponseDomain::Display | ResponseDomain::Foreign(_) => return Vec::new(),
        ResponseDomain::Boolean => Answer::Boolean(number % 2 == 0),
        ResponseDomain::Integer(Limits { min, max }) => {
            Answer::Integer(offered(min.unwrap_or(-2)..=max.unwrap_or(7)))
        }
        ResponseDomain::Decimal(Limits { min, max }) => {
            let (least, most) = (min.clone().unwrap_or((-1).into()), max.clone().unwrap_or(9.into()));
            let tried = Decimal::read(&format!("{}.{}", number % 9, number % 4 * 25));
            Answer::Decimal(tried.filter(|tried| (&least..=&most).contains(&tried)).unwrap_or(least))
        }
        ResponseDomain::Date(Limits { min, .. }) => {
            Answer::Date(format!("2024-01-0{}", if min.is_some() { offered(2..=6) } else { offered(1..=9) }))
        }
        ResponseDomain::Text { .. } => Answer::String(format!("w{}", number % 4)),
        ResponseDomain::Choice { options, open } => {
            if open.is_some() && number % 3 == 0 && !item.repeats {
                return vec![Answer::String(format!("w{}", number % 4))];
            }
            let chosen: BTreeSet<usize> =
                numbers.iter().map(|number| usize::from(*number) % options.len()).collect();
            let mut chosen: Vec<&_> = chosen.into_iter().map(|at| &options[at]).collect();
            if let Some(exclusive) = chosen.iter().position(|option| option.exclusive) {
                chosen = vec![chosen[exclusive]];
            }
            let most = if item.repeats { item.occurs.max.unwrap_or(usize::MAX) } else { 1 };
            return chosen.into_iter().take(most).map(|option| option.value.clone()).collect();
        }
    };
    vec![one]
}

/// What a random event is made from.
type Happening = (u8, Index, Vec<u8>);

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    vec((any::<u8>(), any::<Index>(), vec(any::<u8>(), 0..4)), 0..25)
}

fn event(instrument: &Instrument, (kind, which, numbers): &Happening) -> Event {
    let item = which.get(instrument.items());
    match kind % 8 {
        0..4 => Event::Answered(item.id.clone(), valid_answers(item, numbers)),
        4..6 => Event::Continued,
        6 => Event::Visited(Stage::Asking(item.id.clone())),
        _ => Event::Visited(
            [Stage::Reviewing, Stage::Changing(item.id.clone()), Stage::Asking("nowhere".into())]
                [numbers.len() % 3]
                .clone(),
        ),
    }
}

/// The interview after all of this happened to it.
fn lived(instrument: &Instrument, happenings: &[Happening]) -> Interview {
    let begun = Interview::begun(instrument, consent(instrument));
    happenings
        .iter()
        .fold(begun, |interview, happening| interview.after(instrument, event(instrument, happening)))
}

/// A response with a valid answer, or none, to every question.
fn answers_to_all(instrument: &Instrument, numbers: &[Vec<u8>]) -> Response {
    let questions = instrument.items().iter().filter(|item| item.is_question());
    questions
        .zip(numbers.iter().cycle())
        .map(|(item, numbers)| (item.id.clone(), valid_answers(item, numbers)))
        .collect()
}

/// The ids of a record's items, and the answers it holds.
fn held(items: &[ResponseItem]) -> (BTreeSet<String>, BTreeMap<String, usize>) {
    let mut present = BTreeSet::new();
    let mut answers = BTreeMap::new();
    for item in items {
        let id = item.link_id.clone().unwrap();
        if !item.answer.is_empty() {
            answers.insert(id.clone(), item.answer.len());
        }
        assert!(present.insert(id), "an item is there twice");
        let (present_within, answers_within) = held(&item.item);
        present.extend(present_within);
        answers.extend(answers_within);
    }
    (present, answers)
}

fn is_of_consent(id: &ItemId) -> bool {
    ["consent", "agree"].contains(&id.as_str())
}

/// Runs the property on so many random cases.
fn cases(cases: u32) -> ProptestConfig {
    // The failing case is printed in full, so there is no file to keep it in.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn every_interview_reaches_the_check_from_wherever_it_is(instrument in instruments(), happenings in happenings()) {
        let mut interview = lived(&instrument, &happenings);
        let pages = fixtures::pages(&interview, &instrument);
        let distinct: BTreeSet<&ItemId> = pages.iter().collect();
        prop_assert_eq!(distinct.len(), pages.len(), "a page is asked twice");
        let mut steps = 0;
        while interview.stage() != &Stage::Reviewing {
            prop_assert!(steps <= pages.len(), "still at {:?} after {} steps through {} pages", interview.stage(), steps, pages.len());
            interview = interview.after(&instrument, Event::Continued);
            steps += 1;
            if let Some(page) = interview.stage().page() {
                prop_assert!(pages.contains(page), "led to '{}', which is not asked", page);
            }
        }
        prop_assert!(fixtures::pages(&interview, &instrument).iter().all(|page| {
            fixtures::questions_on(&interview, &instrument, page).iter().all(|id| interview.progress().shown.contains(id))
        }), "came to the check past a question that was never shown");
    }

    #[test]
    fn a_stored_draft_reads_back_to_the_same_interview(instrument in instruments(), happenings in happenings()) {
        let interview = lived(&instrument, &happenings);
        let text = Draft::of(&instrument, &interview).to_text();
        let again = Draft::from_text(&text).unwrap().reopen(&instrument, &terms(&instrument, "sheet", "hash"));
        prop_assert_eq!(&again.lost, &[]);
        prop_assert_eq!(&again.progress, interview.progress());
        prop_assert_eq!(&again.stage, interview.stage());
        prop_assert_eq!(again.consent.as_ref(), Some(interview.consent()));
    }

    #[test]
    fn what_is_submitted_holds_answers_on_the_path_only_and_can_be_accepted(instrument in instruments(), happenings in happenings()) {
        let mut interview = lived(&instrument, &happenings);
        for _ in 0..instrument.items().len() {
            interview = interview.after(&instrument, Event::Continued);
        }
        prop_assert_eq!(interview.stage(), &Stage::Reviewing);
        let path = interview.path(&instrument);
        let record = record::of_interview(&instrument, &interview, Completion::Completed);
        let (present, answers) = held(&record.item);
        for (at, item) in instrument.items().iter().enumerate().filter(|(_, item)| item.is_question() && !is_of_consent(&item.id)) {
            prop_assert_eq!(present.contains(item.id.as_str()), path.asks(at), "'{}' is in the record", item.id);
            let counted = answers.get(item.id.as_str()).copied().unwrap_or(0);
            prop_assert_eq!(counted, if path.asks(at) { interview.progress().response.stored(&item.id).len() } else { 0 });
        }

        let written = record.written();
        let read = QuestionnaireResponse::read(&written).unwrap();
        prop_assert_eq!(&read, &record);
        let said = record::response_in(&instrument, &read);
        let on_path = path.questions().filter(|(_, item)| !is_of_consent(&item.id)).map(|(_, item)| (item.id.clone(), path.answers(&item.id).to_vec()));
        let agreed = ("agree".into(), vec![Answer::Boolean(true)]);
        prop_assert_eq!(said, on_path.chain([agreed]).collect::<Response>());

        let wrong = fixtures::pages(&interview, &instrument).iter().any(|page| !interview.problems_on(&instrument, page).is_empty());
        prop_assert_eq!(interview.first_problem(&instrument).is_some(), wrong);
        let errors: Vec<String> = check::document(&instrument, &read).iter().filter(|problem| problem.severity() == Severity::Error).map(ToString::to_string).collect();
        prop_assert!(wrong || errors.is_empty(), "{:?}", errors);
    }

    #[test]
    fn answers_that_are_not_asked_for_do_not_matter(instrument in instruments(), numbers in vec(vec(any::<u8>(), 0..4), 1..9)) {
        let said = answers_to_all(&instrument, &numbers);
        let path = RoutingPath::of(&instrument, &said);
        let counted = path.questions().map(|(_, item)| (item.id.clone(), path.answers(&item.id).to_vec()));
        let without: Response = counted.collect();
        let again = RoutingPath::of(&instrument, &without);
        for at in 0..instrument.items().len() {
            prop_assert_eq!(again.asks(at), path.asks(at), "'{}'", instrument.items()[at].id);
        }
        prop_assert_eq!(path.pages(), again.pages());
    }

    #[test]
    fn a_draft_under_another_questionnaire_keeps_only_what_fits_there(was in instruments(), now in instruments(), happenings in happenings()) {
        let interview = lived(&was, &happenings);
        let draft = Draft::from_text(&Draft::of(&was, &interview).to_text()).unwrap();
        let again = draft.reopen(&now, &terms(&now, "sheet", "another hash"));
        let count = |response: &Response| response.iter().map(|(_, answers)| answers.len()).sum::<usize>();
        prop_assert_eq!(count(&again.progress.response) + again.lost.len(), count(&interview.progress().response));
        for (id, answers) in again.progress.response.iter() {
            let problems = check::answers(now.item(id).unwrap(), answers);
            prop_assert_eq!(problems, vec![], "'{}'", id);
        }
        let mut goes_on = Interview::of(&now, again.consent.unwrap(), again.progress, again.stage);
        for _ in 0..=fixtures::pages(&goes_on, &now).len() {
            goes_on = goes_on.after(&now, Event::Continued);
        }
        prop_assert_eq!(goes_on.stage(), &Stage::Reviewing);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// Few questions with few options, so that really everything can be tried.
    #[test]
    fn what_is_said_of_rules_is_what_trying_everything_finds(seeds in seeds(&["boolean", "choice", "choice", "group", "end"], 7, 2..3)) {
        let items = built(&seeds);
        let defects = reachability::examine(&questionnaire(&items), STEPS).defects;
        let claims: BTreeMap<ItemId, Fault> = defects.into_iter().map(|defect| (defect.item.unwrap(), defect.fault)).collect();
        let instrument = Instrument::read_to_judge(&questionnaire(&items)).unwrap();
        let ruled: Vec<usize> = (0..instrument.items().len()).filter(|at| instrument.items()[*at].universe.is_some()).collect();
        let mut found: BTreeMap<usize, (bool, bool)> = ruled.iter().map(|at| (*at, (false, false))).collect();
        for response in everything(&instrument) {
            let path = RoutingPath::of(&instrument, &response);
            for (at, (asked, passed)) in &mut found {
                if instrument.items()[*at].parent.is_none_or(|parent| path.asks(parent)) {
                    *asked |= path.asks(*at);
                    *passed |= !path.asks(*at);
                }
            }
        }
        for (at, outcomes) in found {
            let expected = match outcomes {
                (true, true) => None,
                (true, false) => Some(Fault::AlwaysHolds),
                (false, true) => Some(Fault::NeverHolds),
                (false, false) => Some(Fault::Unreachable),
            };
            prop_assert_eq!(claims.get(&instrument.items()[at].id), expected.as_ref(), "'{}' of {}", instrument.items()[at].id, items);
        }
    }

    /// Too many answers to try all of them; but no answers may refute what is said.
    #[test]
    fn no_answers_refute_what_is_said_of_rules(seeds in seeds(&ALL_SHAPES, 10, 1..4), responses in vec(vec(vec(any::<u8>(), 0..4), 1..12), 40)) {
        let items = built(&seeds);
        let defects = reachability::examine(&questionnaire(&items), STEPS).defects;
        let instrument = Instrument::read_to_judge(&questionnaire(&items)).unwrap();
        for numbers in &responses {
            let response = answers_to_all(&instrument, numbers);
            let path = RoutingPath::of(&instrument, &response);
            for defect in &defects {
                let at = instrument.position(defect.item.as_ref().unwrap()).unwrap();
                let parent_asked = instrument.items()[at].parent.is_none_or(|parent| path.asks(parent));
                let refuted = match defect.fault {
                    Fault::AlwaysHolds => parent_asked && !path.asks(at),
                    Fault::NeverHolds | Fault::Unreachable => path.asks(at),
                    _ => true,
                };
                prop_assert!(!refuted, "{} is refuted by {:?} in {}", defect, response, items);
            }
        }
    }
}

/// Every response there is to yes-or-no questions and choices.
fn everything(instrument: &Instrument) -> Vec<Response> {
    let mut responses = vec![Response::default()];
    for item in instrument.items().iter().filter(|item| item.is_question() && !is_of_consent(&item.id)) {
        let options: Vec<Answer> = match &item.domain {
            ResponseDomain::Boolean => vec![Answer::Boolean(true), Answer::Boolean(false)],
            _ => item.options().iter().map(|option| option.value.clone()).collect(),
        };
        let subsets = (0..1_usize << options.len()).map(|bits| {
            options
                .iter()
                .enumerate()
                .filter(|(n, _)| bits >> n & 1 == 1)
                .map(|(_, answer)| answer.clone())
                .collect::<Vec<_>>()
        });
        let said: Vec<Vec<Answer>> =
            subsets.filter(|answers| check::answers(item, answers).is_empty()).collect();
        responses = responses
            .iter()
            .flat_map(|response| said.iter().map(|said| response.clone().with(item.id.clone(), said.clone())))
            .collect();
    }
    responses
}

/// JSON in which FHIR's names stand in all the wrong places.
fn nonsense() -> impl Strategy<Value = Value> {
    let names = [
        "resourceType",
        "status",
        "item",
        "linkId",
        "type",
        "text",
        "enableWhen",
        "enableBehavior",
        "question",
        "operator",
        "answerCoding",
        "answerInteger",
        "answerBoolean",
        "answerOption",
        "valueCoding",
        "valueString",
        "valueInteger",
        "valueDate",
        "extension",
        "url",
        "required",
        "repeats",
        "maxLength",
        "answer",
        "questionnaire",
        "version",
        "terms",
        "stage",
        "page",
        "shown",
        "answers",
        "groups",
        "compared",
        "figures",
        "series",
        "cells",
    ];
    let words = [
        "Questionnaire",
        "QuestionnaireResponse",
        "completed",
        "q",
        "r",
        "consent",
        "choice",
        "group",
        "string",
        "date",
        "integer",
        "display",
        "=",
        "exists",
        ">",
        "any",
        "all",
        "2024-01-01",
        "2024",
        "",
        "http://hl7.org/fhir/StructureDefinition/minValue",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3..5_i64).prop_map(Value::from),
        select(words.to_vec()).prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let names = names.to_vec();
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((select(names), inner), 0..7).prop_map(|pairs| pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn nonsense_is_reported_and_never_more(document in nonsense(), response in nonsense(), items in vec(nonsense(), 0..4)) {
        let told = |questionnaire: &Value| Questionnaire::read(&fixtures::value(questionnaire)).ok().and_then(|read| {
            let ahead = Instrument::read_ahead(&read);
            if let Some(ahead) = &ahead {
                drop(Interview::begun(ahead, consent(ahead)));
            }
            if let Err(defects) = Instrument::read(&read) {
                assert!(!defects.is_empty());
            }
            Instrument::read_to_judge(&read).ok()
        });
        let dressed = json!({ "resourceType": "Questionnaire", "status": "active", "item": items });
        let answered = json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "item": items });
        for instrument in [told(&document), told(&dressed)].into_iter().flatten() {
            for response in [&response, &answered].into_iter().filter_map(|response| QuestionnaireResponse::read(&fixtures::value(response)).ok()) {
                drop(check::document(&instrument, &response));
                drop(check::asked(&instrument, &response));
                drop(record::response_in(&instrument, &response));
            }
        }
        let text = document.to_string();
        drop(Draft::from_text(&text));
        drop(fixtures::study(&[text.clone(), text.clone(), text.clone(), text.clone(), text]));
    }

    /// Rules may look anywhere, at anything, in any way: what can be judged at all is judged without a hitch.
    #[test]
    fn wrong_rules_are_reported_or_judged(seeds in seeds(&ALL_SHAPES, 9, 1..4), wrong in vec((any::<Index>(), any::<Index>(), any::<Index>()), 1..4), numbers in vec(vec(any::<u8>(), 0..4), 1..9)) {
        let mut items = built(&seeds);
        let ids: Vec<String> = (0..=seeds.len()).map(|n| format!("i{n}")).chain(["last".to_owned(), "nowhere".to_owned()]).collect();
        for (at, source, how) in &wrong {
            let all = items.as_array_mut().unwrap();
            let at = at.index(all.len());
            let item = &mut all[at];
            let operator = *how.get(&["exists", "=", "!=", ">", "<=", "like"]);
            let value = how.get(&[json!({ "answerBoolean": true }), json!({ "answerString": "w1" }), json!({ "answerDateTime": "2024" }), json!({})]).clone();
            *item = when(item.clone(), &[(source.get(&ids).as_str(), operator, value)]);
        }
        drop(Instrument::read(&questionnaire(&items)));
        drop(reachability::examine(&questionnaire(&items), STEPS));
        if let Ok(instrument) = Instrument::read_to_judge(&questionnaire(&items)) {
            let said = answers_to_all(&instrument, &numbers);
            let path = RoutingPath::of(&instrument, &said);
            for (at, item) in instrument.items().iter().enumerate() {
                prop_assert!(item.parent.is_none_or(|parent| path.asks(parent)) || !path.asks(at), "'{}' is asked without what holds it", item.id);
            }
            let interview = Interview::of(&instrument, consent(&instrument), Progress { response: said, ..Progress::default() }, Stage::Reviewing);
            let record = record::of_interview(&instrument, &interview, Completion::InProgress);
            drop(check::document(&instrument, &record));
        }
    }
}

#[test]
fn the_random_instruments_are_worth_trying() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut rules, mut nested, mut pages, mut skipped, mut chains) = (0, 0, 0, 0, 0);
    for _ in 0..200 {
        let seeds = seeds(&ALL_SHAPES, 25, 1..4).new_tree(&mut runner).unwrap().current();
        let instrument = corrected(built(&seeds));
        let silence = Response::default();
        let path = RoutingPath::of(&instrument, &silence);
        for (at, item) in instrument.items().iter().enumerate() {
            rules += usize::from(item.universe.is_some());
            nested += usize::from(instrument.outwards(at).count() > 3);
            pages += usize::from(item.is_question() && instrument.page_of(at) != at);
            skipped += usize::from(!path.asks(at));
            let mut sources = item.universe.iter().flat_map(engine::condition::Condition::sources);
            chains += usize::from(sources.any(|source| instrument.items()[source].universe.is_some()));
        }
    }
    assert!(
        rules > 500 && nested > 300 && pages > 300 && skipped > 300 && chains > 150,
        "{rules} {nested} {pages} {skipped} {chains}"
    );
}
