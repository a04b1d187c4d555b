//! During an interview: its questions, the check, and submitting.

use crate::after::{After, Answers, Aside, At as AfterAt, Delivery, Record, Submission};
use crate::before::{self, At as BeforeAt};
use crate::context::{Context, Notice};
use crate::effects::Effect;
use crate::model::Model;
use engine::change::Change;
use engine::check::Problem;
use engine::consent::{self, Consent};
use engine::instrument::{Instrument, ItemId};
use engine::interview::{Event, Interview, Stage};
use engine::record::{self, Completion};
use engine::response::Answer;
use std::collections::HashSet;
use storage::database::StorageError;
use worker::request::Sealed;

/// An interview is going on.
#[derive(Debug, Clone)]
pub struct During {
    /// Where the person is.
    pub at: At,
    /// The interview.
    pub interview: Interview,
    /// How many times it has changed: what is kept of it is written once for each.
    pub changes: u32,
    /// The question whose way to change it was taken at the check, which comes back to it.
    pub row: Option<ItemId>,
    /// What was submitted before it.
    pub earlier: Option<Submission>,
}

/// Where somebody is who is being interviewed.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// At the stage of the interview: a page of questions, or the check.
    Stage,
    /// That they stop for now.
    Later,
    /// The question whether to stop and delete.
    Stop,
    /// Back at the information sheet.
    Sheet,
    /// Back at the statements of consent, with these ticked.
    Consent(HashSet<ItemId>),
    /// The question whether to delete contact details.
    DeleteDetails,
    /// The confirmation that contact details were deleted.
    DetailsDeleted,
}

/// What happens during an interview.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// An item of the page was answered.
    Said(ItemId, Change),
    /// Something happened in the interview.
    Interview(Event),
    /// The person submits.
    Submit,
    /// That was carried out, or not. What was sealed comes with it.
    Submitted(Option<Sealed>, Result<(), StorageError>),
    /// The person stops and deletes everything.
    Stopped,
}

impl At {
    /// The statements again. Who is being interviewed has agreed to all.
    pub(super) fn consent(instrument: &Instrument) -> Self {
        Self::Consent(consent::statements(instrument).map(|item| item.id.clone()).collect())
    }
}

impl During {
    pub(super) fn with(interview: Interview, earlier: Option<Submission>) -> Self {
        Self { at: At::Stage, interview, changes: 1, row: None, earlier }
    }

    /// The record of the interview as it stands, as text.
    pub(super) fn record_text(&self, instrument: &Instrument, completion: Completion) -> String {
        let document = record::of_interview(instrument, &self.interview, completion);
        format!("{:#}", document.written())
    }

    /// Whether [`Self::update_first`] knows what follows.
    pub(super) fn is_first(&self, message: &Message) -> bool {
        matches!(
            (message, &self.at, self.interview.stage()),
            (Message::Said(..), At::Stage, Stage::Asking(_))
        )
    }

    /// What follows from an answer to a question on the way through.
    pub(super) fn update_first(mut self, context: &Context, message: Message) -> Model {
        if let Message::Said(id, change) = message
            && let Some(answers) = self.answers_after(context, &id, change)
        {
            self.interview.answer(id, answers);
            self.changes += 1;
        }
        self.into()
    }

    /// The answers to an item after a change.
    fn answers_after(&self, context: &Context, id: &ItemId, change: Change) -> Option<Vec<Answer>> {
        let item = context.session.instrument.item(id)?;
        Some(change.applied(item, self.interview.progress().response.stored(id)))
    }

    /// What follows from anything else.
    pub(super) fn update(mut self, context: &mut Context, message: Message) -> Model {
        match message {
            Message::Said(id, change) => {
                if let Some(answers) = self.answers_after(context, &id, change) {
                    self.interviewed(context, Event::Answered(id, answers));
                }
            }
            Message::Interview(event) => self.interviewed(context, event),
            Message::Submit => self.submit(context),
            Message::Submitted(sealed, kept) => return self.submitted(context, sealed, kept),
            Message::Stopped => {
                let deleted = Model::from(self).emptied(context, BeforeAt::Deleted);
                context.effect = Some(Effect::DeleteDraft);
                return deleted.into();
            }
        }
        self.into()
    }

    /// What is wrong on the page that is shown.
    pub(super) fn problems(&self, instrument: &Instrument) -> Vec<Problem> {
        match (&self.at, self.interview.stage().page()) {
            (At::Consent(ticked), _) => before::problems(instrument, ticked),
            (At::Stage, Some(page)) => self.interview.problems_on(instrument, page),
            _ => Vec::new(),
        }
    }

    /// What happens at the statements when somebody comes back to them.
    pub(super) fn at_consent(mut self, context: &mut Context, message: before::Message) -> Model {
        let session = context.session.clone();
        match (message, &mut self.at) {
            (before::Message::Ticked(id, is_ticked), At::Consent(ticked)) => {
                before::tick(ticked, context, id, is_ticked);
            }
            (before::Message::Agreed, At::Consent(ticked)) => {
                if Consent::given(&session.instrument, session.terms.clone(), ticked).is_ok() {
                    context.complaint = Default::default();
                    self.at = At::Stage;
                } else {
                    context.complaint.raise(&before::problems(&session.instrument, ticked));
                }
            }
            (before::Message::Declined, At::Consent(_)) => {
                let declined = Model::from(self).emptied(context, BeforeAt::Declined);
                context.effect = Some(Effect::DeleteDraft);
                return declined.into();
            }
            _ => {}
        }
        self.into()
    }

    pub(super) fn interviewed(&mut self, context: &mut Context, event: Event) {
        let session = context.session.clone();
        let instrument = &session.instrument;
        if event == Event::Continued {
            let problems = self.problems(instrument);
            if !problems.is_empty() {
                return context.complaint.raise(&problems);
            }
        }
        let answered = matches!(event, Event::Answered(..));
        if let Event::Visited(Stage::Changing(question)) = &event {
            self.row = Some(question.clone());
        }
        self.interview.update(instrument, event);
        self.changes += 1;
        if answered {
            context.complaint.forget_righted(|| self.problems(instrument));
        } else {
            context.complaint = Default::default();
            context.notice = None;
        }
    }

    fn submit(&mut self, context: &mut Context) {
        if *self.interview.stage() != Stage::Reviewing || context.effect.is_some() {
            return;
        }
        let session = context.session.clone();
        let instrument = &session.instrument;
        if let Some(page) = self.interview.first_problem(instrument) {
            self.interviewed(context, Event::Visited(Stage::Changing(page)));
            return context.complaint.raise(&self.problems(instrument));
        }
        let document = record::of_interview(instrument, &self.interview, Completion::Completed);
        let response = record::response_in(instrument, &document);
        let text = format!("{:#}", document.written());
        context.effect = Some(Effect::Submit(Answers { text, response }));
    }

    fn submitted(
        mut self,
        context: &mut Context,
        sealed: Option<Sealed>,
        kept: Result<(), StorageError>,
    ) -> Model {
        let Some(Effect::Submit(answers)) = context.effect.take() else { return self.into() };
        let is_kept = match kept {
            Ok(()) => true,
            Err(StorageError::Blocked) => false, // nothing was ever kept, and the person knows: the page has the record
            Err(StorageError::TakenOver) => {
                return Model::from(self).claim_lost(context);
            }
            Err(why) => {
                self.changes += 1; // whatever was still to be written was given up for the record
                context.notice = Some(Notice::NotSubmitted(why));
                return self.into();
            }
        };
        if is_kept {
            context.trouble = None;
        }
        context.clear();
        let record = match sealed {
            Some(Sealed { name, text, code }) => {
                Record::Sealed { name, text: Some(text), code, answers: Some(answers) }
            }
            None => Record::Open(answers),
        };
        let delivery = (is_kept && context.session.delivery().is_some()).then_some(Delivery::Underway);
        let submission = Submission { record, is_kept, delivery, contact: Default::default() };
        After { at: AfterAt::Done, submission, aside: Aside::default() }.into()
    }
}
