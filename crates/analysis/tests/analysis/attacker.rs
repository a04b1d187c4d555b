//! Someone who wants to know what others said. They see every snapshot, know how many people had submitted when it was
//! made and who sat there in which order, and know the questions and the rules.
//!
//! All they can do is reckon. For each snapshot they write down what they do not know, as whole numbers from a least to
//! a greatest: how many of those who are counted gave each answer, gave others, or said nothing; how many of them came
//! since the snapshot before; how many of these newcomers stay out. They write down what each figure may stand for, and
//! which numbers add up to which. Then they narrow each number down by the others until nothing moves any more. They
//! are certain of something where supposing the contrary leaves some number nothing that it can be.

use analysis::disclosure::{Cell, JUMP, LEAST, STEP, Table};
use analysis::snapshot::{Rules, Snapshot};
use analysis::tabulation;
use engine::instrument::{Instrument, ItemId, ResponseDomain};
use engine::plan::{Compared, Plan};
use std::rc::Rc;

/// A question, as far as figures go.
pub(crate) struct Question {
    pub(crate) item: ItemId,
    pub(crate) several: bool,
    /// Whether words of one's own will do, which no figure counts.
    pub(crate) open: bool,
    /// Whether everyone is asked and has to answer.
    pub(crate) all_answer: bool,
    pub(crate) codes: Vec<String>,
}

/// The questions that are compared.
pub(crate) fn questions(plan: &Plan, instrument: &Instrument) -> Vec<Question> {
    let question = |compared: &Compared| {
        let at = instrument.position(&compared.item.as_str().into()).unwrap();
        let item = &instrument.items()[at];
        let asked = instrument.outwards(at).all(|at| instrument.items()[at].universe.is_none());
        Question {
            item: item.id.clone(),
            several: item.repeats,
            open: matches!(item.domain, ResponseDomain::Choice { open: Some(_), .. }),
            all_answer: item.required && asked,
            codes: tabulation::answers(compared, item).map(|(code, _)| code.to_owned()).collect(),
        }
    };
    plan.compared.iter().map(question).collect()
}

/// What somebody did with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// They gave this answer.
    Gave(usize),
    /// They answered, but not this.
    Otherwise(usize),
    /// They left it empty or were not asked.
    Nothing,
}

/// What an attacker would like to be certain of: that everyone, or that nobody, of those who came between two
/// snapshots did this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) batch: usize,
    pub(crate) said: Said,
    pub(crate) everyone: bool,
}

impl Claim {
    /// Whether it says what people answered. That nobody gave one answer of many, or everyone another, does not.
    pub(crate) fn is_answer(&self, question: &Question) -> bool {
        self.everyone
            && (question.several || question.codes.len() == 2 || !matches!(self.said, Said::Otherwise(_)))
    }
}

/// Everything that could be claimed of a question after so many snapshots.
pub(crate) fn claims(question: &Question, snapshots: usize) -> Vec<Claim> {
    let answers = (0..question.codes.len()).flat_map(|at| [Said::Gave(at), Said::Otherwise(at)]);
    let nothing = (!question.all_answer).then_some(Said::Nothing);
    let said: Vec<Said> = answers.chain(nothing).collect();
    let of = |batch| {
        said.iter().flat_map(move |&said| [true, false].map(|everyone| Claim { batch, said, everyone }))
    };
    (0..snapshots).flat_map(of).collect()
}

/// What an attacker has made of everything that they saw about one question.
pub(crate) struct Attacker {
    known: Known,
    batches: Vec<Batch>,
}

/// Those who came between two snapshots.
struct Batch {
    people: i64,
    /// How many of them stay out for now.
    out: Number,
    /// The others.
    counted: Part,
}

/// Some of the people: how many of them did what.
struct Part {
    people: Number,
    answered: Number,
    nothing: Number,
    gave: Vec<Number>,
    otherwise: Vec<Number>,
}

impl Part {
    fn all(&self) -> impl Iterator<Item = Number> {
        let single = [self.people, self.answered, self.nothing];
        single.into_iter().chain(self.gave.iter().chain(&self.otherwise).copied())
    }
}

impl Attacker {
    /// Reckons with every snapshot, each with how many people had submitted when it was made. `None` where they
    /// contradict each other or the rules.
    pub(crate) fn who_saw(question: &Question, rules: Rules, seen: &[(usize, &Snapshot)]) -> Option<Self> {
        let mut known = Known::default();
        let mut batches: Vec<Batch> = Vec::new();
        let mut before: Option<(i64, Part, &Table)> = None;
        let out = i64::try_from(rules.left_out).unwrap();
        for (submitted, snapshot) in seen {
            let submitted = i64::try_from(*submitted).unwrap();
            let table = snapshot.table(&question.item).unwrap();
            let people = submitted - before.as_ref().map_or(0, |(before, ..)| *before);
            let all = known.part(question, submitted);
            let batch = Batch { people, out: known.number(0, out), counted: known.part(question, people) };
            known.exactly(all.people, submitted - out);
            let came = known.number(people, people);
            known.adds_up(came, &[batch.out, batch.counted.people]);
            if let Some((_, earlier, _)) = &before {
                // As many who were out are counted now as take their place.
                let late = known.part(question, out);
                known.adds_up(late.people, &[batch.out]);
                let parts = earlier.all().zip(late.all()).zip(batch.counted.all());
                for (whole, ((earlier, late), new)) in all.all().zip(parts) {
                    known.adds_up(whole, &[earlier, late, new]);
                }
            } else {
                all.all().zip(batch.counted.all()).for_each(|(whole, new)| known.adds_up(whole, &[new]));
            }
            known.reads(table, &all, people, before.as_ref().map(|(_, _, table)| *table));
            batches.push(batch);
            before = Some((submitted, all, table));
        }
        Some(Self { known: known.narrowed()?, batches })
    }

    /// Whether they are certain of it.
    pub(crate) fn is_certain(&self, claim: &Claim) -> bool {
        let batch = &self.batches[claim.batch];
        let number = match claim.said {
            Said::Gave(at) => batch.counted.gave[at],
            Said::Otherwise(at) => batch.counted.otherwise[at],
            Said::Nothing => batch.counted.nothing,
        };
        // No figure has anything to do with what one who stays out has said.
        if self.known.greatest[batch.out] > 0 {
            return false;
        }
        let mut contrary = self.known.clone();
        if claim.everyone {
            contrary.at_most(number, batch.people - 1);
        } else {
            contrary.at_least(number, 1);
        }
        contrary.narrowed().is_none()
    }
}

type Number = usize;

/// Whole numbers of which least and greatest are known, and which of them add up to which.
#[derive(Default, Clone)]
struct Known {
    least: Vec<i64>,
    greatest: Vec<i64>,
    sums: Rc<Vec<(Number, Vec<Number>)>>,
    /// One is at most so much, or the other is.
    either: Vec<(Number, i64, Number, i64)>,
    moved: bool,
}

impl Known {
    /// Some of at most so many people, and what they may have done, as the question is asked.
    fn part(&mut self, question: &Question, most: i64) -> Part {
        let [people, answered, nothing] = [(); 3].map(|()| self.number(0, most));
        let [gave, otherwise] =
            [(); 2].map(|()| question.codes.iter().map(|_| self.number(0, most)).collect());
        let part = Part { people, answered, nothing, gave, otherwise };
        self.adds_up(people, &[answered, nothing]);
        for (gave, otherwise) in part.gave.iter().zip(&part.otherwise) {
            self.adds_up(answered, &[*gave, *otherwise]);
        }
        // Whoever answers gives an answer: one, or several, or words of their own.
        let most_given = most * i64::try_from(question.codes.len() + 1).unwrap();
        let given = self.number(0, most_given);
        let own_words = self.number(0, if question.open { most } else { 0 });
        let further = self.number(0, if question.several { most_given } else { 0 });
        self.adds_up(given, &[answered, further]);
        self.adds_up(given, &[part.gave.as_slice(), &[own_words]].concat());
        if question.all_answer {
            self.exactly(nothing, 0);
        }
        part
    }

    /// What the figures of a table may stand for, given the table before and how many people came in between.
    fn reads(&mut self, table: &Table, all: &Part, came: i64, before: Option<&Table>) {
        let (least, half) = (i64::from(LEAST), i64::from(STEP / 2));
        match table.people.figure().map(i64::from) {
            None => self.at_most(all.answered, least - 1),
            Some(figure) => self.around(all.answered, figure),
        }
        let lowest = table.answers.iter().filter_map(|(_, cell)| cell.figure()).min().map(i64::from);
        for (at, (_, cell)) in table.answers.iter().enumerate() {
            let (gave, otherwise) = (all.gave[at], all.otherwise[at]);
            if let Some(figure) = cell.figure().map(i64::from) {
                self.around(gave, figure);
                self.at_least(otherwise, least);
                continue;
            }
            // It is hidden because few gave it, or all but a few, or as the next lowest; or it is held back, for which
            // it was hidden before and enough have come.
            let was_hidden = before.is_some_and(|before| before.answers[at].1 == Cell::Hidden);
            let may_be_held_back = was_hidden && came >= i64::from(JUMP) - half - (least - 1);
            if let Some(lowest) = lowest.filter(|_| !may_be_held_back) {
                self.either.push((gave, (least - 1).max(lowest + half), otherwise, least - 1));
            }
        }
    }

    fn around(&mut self, number: Number, figure: i64) {
        self.at_least(number, i64::from(LEAST).max(figure - i64::from(STEP / 2)));
        self.at_most(number, figure + i64::from(STEP / 2));
    }

    fn number(&mut self, least: i64, greatest: i64) -> Number {
        self.least.push(least);
        self.greatest.push(greatest);
        self.least.len() - 1
    }

    fn at_least(&mut self, number: Number, least: i64) {
        if least > self.least[number] {
            self.least[number] = least;
            self.moved = true;
        }
    }

    fn at_most(&mut self, number: Number, greatest: i64) {
        if greatest < self.greatest[number] {
            self.greatest[number] = greatest;
            self.moved = true;
        }
    }

    fn exactly(&mut self, number: Number, value: i64) {
        self.at_least(number, value);
        self.at_most(number, value);
    }

    fn adds_up(&mut self, whole: Number, parts: &[Number]) {
        Rc::make_mut(&mut self.sums).push((whole, parts.to_vec()));
    }

    /// Each number narrowed down by the others; `None` where one can't be anything.
    fn narrowed(mut self) -> Option<Self> {
        let sums = self.sums.clone();
        loop {
            self.moved = false;
            for (whole, parts) in sums.iter() {
                let sum = |of: &[i64]| parts.iter().map(|part| of[*part]).sum::<i64>();
                let (least, greatest) = (sum(&self.least), sum(&self.greatest));
                self.at_least(*whole, least);
                self.at_most(*whole, greatest);
                let (whole_least, whole_greatest) = (self.least[*whole], self.greatest[*whole]);
                for part in parts {
                    let (own_least, own_greatest) = (self.least[*part], self.greatest[*part]);
                    self.at_least(*part, whole_least - (greatest - own_greatest));
                    self.at_most(*part, whole_greatest - (least - own_least));
                }
            }
            for at in 0..self.either.len() {
                let (one, most, other, other_most) = self.either[at];
                if self.least[one] > most {
                    self.at_most(other, other_most);
                }
                if self.least[other] > other_most {
                    self.at_most(one, most);
                }
            }
            if self.least.iter().zip(&self.greatest).any(|(least, greatest)| least > greatest) {
                return None;
            }
            if !self.moved {
                return Some(self);
            }
        }
    }
}
