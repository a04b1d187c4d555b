//! Figures of the answers gathered on one device, as they stood when the last batch of people was full.
//!
//! # What protects people
//!
//! Someone may watch every snapshot, know who sat there in which order, and know all of these rules. If figures
//! changed with every person, no rounding would help: each change would tell what the last person said. Therefore:
//!
//! - Nothing is shown before a first batch is full; then figures change only when a further batch is. The caller takes
//!   [`SnapshotCounter::snapshot`] before a person begins and shows them this one alone, whatever comes meanwhile: what they
//!   see never has their own answers in it.
//! - Each table has passed the gate, [`super::disclosure`], and is of one question, with no filter.
//! - Two records stay out of all figures. Whenever a batch is full, they have been drawn by lot from it and the two
//!   that stayed out before; a record that is in stays in.
//!
//! # Why two stay out
//!
//! Rounded figures can add up in one way only, over questions and over time, and a batch can be of one mind; then even
//! rounded figures tell what each of its people said. With somebody out, no figures ever do, however they hang
//! together. Suppose that a person said something else, anything that can be said, and has stayed out ever since; and
//! that the one who did stay out, in whose place they are, said what this person had said and was counted. When the
//! lot brought that one in, suppose the same of the next. Then the same records are counted at the same times, and
//! every figure is what it was. So whatever is shown, each person may have said anything.
//!
//! One record out hides everyone from onlookers. The second hides them from each other: somebody who watches knows
//! their own answers, and may be the one who is out.
//!
//! # What is not promised
//!
//! What is not certain may be likely: where nearly everyone says the same, so did each of them, probably. And nothing
//! protects from people who pool their answers or answer many times: together they know all but one.

use super::disclosure::{self, Cell, LEAST, STEP, Table};
use super::tabulation::{Contribution, Tabulation};
use engine::instrument::ItemId;
use engine::json::{self, At, Misfit, Value, object};
use engine::plan::Plan;
use engine::routing::RoutingPath;
use std::fmt;

/// When figures are shown, and of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Nothing is shown before so many complete records.
    pub first: usize,
    /// It is replaced when so many more have come.
    pub step: usize,
    /// So many records stay out.
    pub left_out: usize,
}

impl Rules {
    /// On a device that people use one after another.
    pub fn shared_device() -> Self {
        Self { first: 30, step: 20, left_out: 2 }
    }

    /// On a person's own device.
    pub fn own_device() -> Self {
        Self { step: 10, ..Self::shared_device() }
    }

    /// Whether figures change once there are so many records.
    fn full(self, records: usize) -> bool {
        records.checked_sub(self.first).is_some_and(|further| further.is_multiple_of(self.step))
    }
}

/// What a device gathers. It lives in memory only: when it is lost, figures are, and no record.
pub struct SnapshotCounter {
    rules: Rules,
    /// How many records have come.
    records: usize,
    /// How many of them the next lot is among.
    lot_among: usize,
    out: Vec<Contribution>,
    counted: Option<Tabulation>,
    standing: Option<(Tabulation, Snapshot)>,
}

/// Without a number.
impl fmt::Debug for SnapshotCounter {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("SnapshotCounter").finish_non_exhaustive()
    }
}

impl SnapshotCounter {
    /// With nobody in it.
    pub fn new(rules: Rules) -> Self {
        Self { rules, records: 0, lot_among: 0, out: Vec::new(), counted: None, standing: None }
    }

    /// Counts one complete record, always by the same plan. The lot is a random number that nobody knows, drawn for
    /// this record: it decides who stays out.
    pub fn count(&mut self, plan: &Plan, path: &RoutingPath, lot: u64) {
        self.records += 1;
        self.lot_among += 1;
        let counted = self.counted.get_or_insert_with(|| Tabulation::new(plan, path.instrument()));
        // Each of those whom the lot is among is as likely as any other to be out in the end.
        let place = usize::try_from(lot % self.lot_among as u64).unwrap_or_default();
        let contribution = Contribution::of(plan, path);
        if self.out.len() < self.rules.left_out {
            self.out.push(contribution);
        } else if let Some(other) = self.out.get_mut(place) {
            counted.add(&std::mem::replace(other, contribution));
        } else {
            counted.add(&contribution);
        }
        if self.rules.full(self.records) {
            self.lot_among = self.out.len();
            let before = self.standing.take();
            let snapshot = Snapshot::of(counted, before.as_ref().map(|(before, _)| before));
            self.standing = Some((counted.clone(), snapshot));
        }
    }

    /// The snapshot that stands.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.standing.as_ref().map(|(_, snapshot)| snapshot)
    }
}

/// Figures that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    people: Cell,
    tables: Vec<Table>,
}

impl Snapshot {
    fn of(counted: &Tabulation, before: Option<&Tabulation>) -> Self {
        let table = |(at, counts)| {
            let before = before.and_then(|before| before.questions().get(at));
            disclosure::table(counts, before, counted.people())
        };
        Self {
            people: Cell::of(counted.people()),
            tables: counted.questions().iter().enumerate().map(table).collect(),
        }
    }

    /// How many people it is of.
    pub fn people(&self) -> Cell {
        self.people
    }

    /// What may be shown of a question.
    pub fn table(&self, item: &ItemId) -> Option<&Table> {
        self.tables.iter().find(|table| table.item == *item)
    }

    /// The snapshot as a document.
    pub fn written(&self) -> Value {
        let people = |cell: Cell| ("people", cell.figure().map(i64::from).into());
        let answer = |(code, cell): &(String, Cell)| object([("code", code.into()), people(*cell)]);
        let table = |table: &Table| {
            let answers = table.answers.iter().map(answer).collect();
            object([("item", table.item.as_str().into()), people(table.people), ("answers", answers)])
        };
        object([people(self.people), ("tables", self.tables.iter().map(table).collect())])
    }

    /// Reads a document.
    ///
    /// # Errors
    /// Every value that is not what it should be; among them every figure that does not come from the gate.
    pub fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, |at| {
            at.only(&["people", "tables"]);
            Self { people: read_cell(at), tables: at.each("tables", read_table) }
        })
    }
}

fn read_table(at: &At) -> Table {
    at.only(&["item", "people", "answers"]);
    let answer = |at: &At| {
        at.only(&["code", "people"]);
        (at.needed_text("code"), read_cell(at))
    };
    Table {
        item: ItemId::from(at.needed_text("item").as_str()),
        people: read_cell(at),
        answers: at.each("answers", answer),
    }
}

fn read_cell(at: &At) -> Cell {
    let Some(figure) = at.count("people") else { return Cell::Hidden };
    if figure < LEAST || !figure.is_multiple_of(STEP) {
        at.misfit("given a number of people that is a multiple of 5, 10 or more");
    }
    Cell::About(figure)
}
