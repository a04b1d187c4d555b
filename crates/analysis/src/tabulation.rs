//! Exact counts with their bases, of the questions that a plan compares.
//!
//! They are for those who may see the records. Nothing here can be written or printed: all that leaves goes through
//! [`super::disclosure`].

use engine::instrument::{Instrument, Item, ItemId, code_of};
use engine::plan::{Compared, Plan};
use engine::routing::RoutingPath;

/// What one respondent adds to a tabulation: for each question compared that they answered, which answers they gave.
pub struct Contribution(Vec<Option<Vec<bool>>>);

impl Contribution {
    /// What counts as said on the path. An answer whose question is not asked counts as absent here too.
    pub fn of(plan: &Plan, path: &RoutingPath) -> Self {
        Self(questions(plan, path.instrument()).map(|(compared, item)| gave(compared, item, path)).collect())
    }
}

fn gave(compared: &Compared, item: &Item, path: &RoutingPath) -> Option<Vec<bool>> {
    let said = path.answers(&item.id);
    let codes: Vec<&str> = said.iter().filter_map(|answer| compared.code_of(answer)).collect();
    let gave = || answers(compared, item).map(|(code, _)| codes.contains(&code)).collect();
    (!said.is_empty()).then(gave)
}

/// How many people gave each answer.
#[derive(Clone)]
pub struct Tabulation {
    people: u32,
    questions: Vec<Counts>,
}

/// How many people gave each answer to one question.
#[derive(Clone)]
pub struct Counts {
    /// The question.
    pub item: ItemId,
    /// Whether a person could give several answers.
    pub several: bool,
    /// The base: how many people answered. Those who left it empty and those who were not asked are not among them.
    pub people: u32,
    /// How many people gave each answer, by its code. Where several could be given, people are counted, not ticks.
    pub answers: Vec<(String, u32)>,
}

impl Tabulation {
    /// Of nobody yet.
    pub fn new(plan: &Plan, instrument: &Instrument) -> Self {
        let counts = |(compared, item): (&Compared, &Item)| Counts {
            item: item.id.clone(),
            several: item.repeats,
            people: 0,
            answers: answers(compared, item).map(|(code, _)| (code.to_owned(), 0)).collect(),
        };
        Self { people: 0, questions: questions(plan, instrument).map(counts).collect() }
    }

    /// Adds a respondent, whose contribution was made by the same plan and instrument.
    pub fn add(&mut self, contribution: &Contribution) {
        self.people += 1;
        for (counts, gave) in self.questions.iter_mut().zip(&contribution.0) {
            counts.people += u32::from(gave.is_some());
            for ((_, count), gave) in counts.answers.iter_mut().zip(gave.iter().flatten()) {
                *count += u32::from(*gave);
            }
        }
    }

    /// How many people it is of, whatever they answered.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// The questions, in the plan's order.
    pub fn questions(&self) -> &[Counts] {
        &self.questions
    }
}

fn questions<'a>(
    plan: &'a Plan,
    instrument: &'a Instrument,
) -> impl Iterator<Item = (&'a Compared, &'a Item)> {
    let item = |compared: &Compared| instrument.item(&ItemId::from(compared.item.as_str()));
    plan.compared.iter().filter_map(move |compared| Some((compared, item(compared)?)))
}

/// Code and label of each answer that is counted: the plan's bands, or the options.
pub fn answers<'a>(compared: &'a Compared, item: &'a Item) -> impl Iterator<Item = (&'a str, String)> {
    let bands = compared.bands.iter().map(|band| (band.code.as_str(), band.label.clone()));
    let options = item.options().iter().map(|option| &option.value);
    bands.chain(options.filter_map(|value| Some((code_of(value)?, value.words()))))
}
