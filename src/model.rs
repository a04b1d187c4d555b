//! What the survey page knows, and what follows from each thing that happens. Pure: `effects` carries out the
//! [`Effect`] and writes the draft.

use crate::after::{self, After, Aside, At as AfterAt, ContactForm, Submission};
use crate::before::{self, At as BeforeAt, Before};
use crate::context::{Complaint, Context, HistoryStep, Notice};
use crate::during::{self, At as DuringAt, During};
use crate::effects::Effect;
use crate::route::Route;
use crate::session::Session;
use crate::turn::{self, Turn};
use browser::delivery::Undelivered;
use engine::check::Problem;
use engine::interview::Event;
use std::rc::Rc;
use storage::Latest;
use storage::database::StorageError;

/// What the survey page knows.
#[derive(Debug, Clone)]
pub struct Survey {
    /// What stands whichever part the person is in.
    pub context: Context,
    /// The part that they are in.
    pub model: Model,
}

/// The part of the survey that a person is in, with all that it knows.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "there is one")]
pub enum Model {
    /// Before an interview.
    Before(Before),
    /// During an interview.
    During(During),
    /// After submitting.
    After(After),
}

/// What the person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The information sheet.
    Sheet,
    /// The statements of consent at its end.
    Consent,
    /// Thanks to someone who did not consent.
    Declined,
    /// The interview, at its stage.
    Interview,
    /// That one stops for now.
    Later,
    /// The question whether to stop and delete.
    Stop,
    /// The question whether to delete what was submitted last.
    DeleteRecord,
    /// The question whether to delete contact details.
    DeleteDetails,
    /// The confirmation that everything was deleted.
    Deleted,
    /// The confirmation that what was submitted last was deleted.
    RecordDeleted,
    /// The confirmation that contact details were deleted.
    DetailsDeleted,
    /// That another tab has the survey open.
    Elsewhere,
    /// The confirmation of what was submitted.
    Done,
    /// The comparison.
    Comparison,
    /// The form for being contacted.
    Contact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The person came to an address: the address bar shows it.
    Arrived(Route),
    /// The person went to a place of the app: the address bar is to follow.
    Went(Route),
    /// Something happened before an interview, or at the statements of consent.
    Before(before::Message),
    /// Something happened during an interview.
    During(during::Message),
    /// Something happened after submitting.
    After(after::Message),
    /// Something happened between two people at a shared device.
    Turn(turn::Message),
    /// Another tab has taken over.
    LostClaim,
    /// The draft was written, or not.
    Kept(Result<(), StorageError>),
    /// The person deletes their contact details.
    DetailsDeleted,
    /// What could be delivered was. The names of records that wait are told, and why the last try ended early.
    Delivered(Vec<String>, Option<Undelivered>),
    /// No contact details are on the device any more: all were delivered.
    DetailsDelivered,
    /// A deletion was carried out, or not.
    DeleteEnded(Result<(), StorageError>),
    /// The organiser's newest files can't be read, and these are the ones before.
    Outdated,
    /// There are newer files, or a newer version of the app.
    NewsCame,
    /// The page goes on as it is: another tab needs it so.
    NotRenewed,
}

impl Message {
    /// Whether it is heeded while a record is on its way into the storage.
    fn is_heeded_while_submitting(&self) -> bool {
        matches!(
            self,
            Self::During(during::Message::Submitted(..))
                | Self::Turn(turn::Message::BrokenOff | turn::Message::Counted(_))
                | Self::LostClaim
                | Self::Delivered(..)
                | Self::DetailsDelivered
        )
    }
}

/// What the device held when the app started.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    /// Whether there is a draft.
    pub draft: bool,
    /// Whether there are contact details.
    pub details: bool,
    /// The record submitted last.
    pub record: Option<Latest>,
}

impl Survey {
    /// The page as it starts: at an address, with what the device holds.
    pub fn new(session: &Rc<Session>, route: Option<Route>, stored: Result<Stored, StorageError>) -> Self {
        let mut survey = Self::first(session.clone());
        let (stored, trouble) = match stored {
            Ok(stored) => (stored, None),
            Err(trouble) => (Stored::default(), Some(trouble)),
        };
        let earlier = stored.record;
        let earlier = earlier.and_then(|latest| Submission::stored(&session.instrument, latest));
        let route = route.filter(|_| !session.is_shared()).unwrap_or(Route::Sheet);
        let goes_on = stored.draft && before::can_be_finished(&survey.context);
        survey.context.effect = goes_on.then_some(Effect::Claim { take_over: false });
        survey.context.trouble = trouble;
        survey.context.has_details = stored.details;
        survey.model = Before { earlier, draft_waits: stored.draft && !goes_on, ..Before::default() }.into();
        survey.after(Message::Arrived(route))
    }

    /// The page as it starts on a device on which nothing is kept: at the information sheet.
    pub fn first(session: Rc<Session>) -> Self {
        let context = Context {
            effect: None,
            trouble: None,
            notice: None,
            complaint: Complaint::default(),
            history_step: HistoryStep::Replace,
            has_details: false,
            turn: session.is_shared().then(Turn::default),
            session,
        };
        Self { context, model: Model::default() }
    }

    /// The page after something happened.
    #[must_use]
    pub fn after(mut self, message: Message) -> Self {
        self.update(message);
        self
    }

    /// Becomes the page after something happened.
    pub fn update(&mut self, message: Message) {
        if self.is_first(&message) {
            return self.update_first(message);
        }
        if self.context.is_submitting() && !message.is_heeded_while_submitting() {
            return; // what is being submitted can't be changed any more
        }
        self.context.history_step = HistoryStep::Push;
        self.model = std::mem::take(&mut self.model).after(&mut self.context, message);
    }

    /// Whether a message is of a person's way to the first question, or an answer, with nothing wrong so far: then
    /// [`Self::update_first`] knows what follows.
    pub fn is_first(&self, message: &Message) -> bool {
        let Self { context, model } = self;
        let is_alone = context.turn.is_none() && model.submission().is_none();
        match (model, message) {
            _ if context.is_submitting() => false,
            _ if context.complaint.times > 0 => false,
            (Model::Before(before), Message::Before(message)) => before.is_first(context, message),
            (Model::During(during), Message::During(message)) => during.is_first(message),
            (Model::Before(before), Message::Arrived(route) | Message::Went(route)) => {
                let is_first = matches!(route, Route::Sheet | Route::Consent);
                is_alone && is_first && matches!(before.at, BeforeAt::Sheet | BeforeAt::Consent)
            }
            _ => false,
        }
    }

    /// Becomes the page after something of which [`Self::is_first`] is true. Nothing else changes it.
    pub fn update_first(&mut self, message: Message) {
        let context = &mut self.context;
        context.history_step = HistoryStep::Push;
        self.model = match (std::mem::take(&mut self.model), message) {
            (Model::Before(before), Message::Before(message)) => before.update_first(context, message),
            (Model::During(during), Message::During(message)) => during.update_first(context, message),
            (Model::Before(before), Message::Arrived(route) | Message::Went(route)) => {
                context.arrive();
                let at = if route == Route::Consent { BeforeAt::Consent } else { BeforeAt::Sheet };
                Before { at, ..before }.into()
            }
            (model, _) => model,
        };
    }

    /// Whether a message changes nothing: much of what the outside tells is as it was before.
    pub fn ignores(&self, message: &Message) -> bool {
        let asks = self.model.is_in_use() && self.context.effect.is_none();
        match (message, &self.context.turn) {
            (Message::Kept(Err(StorageError::TakenOver)), _) => false,
            (Message::Kept(kept), _) => kept.as_ref().err() == self.context.trouble.as_ref(),
            (Message::Turn(message), Some(turn)) => turn.ignores(message, asks),
            (Message::Turn(_), None) => true,
            _ => false,
        }
    }

    /// Where the person is, for the address bar.
    pub fn route(&self) -> Route {
        self.model.route(self.context.is_shared())
    }

    /// The problems that the person is shown on this page.
    pub fn problems(&self) -> Vec<Problem> {
        let Session { instrument, afterwards, .. } = &*self.context.session;
        if self.context.complaint.times == 0 {
            return Vec::new();
        }
        self.context.complaint.shown(match (&self.model, afterwards.get()) {
            (Model::Before(before), _) if matches!(before.at, BeforeAt::Sheet | BeforeAt::Consent) => {
                before::problems(instrument, &before.ticked)
            }
            (Model::During(during), _) => during.problems(instrument),
            (Model::After(after), Some(afterwards)) if after.at == AfterAt::Contact => {
                after.submission.contact.problems(&afterwards.contact)
            }
            _ => Vec::new(),
        })
    }

    /// Whether the draft is this tab's business: there is an interview, or one to go on with, or something under way.
    pub fn has_draft(&self) -> bool {
        let waits = match &self.model {
            Model::Before(before) | Model::After(After { aside: Aside::Before(before), .. }) => {
                before.draft_waits
            }
            _ => true,
        };
        waits || self.context.effect.is_some()
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::Before(Before::default())
    }
}

impl From<Before> for Model {
    fn from(before: Before) -> Self {
        Self::Before(before)
    }
}

impl From<During> for Model {
    fn from(during: During) -> Self {
        Self::During(during)
    }
}

impl From<After> for Model {
    fn from(after: After) -> Self {
        Self::After(after)
    }
}

impl Model {
    fn after(self, context: &mut Context, message: Message) -> Self {
        match (self, message) {
            (model, Message::Arrived(route)) if model.route(context.is_shared()) == Route::Survey => {
                turn::step_back(model, context, &route)
            }
            (model, Message::Went(Route::Sheet)) if context.is_shared() && model.during().is_some() => {
                model.arrive(context, Route::Stop) // the information is for the next person
            }
            (model, Message::Arrived(route) | Message::Went(route)) => model.arrive(context, route),
            (Self::Before(before), Message::Before(message)) => before.update(context, message),
            (Self::During(during), Message::During(message)) => during.update(context, message),
            (Self::During(during), Message::Before(message)) => during.at_consent(context, message),
            (Self::After(after), Message::Before(before::Message::Claimed(draft)))
                if matches!(context.effect, Some(Effect::Claim { .. })) =>
            {
                let After { aside, submission, at } = after;
                match aside {
                    Aside::Before(before) => {
                        Before { earlier: Some(submission), ..before }.claimed(context, draft)
                    }
                    aside => After { aside, submission, at }.into(),
                }
            }
            (Self::After(after), Message::After(message)) => after.update(context, message),
            (model, Message::Turn(message)) => turn::update(model, context, message),
            (model, Message::LostClaim) => model.claim_lost(context),
            (model, Message::Kept(Err(StorageError::TakenOver))) if model.during().is_some() => {
                model.claim_lost(context)
            }
            (model, Message::Kept(kept)) => {
                context.trouble = kept.err();
                model
            }
            (model, Message::DetailsDeleted) => {
                let (aside, mut earlier) = model.apart();
                if let Some(submission) = &mut earlier {
                    submission.contact = ContactForm::default();
                }
                context.effect = Some(Effect::DeleteDetails);
                aside.at(BeforeAt::DetailsDeleted, DuringAt::DetailsDeleted, earlier)
            }
            (mut model, Message::Delivered(waiting, why)) => {
                model.submission_mut().into_iter().for_each(|it| it.delivered(&waiting, why));
                model
            }
            (model, Message::DetailsDelivered) => {
                context.has_details = false;
                model
            }
            (model, Message::DeleteEnded(ended)) => model.deletion_ended(context, ended),
            (model, Message::Outdated) => {
                context.notice = context.notice.take().or(Some(Notice::Outdated));
                model
            }
            (model, Message::NewsCame) => {
                if context.effect.is_none() && !model.is_in_use() {
                    context.effect = Some(Effect::Renew);
                }
                model
            }
            (model, Message::NotRenewed) => {
                context.effect = context.effect.take().filter(|effect| *effect != Effect::Renew);
                model
            }
            // It does not concern the part that the person is in by now.
            (model, Message::Before(_) | Message::During(_) | Message::After(_)) => model,
        }
    }

    /// What an address leads to, as things stand.
    pub(super) fn arrive(self, context: &mut Context, route: Route) -> Self {
        context.arrive();
        if self.view() == View::Elsewhere {
            return self;
        }
        let (aside, mut earlier) = self.apart();
        if let Some(submission) = earlier.as_mut().filter(|submission| submission.contact.is_kept) {
            submission.contact = ContactForm::default();
        }
        let after = |at, submission, aside| After { at, submission, aside }.into();
        match (route, aside, earlier) {
            (Route::Interview(stage), Aside::During(aside), earlier) => {
                let mut during = During { at: DuringAt::Stage, earlier, ..aside };
                during.interviewed(context, Event::Visited(stage));
                during.into()
            }
            (Route::Later, Aside::During(aside), earlier) => {
                let at = if context.is_kept_here() { DuringAt::Later } else { DuringAt::Stage };
                During { at, earlier, ..aside }.into()
            }
            (Route::Stop, Aside::During(aside), earlier) => {
                During { at: DuringAt::Stop, earlier, ..aside }.into()
            }
            (Route::DeleteRecord, aside, Some(submission)) if !context.is_shared() => {
                after(AfterAt::DeleteRecord, submission, aside)
            }
            (Route::DeleteDetails, aside, earlier) if context.has_details => {
                aside.at(BeforeAt::DeleteDetails, DuringAt::DeleteDetails, earlier)
            }
            (Route::Consent, aside, earlier) => {
                let again = DuringAt::consent(&context.session.instrument);
                aside.at(BeforeAt::Consent, again, earlier)
            }
            (Route::Comparison, aside, Some(submission)) if submission.answers().is_some() => {
                after(AfterAt::Comparison, submission, aside)
            }
            (Route::Contact, aside, Some(submission)) if context.offers_contact() => {
                after(AfterAt::Contact, submission, aside)
            }
            (
                Route::Done | Route::Interview(_) | Route::Comparison | Route::Contact,
                aside,
                Some(submission),
            ) => after(AfterAt::Done, submission, aside),
            (_, aside, earlier) => aside.at(BeforeAt::Sheet, DuringAt::Sheet, earlier),
        }
    }

    fn deletion_ended(mut self, context: &mut Context, ended: Result<(), StorageError>) -> Self {
        context.history_step = HistoryStep::Replace;
        let effect = context.effect.take();
        match (&effect, &mut self) {
            (Some(Effect::DeleteRecord), _) if ended.is_ok() => {
                let (aside, _) = self.apart();
                let at = if let Aside::Before(before) = &aside { before.at } else { BeforeAt::Sheet };
                self = aside.at(at, DuringAt::Sheet, None);
            }
            (Some(Effect::DeleteDetails), _) if ended.is_ok() => context.has_details = false,
            (Some(Effect::DeleteRecord | Effect::DeleteDetails), _) => {}
            (_, Self::Before(before)) => before.draft_waits = ended.is_err(),
            _ => {}
        }
        let is_over =
            matches!(effect, Some(Effect::DeleteDraft | Effect::DeleteRecord | Effect::DeleteDetails));
        context.effect = effect.filter(|_| !is_over);
        context.notice = ended.err().map(Notice::NotDone);
        self
    }

    /// What is left aside for what was submitted, and that.
    fn apart(self) -> (Aside, Option<Submission>) {
        match self {
            Self::Before(mut before) => {
                let earlier = before.earlier.take();
                (Aside::Before(before), earlier)
            }
            Self::During(mut during) => {
                let earlier = during.earlier.take();
                (Aside::During(during), earlier)
            }
            Self::After(After { aside, submission, .. }) => (aside, Some(submission)),
        }
    }

    /// A place before the interview, without anything that the person said. What was submitted stays.
    pub(super) fn emptied(self, context: &mut Context, at: BeforeAt) -> Before {
        context.clear();
        let (_, mut earlier) = self.apart();
        if let Some(submission) = &mut earlier {
            submission.contact = ContactForm::default();
        }
        Before { at, earlier, ..Before::default() }
    }

    pub(super) fn claim_lost(self, context: &mut Context) -> Self {
        context.history_step = HistoryStep::Replace;
        context.effect = None;
        self.emptied(context, BeforeAt::Elsewhere).into()
    }

    /// Back to the interview from the question whether to stop.
    pub(super) fn leave_stop(self) -> Self {
        match self {
            Self::During(during) => During { at: DuringAt::Stage, ..during }.into(),
            other => other,
        }
    }

    /// The interview that is going on, left aside or not.
    pub fn during(&self) -> Option<&During> {
        match self {
            Self::During(during) | Self::After(After { aside: Aside::During(during), .. }) => Some(during),
            _ => None,
        }
    }

    /// What was submitted last.
    pub fn submission(&self) -> Option<&Submission> {
        match self {
            Self::Before(before) => before.earlier.as_ref(),
            Self::During(during) => during.earlier.as_ref(),
            Self::After(after) => Some(&after.submission),
        }
    }

    fn submission_mut(&mut self) -> Option<&mut Submission> {
        match self {
            Self::Before(before) => before.earlier.as_mut(),
            Self::During(during) => during.earlier.as_mut(),
            Self::After(after) => Some(&mut after.submission),
        }
    }

    /// Whether the information sheet is in view.
    pub fn shows_sheet(&self) -> bool {
        matches!(self.view(), View::Sheet | View::Consent)
    }

    /// Whether there is anything of a person on the page.
    pub fn is_in_use(&self) -> bool {
        match self {
            Self::Before(before) => before.at != BeforeAt::Sheet || !before.ticked.is_empty(),
            _ => true,
        }
    }

    /// What the person sees.
    pub fn view(&self) -> View {
        match self {
            Self::Before(before) => match before.at {
                BeforeAt::Sheet => View::Sheet,
                BeforeAt::Consent => View::Consent,
                BeforeAt::Declined => View::Declined,
                BeforeAt::Elsewhere => View::Elsewhere,
                BeforeAt::Deleted => View::Deleted,
                BeforeAt::RecordDeleted => View::RecordDeleted,
                BeforeAt::DeleteDetails => View::DeleteDetails,
                BeforeAt::DetailsDeleted => View::DetailsDeleted,
            },
            Self::During(during) => match during.at {
                DuringAt::Stage => View::Interview,
                DuringAt::Later => View::Later,
                DuringAt::Stop => View::Stop,
                DuringAt::Sheet => View::Sheet,
                DuringAt::Consent(_) => View::Consent,
                DuringAt::DeleteDetails => View::DeleteDetails,
                DuringAt::DetailsDeleted => View::DetailsDeleted,
            },
            Self::After(after) => match after.at {
                AfterAt::Done => View::Done,
                AfterAt::Comparison => View::Comparison,
                AfterAt::Contact => View::Contact,
                AfterAt::DeleteRecord => View::DeleteRecord,
            },
        }
    }

    /// Where the person is, for the address bar.
    ///
    /// On a shared device the browser's history is the next person's as well, so that one place stands for everything
    /// behind the consent: which questions were asked would tell answers.
    pub(super) fn route(&self, is_shared: bool) -> Route {
        match (self.view(), self) {
            (View::Sheet | View::Elsewhere, _) => Route::Sheet,
            (View::Consent, _) => Route::Consent,
            _ if is_shared => Route::Survey,
            (View::Interview, Self::During(during)) => Route::Interview(during.interview.stage().clone()),
            (View::Interview, _) => Route::Sheet,
            (View::Declined, _) => Route::Declined,
            (View::Later, _) => Route::Later,
            (View::Stop, _) => Route::Stop,
            (View::DeleteRecord, _) => Route::DeleteRecord,
            (View::DeleteDetails, _) => Route::DeleteDetails,
            (View::Deleted | View::RecordDeleted | View::DetailsDeleted, _) => Route::Deleted,
            (View::Done, _) => Route::Done,
            (View::Comparison, _) => Route::Comparison,
            (View::Contact, _) => Route::Contact,
        }
    }
}
