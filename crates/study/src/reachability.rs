//! Which items can be reached: decided by trying, for each item with rules, every distinguishable combination of
//! the answers that decide over it. For organisers alone: it takes time, and nobody who answers waits for it.
//!
//! Two answers are the same for this purpose where every test that looks at them comes out the same, so a handful
//! stands for all; and what is not asked needs no trying, so that a long chain of rules takes a few tries for each
//! link. Where that is not enough, the steps of the whole questionnaire come to an end, and nothing is claimed.

use engine::condition::{Condition, Operator, Test};
use engine::decimal::Decimal;
use engine::defect::{Defect, Fault};
use engine::fhir::Questionnaire;
use engine::instrument::{Instrument, Item, ItemId, Limits, ResponseDomain};
use engine::response::{Answer, is_date};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// So many steps are taken for a questionnaire, whatever its size: each looks at one item or one test.
pub const STEPS: usize = 2_000_000;

/// So many sets of answers to one question are told apart.
const SETS_LIMIT: usize = 500;

/// What trying out answers finds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reachability {
    /// Items that no answers reach, and rules that never or always hold.
    pub defects: Vec<Defect>,
    /// Items of whose rules nothing can be said: deciding takes too many steps.
    pub undecided: Vec<ItemId>,
}

/// The steps that are left.
struct Steps(usize);

impl Steps {
    /// Takes so many; `None` where they are not left.
    fn take(&mut self, steps: usize) -> Option<()> {
        let left = self.0.checked_sub(steps);
        self.0 = left.unwrap_or_default();
        left.map(|_| ())
    }
}

/// What is to be known of a questionnaire before it is asked: besides the defects that refuse it, in the same order,
/// those that only trying out answers finds, within so many steps.
pub fn examine(questionnaire: &Questionnaire, steps: usize) -> Reachability {
    let (instrument, mut defects) = Instrument::assemble(questionnaire);
    let faulty = defects.iter().filter_map(|defect| defect.item.clone()).collect();
    let found = instrument.map(|instrument| of(&instrument, &faulty, steps)).unwrap_or_default();
    defects.extend(found.defects);
    Reachability { defects, undecided: found.undecided }
}

/// Tries out the rules of all items within these steps, of which every item has its share and what others left over.
/// Nothing is said of what depends on a faulty item: it is corrected first.
fn of(instrument: &Instrument, faulty: &HashSet<ItemId>, steps: usize) -> Reachability {
    let items = instrument.items();
    let ruled: Vec<usize> = (0..items.len()).filter(|at| items[*at].universe.is_some()).collect();
    let mut trial = Trial::of(instrument, faulty);
    let mut reach = Reachability::default();
    let mut left = steps;
    for (n, at) in ruled.iter().enumerate() {
        let share = left / (ruled.len() - n);
        let mut steps = Steps(share);
        let outcomes = trial.outcomes(*at, &mut steps);
        left -= share - steps.0;
        let id = &items[*at].id;
        let fault = match outcomes {
            Some(Outcomes { asked: true, passed_over: false }) => Fault::AlwaysHolds,
            Some(Outcomes { asked: false, passed_over: true }) => Fault::NeverHolds,
            Some(Outcomes { asked: false, passed_over: false }) => Fault::Unreachable,
            Some(_) => continue,
            None => {
                reach.undecided.push(id.clone());
                continue;
            }
        };
        reach.defects.push(Defect { item: Some(id.clone()), fault });
    }
    reach
}

/// What was seen to become of an item where what holds it is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Outcomes {
    asked: bool,
    passed_over: bool,
}

impl Outcomes {
    const BOTH: Self = Self { asked: true, passed_over: true };
}

/// Answers tried out. Places for all items, used again for each.
struct Trial<'a> {
    instrument: &'a Instrument,
    faulty: HashSet<usize>,
    /// Whether each item is asked as things stand.
    asked: Vec<bool>,
    /// The sets of answers that are tried at each question, the empty set first.
    cases: Vec<Vec<Vec<Answer>>>,
    /// Which of them stands.
    chosen: Vec<usize>,
}

impl<'a> Trial<'a> {
    fn of(instrument: &'a Instrument, faulty: &HashSet<ItemId>) -> Self {
        let size = instrument.items().len();
        let faulty = faulty.iter().filter_map(|id| instrument.position(id)).collect();
        Self {
            instrument,
            faulty,
            asked: vec![false; size],
            cases: vec![Vec::new(); size],
            chosen: vec![0; size],
        }
    }

    /// What becomes of an item under all answers; `None` where that takes too many steps. Of what depends on a faulty
    /// item it says both.
    fn outcomes(&mut self, at: usize, steps: &mut Steps) -> Option<Outcomes> {
        let items = self.instrument.items();
        let deciders = deciders(self.instrument, at, steps)?;
        let around = deciders.iter().copied().chain([at]).flat_map(|at| self.instrument.outwards(at));
        // Rules without fault point backwards, so document order puts every item behind what it depends on.
        let involved: Vec<usize> = around.collect::<BTreeSet<_>>().into_iter().collect();
        if involved.iter().any(|at| self.faulty.contains(at)) {
            return Some(Outcomes::BOTH);
        }
        let mut looking: HashMap<usize, Vec<&Test>> = HashMap::new();
        for test in involved.iter().filter_map(|at| items[*at].universe.as_ref()).flat_map(Condition::tests) {
            test.source.into_iter().for_each(|source| looking.entry(source).or_default().push(test));
        }
        let mut all = true;
        for source in &deciders {
            let mut some = Steps(steps.0 / 2 / deciders.len());
            let before = some.0;
            let (cases, complete) =
                distinguishable(&items[*source], looking.get(source).map_or(&[], Vec::as_slice), &mut some);
            steps.take(before - some.0)?;
            self.cases[*source] = cases;
            all &= complete;
        }
        let outcomes = self.try_all(&involved, &deciders, steps);
        outcomes.filter(|outcomes| all || *outcomes == Outcomes::BOTH)
    }

    /// Goes through all combinations, item by item and back, with a stack of its own: a chain of rules may be longer
    /// than the browser's is deep.
    fn try_all(
        &mut self,
        involved: &[usize],
        deciders: &BTreeSet<usize>,
        steps: &mut Steps,
    ) -> Option<Outcomes> {
        let items = self.instrument.items();
        let mut outcomes = Outcomes { asked: false, passed_over: false };
        let mut stack: Vec<usize> = Vec::new();
        loop {
            while let Some(at) = involved.get(stack.len()) {
                let (item, Self { asked, cases, chosen, .. }) = (&items[*at], &mut *self);
                steps.take(1 + item.universe.as_ref().map_or(0, |universe| universe.tests().len()))?;
                let said = |source: usize| -> &[Answer] {
                    if asked[source] {
                        cases[source].get(chosen[source]).map_or(&[], Vec::as_slice)
                    } else {
                        &[]
                    }
                };
                let around = item.parent.is_none_or(|parent| asked[parent]);
                let holds = item.universe.as_ref().is_none_or(|universe| universe.holds(&said));
                asked[*at] = around && holds;
                // Answers first, and none at the end: what hangs on a chain of them is found soonest so.
                chosen[*at] = cases[*at].len().saturating_sub(1);
                stack.push(*at);
                if stack.len() == involved.len() {
                    outcomes.asked |= around && holds;
                    outcomes.passed_over |= around && !holds;
                }
            }
            if outcomes == Outcomes::BOTH {
                return Some(outcomes);
            }
            // Back to the last question that is asked and has more to try.
            loop {
                let Some(at) = stack.pop() else { return Some(outcomes) };
                if self.chosen[at] > 0 && self.asked[at] && deciders.contains(&at) {
                    self.chosen[at] -= 1;
                    stack.push(at);
                    break;
                }
            }
        }
    }
}

/// Positions of the questions whose answers decide whether the item is asked: those its rules look at, those that
/// the rules of these look at, and so on, in document order.
fn deciders(instrument: &Instrument, at: usize, steps: &mut Steps) -> Option<BTreeSet<usize>> {
    let mut found = BTreeSet::new();
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        for around in instrument.outwards(at) {
            steps.take(1)?;
            for source in instrument.items()[around].universe.iter().flat_map(Condition::sources) {
                steps.take(1)?;
                open.extend(Some(source).filter(|source| found.insert(*source)));
            }
        }
    }
    Some(found)
}

/// Sets of answers to an item, one for each way in which the tests can come out, the empty set first; and whether these
/// are all.
fn distinguishable(item: &Item, tests: &[&Test], steps: &mut Steps) -> (Vec<Vec<Answer>>, bool) {
    let outcome =
        |answers: &[Answer]| -> Vec<bool> { tests.iter().map(|test| test.holds(answers)).collect() };
    let most = if item.repeats { item.occurs.max.unwrap_or(usize::MAX) } else { 1 };
    let unanswered = outcome(&[]);
    let mut found = vec![Vec::new()];
    let mut known = HashSet::from([unanswered]);
    // Answers that look the same to every test stand for each other.
    let mut singles: Vec<(Answer, bool)> = Vec::new();
    let mut alike = HashSet::new();
    if steps.take(item.options().len()).is_none() {
        return (found, false);
    }
    for answer in candidates(item, tests) {
        if steps.take(1 + tests.len()).is_none() {
            return (found, false);
        }
        let exclusive = item.option_of(&answer).is_some_and(|option| option.exclusive);
        let outcome = outcome(std::slice::from_ref(&answer));
        if known.insert(outcome.clone()) {
            found.push(vec![answer.clone()]);
        }
        if alike.insert((outcome, exclusive)) {
            singles.push((answer, exclusive));
        }
    }
    // Several answers: add one at a time, smallest sets first, as long as that brings something new.
    singles.retain(|(_, exclusive)| !exclusive);
    let mut open: VecDeque<Vec<Answer>> = singles.iter().map(|(answer, _)| vec![answer.clone()]).collect();
    while let Some(set) = open.pop_front().filter(|_| most > 1) {
        if set.len() >= most {
            continue;
        }
        for (answer, _) in singles.iter().filter(|(answer, _)| !set.contains(answer)) {
            let larger: Vec<Answer> = set.iter().cloned().chain([answer.clone()]).collect();
            if steps.take(1 + tests.len() * larger.len()).is_none() {
                return (found, false);
            }
            if known.insert(outcome(&larger)) {
                found.push(larger.clone());
                open.push_back(larger);
            }
            if found.len() > SETS_LIMIT {
                return (found, false);
            }
        }
    }
    (found, true)
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
                options.chain(own).chain([other_words()]).collect()
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
            let mut points: Vec<Decimal> =
                compared().filter_map(Answer::number).chain(ends.into_iter().flatten()).collect();
            points.sort_by(|one, two| one.partial_cmp(two).unwrap_or(Ordering::Equal));
            let between: Vec<Decimal> =
                points.windows(2).filter_map(|pair| Decimal::between(pair.first()?, pair.last()?)).collect();
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
            compared().filter(fits).cloned().chain([other_words()]).collect()
        }
    }
}

/// Words that no rule compares with, however long they would have to be: nobody can type them.
fn other_words() -> Answer {
    Answer::String("~\0".to_owned())
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
