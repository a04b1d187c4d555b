//! Which items can be reached: decided by trying, for each item with rules, every distinguishable combination of
//! the answers that decide over it.
//!
//! Two answers are the same for this purpose where every test that looks at them comes out the same, so a handful
//! stands for all.

use super::condition::{Condition, Operator, Test};
use super::decimal::Decimal;
use super::defect::{Defect, Fault};
use super::instrument::{Instrument, Item, ItemId, Limits, ResponseDomain};
use super::response::{Answer, Response, is_date};
use super::routing::RoutingPath;
use std::collections::{BTreeSet, HashSet};

/// So many combinations are tried for an item; beyond it nothing is claimed about the item.
const WORK_LIMIT: usize = 20_000;

/// So many sets of answers to one question are told apart; where there are more, nothing is claimed either.
const SETS_LIMIT: usize = 500;

/// Items that no answers reach, and rules that never or always hold. Nothing is said of what depends on a faulty
/// item: it is corrected first.
pub(super) fn defects(instrument: &Instrument, faulty: &HashSet<ItemId>) -> Vec<Defect> {
    let items = instrument.items();
    let mut defects = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(universe) = &item.universe else { continue };
        // Rules without fault point backwards, so document order puts every item behind what it depends on.
        let mut involved = deciders(instrument, at);
        involved.insert(at);
        for at in involved.clone() {
            involved.extend(instrument.outwards(at));
        }
        if involved.iter().any(|at| faulty.contains(&items[*at].id)) {
            continue;
        }
        let mut outcomes = (false, false); // asked, not asked though what holds it is
        let finished = combinations(instrument, at, &mut |response| {
            let path = RoutingPath::among(instrument, response, involved.iter().copied());
            if item.parent.is_none_or(|parent| path.asks(parent)) {
                let said = |source: usize| path.said(&items[source].id);
                if universe.holds(&said) { outcomes.0 = true } else { outcomes.1 = true }
            }
            outcomes != (true, true)
        });
        let fault = match (finished, outcomes) {
            (false, _) | (true, (true, true)) => continue,
            (true, (true, false)) => Fault::AlwaysHolds,
            (true, (false, true)) => Fault::NeverHolds,
            (true, (false, false)) => Fault::Unreachable,
        };
        defects.push(Defect { item: Some(item.id.clone()), fault });
    }
    defects
}

/// Positions of the questions whose answers decide whether the item is asked: those its rules look at, those that
/// the rules of these look at, and so on, in document order.
fn deciders(instrument: &Instrument, at: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        for around in instrument.outwards(at) {
            let sources = instrument.items()[around].universe.iter().flat_map(Condition::sources);
            open.extend(sources.filter(|source| found.insert(*source)));
        }
    }
    found
}

/// Calls `visit` with a response for each distinguishable combination of the answers that decide over the item,
/// until it returns false. Returns false where there are too many to try all.
fn combinations(instrument: &Instrument, at: usize, visit: &mut impl FnMut(&Response) -> bool) -> bool {
    let deciders = deciders(instrument, at);
    let items = instrument.items();
    let decided = deciders.iter().copied().chain([at]).flat_map(|at| instrument.outwards(at));
    let tests: Vec<&Test> =
        decided.filter_map(|at| items[at].universe.as_ref()).flat_map(Condition::tests).collect();
    let cases_of = |source: usize| {
        let looking: Vec<&Test> = tests.iter().copied().filter(|test| test.source == Some(source)).collect();
        (source, distinguishable(&items[source], &looking))
    };
    let cases: Vec<(usize, Vec<Vec<Answer>>)> = deciders.iter().copied().map(cases_of).collect();
    let total = cases.iter().fold(1_usize, |total, (_, cases)| total.saturating_mul(cases.len()));
    for mut number in 0..total.min(WORK_LIMIT) {
        let mut response = Response::default();
        for (source, cases) in &cases {
            response = response.with(items[*source].id.clone(), cases[number % cases.len()].clone());
            number /= cases.len();
        }
        if !visit(&response) {
            return true;
        }
    }
    total <= WORK_LIMIT && cases.iter().all(|(_, cases)| cases.len() <= SETS_LIMIT)
}

/// Sets of answers to an item, one for each way in which the tests can come out; the empty set first. Where there are
/// more of them than the [`SETS_LIMIT`], a few more than that.
fn distinguishable(item: &Item, tests: &[&Test]) -> Vec<Vec<Answer>> {
    let outcome =
        |answers: &[Answer]| -> Vec<bool> { tests.iter().map(|test| test.holds(answers)).collect() };
    let exclusive = |answer: &Answer| item.option_of(answer).is_some_and(|option| option.exclusive);
    let most = if item.repeats { item.occurs.max.unwrap_or(usize::MAX) } else { 1 };
    let mut found: Vec<(Vec<bool>, Vec<Answer>)> = Vec::new();
    let mut singles: Vec<Answer> = Vec::new();
    for answer in candidates(item, tests) {
        let outcome = outcome(std::slice::from_ref(&answer));
        let exists = singles
            .iter()
            .any(|other| same_for(tests, other, &answer) && exclusive(other) == exclusive(&answer));
        if !exists {
            singles.push(answer.clone());
        }
        if !found.iter().any(|(other, _)| *other == outcome) {
            found.push((outcome, vec![answer]));
        }
    }
    // Several answers: add one at a time, smallest sets first, as long as that brings something new.
    let mut open: Vec<Vec<Answer>> = singles.iter().map(|answer| vec![answer.clone()]).collect();
    while let Some(set) = open.pop().filter(|_| found.len() <= SETS_LIMIT) {
        if set.len() >= most || set.iter().any(&exclusive) {
            continue;
        }
        for answer in singles.iter().filter(|answer| !exclusive(answer) && !set.contains(answer)) {
            let larger: Vec<Answer> = set.iter().cloned().chain([answer.clone()]).collect();
            let outcome = outcome(&larger);
            if !found.iter().any(|(other, _)| *other == outcome) {
                found.push((outcome, larger.clone()));
                open.insert(0, larger);
            }
        }
    }
    let unanswered = outcome(&[]);
    let answered =
        found.into_iter().filter(|(outcome, _)| *outcome != unanswered).map(|(_, answers)| answers);
    std::iter::once(Vec::new()).chain(answered).collect()
}

/// Whether two answers look the same to every test, as one answer among several.
fn same_for(tests: &[&Test], one: &Answer, two: &Answer) -> bool {
    tests.iter().all(|test| test.holds(std::slice::from_ref(one)) == test.holds(std::slice::from_ref(two)))
}

/// Single valid answers among which every single outcome of the tests occurs.
fn candidates(item: &Item, tests: &[&Test]) -> Vec<Answer> {
    let compared = || tests.iter().filter(|test| test.operator != Operator::Exists).map(|test| &test.value);
    match &item.domain {
        ResponseDomain::Group | ResponseDomain::Display | ResponseDomain::Foreign(_) => Vec::new(),
        ResponseDomain::Boolean => vec![Answer::Boolean(true), Answer::Boolean(false)],
        ResponseDomain::Choice { options, open } => {
            let options = options.iter().map(|option| option.value.clone());
            let own = compared().filter(|value| matches!(value, Answer::String(_))).cloned();
            if open.is_some() {
                options.chain(own).chain([Answer::String("~".to_owned())]).collect()
            } else {
                options.collect()
            }
        }
        ResponseDomain::Integer(Limits { min, max }) => {
            let (min, max) = (min.unwrap_or(i32::MIN), max.unwrap_or(i32::MAX));
            // Beside a whole number stand its neighbours, around any other the numbers that its whole part is near.
            let near = compared().filter_map(Answer::number).filter_map(|number| number.truncated());
            let around = near.flat_map(|near| (-1..=1).filter_map(move |step| near.checked_add(step)));
            let within = around.filter(|number| (min..=max).contains(number));
            [min, max].into_iter().chain(within).map(Answer::Integer).collect()
        }
        ResponseDomain::Decimal(Limits { min, max }) => {
            let far = |number: &str| Decimal::read(number);
            let ends = [min.clone().or_else(|| far("-1e99")), max.clone().or_else(|| far("1e99"))];
            let points: Vec<Decimal> =
                compared().filter_map(Answer::number).chain(ends.into_iter().flatten()).collect();
            let above = |less: &'_ Decimal| points.iter().filter(|more| less < *more).collect::<Vec<_>>();
            let pairs = points.iter().flat_map(|less| above(less).into_iter().map(move |more| (less, more)));
            let between: Vec<Decimal> =
                pairs.filter_map(|(less, more)| Decimal::between(less, more)).collect();
            let within = |number: &Decimal| {
                min.as_ref().is_none_or(|min| number >= min) && max.as_ref().is_none_or(|max| number <= max)
            };
            points.into_iter().chain(between).filter(within).map(Answer::Decimal).collect()
        }
        ResponseDomain::Date(Limits { min, max }) => {
            let mentioned: Vec<String> = compared()
                .filter_map(|value| match value {
                    Answer::Date(day) => Some(day.clone()),
                    _ => None,
                })
                .collect();
            let ends = [
                min.clone().unwrap_or("0001-01-01".to_owned()),
                max.clone().unwrap_or("9999-12-31".to_owned()),
            ];
            let near = mentioned
                .iter()
                .flat_map(|day| [day_beside(day, false), day_beside(day, true), Some(day.clone())]);
            let within = |day: &String| {
                min.as_ref().is_none_or(|min| day >= min) && max.as_ref().is_none_or(|max| day <= max)
            };
            near.flatten().chain(ends).filter(within).map(Answer::Date).collect()
        }
        ResponseDomain::Text { length, .. } => {
            let fits = |text: &&Answer| match text {
                Answer::String(text) => {
                    let count = text.chars().count();
                    count >= length.min.unwrap_or(1) && length.max.is_none_or(|max| count <= max)
                }
                _ => false,
            };
            let other = "~".repeat(length.min.unwrap_or(1).max(1));
            compared().filter(fits).cloned().chain([Answer::String(other)]).collect()
        }
    }
}

/// The day before or after a date given to the day.
fn day_beside(date: &str, after: bool) -> Option<String> {
    let number = |range: std::ops::Range<usize>| date.get(range)?.parse::<i32>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let written = |(year, month, day): (i32, i32, i32)| format!("{year:04}-{month:02}-{day:02}");
    let tried: Vec<(i32, i32, i32)> = if after {
        vec![(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)]
    } else {
        let ends = (28..=31).rev().map(|last| (year, month - 1, last));
        std::iter::once((year, month, day - 1)).chain(ends).chain([(year - 1, 12, 31)]).collect()
    };
    tried.into_iter().map(written).find(|day| is_date(day))
}
