//! An interview: someone who consented, what they said, and where they stand. What follows an event is a function
//! of both; it reads no clock and writes nothing.

use super::check::{self, Problem, ProblemKind, Severity};
use super::consent::{self, Consent};
use super::instrument::{Instrument, ItemId, ResponseDomain};
use super::response::{Answer, Response};
use super::routing::{Disposition, RoutingPath};
use std::collections::HashSet;

/// Where in an interview a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// At a page, on the way through.
    Asking(ItemId),
    /// At a page, to change an answer, and back to the check afterwards.
    Changing(ItemId),
    /// Checking all answers before submitting.
    Reviewing,
}

impl Stage {
    /// The page shown, by the id of its group or single item.
    pub fn page(&self) -> Option<&ItemId> {
        match self {
            Self::Asking(page) | Self::Changing(page) => Some(page),
            Self::Reviewing => None,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An item was answered so; no answers means that its answer was taken back.
    Answered(ItemId, Vec<Answer>),
    /// The person went on from a page.
    Continued,
    /// The person went to a place: by a Change link, the browser's Back, an address.
    Visited(Stage),
}

/// What is kept of an interview whatever the consent: what was said, and how far the person came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// What was said, on the routing path or not.
    pub response: Response,
    /// The questions that the person was shown and went on from.
    pub shown: HashSet<ItemId>,
}

/// An interview that is going on.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    consent: Consent,
    progress: Progress,
    stage: Stage,
}

impl Interview {
    /// An interview of someone who consented, with what was kept of an earlier sitting, at the stage nearest to the
    /// wanted one.
    pub fn of(instrument: &Instrument, consent: Consent, progress: Progress, wanted: Stage) -> Self {
        let mut interview = Self { consent, progress, stage: Stage::Reviewing };
        interview.visit(instrument, wanted);
        interview
    }

    /// A new interview, at its first page.
    pub fn begun(instrument: &Instrument, consent: Consent) -> Self {
        Self::of(instrument, consent, Progress::default(), Stage::Reviewing)
    }

    /// The consent it rests on.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// What was said and shown.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Where the person is.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Who is asked what, as things stand.
    pub fn path<'a>(&'a self, instrument: &'a Instrument) -> RoutingPath<'a> {
        RoutingPath::of(instrument, &self.progress.response)
    }

    /// The interview after an event. A place that can't be visited yet leads to the furthest that can.
    #[must_use]
    pub fn after(mut self, instrument: &Instrument, event: Event) -> Self {
        self.update(instrument, event);
        self
    }

    /// Becomes the interview after an event.
    pub fn update(&mut self, instrument: &Instrument, event: Event) {
        match event {
            Event::Answered(item, answers) => {
                self.answer(item, answers);
                // What it opens has to be seen before the check.
                if self.stage == Stage::Reviewing {
                    self.visit(instrument, Stage::Reviewing);
                }
            }
            Event::Continued => {
                let Some(page) = self.stage.page() else { return };
                let page = instrument.position(page);
                let asked = self.asked(instrument);
                let here = asked.iter().filter(|(on, _)| Some(*on) == page);
                self.progress.shown.extend(here.map(|(_, at)| instrument.items()[*at].id.clone()));
                self.stage = self.stage_behind(instrument, &asked, page);
            }
            Event::Visited(wanted) => self.visit(instrument, wanted),
        }
    }

    /// Becomes the interview after an answer on the page that is asked.
    pub fn answer(&mut self, item: ItemId, answers: Vec<Answer>) {
        self.progress.response.put(item, answers);
    }

    fn visit(&mut self, instrument: &Instrument, wanted: Stage) {
        self.stage = self.nearest(instrument, &self.asked(instrument), wanted);
    }

    /// The page before this one, while on the way through; from the check, the last page.
    pub fn before(&self, path: &RoutingPath) -> Option<Stage> {
        let (instrument, pages) = (path.instrument(), path.pages());
        let before = match &self.stage {
            Stage::Changing(_) => return Some(Stage::Reviewing),
            Stage::Reviewing => pages.last(),
            Stage::Asking(page) => {
                let page = instrument.position(page)?;
                let at = pages.iter().position(|other| *other == page)?;
                pages.get(at.checked_sub(1)?)
            }
        };
        Some(Stage::Asking(instrument.items()[*before?].id.clone()))
    }

    /// What is wrong with the answers on a page, warnings left out. A group that must hold an answer and holds none is
    /// reported where its last question is asked, at the first of its questions there.
    pub fn problems_on(&self, instrument: &Instrument, page: &ItemId) -> Vec<Problem> {
        let Some(page) = instrument.position(page) else { return Vec::new() };
        let here = |on: usize| on == page;
        self.problems(instrument, &here).into_iter().map(|(_, problem)| problem).collect()
    }

    /// The first page with something wrong: nothing is submitted while there is one.
    pub fn first_problem(&self, instrument: &Instrument) -> Option<ItemId> {
        let asks = |page: usize| !consent::is_statement(instrument, page);
        let first = self.problems(instrument, &asks).into_iter().map(|(page, _)| page).min()?;
        Some(instrument.items()[first].id.clone())
    }

    /// Everything wrong with the answers on these pages of the path, each with the position of its page.
    fn problems(&self, instrument: &Instrument, pages: &dyn Fn(usize) -> bool) -> Vec<(usize, Problem)> {
        let path = self.path(instrument);
        let problem = |at: usize, kind| {
            let item = Some(instrument.items()[at].id.clone());
            (instrument.page_of(at), Problem { item, kind })
        };
        let questions = path.questions().filter(|(at, _)| pages(instrument.page_of(*at)));
        let of_questions = questions.flat_map(|(at, item)| {
            // Someone who chose to answer in their own words has to find some, or to choose otherwise.
            let choice = matches!(item.domain, ResponseDomain::Choice { .. });
            let said = if choice { path.entered(&item.id) } else { path.answers(&item.id) };
            let wrong = check::answers(item, said);
            let missing = item.required && wrong.is_empty() && !is_answered(said);
            let missing = missing.then_some(ProblemKind::Required);
            missing.into_iter().chain(wrong).map(move |kind| problem(at, kind))
        });
        let groups = instrument.items().iter().enumerate();
        let required = groups.filter(|(_, item)| item.required && !item.is_question());
        let of_groups = required.filter_map(|(group, _)| {
            let within = path.questions_within(group);
            let within: Vec<_> = within.filter(|(at, _)| !consent::is_statement(instrument, *at)).collect();
            let page = Some(instrument.page_of(within.last()?.0)).filter(|page| pages(*page))?;
            let (first, _) = within.iter().find(|(at, _)| instrument.page_of(*at) == page)?;
            let silent = within.iter().all(|(_, item)| path.answers(&item.id).is_empty());
            silent.then(|| problem(*first, ProblemKind::RequiredGroup))
        });
        let problems = of_questions.chain(of_groups);
        problems.filter(|(_, problem)| problem.severity() == Severity::Error).collect()
    }

    /// The questions that were answered and are not asked any more, by position.
    pub fn no_longer_asked(&self, instrument: &Instrument) -> Vec<usize> {
        let path = self.path(instrument);
        let said = |id: &ItemId| !self.progress.response.counted(id).is_empty();
        let items = instrument.items().iter().enumerate();
        let left = items.filter(|(at, item)| item.is_question() && !path.asks(*at) && said(&item.id));
        left.map(|(at, _)| at).collect()
    }

    /// The positions of all questions asked, each behind that of its page; statements of consent left out.
    fn asked(&self, instrument: &Instrument) -> Vec<(usize, usize)> {
        let path = self.path(instrument);
        let asked = path.questions().map(|(at, _)| (instrument.page_of(at), at));
        asked.filter(|(page, _)| !consent::is_statement(instrument, *page)).collect()
    }

    /// The first page, before this one where there is one, with a question that the person has not gone on from.
    fn first_unseen(
        &self,
        instrument: &Instrument,
        asked: &[(usize, usize)],
        before: Option<usize>,
    ) -> Option<usize> {
        let mut ahead = asked.iter().take_while(|(page, _)| before.is_none_or(|before| *page < before));
        let unseen = |at: usize| !self.progress.shown.contains(&instrument.items()[at].id);
        ahead.find(|(_, at)| unseen(*at)).map(|(page, _)| *page)
    }

    fn stage_behind(&self, instrument: &Instrument, asked: &[(usize, usize)], page: Option<usize>) -> Stage {
        let id = |page: usize| instrument.items()[page].id.clone();
        if let Stage::Changing(_) = self.stage {
            // A changed answer may open pages that were not asked before; they come first, then the check again.
            return self
                .first_unseen(instrument, asked, None)
                .map_or(Stage::Reviewing, |page| Stage::Changing(id(page)));
        }
        let next = asked.iter().map(|(on, _)| *on).find(|on| Some(*on) > page);
        self.nearest(instrument, asked, next.map_or(Stage::Reviewing, |page| Stage::Asking(id(page))))
    }

    /// The wanted stage, or that of the page on which the wanted item stands, where every page before it has been seen; otherwise the first page that has not been.
    fn nearest(&self, instrument: &Instrument, asked: &[(usize, usize)], wanted: Stage) -> Stage {
        let is_asked = |page: &usize| asked.iter().any(|(on, _)| on == page);
        // What was a page of its own in another version may stand on one with others.
        let page = wanted.page().and_then(|item| instrument.position(item));
        let page = page.map(|item| instrument.page_of(item)).filter(is_asked);
        let id = |page: usize| instrument.items()[page].id.clone();
        match (self.first_unseen(instrument, asked, page), page, wanted) {
            (Some(unseen), ..) => Stage::Asking(id(unseen)),
            (None, Some(page), Stage::Asking(_)) => Stage::Asking(id(page)),
            (None, Some(page), _) => Stage::Changing(id(page)),
            (None, None, _) => Stage::Reviewing,
        }
    }

    /// What became of each question, in order; statements of consent left out.
    pub fn dispositions<'a>(&'a self, instrument: &'a Instrument) -> Vec<(&'a ItemId, Disposition)> {
        let path = self.path(instrument);
        let items = instrument.items().iter().enumerate();
        let questions =
            items.filter(|(at, item)| item.is_question() && !consent::is_statement(instrument, *at));
        questions.map(|(at, item)| (&item.id, path.disposition(at, &self.progress.shown))).collect()
    }
}

/// Whether something was said. A statement that must be agreed to is answered by yes alone.
fn is_answered(said: &[Answer]) -> bool {
    said.iter().any(|answer| !matches!(answer, Answer::Boolean(false)))
}
