//! Crowds of simulated people, each with its own habit of answering.

use engine::instrument::{Instrument, Item};
use engine::response::{Answer, Response};

/// How many people a crowd has.
pub(crate) const PEOPLE: usize = 200;

/// Numbers that look random and are the same each time (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).unwrap()
    }
}

/// Which of so many answers a person gives, if any; the last number stands for the question, and for the crowd.
pub(crate) type Habit = fn(&mut Chance, usize, usize, u64) -> Option<usize>;

pub(crate) const CROWDS: [(&str, Habit); 9] = [
    ("of every mind", |chance, _, answers, _| Some(chance.below(answers))),
    ("mostly of one mind", |chance, _, answers, seed| {
        Some(if chance.below(10) < 7 { favourite(seed, answers) } else { chance.below(answers) })
    }),
    ("of one mind", |_, _, answers, seed| Some(favourite(seed, answers))),
    ("of one mind in each batch", |_, person, answers, seed| {
        Some(favourite(seed + 1000 * batch(person), answers))
    }),
    ("of every mind at first, then of one", |chance, person, answers, seed| {
        Some(if person < 50 { chance.below(answers) } else { favourite(seed, answers) })
    }),
    ("of every mind, each third batch of one", |chance, person, answers, seed| {
        Some(if batch(person) % 3 == 2 { favourite(seed, answers) } else { chance.below(answers) })
    }),
    ("that takes turns", |_, person, answers, seed| Some((person + favourite(seed, answers)) % answers)),
    ("with rare answers", |chance, _, answers, seed| {
        Some(if chance.below(12) == 0 { chance.below(answers) } else { favourite(seed, 2) })
    }),
    ("that leaves much empty", |chance, _, answers, _| (chance.below(5) < 2).then(|| chance.below(answers))),
];

fn favourite(seed: u64, answers: usize) -> usize {
    Chance(seed).below(answers)
}

/// The batch on a shared device.
fn batch(person: usize) -> u64 {
    if person < 30 { 0 } else { (person as u64 - 10) / 20 }
}

/// What the people of a crowd say to the closed questions, on their path or not.
pub(crate) fn crowd(instrument: &Instrument, habit: Habit, seed: u64) -> Vec<Response> {
    let chance = &mut Chance(seed);
    let items: Vec<(u64, &Item)> = (0..).zip(instrument.items()).collect();
    let person = |person| {
        let said = items.iter().map(|(at, item)| {
            (
                item.id.clone(),
                answers(item, |options, further| habit(chance, person, options, seed + 100 * at + further)),
            )
        });
        said.collect()
    };
    (0..PEOPLE).map(person).collect()
}

fn answers(item: &Item, mut habit: impl FnMut(usize, u64) -> Option<usize>) -> Vec<Answer> {
    let options: Vec<Answer> = match item.scale() {
        Some(scale) => scale.map(Answer::Integer).collect(),
        None => item.options().iter().map(|option| option.value.clone()).collect(),
    };
    match options.len() {
        0 => Vec::new(),
        _ if item.repeats => (0..)
            .zip(options)
            .filter_map(|(at, option)| (habit(2, at) == Some(1)).then_some(option))
            .collect(),
        several => {
            let said = habit(several, 0).or(item.required.then_some(0));
            said.map(|at| options[at].clone()).into_iter().collect()
        }
    }
}
