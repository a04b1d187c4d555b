//! What a place in a response document sees of the response: in a repeated group each occurrence sees its own answers,
//! and of the other occurrences none. FHIR looks for the nearest occurrence of a source.
//!
//! A response may hold thousands of occurrences, so none gets a copy: the answers of the one at hand are put into the
//! one response, and only what depends on them is decided anew.

use super::condition::Condition;
use super::fhir::ResponseItem;
use super::instrument::{Instrument, ItemId};
use super::response::{Answer, Response};
use super::routing;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A response as it is seen from one place after another, and who is asked what from there.
pub(super) struct View<'a> {
    instrument: &'a Instrument,
    response: Response,
    asked: Vec<bool>,
    /// Made when the first group occurs several times.
    dependence: Option<Dependence>,
}

/// What depends on each item, and the order in which items are decided.
struct Dependence {
    /// The items that look at it or stand in it.
    dependents: Vec<Vec<usize>>,
    /// Where it stands in that order.
    rank: Vec<usize>,
}

impl Dependence {
    fn of(instrument: &Instrument) -> Self {
        let items = instrument.items();
        let mut dependents = vec![Vec::new(); items.len()];
        for (at, item) in items.iter().enumerate() {
            let sources = item.universe.iter().flat_map(Condition::sources);
            sources.chain(item.parent).for_each(|source| dependents[source].push(at));
        }
        let mut rank = vec![0; items.len()];
        instrument.order().iter().enumerate().for_each(|(place, at)| rank[*at] = place);
        Self { dependents, rank }
    }

    /// All that depends on these items, directly or not, in the order of deciding.
    fn behind(&self, mut open: Vec<usize>) -> Vec<usize> {
        let mut found = BTreeMap::new();
        while let Some(at) = open.pop() {
            let new = self.dependents[at].iter().filter(|at| found.insert(self.rank[**at], **at).is_none());
            open.extend(new);
        }
        found.into_values().collect()
    }
}

impl<'a> View<'a> {
    /// The response as it is seen from outside all groups.
    pub(super) fn of(instrument: &'a Instrument, items: &[ResponseItem]) -> Self {
        let response = answers_in(items);
        let mut asked = vec![false; instrument.items().len()];
        routing::decide(instrument, &response, instrument.order().iter().copied(), &mut asked);
        Self { instrument, response, asked, dependence: None }
    }

    /// Whether each item is asked.
    pub(super) fn asked(&self) -> &[bool] {
        &self.asked
    }

    /// Does something as each of these occurrences of one group sees the response.
    pub(super) fn seen_by_each<'r>(
        &mut self,
        occurrences: &[&'r ResponseItem],
        visit: &mut dyn FnMut(&mut Self, &'r ResponseItem),
    ) {
        let own: Vec<Response> =
            occurrences.iter().map(|occurrence| answers_in(std::slice::from_ref(*occurrence))).collect();
        let ids: HashSet<ItemId> = own.iter().flat_map(Response::ids).cloned().collect();
        let changed = ids.iter().filter_map(|id| self.instrument.position(id)).collect();
        let dependence = self.dependence.get_or_insert_with(|| Dependence::of(self.instrument));
        let affected = dependence.behind(changed);
        let before: Vec<bool> = affected.iter().map(|at| self.asked[*at]).collect();
        let together: Vec<(ItemId, Vec<Answer>)> = ids
            .into_iter()
            .map(|id| {
                let answers = self.response.put(id.clone(), Vec::new());
                (id, answers)
            })
            .collect();
        for (occurrence, own) in occurrences.iter().zip(own) {
            let ids: Vec<ItemId> = own.ids().cloned().collect();
            for (id, answers) in own {
                self.response.put(id, answers);
            }
            routing::decide(self.instrument, &self.response, affected.iter().copied(), &mut self.asked);
            visit(self, occurrence);
            for id in ids {
                self.response.put(id, Vec::new());
            }
        }
        for (id, answers) in together {
            self.response.put(id, answers);
        }
        affected.iter().zip(before).for_each(|(at, before)| self.asked[*at] = before);
    }
}

/// Every answer in these items and within them, whatever its place.
fn answers_in(items: &[ResponseItem]) -> Response {
    fn collect(items: &[ResponseItem], into: &mut HashMap<ItemId, Vec<Answer>>) {
        for item in items {
            if let Some(id) = item.link_id.as_deref() {
                let answers =
                    item.answer.iter().filter_map(|answer| Answer::read_from(answer.value.as_ref()));
                into.entry(id.into()).or_default().extend(answers);
            }
            collect(&item.item, into);
            item.answer.iter().for_each(|answer| collect(&answer.item, into));
        }
    }
    let mut answers = HashMap::new();
    collect(items, &mut answers);
    answers.into_iter().collect()
}

/// Whether there is an answer in these items or within them, to an item whose id counts; blank words are none.
pub(super) fn holds_an_answer(items: &[ResponseItem], counts: &dyn Fn(&str) -> bool) -> bool {
    items.iter().any(|item| {
        let said = |answer: &Answer| !answer.is_blank();
        let is_said = || {
            item.answer
                .iter()
                .any(|answer| Answer::read_from(answer.value.as_ref()).as_ref().is_some_and(said))
        };
        item.link_id.as_deref().is_none_or(counts) && is_said()
            || holds_an_answer(&item.item, counts)
            || item.answer.iter().any(|answer| holds_an_answer(&answer.item, counts))
    })
}
