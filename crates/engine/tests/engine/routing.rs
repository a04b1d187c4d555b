//! The routing of the shipped questionnaire, proved: every combination of the answers that rules look at is walked.
//!
//! Rules connect items. Items that no rule connects, over however many steps, can't influence each other, so each
//! connected set is walked by itself, in full: every option, every subset of options where several can be ticked,
//! and the question left empty, whether the question is asked or not.

use engine::check;
use engine::condition::Condition;
use engine::fhir::ResponseItem;
use engine::instrument::{Instrument, Item, ItemId, ResponseDomain};
use engine::interview::{Event, Interview, Progress, Stage};
use engine::record::{self, Completion};
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::{consent, option, response, shipped, text};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The skip table of the study's instrument, written out again and independently of the questionnaire's rules:
/// whether the question is asked of someone who said this.
fn is_asked(question: &str, said: &dyn Fn(&str) -> Vec<String>) -> bool {
    let says = |question: &str, code: &str| said(question).iter().any(|said| said == code);
    let ever_engages = !says("frequency", "never");
    match question {
        "strategies" | "example" | "reach" | "effectiveness" | "evaluation" => ever_engages,
        "strategies-other-text" => ever_engages && says("strategies", "other"),
        "identify" => says("know-underserved", "yes"),
        "measures" => ever_engages && !says("evaluation", "never"),
        "registration-yes-text" => says("registration", "yes"),
        "communities-ethnic-minority-text" => says("communities", "ethnic-minority"),
        "communities-other-text" => says("communities", "other"),
        "support-other-text" => says("support", "other"),
        "ethnicity-other-text" => says("ethnicity", "other"),
        "designation-other-text" => says("designation", "other"),
        domain if domain.starts_with("barriers-") || domain.starts_with("enablers-") => {
            let Some(domain) = domain.strip_suffix("-other-text") else { return true };
            let part = domain.split('-').next_back().unwrap();
            says(domain, &format!("{part}-other"))
        }
        _ => true,
    }
}

/// Positions that rules connect, over however many steps.
#[derive(Debug)]
struct Set {
    /// Those that rules look at.
    sources: BTreeSet<usize>,
    /// Those that are asked by rule.
    ruled: BTreeSet<usize>,
}

/// Every question that rules decide over, its own or those of what holds it, with what these look at.
fn ruled(instrument: &Instrument) -> Vec<(usize, BTreeSet<usize>)> {
    let sources = |at: usize| -> BTreeSet<usize> {
        instrument
            .outwards(at)
            .flat_map(|around| instrument.items()[around].universe.iter().flat_map(Condition::sources))
            .collect()
    };
    let questions = (0..instrument.items().len()).filter(|at| instrument.items()[*at].is_question());
    questions.map(|at| (at, sources(at))).filter(|(_, sources)| !sources.is_empty()).collect()
}

fn connected_sets(instrument: &Instrument) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for (at, sources) in ruled(instrument) {
        let touches = |set: &Set| {
            sources.iter().chain([&at]).any(|at| set.sources.contains(at) || set.ruled.contains(at))
        };
        let (touched, apart): (Vec<Set>, Vec<Set>) = sets.into_iter().partition(touches);
        let mut whole = Set { sources, ruled: BTreeSet::from([at]) };
        for set in touched {
            whole.sources.extend(set.sources);
            whole.ruled.extend(set.ruled);
        }
        sets = apart;
        sets.push(whole);
    }
    sets
}

/// All that can be answered to a closed question, and nothing.
fn everything_said_to(item: &Item) -> Vec<Vec<Answer>> {
    let options: Vec<Answer> = match &item.domain {
        ResponseDomain::Choice { options, .. } => options.iter().map(|option| option.value.clone()).collect(),
        other => panic!("a rule looks at '{}', of which not every answer can be tried: {other:?}", item.id),
    };
    let subsets = 0..1_usize << options.len();
    let ticked = |bits: usize| {
        options.iter().enumerate().filter(move |(n, _)| bits >> n & 1 == 1).map(|(_, option)| option.clone())
    };
    let all = subsets.map(|bits| ticked(bits).collect::<Vec<_>>());
    all.filter(|said| (item.repeats || said.len() < 2) && check::answers(item, said).is_empty()).collect()
}

/// Calls `visit` with every combination of the answers that the rules of a set look at; says how many there were.
fn walk(instrument: &Instrument, set: &Set, visit: &mut dyn FnMut(&Response)) -> usize {
    let sources: Vec<(&ItemId, Vec<Vec<Answer>>)> = set
        .sources
        .iter()
        .map(|at| &instrument.items()[*at])
        .map(|item| (&item.id, everything_said_to(item)))
        .collect();
    let total = sources.iter().map(|(_, said)| said.len()).product();
    for mut number in 0..total {
        let mut response = Response::default();
        for (id, said) in &sources {
            response = response.with((*id).clone(), said[number % said.len()].clone());
            number /= said.len();
        }
        visit(&response);
    }
    total
}

fn codes(response: &Response, id: &str) -> Vec<String> {
    response.stored(&id.into()).iter().filter_map(engine::instrument::code_of).map(str::to_owned).collect()
}

/// An answer to every question of the instrument, some of them off the path.
fn talkative(instrument: &Instrument) -> Response {
    let answer = |item: &Item| match &item.domain {
        ResponseDomain::Choice { options, .. } => options[0].value.clone(),
        ResponseDomain::Integer(_) => Answer::Integer(5),
        ResponseDomain::Text { .. } => text("words"),
        ResponseDomain::Boolean => Answer::Boolean(true),
        other => panic!("no answer for {other:?}"),
    };
    let questions = instrument
        .items()
        .iter()
        .filter(|item| item.is_question() && !item.id.as_str().starts_with("consent-"));
    questions.map(|item| (item.id.clone(), vec![answer(item)])).collect()
}

/// `over` said over `under`: for items in the set, silence counts as said too.
fn over(instrument: &Instrument, set: &Set, over: &Response, under: Response) -> Response {
    set.sources
        .iter()
        .map(|at| &instrument.items()[*at].id)
        .fold(under, |under, id| under.with(id.clone(), over.stored(id).to_vec()))
}

/// The ids of all items with answers in a record, and of all items in it.
fn in_record(items: &[ResponseItem]) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut answered = BTreeSet::new();
    let mut present = BTreeSet::new();
    for item in items {
        let id = item.link_id.clone().unwrap();
        if !item.answer.is_empty() {
            answered.insert(id.clone());
        }
        present.insert(id);
        let (answered_within, present_within) = in_record(&item.item);
        answered.extend(answered_within);
        present.extend(present_within);
    }
    (answered, present)
}

#[test]
fn the_sets_are_independent_and_cover_every_rule() {
    let instrument = shipped().instrument;
    let sets = connected_sets(&instrument);
    let all: Vec<usize> = sets.iter().flat_map(|set| set.sources.union(&set.ruled)).copied().collect();
    let distinct: BTreeSet<usize> = all.iter().copied().collect();
    assert_eq!(all.len(), distinct.len(), "an item is in two sets");
    for (at, sources) in ruled(&instrument) {
        let set = sets.iter().find(|set| set.ruled.contains(&at)).unwrap();
        assert!(
            sources.is_subset(&set.sources),
            "'{}' depends on something outside its set",
            instrument.items()[at].id
        );
        // A source that is asked by rule itself is in the same set, so no influence comes from elsewhere.
        let inner = sources.iter().filter(|source| !set.ruled.contains(source));
        for source in inner {
            assert!(instrument.outwards(*source).all(|around| instrument.items()[around].universe.is_none()));
        }
    }
    // Frequency decides over seven questions; the other rules ask for words beside an option or behind a yes.
    let id = |at: &usize| instrument.items()[*at].id.as_str();
    let largest = sets.iter().max_by_key(|set| set.ruled.len()).unwrap();
    assert_eq!(largest.sources.iter().map(id).collect::<Vec<_>>(), ["frequency", "strategies", "evaluation"]);
    assert_eq!(
        largest.ruled.iter().map(id).collect::<Vec<_>>(),
        [
            "strategies",
            "strategies-other-text",
            "example",
            "reach",
            "effectiveness",
            "evaluation",
            "measures"
        ]
    );
    assert_eq!(sets.len(), 17);
}

#[test]
fn every_question_is_asked_exactly_of_those_that_the_instrument_says() {
    let instrument = shipped().instrument;
    let consent = consent(&instrument);
    let questions: Vec<(usize, &Item)> =
        instrument.items().iter().enumerate().filter(|(_, item)| item.is_question()).collect();
    let mut asked_of_someone: BTreeMap<&str, bool> =
        questions.iter().map(|(_, item)| (item.id.as_str(), false)).collect();
    let mut not_asked_of_someone: BTreeSet<usize> = BTreeSet::new();
    let mut combinations = 0;
    for set in connected_sets(&instrument) {
        combinations += walk(&instrument, &set, &mut |said| {
            let path = RoutingPath::of(&instrument, said);
            for (at, item) in &questions {
                let asked = is_asked(item.id.as_str(), &|id| codes(said, id));
                assert_eq!(path.asks(*at), asked, "'{}' where {said:?}", item.id);
                if asked {
                    asked_of_someone.insert(item.id.as_str(), true);
                } else {
                    not_asked_of_someone.insert(*at);
                }
            }
            // What people say elsewhere changes nothing within the set.
            let talkative = over(&instrument, &set, said, talkative(&instrument));
            let among_talk = RoutingPath::of(&instrument, &talkative);
            for at in &set.ruled {
                assert_eq!(
                    among_talk.asks(*at),
                    path.asks(*at),
                    "'{}' where {said:?}",
                    instrument.items()[*at].id
                );
            }
            // The route ends, and shows each page that is asked, once, in order.
            let progress = Progress { response: said.clone(), ..Progress::default() };
            let mut interview = Interview::of(&instrument, consent.clone(), progress, Stage::Reviewing);
            let pages = fixtures::pages(&interview, &instrument);
            for page in &pages {
                assert_eq!(interview.stage(), &Stage::Asking(page.clone()));
                interview = interview.after(&instrument, Event::Continued);
            }
            assert_eq!(interview.stage(), &Stage::Reviewing, "the route has not ended where {said:?}");
        });
    }
    let never_asked: Vec<&str> =
        asked_of_someone.iter().filter(|(_, asked)| !**asked).map(|(id, _)| *id).collect();
    assert!(never_asked.is_empty(), "never asked: {never_asked:?}");
    let with_rules: BTreeSet<usize> = ruled(&instrument).into_iter().map(|(at, _)| at).collect();
    assert_eq!(not_asked_of_someone, with_rules);
    let sources = ["frequency (6) × strategies (128) × evaluation (6)", "communities (128)", "support (256)"];
    let said = format!(
        "Routing proved: {combinations} combinations of answers walked; the largest sets: {}.",
        sources.join(", ")
    );
    // Not by println!, so that it is seen without --nocapture.
    writeln!(std::io::stderr(), "{said}").unwrap();
    let domains = (16 + 32 + 8 + 32 + 16) + (16 + 16 + 8 + 32 + 16);
    assert_eq!(combinations, 6 * 128 * 6 + 3 + 4 + 128 + domains + 256 + 7 + 9);
}

#[test]
fn no_stale_answer_is_counted_whatever_was_said_before() {
    let instrument = shipped().instrument;
    let consent = consent(&instrument);
    for set in connected_sets(&instrument) {
        walk(&instrument, &set, &mut |said| {
            // Everything was answered once, and then changed to this.
            let everything = over(&instrument, &set, said, talkative(&instrument));
            let shown = instrument.items().iter().map(|item| item.id.clone()).collect();
            let progress = Progress { response: everything.clone(), shown };
            let interview = Interview::of(&instrument, consent.clone(), progress, Stage::Reviewing);
            let record = record::of_interview(&instrument, &interview, Completion::Completed);
            let (answered, present) = in_record(&record.item);
            for item in instrument
                .items()
                .iter()
                .filter(|item| item.is_question() && !item.id.as_str().starts_with("consent-"))
            {
                let id = item.id.as_str();
                let asked = is_asked(id, &|id| codes(&everything, id));
                assert_eq!(present.contains(id), asked, "'{id}' in the record where {said:?}");
                assert_eq!(
                    answered.contains(id),
                    asked && !everything.stored(&item.id).is_empty(),
                    "'{id}' answered where {said:?}"
                );
            }
            // And it is kept meanwhile, so that going back restores it.
            assert_eq!(interview.progress().response, everything);
        });
    }
}

#[test]
fn a_never_respondent_who_had_ticked_strategies_submits_none() {
    let instrument = shipped().instrument;
    let answer = |id: &str, code: &str| Event::Answered(id.into(), vec![option(&instrument, id, code)]);
    let strategies = ["informing", "other"].map(|code| option(&instrument, "strategies", code)).to_vec();
    let events = [
        answer("frequency", "often"),
        Event::Answered("strategies".into(), strategies.clone()),
        Event::Answered("strategies-other-text".into(), vec![text("A stall at the market")]),
        Event::Answered("example".into(), vec![text("A walking group")]),
        answer("evaluation", "always"),
        Event::Answered("measures".into(), vec![text("We count")]),
    ];
    let begun = Interview::begun(&instrument, consent(&instrument));
    let often = events.into_iter().fold(begun, |interview, event| interview.after(&instrument, event));
    let often = (0..100).fold(often, |interview, _| interview.after(&instrument, Event::Continued));
    assert_eq!(often.stage(), &Stage::Reviewing);
    let answered = |interview: &Interview| {
        in_record(&record::of_interview(&instrument, interview, Completion::Completed).item)
    };
    for id in ["strategies", "strategies-other-text", "example", "evaluation", "measures"] {
        assert!(answered(&often).0.contains(id), "{id}");
    }

    let back = often.after(&instrument, Event::Visited(Stage::Changing("frequency".into())));
    let never = back.after(&instrument, answer("frequency", "never")).after(&instrument, Event::Continued);
    assert_eq!(never.stage(), &Stage::Reviewing);
    let (counted, present) = answered(&never);
    assert!(counted.contains("frequency"));
    for id in
        ["strategies", "strategies-other-text", "example", "reach", "effectiveness", "evaluation", "measures"]
    {
        assert!(!present.contains(id), "{id}");
    }

    let back = never.after(&instrument, Event::Visited(Stage::Changing("frequency".into())));
    let rarely = back.after(&instrument, answer("frequency", "rarely")).after(&instrument, Event::Continued);
    assert_eq!(rarely.path(&instrument).answers(&"strategies".into()), strategies);
    assert!(answered(&rarely).0.contains("strategies-other-text"));
}

#[test]
fn every_option_that_asks_for_words_has_a_box_for_them_on_its_page() {
    let instrument = shipped().instrument;
    let mut boxes = 0;
    for (at, item) in instrument.items().iter().enumerate() {
        for option in item.options().iter().filter(|option| option.value.words().contains("(please specify"))
        {
            boxes += 1;
            let code = engine::instrument::code_of(&option.value).unwrap();
            // The codes of a domain's options name the domain already.
            let question = item
                .id
                .as_str()
                .split('-')
                .next()
                .filter(|question| ["barriers", "enablers"].contains(question));
            let id = ItemId::from(format!("{}-{code}-text", question.unwrap_or(item.id.as_str())));
            let beside = instrument.position(&id).unwrap_or_else(|| panic!("'{}' has no '{id}'", item.id));
            assert_eq!(instrument.page_of(beside), instrument.page_of(at));
            let chosen = response(&[(item.id.as_str(), std::slice::from_ref(&option.value))]);
            assert!(RoutingPath::of(&instrument, &chosen).asks(beside));
            let others =
                item.options().iter().filter(|other| *other != option).map(|other| other.value.clone());
            let others = if item.repeats { others.collect() } else { others.take(1).collect::<Vec<_>>() };
            assert!(!RoutingPath::of(&instrument, &response(&[(item.id.as_str(), &others)])).asks(beside));
        }
    }
    assert_eq!(boxes, 17);
}
