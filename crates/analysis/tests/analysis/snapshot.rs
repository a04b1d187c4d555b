//! What a device shows of the answers gathered on it: when it changes, what passes the gate, and that nobody who
//! watches learns from it what anyone said.

use crate::attacker::{Attacker, Claim, Question, Said, claims, questions};
use crate::crowd::{CROWDS, Chance, PEOPLE, crowd};
use analysis::disclosure::{self, Cell};
use analysis::snapshot::{Rules, Snapshot, SnapshotCounter};
use analysis::tabulation::{Contribution, Counts, Tabulation};
use engine::instrument::Instrument;
use engine::plan::Plan;
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::{choice, code, control, extension, is, response, when, with};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

// When figures change.

#[test]
fn nothing_is_shown_to_the_first_thirty_and_then_figures_change_with_every_full_batch_alone() {
    let shared: &[usize] = &[30, 50, 70, 90, 110, 130, 150, 170, 190];
    let own: Vec<usize> = (30..=PEOPLE).step_by(10).collect();
    for (rules, full) in [(Rules::shared_device(), shared), (Rules::own_device(), &own)] {
        let seen = watched(rules, &Survey::of_one_question(3), &takes_turns(3), &[2; PEOPLE]);
        assert!(seen[..30].iter().all(Option::is_none));
        let changed: Vec<usize> = (1..=PEOPLE).filter(|after| seen[*after] != seen[after - 1]).collect();
        assert_eq!(changed, full);
    }
}

#[test]
fn everyone_sees_what_stood_before_they_began_so_two_who_answer_differently_see_the_same() {
    let survey = Survey::of_one_question(3);
    for last in &LETTERS[..3] {
        let mut people = takes_turns(3);
        people[48] = response(&[("q", &[code(last)])]);
        let seen = watched(Rules::shared_device(), &survey, &people[..49], &[2; 49]);
        assert_eq!(shown(seen[49].as_ref().unwrap()), "30: q 30: a hidden, b hidden, c 10");
    }
}

#[test]
fn figures_are_of_all_but_two_and_the_lot_decides_of_which() {
    let survey = Survey::of_one_question(2);
    // The last eleven of thirty say b.
    let people: Vec<Response> = (0..30).map(|person| says(usize::from(person >= 19))).collect();
    for (lots, figures) in [
        // Nobody takes the place of the first two.
        ([2; 30], "30: q 30: a 15, b 10"),
        // Everyone takes the place of the one before the last.
        (std::array::from_fn(|person| (person % 2) as u64), "30: q 30: a hidden, b hidden"),
    ] {
        let seen = watched(Rules::shared_device(), &survey, &people, &lots);
        assert_eq!(shown(seen[30].as_ref().unwrap()), figures);
    }
}

// What is counted.

#[test]
fn people_are_counted_by_the_answers_they_gave_on_the_path_and_numbers_by_their_band() {
    let survey = Survey::of_every_kind();
    let people = [
        response(&[
            ("scale", &[Answer::Integer(0)]),
            ("three", &[code("a")]),
            ("next", &[code("b")]),
            ("ticks", &[code("a"), code("c")]),
        ]),
        // 'next' is asked of those who said a.
        response(&[("scale", &[Answer::Integer(3)]), ("three", &[code("b")]), ("next", &[code("b")])]),
        response(&[("scale", &[Answer::Integer(2)]), ("ticks", &[code("c")])]),
    ];
    let mut tabulation = Tabulation::new(&survey.plan, &survey.instrument);
    for person in &people {
        tabulation.add(&Contribution::of(&survey.plan, &RoutingPath::of(&survey.instrument, person)));
    }
    let counts = |item: &str| {
        let counts = tabulation.questions().iter().find(|counts| counts.item == item.into()).unwrap();
        let answers: Vec<String> =
            counts.answers.iter().map(|(code, count)| format!("{code} {count}")).collect();
        format!("{} of {}: {}", counts.people, tabulation.people(), answers.join(", "))
    };
    for (item, figures) in [
        ("scale", "3 of 3: low 2, high 1"),
        ("three", "2 of 3: a 1, b 1, c 0"),
        ("next", "1 of 3: a 0, b 1, c 0"),
        ("ticks", "2 of 3: a 1, b 0, c 2"),
        ("two", "0 of 3: a 0, b 0"),
    ] {
        assert_eq!(counts(item), figures, "{item}");
    }
}

// What passes the gate.

/// What is shown of so many people's answers, one each, when it is shown for the first time.
#[track_caller]
fn passes(one_each: bool, people: u32, answers: &[u32], shown: &str) {
    assert_eq!(
        words(&disclosure::table(&counts(one_each, people, answers), None, 500)),
        shown,
        "{answers:?}"
    );
}

#[test]
fn a_count_below_ten_is_hidden_and_any_other_rounded_to_five() {
    passes(true, 60, &[10, 12, 13, 17, 8], "60: 10, hidden, 15, 15, hidden");
    for (count, shown) in
        [(0, "hidden"), (9, "hidden"), (10, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")]
    {
        let counts = counts(false, 60, &[count, 30, 0, 9, 45]);
        let shown = format!("60: {shown}, 30, hidden, hidden, 45");
        assert_eq!(words(&disclosure::table(&counts, None, 500)), shown);
    }
}

#[test]
fn an_answer_that_all_or_nearly_all_gave_is_hidden() {
    passes(true, 30, &[30, 0, 0], "30: hidden, hidden, hidden");
    passes(true, 30, &[21, 5, 4], "30: hidden, hidden, hidden");
    passes(true, 31, &[21, 5, 5], "30: 20, hidden, hidden");
    passes(false, 40, &[31, 30, 20, 0], "40: hidden, 30, 20, hidden");
}

#[test]
fn no_answer_is_hidden_alone() {
    passes(true, 46, &[18, 15, 13, 0], "45: 20, 15, hidden, hidden");
    passes(true, 26, &[16, 10], "25: 15, 10");
    passes(true, 25, &[16, 9], "25: hidden, hidden");
    passes(false, 50, &[20, 15, 14, 3], "50: 20, 15, hidden, hidden");
    // Of those that are rounded alike, the last.
    passes(true, 70, &[22, 18, 21, 9], "70: 20, 20, hidden, hidden");
    passes(false, 30, &[5], "30: hidden");
}

#[test]
fn figures_that_add_up_in_one_way_only_are_not_all_shown() {
    // The least that they may stand for is 13 each, and 52 is the most that 50 may.
    passes(true, 52, &[13, 13, 13, 13], "50: 15, 15, hidden, hidden");
    passes(true, 53, &[14, 13, 13, 13], "55: 15, 15, 15, 15");
    // The most that they may stand for is 12 each, hidden or not, and 48 is the least that 50 may.
    passes(true, 48, &[12, 12, 12, 12], "50: hidden, hidden, hidden, hidden");
    // All 28 who are counted answered, 18 so and 10 otherwise.
    let counts = counts(true, 28, &[18, 5, 5]);
    assert_eq!(words(&disclosure::table(&counts, None, 28)), "30: hidden, hidden, hidden");
    assert_eq!(words(&disclosure::table(&counts, None, 29)), "30: 20, hidden, hidden");
    // Others answered in their own words, so figures need not add up.
    passes(true, 48, &[10, 12, 12, 0], "50: 10, 10, hidden, hidden");
}

#[test]
fn what_would_jump_from_hidden_to_twenty_is_held_back_once() {
    let steps: [(&[u32], &str); 4] = [
        (&[9, 12, 14, 15], "50: hidden, hidden, 15, 15"),
        (&[28, 13, 14, 15], "70: hidden, 15, 15, hidden"),
        (&[29, 22, 24, 15], "90: 30, 20, 25, 15"),
        (&[29, 42, 24, 15], "110: 30, 40, 25, 15"),
    ];
    let mut before: Option<Counts> = None;
    for (answers, shown) in steps {
        let now = counts(true, answers.iter().sum(), answers);
        assert_eq!(words(&disclosure::table(&now, before.as_ref(), 500)), shown);
        before = Some(now);
    }
    // From hidden to 15 is no jump. From nearly everyone to not nearly everyone may be one.
    let then = |one_each, people, answers: &[u32]| Some(counts(one_each, people, answers));
    for (before, people, answers, shown) in [
        (then(false, 40, &[9, 20, 20]), 60, [17, 20, 20], "60: 15, 20, 20"),
        (then(false, 40, &[31, 20, 20]), 60, [43, 20, 20], "60: 45, 20, 20"),
        (then(false, 40, &[31, 20, 20]), 60, [42, 20, 20], "60: hidden, 20, hidden"),
    ] {
        let now = counts(false, people, &answers);
        assert_eq!(words(&disclosure::table(&now, before.as_ref(), 500)), shown);
    }
}

#[test]
fn percentages_are_whole_and_of_the_rounded_figures() {
    for (part, whole, percent) in
        [(10, 30, Some(33)), (20, 30, Some(67)), (25, 40, Some(63)), (8, 30, None), (10, 9, None)]
    {
        assert_eq!(Cell::of(part).per_cent_of(Cell::of(whole)), percent, "{part} of {whole}");
    }
}

/// Whether each person gives one answer; what was counted before and what has come, for each answer; and how many
/// people there are beyond those who gave the most frequent of several.
fn any_counts() -> impl Strategy<Value = (bool, Vec<(u32, u32)>, u32)> {
    let count = || prop_oneof![0..15_u32, 0..60_u32];
    (any::<bool>(), vec((count(), count()), 1..9), 0..30_u32)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_keeps_the_rules((one_each, answers, beyond) in any_counts(), first in any::<bool>()) {
        let counted = |answers: Vec<u32>| {
            let people = if one_each { answers.iter().sum() } else { answers.iter().max().unwrap() + beyond };
            counts(one_each, people, &answers)
        };
        let before = counted(answers.iter().map(|(before, _)| *before).collect());
        let now = counted(answers.iter().map(|(before, come)| before + come).collect());
        let table = disclosure::table(&now, (!first).then_some(&before), now.people + 2);
        let hidden = table.answers.iter().filter(|(_, cell)| *cell == Cell::Hidden).count();
        prop_assert!(hidden != 1 || table.answers.len() == 1);
        for (at, (_, cell)) in table.answers.iter().enumerate() {
            let (count, was) = (now.answers[at].1, before.answers[at].1);
            let Some(figure) = cell.figure() else { continue };
            prop_assert!(figure >= 10 && figure % 5 == 0 && figure.abs_diff(count) <= 2);
            prop_assert!(count >= 10 && now.people - count >= 10);
            prop_assert!(first || was >= 10 || figure < 20);
            prop_assert!(cell.per_cent_of(table.people).unwrap() <= 100);
        }
    }
}

// How it is written.

#[test]
fn a_snapshot_is_written_and_read_and_stays_the_same() {
    let study = fixtures::shipped();
    let survey = Survey { instrument: study.instrument, plan: study.plan };
    for (_, habit) in CROWDS {
        let people = crowd(&survey.instrument, habit, 1);
        for snapshot in watched(Rules::shared_device(), &survey, &people, &[2; PEOPLE]).iter().flatten() {
            assert_eq!(Snapshot::read(&snapshot.written()).as_ref(), Ok(&**snapshot));
        }
    }
}

#[test]
fn what_is_read_and_can_not_come_from_the_gate_is_refused() {
    let figure = "this should be given a number of people that is a multiple of 5, 10 or more.";
    for (snapshot, misfits) in [
        (json!({ "people": 48, "tables": [] }), vec![format!("The document: {figure}")]),
        (
            json!({ "people": 50, "tables": [{ "item": "q", "people": 5, "answers": [{ "code": "a", "people": 12 }, { "people": 10 }] }] }),
            vec![
                format!("tables[0]: {figure}"),
                format!("tables[0].answers[0]: {figure}"),
                "tables[0].answers[1].code: this should be a text, in quotes.".to_owned(),
            ],
        ),
        (
            json!({ "records": 50 }),
            vec![
                "records: this should be left out, or its name corrected: it is none that is known here."
                    .to_owned(),
            ],
        ),
    ] {
        let found: Vec<String> = Snapshot::read(&fixtures::value(&snapshot))
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, misfits);
    }
}

// What can be learnt from it.

/// How often it was tried to learn what a batch did, and what was learnt.
#[derive(Debug, Default)]
struct Outcome {
    tried: usize,
    /// What everyone in a batch answered, or that they said nothing.
    answers: usize,
    /// What nobody in a batch did.
    exclusions: usize,
}

impl Outcome {
    /// One attacker at one question: of all claims that are true, of which are they certain?
    fn add<'a>(
        &mut self,
        attacker: &Attacker,
        question: &Question,
        claims: impl IntoIterator<Item = &'a Claim>,
        is_true: impl Fn(&Claim) -> bool,
    ) {
        for claim in claims {
            self.tried += 1;
            let learnt = usize::from(is_true(claim) && attacker.is_certain(claim));
            *if claim.is_answer(question) { &mut self.answers } else { &mut self.exclusions } += learnt;
        }
    }
}

/// Two attackers watch a crowd from the first to the last. One knows the rules, and what everyone can know. The other
/// has besides been told who stays out.
fn attacked(rules: Rules, survey: &Survey, people: &[Response], seed: u64, outcomes: [&mut Outcome; 2]) {
    let mut chance = Chance(!seed);
    let lots: Vec<u64> = people.iter().map(|_| chance.number()).collect();
    let seen = watched(rules, survey, people, &lots);
    let full: Vec<usize> = (rules.first..=people.len()).step_by(rules.step).collect();
    let came: Vec<Vec<usize>> = batches(&full).map(Iterator::collect).collect();
    let counted = counted(rules, &full, &lots);
    let [onlooker, insider] = outcomes;
    for question in questions(&survey.plan, &survey.instrument) {
        let did = survey.did(&question, people);
        let claims = claims(&question, full.len());
        let snapshots = |out: usize| -> Vec<(usize, &Snapshot)> {
            full.iter().map(|at| (at - out, &**seen[*at].as_ref().unwrap())).collect()
        };
        let of = |batches: &[Vec<usize>], claim: &Claim| {
            batches[claim.batch].iter().all(|person| did(*person, claim.said) == claim.everyone)
        };
        let attacker = Attacker::who_saw(&question, rules, &snapshots(0)).expect("a possible sight");
        onlooker.add(&attacker, &question, &claims, |claim| of(&came, claim));
        let told = Rules { left_out: 0, ..rules };
        let attacker =
            Attacker::who_saw(&question, told, &snapshots(rules.left_out)).expect("a possible sight");
        let answers = claims.iter().filter(|claim| claim.is_answer(&question));
        insider.add(&attacker, &question, answers, |claim| of(&counted, claim));
    }
}

/// `SEEDS=2000` tries as many crowds of each kind.
#[test]
fn whoever_watches_two_hundred_people_learns_not_one_answer() {
    let (tiny, study) = (Survey::of_every_kind(), Survey::shipped());
    let more = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok());
    for (name, survey, rules, seeds) in [
        ("every kind of question, shared device", &tiny, Rules::shared_device(), 225),
        ("every kind of question, own device", &tiny, Rules::own_device(), 27),
        ("the study, shared device", &study, Rules::shared_device(), 27),
    ] {
        let [mut onlooker, mut insider] = [Outcome::default(), Outcome::default()];
        let seeds = more.unwrap_or(seeds);
        for seed in 0..seeds {
            let (_, habit) = CROWDS[usize::try_from(seed).unwrap() % CROWDS.len()];
            let people = crowd(&survey.instrument, habit, seed);
            attacked(rules, survey, &people, seed, [&mut onlooker, &mut insider]);
        }
        println!("{name}, {seeds} crowds of {PEOPLE}: {onlooker:?}; told who stays out: {insider:?}");
        assert_eq!((onlooker.answers, onlooker.exclusions), (0, 0), "{name}");
        // Nobody is told. It shows how far the other rules carry by themselves.
        assert_eq!(insider.answers, 0, "{name}");
    }
}

#[test]
fn without_batches_the_same_attacker_learns_answers_and_is_right() {
    let survey = Survey::of_every_kind();
    for (first, crowds) in [1, 30].into_iter().zip(CROWDS.chunks(5)) {
        let rules = Rules { first, step: 1, left_out: 0 };
        let (mut outcome, mut wrong) = (Outcome::default(), 0);
        for (seed, (_, habit)) in (0..).zip(crowds) {
            let people = crowd(&survey.instrument, *habit, seed);
            let seen = watched(rules, &survey, &people, &[2; PEOPLE]);
            for question in questions(&survey.plan, &survey.instrument) {
                let did = survey.did(&question, &people);
                for after in first + 1..=PEOPLE {
                    let [before, now] = [after - 1, after].map(|at| (at, &**seen[at].as_ref().unwrap()));
                    let attacker =
                        Attacker::who_saw(&question, rules, &[before, now]).expect("a possible sight");
                    let claims: Vec<Claim> =
                        claims(&question, 2).into_iter().filter(|claim| claim.batch == 1).collect();
                    let is_true = |claim: &Claim| did(after - 1, claim.said) == claim.everyone;
                    outcome.add(&attacker, &question, &claims, is_true);
                    wrong +=
                        claims.iter().filter(|claim| !is_true(claim) && attacker.is_certain(claim)).count();
                }
            }
        }
        let many = crowds.len();
        println!("figures after each of {PEOPLE} people, from number {first} on, {many} crowds: {outcome:?}");
        assert!(outcome.answers > 500, "{outcome:?}");
        assert_eq!(wrong, 0);
    }
}

#[test]
fn were_it_not_for_those_who_stay_out_figures_over_time_could_tell_of_a_whole_batch() {
    // Of 110 people, two leave it empty, and as many give each answer as its figure may stand for at most. The next 20
    // give the second or the third.
    let survey = Survey::of_one_question(4);
    let nothing = [Response::default(), Response::default()];
    let people: Vec<Response> =
        nothing.into_iter().chain(spread(&[17, 27, 47, 17])).chain(spread(&[0, 3, 17])).collect();
    let question = &questions(&survey.plan, &survey.instrument)[0];
    let nobody = |at| Claim { batch: 1, said: Said::Gave(at), everyone: false };
    for (left_out, certain) in [(0, true), (2, false)] {
        let rules = Rules { first: 110, step: 20, left_out };
        // The first two stay out, so that the figures are the same.
        let lots = [2; 130];
        let seen = watched(rules, &survey, &people, &lots);
        let snapshots = [110, 130].map(|at| (at, &**seen[at].as_ref().unwrap()));
        assert_eq!(
            snapshots.map(|(_, snapshot)| shown(snapshot)),
            ["110: q 110: a hidden, b 25, c 45, d hidden", "130: q 130: a 15, b 30, c 65, d 15"]
        );
        let attacker = Attacker::who_saw(question, rules, &snapshots).unwrap();
        assert_eq!([0, 3].map(|at| attacker.is_certain(&nobody(at))), [certain; 2], "{left_out} stay out");
    }
}

/// For each person of a crowd, and anything at all that they might have said, there is a crowd that would have been
/// shown the very same, one after another, in which this person said just that. One more person, whose answers the
/// onlooker knows, said in it what they did say.
#[test]
fn whatever_anyone_had_said_everyone_could_have_been_shown_the_same_even_with_ones_own_answers_known() {
    let (tiny, study) = (Survey::of_every_kind(), Survey::shipped());
    let mut tried = 0;
    for (survey, rules, every) in [
        (&tiny, Rules::shared_device(), 7),
        (&tiny, Rules::own_device(), 23),
        (&study, Rules::shared_device(), 67),
    ] {
        for (seed, (name, habit)) in (0..).zip(CROWDS) {
            let mut chance = Chance(seed);
            let sitting = Sitting::of(rules, crowd(&survey.instrument, habit, seed), &mut chance);
            let seen = sitting.watched(rules, survey);
            for person in (usize::try_from(seed).unwrap() % every..PEOPLE).step_by(every) {
                let known = (person + 1 + chance.below(PEOPLE - 1)) % PEOPLE;
                let anything = crowd(&survey.instrument, CROWDS[0].1, chance.number()).swap_remove(0);
                let other = sitting.in_which(person, &anything, known);
                assert_eq!(other.people[person], anything);
                assert_eq!(other.people[known], sitting.people[known]);
                assert!(other.watched(rules, survey) == seen, "a crowd {name}, person {person}");
                tried += 1;
            }
        }
    }
    println!("{tried} people might have said anything");
}

/// People one after another, and those who stay out when each batch is full.
struct Sitting {
    people: Vec<Response>,
    full: Vec<usize>,
    out: Vec<[usize; 2]>,
}

impl Sitting {
    fn of(rules: Rules, people: Vec<Response>, chance: &mut Chance) -> Self {
        let full: Vec<usize> = (rules.first..=people.len()).step_by(rules.step).collect();
        let mut out: Vec<[usize; 2]> = Vec::new();
        for batch in batches(&full) {
            let mut among: Vec<usize> = out.last().into_iter().flatten().copied().chain(batch).collect();
            out.push([0, 1].map(|_| among.swap_remove(chance.below(among.len()))));
        }
        Self { people, full, out }
    }

    /// Lots that let just these stay out.
    fn lots(&self) -> Vec<u64> {
        let mut places: Vec<usize> = Vec::new();
        let batch = |person: usize| self.full.iter().position(|full| person < *full);
        let lot = |person: usize| {
            let out = batch(person).map_or([PEOPLE; 2], |batch| self.out[batch]);
            if places.len() < 2 {
                places.push(person);
                return 2;
            }
            let free = places.iter().position(|other| !out.contains(other)).filter(|_| out.contains(&person));
            free.inspect(|free| places[*free] = person).unwrap_or(2) as u64
        };
        (0..self.people.len()).map(lot).collect()
    }

    fn watched(&self, rules: Rules, survey: &Survey) -> Vec<Option<Rc<Snapshot>>> {
        watched(rules, survey, &self.people, &self.lots())
    }

    /// Another sitting in which this person said this and stays out for good. One who did stay out is counted instead
    /// and said what this person had said; once that one is counted anyway, the next one out said what that one had. It is
    /// never the one whose answers are known.
    fn in_which(&self, person: usize, said: &Response, known: usize) -> Self {
        let mut people = self.people.clone();
        let mut out = self.out.clone();
        let (mut missing, mut stead) = (person, None);
        let since = self.full.iter().filter(|full| **full <= person).count();
        for out in &mut out[since..] {
            if out.contains(&person) {
                continue;
            }
            let other = stead.filter(|stead| out.contains(stead)).unwrap_or_else(|| {
                let next = if out[0] == known { out[1] } else { out[0] };
                people[next] = self.people[missing].clone();
                missing = next;
                next
            });
            stead = Some(other);
            *out = out.map(|one| if one == other { person } else { one });
        }
        people[person] = said.clone();
        Self { people, full: self.full.clone(), out }
    }
}

// Surveys and people.

const LETTERS: [&str; 5] = ["a", "b", "c", "d", "e"];

struct Survey {
    instrument: Instrument,
    plan: Plan,
}

impl Survey {
    fn of(items: &Value, compared: &[Value]) -> Self {
        let plan = Plan::read(&fixtures::value(&json!({ "groups": [], "compared": compared }))).unwrap();
        let instrument = fixtures::instrument(items);
        assert_eq!(plan.defects(&instrument), [""; 0]);
        Self { instrument, plan }
    }

    fn shipped() -> Self {
        let study = fixtures::shipped();
        Self { instrument: study.instrument, plan: study.plan }
    }

    /// One question with so many answers.
    fn of_one_question(answers: usize) -> Self {
        Self::of(&json!([choice("q", &LETTERS[..answers])]), &[compared("q")])
    }

    /// One answer of two to five; one that has to be given; a number in bands; several; and one asked by a rule.
    fn of_every_kind() -> Self {
        let limits = [
            extension("minValue", &json!({ "valueInteger": 0 })),
            extension("maxValue", &json!({ "valueInteger": 4 })),
        ];
        let scale = json!({ "linkId": "scale", "type": "integer", "extension": [&limits[0], &limits[1], control("radio-button")] });
        let several = |id, answers| with(choice(id, &LETTERS[..answers]), &json!({ "repeats": true }));
        let items = json!([
            choice("two", &LETTERS[..2]),
            with(choice("must", &LETTERS[..3]), &json!({ "required": true })),
            choice("three", &LETTERS[..3]),
            choice("four", &LETTERS[..4]),
            choice("five", &LETTERS),
            scale,
            several("ticks", 3),
            several("more-ticks", 4),
            when(choice("next", &LETTERS[..3]), &[("three", "=", is("a"))]),
        ]);
        let band = |code, from, to| json!({ "code": code, "label": code, "from": from, "to": to });
        let scale = with(compared("scale"), &json!({ "bands": [band("low", 0, 2), band("high", 3, 4)] }));
        let others = ["two", "must", "three", "four", "five", "ticks", "more-ticks", "next"].map(compared);
        Self::of(&items, &[vec![scale], others.to_vec()].concat())
    }

    /// Whether a person did this with a question.
    fn did(&self, question: &Question, people: &[Response]) -> impl Fn(usize, Said) -> bool {
        let compared = self
            .plan
            .compared
            .iter()
            .find(|compared| question.item == compared.item.as_str().into())
            .unwrap();
        let given = |person: &Response| {
            let said = RoutingPath::of(&self.instrument, person).answers(&question.item);
            let place =
                |answer| question.codes.iter().position(|code| compared.code_of(answer) == Some(code));
            said.iter().map(|answer| place(answer).unwrap()).collect()
        };
        let given: Vec<Vec<usize>> = people.iter().map(given).collect();
        move |person, said| match said {
            Said::Gave(at) => given[person].contains(&at),
            Said::Otherwise(at) => !given[person].is_empty() && !given[person].contains(&at),
            Said::Nothing => given[person].is_empty(),
        }
    }
}

fn compared(item: &str) -> Value {
    json!({ "item": item, "title": item, "scale": "unordered" })
}

fn says(answer: usize) -> Response {
    response(&[("q", &[code(LETTERS[answer])])])
}

fn takes_turns(answers: usize) -> Vec<Response> {
    (0..PEOPLE).map(|person| says(person % answers)).collect()
}

/// So many people for each answer.
fn spread(answers: &[usize]) -> impl Iterator<Item = Response> {
    answers.iter().enumerate().flat_map(|(answer, people)| (0..*people).map(move |_| says(answer)))
}

/// What each person could have seen: what stood before the first came, and after each of them.
fn watched(rules: Rules, survey: &Survey, people: &[Response], lots: &[u64]) -> Vec<Option<Rc<Snapshot>>> {
    let mut counter = SnapshotCounter::new(rules);
    let mut seen: Vec<Option<Rc<Snapshot>>> = vec![None];
    for (person, lot) in people.iter().zip(lots) {
        counter.count(&survey.plan, &RoutingPath::of(&survey.instrument, person), *lot);
        let before = seen.last().cloned().flatten().filter(|before| counter.snapshot() == Some(before));
        seen.push(before.or_else(|| counter.snapshot().cloned().map(Rc::new)));
    }
    seen
}

/// The people of each batch.
fn batches(full: &[usize]) -> impl Iterator<Item = std::ops::Range<usize>> {
    [0].iter().chain(full).zip(full).map(|(from, to)| *from..*to)
}

/// Who is counted when a batch is full and was not before, as the lots have it.
fn counted(rules: Rules, full: &[usize], lots: &[u64]) -> Vec<Vec<usize>> {
    let mut out: Vec<usize> = Vec::new();
    let mut counted = Vec::new();
    for batch in batches(full) {
        let (mut among, mut new) = (out.len(), Vec::new());
        for person in batch {
            among += 1;
            let place = usize::try_from(lots[person] % among as u64).unwrap();
            if out.len() < rules.left_out {
                out.push(person);
            } else {
                new.push(out.get_mut(place).map_or(person, |other| std::mem::replace(other, person)));
            }
        }
        counted.push(new);
    }
    counted
}

fn counts(one_each: bool, people: u32, answers: &[u32]) -> Counts {
    let answers = answers.iter().enumerate().map(|(at, count)| (at.to_string(), *count)).collect();
    Counts { item: "q".into(), several: !one_each, people, answers }
}

fn word(cell: Cell) -> String {
    cell.figure().map_or_else(|| "hidden".to_owned(), |figure| figure.to_string())
}

/// `50: 10, 40`: the people, then the answers.
fn words(table: &disclosure::Table) -> String {
    let cells: Vec<String> = table.answers.iter().map(|(_, cell)| word(*cell)).collect();
    format!("{}: {}", word(table.people), cells.join(", "))
}

/// A snapshot of one question: `50: q 50: a 10, b 40`.
fn shown(snapshot: &Snapshot) -> String {
    let table = snapshot.table(&"q".into()).unwrap();
    let cells: Vec<String> =
        table.answers.iter().map(|(code, cell)| format!("{code} {}", word(*cell))).collect();
    format!("{}: q {}: {}", word(snapshot.people()), word(table.people), cells.join(", "))
}
