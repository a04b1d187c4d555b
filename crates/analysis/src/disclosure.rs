//! The gate: what may be shown of counts. No count leaves [`super::tabulation`] except as a [`Cell`].
//!
//! - A count below 10 is hidden, 0 included, since zeros tell as well (ONS 10-5, SACRO). Any other is rounded to the
//!   nearest 5 (ONS 10-5).
//! - How many answered otherwise is a count too. Where they are fewer than 10, the answer is hidden, or it would tell
//!   what nearly everyone said (SACRO: class disclosure).
//! - No answer is hidden alone: the next lowest goes with it (GP Patient Survey), since the rest would give it away.
//! - Figures that add up to their base in one way only are exact counts after all: the lowest are hidden too.
//! - An answer that was hidden for its own count and would now be shown as 20 or more is held back until the figures
//!   after these: such a step tells what nearly everyone said who came in between.
//! - Percentages are whole numbers, computed from the rounded figures.

use super::tabulation::Counts;
use engine::instrument::ItemId;

/// Counts below this are hidden.
pub const LEAST: u32 = 10;
/// Others are rounded to a multiple of this.
pub const STEP: u32 = 5;
/// From hidden to this is too far for one step.
pub const JUMP: u32 = 20;

/// What may be shown of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Hidden,
    /// About so many people.
    About(u32),
}

/// What may be shown of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The question.
    pub item: ItemId,
    /// How many people answered.
    pub people: Cell,
    /// How many of them gave each answer, by its code.
    pub answers: Vec<(String, Cell)>,
}

impl Cell {
    /// What may be shown of a number of people by itself.
    pub fn of(count: u32) -> Self {
        if count < LEAST { Self::Hidden } else { Self::About(rounded(count)) }
    }

    /// The figure, where one is shown.
    pub fn figure(self) -> Option<u32> {
        match self {
            Self::Hidden => None,
            Self::About(figure) => Some(figure),
        }
    }

    /// In whole per cent of these people, halves up.
    pub fn per_cent_of(self, people: Self) -> Option<u32> {
        let (part, whole) = (self.figure()?, people.figure()?);
        Some((200 * part + whole) / (2 * whole))
    }

    /// The counts that it may stand for.
    fn range(self) -> (u32, u32) {
        match self {
            Self::Hidden => (0, LEAST - 1),
            Self::About(figure) => (LEAST.max(figure - STEP / 2), figure + STEP / 2),
        }
    }
}

/// To the nearest 5.
fn rounded(count: u32) -> u32 {
    (count + STEP / 2) / STEP * STEP
}

/// What may be shown of a question's counts, among so many people in all, given what was counted when figures were
/// last shown.
pub fn table(counts: &Counts, before: Option<&Counts>, of: u32) -> Table {
    let codes = counts.answers.iter().map(|(code, _)| code.clone());
    Table {
        item: counts.item.clone(),
        people: Cell::of(counts.people),
        answers: codes.zip(cells(counts, before, of)).collect(),
    }
}

fn cells(counts: &Counts, before: Option<&Counts>, of: u32) -> Vec<Cell> {
    let cell = |at| {
        let now = sides(counts, at);
        let jumps = before.is_some_and(|before| jumps(sides(before, at), now));
        if jumps || now.iter().any(|side| *side < LEAST) { Cell::Hidden } else { Cell::of(now[0]) }
    };
    let mut cells: Vec<Cell> = (0..counts.answers.len()).map(cell).collect();
    while cells.iter().filter(|cell| **cell == Cell::Hidden).count() == 1 || adds_up(counts, &cells, of) {
        // By the rounded figures, and the last of those alike, so that the choice tells no more than they do.
        let shown = cells.iter_mut().rev().filter(|cell| **cell != Cell::Hidden);
        let Some(lowest) = shown.min_by_key(|cell| cell.figure()) else { break };
        *lowest = Cell::Hidden;
    }
    cells
}

/// How many gave an answer, and how many of those who answered did not.
fn sides(counts: &Counts, at: usize) -> [u32; 2] {
    let gave = counts.answers.get(at).map_or(0, |(_, count)| *count);
    [gave, counts.people.saturating_sub(gave)]
}

fn jumps(before: [u32; 2], now: [u32; 2]) -> bool {
    before.iter().zip(now).any(|(before, now)| *before < LEAST && rounded(now) >= JUMP)
}

/// Whether figures and base leave one way only in which they add up: where all are as low as they can be, or as high.
fn adds_up(counts: &Counts, cells: &[Cell], of: u32) -> bool {
    let (fewest, most) = Cell::of(counts.people).range();
    let shown = cells.iter().filter(|cell| **cell != Cell::Hidden).map(|cell| cell.range());
    // Those who answered otherwise are 10 at least.
    let alone = shown.clone().map(|(low, _)| low + LEAST).max().unwrap_or_default();
    let together: u32 = shown.clone().map(|(low, _)| low).sum();
    let low = if counts.several { alone } else { alone.max(together) };
    // What is hidden is below 10, or next to the lowest shown; or else it was held back, and may be anything.
    let next = shown.map(|(_, high)| high).min().unwrap_or_default().max(LEAST - 1);
    let high = |(cell, (_, count)): (&Cell, &(String, u32))| match cell {
        Cell::Hidden if *count <= next => next,
        Cell::Hidden => most,
        Cell::About(_) => cell.range().1,
    };
    let high: u32 = cells.iter().zip(&counts.answers).map(high).sum();
    let own_words = counts.answers.iter().map(|(_, count)| count).sum::<u32>() < counts.people;
    low >= most.min(of) || high <= fewest && !own_words
}
