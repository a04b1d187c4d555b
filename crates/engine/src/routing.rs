//! Who is asked what: derived from the answers each time, never stored, changing nothing.
//!
//! Here stands the one rule about answers whose item is not asked: they are kept, so that going back restores them,
//! and count as absent everywhere; so do blank words. Conditions, comparison, tables and records all see answers
//! through [`RoutingPath::answers`].

use super::consent;
use super::instrument::{Instrument, ItemId};
use super::response::{Answer, Response};
use std::collections::HashSet;

/// Which items are asked of a respondent, given what they have said.
#[derive(Debug, Clone)]
pub struct RoutingPath<'a> {
    instrument: &'a Instrument,
    response: &'a Response,
    asked: Vec<bool>,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Answered.
    Answered,
    /// Asked and left empty.
    NoAnswer,
    /// Not asked, by rule.
    NotApplicable,
    /// The respondent broke off before it.
    NotReached,
}

impl<'a> RoutingPath<'a> {
    /// Derives the path. An item is asked where what holds it is asked and its universe includes the respondent;
    /// a source that is not asked counts as unanswered.
    pub fn of(instrument: &'a Instrument, response: &'a Response) -> Self {
        let mut asked = vec![false; instrument.items().len()];
        decide(instrument, response, instrument.order().iter().copied(), &mut asked);
        Self { instrument, response, asked }
    }

    /// The instrument that is routed through.
    pub fn instrument(&self) -> &'a Instrument {
        self.instrument
    }

    /// Whether the item at this position is asked.
    pub fn asks(&self, at: usize) -> bool {
        self.asked[at]
    }

    /// What counts as said to an item: nothing, where it is not asked.
    pub fn answers(&self, id: &ItemId) -> &'a [Answer] {
        match self.instrument.position(id) {
            Some(at) if self.asked[at] => self.response.counted(id),
            _ => &[],
        }
    }

    /// What stands at an item that is asked: what counts as said, and own words that are still blank.
    pub fn entered(&self, id: &ItemId) -> &'a [Answer] {
        match self.instrument.position(id) {
            Some(at) if self.asked[at] => self.response.stored(id),
            _ => &[],
        }
    }

    /// The questions asked, in order, with their positions.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &'a super::instrument::Item)> + '_ {
        self.instrument.items().iter().enumerate().filter(|(at, item)| self.asked[*at] && item.is_question())
    }

    /// The questions asked within the item at this position, in order, with their positions.
    pub(super) fn questions_within(
        &self,
        around: usize,
    ) -> impl Iterator<Item = (usize, &'a super::instrument::Item)> + '_ {
        let inside = self.instrument.inside(around);
        inside
            .filter(|at| self.asked[*at])
            .map(|at| (at, &self.instrument.items()[at]))
            .filter(|(_, item)| item.is_question())
    }

    /// The pages that ask something, in order, by the position of the page's group or single item. The statements of
    /// consent stand on none of them.
    pub fn pages(&self) -> Vec<usize> {
        let asked = self.questions().filter(|(at, _)| !consent::is_statement(self.instrument, *at));
        let mut pages: Vec<usize> = asked.map(|(at, _)| self.instrument.page_of(at)).collect();
        pages.dedup();
        pages
    }

    /// What became of the question at this position, given the items that the respondent was shown.
    pub fn disposition(&self, at: usize, shown: &HashSet<ItemId>) -> Disposition {
        let id = &self.instrument.items()[at].id;
        if !self.asked[at] {
            Disposition::NotApplicable
        } else if !self.answers(id).is_empty() {
            Disposition::Answered
        } else if shown.contains(id) {
            Disposition::NoAnswer
        } else {
            Disposition::NotReached
        }
    }
}

/// Decides for the items at these positions, each behind all that it depends on, whether they are asked.
pub(super) fn decide(
    instrument: &Instrument,
    response: &Response,
    positions: impl IntoIterator<Item = usize>,
    asked: &mut [bool],
) {
    for at in positions {
        let item = &instrument.items()[at];
        let said = |source: usize| {
            if asked[source] { response.counted(&instrument.items()[source].id) } else { &[] }
        };
        asked[at] = item.parent.is_none_or(|parent| asked[parent])
            && item.universe.as_ref().is_none_or(|universe| universe.holds(&said));
    }
}
