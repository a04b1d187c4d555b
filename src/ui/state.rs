//! What the app knows, and what follows from each thing that happens. Pure: `ui::effects` carries out the
//! [`Effect`] and writes the draft.

use super::route::Route;
pub use super::session::Session;
use crate::aggregate::snapshot::Snapshot;
use crate::browser::store::StorageError;
use crate::seal;
use crate::survey::change::Change;
use crate::survey::check::{self, Problem, ProblemKind};
use crate::survey::consent::{self, Consent};
use crate::survey::fhir::QuestionnaireResponse;
use crate::survey::instrument::{Item, ItemId};
use crate::survey::interview::{Event, Interview, Stage};
use crate::survey::record::{self, Completion, Draft, Lost};
use crate::survey::response::{Answer, Response};
use crate::survey::routing::RoutingPath;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What the person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The information sheet.
    Sheet,
    /// The statements of consent.
    Consent,
    /// Thanks to someone who did not consent.
    Declined,
    /// The interview, at its stage.
    Interview,
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

/// What is to be done outside: one thing at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make this tab the one that may write the draft; the flag says, even if another has it.
    Claim(bool),
    /// Keep this record in place of the draft.
    Submit(String),
    /// Delete the draft.
    DeleteDraft,
    /// Delete the record submitted last.
    DeleteRecord,
    /// Delete the contact details on this device.
    DeleteDetails,
    /// Keep these contact details.
    KeepContact(String),
    /// Keep this record of someone who left, in place of the draft.
    BreakOff(String),
    /// Load the page again, with what is new.
    Renew,
}

/// What was submitted last on this device.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// The record as it was kept.
    pub text: String,
    /// The answers in it.
    pub response: Response,
    /// Whether it is kept on the device; otherwise this page alone holds it.
    pub kept: bool,
}

/// How many records a shared device holds that nobody has confirmed to have, and for how many days at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub records: usize,
    /// Since how many days the oldest waits.
    pub days: i64,
}

/// How far contact details have come. What was left stays on the page, so that it can be saved to a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contact {
    /// What was said so far.
    pub response: Response,
    /// Whether it was kept.
    pub kept: bool,
}

/// What the person is told once, above whatever they see.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// They go on where they left off.
    Resumed,
    /// They go on, but these answers no longer fit.
    Lost(Vec<Lost>),
    /// They need to agree again: the information has changed.
    ConsentAgain,
    /// What was kept can't be read; this is its text.
    Damaged(String),
    /// The contact details, or the deletion, could not be carried out.
    NotDone(StorageError),
    /// The answers could not be submitted.
    NotSubmitted(StorageError),
    /// The organiser's newest files can't be read; the survey goes on with the ones before.
    Outdated,
}

/// How the last move came about, which decides what becomes of the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryStep {
    /// Forward, by what the person did: Back leads here again.
    Push,
    /// By the browser, or by correction.
    Replace,
    /// By the browser's StepForward, while the address is to stay: it is gone forward to again.
    StepForward,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The person came to an address: the address bar shows it.
    Arrived(Route),
    /// The person went to a place of the app: the address bar is to follow.
    Went(Route),
    /// A statement was ticked, or not.
    Ticked(ItemId, bool),
    /// The person went on from the statements.
    Agreed,
    /// The person does not consent.
    Declined,
    /// The draft is this tab's, and this is its text; `None` where another tab has it.
    Claimed(Option<Option<String>>),
    /// The person wants to use this tab, not the other.
    TookOver,
    /// Another tab has taken over.
    LostClaim,
    /// Something happened in the interview.
    Interview(Event),
    /// The person submits.
    Submitted,
    /// What they submit is sealed, and about to be kept; with the code by which it can be withdrawn.
    Sealed(String, String),
    /// That was carried out, or not.
    SubmitEnded(Result<(), StorageError>),
    /// The person deletes everything.
    Deleted,
    /// That was carried out, or not.
    DeleteEnded(Result<(), StorageError>),
    /// The draft was written, or not.
    Kept(Result<(), StorageError>),
    /// An item of the page was answered: of the interview or of the contact form.
    Said(ItemId, Change),
    /// The person leaves their contact details.
    ContactLeft,
    /// That was carried out, or not.
    ContactEnded(Result<(), StorageError>),
    /// The person deletes what they submitted.
    RecordDeleted,
    /// The person deletes their contact details.
    DetailsDeleted,
    /// The organiser's newest files can't be read, and these are the ones before.
    Outdated,
    /// There are newer files, or a newer version of the app.
    NewsCame,
    /// The page goes on as it is: another tab needs it so.
    NotRenewed,
    /// On a shared device: the snapshot that stands.
    Looked(Option<Snapshot>),
    /// On a shared device: how many records wait.
    Counted(Waiting),
    /// On a shared device: nobody has touched it for a while.
    Idled,
    /// On a shared device: the person is still there.
    Stayed,
    /// On a shared device: the person is done, or has left. The next one can come.
    Finished,
    /// On a shared device: nobody has said that they are still there.
    TimedOut,
    /// What someone said who left is a record now; or the draft stays as it was kept last, and becomes one before the
    /// next interview begins.
    BrokenOff,
}

/// What the app knows.
#[derive(Debug, Clone)]
pub struct State {
    /// What everything rests on.
    pub session: Rc<Session>,
    /// What the person sees.
    pub view: View,
    /// The interview that is going on.
    pub interview: Option<Interview>,
    /// The statements ticked so far.
    pub ticked: BTreeSet<ItemId>,
    /// What was submitted last.
    pub submitted: Option<Submitted>,
    /// The contact form.
    pub contact: Contact,
    /// Whether contact details are on this device, for the person to delete.
    pub has_details: bool,
    /// What is to be done outside.
    pub effect: Option<Effect>,
    /// Why answers are not kept, where they are not.
    pub trouble: Option<StorageError>,
    /// What to tell.
    pub notice: Option<Notice>,
    /// How many times in a row the person tried to go on with something wrong on the page.
    pub complaints: u32,
    /// How many times the interview has changed: what is kept of it is written once for each.
    pub changes: u32,
    /// How the last move came about.
    pub history_step: HistoryStep,
    /// What was submitted last, as it was sealed. A device can't read it again.
    pub sealed: Option<String>,
    /// The code by which what was just submitted can be withdrawn. It is shown once, and kept nowhere.
    pub receipt: Option<String>,
    /// On a shared device: the figures that stood before this person began.
    pub snapshot: Option<Snapshot>,
    /// On a shared device: how many records wait.
    pub waits: Option<Waiting>,
    /// On a shared device: whether the person is asked if they are still there.
    pub pausing: bool,
    /// A consent that waits for the draft to be this tab's.
    consent: Option<Consent>,
    /// Whether there is a draft that waits for a new consent.
    waiting: bool,
    /// What was wrong when the person last tried to go on, and has not been right since. Nobody is told of more in the
    /// middle of an answer.
    wrong: Vec<Option<ItemId>>,
}

impl State {
    /// The app as it starts: at an address, with what the device holds.
    pub fn new(session: Rc<Session>, route: Option<Route>, stored: Result<Stored, StorageError>) -> Self {
        let (stored, trouble) = match stored {
            Ok(stored) => (stored, None),
            Err(trouble) => (Stored::default(), Some(trouble)),
        };
        let read = |text: &String| QuestionnaireResponse::read(&serde_json::from_str(text).ok()?).ok();
        let (sealed, readable) = match stored.record {
            Some((name, text)) if seal::is_sealed(&name) => (Some(text), None),
            other => (None, other.map(|(_, text)| text)),
        };
        let submitted = readable.and_then(|text| {
            let response = record::response_in(&session.study.instrument, &read(&text)?);
            Some(Submitted { text, response, kept: true })
        });
        let state = Self {
            session,
            view: View::Sheet,
            interview: None,
            ticked: BTreeSet::new(),
            submitted,
            contact: Contact::default(),
            has_details: stored.details,
            effect: stored.draft.then_some(Effect::Claim(false)),
            trouble,
            notice: None,
            complaints: 0,
            changes: 0,
            history_step: HistoryStep::Replace,
            sealed,
            receipt: None,
            snapshot: None,
            waits: None,
            pausing: false,
            consent: None,
            waiting: false,
            wrong: Vec::new(),
        };
        let route = route.filter(|_| !state.is_shared()).unwrap_or(Route::Sheet);
        state.after(Message::Arrived(route))
    }

    /// Whether the device is shared: an event is going on.
    pub fn is_shared(&self) -> bool {
        self.session.event.is_some()
    }

    /// Whether there is anything of a person on the page.
    pub fn is_in_use(&self) -> bool {
        self.view != View::Sheet || self.interview.is_some() || !self.ticked.is_empty()
    }

    /// Where the person is, for the address bar.
    ///
    /// On a shared device the browser's history is the next person's as well, so that one place stands for everything
    /// behind the consent: which questions were asked would tell answers.
    pub fn route(&self) -> Route {
        match self.view {
            View::Sheet | View::Elsewhere => Route::Sheet,
            View::Consent => Route::Consent,
            _ if self.is_shared() => Route::Survey,
            View::Declined => Route::Declined,
            View::Interview => self
                .interview
                .as_ref()
                .map_or(Route::Sheet, |interview| Route::Interview(interview.stage().clone())),
            View::Stop => Route::Stop,
            View::DeleteRecord => Route::DeleteRecord,
            View::DeleteDetails => Route::DeleteDetails,
            View::Deleted | View::RecordDeleted | View::DetailsDeleted => Route::Deleted,
            View::Done => Route::Done,
            View::Comparison => Route::Comparison,
            View::Contact => Route::Contact,
        }
    }

    /// The problems that the person is shown on this page: none before they try to go on, and then no others before
    /// they try again.
    pub fn problems(&self) -> Vec<Problem> {
        if self.complaints == 0 {
            return Vec::new();
        }
        self.problems_here().into_iter().filter(|problem| self.wrong.contains(&problem.item)).collect()
    }

    /// Everything that is wrong on this page.
    fn problems_here(&self) -> Vec<Problem> {
        match (&self.view, &self.interview) {
            (View::Consent, _) => {
                let mut statements = consent::statements(&self.session.study.instrument);
                let missing = statements.find(|item| !self.ticked.contains(&item.id));
                let problem =
                    |item: &Item| Problem { item: Some(item.id.clone()), kind: ProblemKind::Required };
                missing.map(problem).into_iter().collect()
            }
            (View::Interview, Some(interview)) => {
                let page = interview.stage().page();
                page.map(|page| interview.problems_on(&self.session.study.instrument, page))
                    .unwrap_or_default()
            }
            (View::Contact, _) => self.contact_problems(),
            _ => Vec::new(),
        }
    }

    /// The person tried to go on, and is shown what is wrong.
    fn complain(&mut self) {
        self.complaints += 1;
        self.wrong = self.problems_here().into_iter().map(|problem| problem.item).collect();
    }

    /// Something was answered: what is right now is not called wrong again before the person tries to go on.
    fn forget_righted(&mut self) {
        if self.complaints > 0 {
            let problems = self.problems();
            self.wrong.retain(|item| problems.iter().any(|problem| problem.item == *item));
        }
    }

    /// Whether an action changes nothing: much of what the outside tells is as it was before.
    pub fn ignores(&self, message: &Message) -> bool {
        match message {
            Message::Kept(Err(StorageError::TakenOver)) => false,
            Message::Kept(kept) => kept.as_ref().err() == self.trouble.as_ref(),
            Message::Idled => self.pausing == (self.is_in_use() && self.effect.is_none()),
            Message::TimedOut => !self.pausing,
            Message::Looked(snapshot) => *snapshot == self.snapshot,
            Message::Counted(waits) => Some(*waits) == self.waits,
            _ => false,
        }
    }

    /// What is wrong with the contact form. An email address must look like one, or nobody can write to it.
    fn contact_problems(&self) -> Vec<Problem> {
        let path = RoutingPath::of(&self.session.study.contact, &self.contact.response);
        let problems = path.questions().flat_map(|(_, item)| {
            let said = path.answers(&item.id);
            let no = said.is_empty() || said.contains(&Answer::Boolean(false));
            let missing = (item.required && no).then_some(ProblemKind::Required);
            let is_email = |answer: &Answer| crate::survey::identifying::is_email(answer.words().trim());
            let not_email =
                item.id.as_str().ends_with("email") && !said.is_empty() && !said.iter().all(is_email);
            let not_email = not_email.then(|| ProblemKind::WrongType("email".to_owned()));
            let wrong = check::answers(item, said);
            missing
                .into_iter()
                .chain(not_email)
                .chain(wrong)
                .map(|kind| Problem { item: Some(item.id.clone()), kind })
        });
        problems.collect()
    }

    /// Whether the draft is this tab's business: there is an interview, or one to go on with, or work under way.
    pub fn has_draft(&self) -> bool {
        self.interview.is_some() || self.waiting || self.effect.is_some()
    }

    /// Whether the form for being contacted is offered: where the study has it and names who would write, and what it
    /// asks can be kept.
    pub fn offers_contact(&self) -> bool {
        let settings = &self.session.study.settings;
        settings.contact_form && settings.organiser.is_some() && self.trouble != Some(StorageError::Blocked)
    }

    /// The contact details as text.
    pub fn contact_text(&self) -> String {
        let path = RoutingPath::of(&self.session.study.contact, &self.contact.response);
        record::of_form(&path).written().to_string()
    }

    /// The record of the interview as it stands, as text, for the person to save.
    pub fn record_text(&self, completion: Completion) -> Option<String> {
        let document =
            record::of_interview(&self.session.study.instrument, self.interview.as_ref()?, completion);
        serde_json::to_string_pretty(&document.written()).ok()
    }

    /// The state after something happened.
    #[must_use]
    pub fn after(mut self, message: Message) -> Self {
        self.update(message);
        self
    }

    /// Becomes the state after something happened.
    pub fn update(&mut self, message: Message) {
        let submitting = matches!(self.effect, Some(Effect::Submit(_) | Effect::BreakOff(_)));
        let ends = matches!(
            message,
            Message::Sealed(..)
                | Message::SubmitEnded(_)
                | Message::BrokenOff
                | Message::LostClaim
                | Message::Counted(_)
        );
        if submitting && !ends {
            return; // what is being submitted can't be changed any more
        }
        self.history_step = HistoryStep::Push;
        match message {
            Message::Arrived(route) if self.route() == Route::Survey => self.step_back(&route),
            Message::Went(Route::Sheet) if self.is_shared() && self.interview.is_some() => {
                self.arrive(Route::Stop); // the information is for the next person
            }
            Message::Arrived(route) | Message::Went(route) => self.arrive(route),
            Message::Ticked(id, true) => {
                self.ticked.insert(id);
                self.forget_righted();
            }
            Message::Ticked(id, false) => drop(self.ticked.remove(&id)),
            Message::Agreed => self.agree(),
            Message::Declined => {
                let kept = self.interview.is_some() || self.waiting;
                self.empty(View::Declined);
                self.effect = kept.then_some(Effect::DeleteDraft);
            }
            Message::Claimed(draft) => self.claim(draft),
            Message::TookOver => self.effect = Some(Effect::Claim(true)),
            Message::LostClaim => self.lose_claim(),
            Message::Interview(event) => self.interviewed(event),
            Message::Submitted => self.submit(),
            Message::Sealed(sealed, receipt) => {
                self.sealed = Some(sealed);
                self.receipt = Some(receipt);
            }
            Message::SubmitEnded(ended) => self.submit_ended(ended),
            Message::Deleted => {
                self.empty(View::Deleted);
                self.effect = Some(Effect::DeleteDraft);
            }
            Message::RecordDeleted => {
                self.empty(View::RecordDeleted);
                self.effect = Some(Effect::DeleteRecord);
            }
            Message::DetailsDeleted => {
                self.view = View::DetailsDeleted;
                self.contact = Contact::default();
                self.effect = Some(Effect::DeleteDetails);
            }
            Message::DeleteEnded(ended) => {
                self.history_step = HistoryStep::Replace;
                if matches!(
                    self.effect,
                    Some(Effect::DeleteDraft | Effect::DeleteRecord | Effect::DeleteDetails)
                ) {
                    self.effect = None;
                }
                match (self.view, &ended) {
                    (View::RecordDeleted, Ok(())) => self.forget_submitted(),
                    (View::DetailsDeleted, Ok(())) => self.has_details = false,
                    (View::RecordDeleted | View::DetailsDeleted, Err(_)) => {}
                    (_, ended) => self.waiting = ended.is_err(),
                }
                self.notice = ended.err().map(Notice::NotDone);
            }
            Message::Kept(Err(StorageError::TakenOver)) if self.interview.is_some() => self.lose_claim(),
            Message::Kept(kept) => self.trouble = kept.err(),
            Message::Said(id, change) => self.say(id, change),
            Message::ContactLeft if self.effect.is_some() => {}
            Message::ContactLeft if !self.contact_problems().is_empty() => self.complain(),
            Message::ContactLeft => {
                self.effect = Some(Effect::KeepContact(self.contact_text()));
                self.complaints = 0;
                self.notice = None;
            }
            Message::ContactEnded(ended) => {
                if matches!(self.effect, Some(Effect::KeepContact(_))) {
                    self.effect = None;
                }
                self.contact.kept = ended.is_ok();
                self.has_details |= ended.is_ok() && !self.is_shared();
                self.notice = ended.err().map(Notice::NotDone);
            }
            Message::Outdated => self.notice = self.notice.take().or(Some(Notice::Outdated)),
            Message::NewsCame if self.effect.is_none() && !self.is_in_use() => {
                self.effect = Some(Effect::Renew)
            }
            Message::NewsCame => {}
            Message::NotRenewed => self.effect = self.effect.take().filter(|effect| *effect != Effect::Renew),
            Message::Looked(snapshot) => self.snapshot = snapshot,
            Message::Counted(waits) => self.waits = Some(waits),
            Message::Idled => self.pausing = self.is_in_use() && self.effect.is_none(),
            Message::Stayed => self.pausing = false,
            Message::Finished => self.finish(),
            Message::TimedOut if self.pausing => self.finish(),
            Message::TimedOut => {}
            Message::BrokenOff => self.effect = None,
        }
    }

    /// Makes room for the next person at a shared device. What this one said so far becomes a record first.
    fn finish(&mut self) {
        let record = self.record_text(Completion::InProgress).filter(|_| self.is_shared());
        self.make_room();
        self.effect = record.map(Effect::BreakOff);
    }

    /// The information sheet, with nothing of anyone.
    fn make_room(&mut self) {
        self.empty(View::Sheet);
        self.forget_submitted();
        self.pausing = false;
        self.snapshot = None;
        self.history_step = HistoryStep::Replace;
    }

    fn forget_submitted(&mut self) {
        self.submitted = None;
        self.sealed = None;
        self.receipt = None;
    }

    /// The browser's Back at a shared device, where every place behind the consent has the same address: the page
    /// before this one.
    fn step_back(&mut self, route: &Route) {
        if *route == Route::Survey {
            return;
        }
        let instrument = &self.session.study.instrument;
        let before = self.interview.as_ref().map(|interview| interview.before(instrument));
        let route = match (&self.view, before) {
            (View::Interview, Some(Some(stage))) => Some(Route::Interview(stage)),
            (View::Interview, Some(None)) => Some(Route::Consent),
            (View::Stop, _) => {
                self.view = View::Interview;
                None
            }
            (View::Comparison | View::Contact, _) => Some(Route::Done),
            (View::Done, _) => None,
            _ => Some(Route::Sheet),
        };
        if let Some(route) = route {
            self.arrive(route);
        }
        // So that there is something to go back from the next time.
        self.history_step =
            if self.route() == Route::Survey { HistoryStep::StepForward } else { HistoryStep::Replace };
    }

    /// Goes to a view without anything that the person said.
    fn empty(&mut self, view: View) {
        self.view = view;
        self.interview = None;
        self.ticked = BTreeSet::new();
        self.consent = None;
        self.waiting = false;
        self.notice = None;
        self.complaints = 0;
        self.changes = 0;
        self.wrong.clear();
        self.contact = Contact::default();
        self.trouble = self.trouble.take().filter(|trouble| *trouble == StorageError::Blocked);
    }

    fn lose_claim(&mut self) {
        self.empty(View::Elsewhere);
        self.history_step = HistoryStep::Replace;
        self.effect = None;
    }

    fn arrive(&mut self, route: Route) {
        self.history_step = HistoryStep::Replace;
        self.complaints = 0;
        self.notice =
            self.notice.take().filter(|notice| matches!(notice, Notice::ConsentAgain | Notice::Damaged(_)));
        if self.contact.kept {
            self.contact = Contact::default();
        }
        let has = (self.interview.is_some(), self.submitted.is_some() || self.sealed.is_some());
        self.view = match (route, has) {
            _ if self.view == View::Elsewhere => View::Elsewhere,
            (Route::Interview(stage), (true, _)) => {
                self.interviewed(Event::Visited(stage));
                View::Interview
            }
            (Route::Stop, (true, _)) => View::Stop,
            (Route::DeleteRecord, (_, true)) if !self.is_shared() => View::DeleteRecord,
            (Route::DeleteDetails, _) if self.has_details => View::DeleteDetails,
            (Route::Consent, _) => View::Consent,
            (Route::Comparison, (_, true)) if self.submitted.is_some() => View::Comparison,
            (Route::Contact, (_, true)) if self.offers_contact() => View::Contact,
            (Route::Done | Route::Interview(_) | Route::Comparison | Route::Contact, (_, true)) => View::Done,
            _ => View::Sheet,
        };
        if self.view == View::Consent && self.interview.is_some() {
            let session = self.session.clone();
            self.ticked.extend(consent::statements(&session.study.instrument).map(|item| item.id.clone()));
        }
    }

    fn agree(&mut self) {
        match Consent::given(&self.session.study.instrument, self.session.terms.clone(), &self.ticked) {
            Err(_) => self.complain(),
            Ok(_) if self.interview.is_some() => {
                self.view = View::Interview;
                self.complaints = 0;
            }
            Ok(consent) => {
                self.complaints = 0;
                self.consent = Some(consent);
                self.effect = Some(Effect::Claim(false));
            }
        }
    }

    fn claim(&mut self, draft: Option<Option<String>>) {
        if !matches!(self.effect, Some(Effect::Claim(_))) {
            return; // the person has left meanwhile
        }
        self.effect = None;
        self.history_step = if self.view == View::Consent { HistoryStep::Push } else { HistoryStep::Replace };
        let Some(draft) = draft else { return self.view = View::Elsewhere };
        let session = self.session.clone();
        let instrument = &session.study.instrument;
        let given = self.consent.take();
        self.notice = None;
        self.receipt = None;
        match draft.as_deref().map(Draft::from_text) {
            Some(Ok(draft)) => {
                let kept = draft.reopen(instrument, &session.terms);
                let Some(consent) = given.or(kept.consent) else {
                    self.waiting = true;
                    self.view = View::Consent;
                    self.notice = Some(Notice::ConsentAgain);
                    return;
                };
                self.notice =
                    Some(if kept.lost.is_empty() { Notice::Resumed } else { Notice::Lost(kept.lost) });
                self.interview = Some(Interview::of(instrument, consent, kept.progress, kept.stage));
            }
            // Someone who has just agreed was told before that what was kept can't be read.
            unreadable => match given.filter(|_| draft.is_none() || self.waiting) {
                Some(consent) => self.interview = Some(Interview::begun(instrument, consent)),
                None => self.notice = unreadable.and(draft).map(Notice::Damaged),
            },
        }
        self.waiting = self.notice.as_ref().is_some_and(|notice| matches!(notice, Notice::Damaged(_)));
        self.changes += 1;
        self.view = if self.interview.is_some() { View::Interview } else { View::Sheet };
    }

    fn say(&mut self, id: ItemId, change: Change) {
        let session = self.session.clone();
        match &self.interview {
            _ if self.view == View::Contact => {
                let Some(item) = session.study.contact.item(&id) else { return };
                let answers = change.applied(item, self.contact.response.stored(&id));
                self.contact.response = std::mem::take(&mut self.contact.response).with(id, answers);
                self.forget_righted();
            }
            Some(interview) => {
                let Some(item) = session.study.instrument.item(&id) else { return };
                let answers = change.applied(item, interview.progress().response.stored(&id));
                self.interviewed(Event::Answered(id, answers));
            }
            None => {}
        }
    }

    fn interviewed(&mut self, event: Event) {
        let Some(interview) = self.interview.take() else { return };
        let instrument = &self.session.study.instrument;
        let page = interview.stage().page();
        let goes_on = event == Event::Continued;
        if goes_on && page.is_some_and(|page| !interview.problems_on(instrument, page).is_empty()) {
            self.interview = Some(interview);
            return self.complain();
        }
        let answered = matches!(event, Event::Answered(..));
        self.interview = Some(interview.after(instrument, event));
        self.changes += 1;
        if answered {
            self.forget_righted();
        } else {
            self.complaints = 0;
            self.notice = None;
        }
    }

    fn submit(&mut self) {
        let Some(interview) = &self.interview else { return };
        if *interview.stage() != Stage::Reviewing || self.effect.is_some() {
            return;
        }
        match interview.first_problem(&self.session.study.instrument) {
            Some(page) => {
                self.interviewed(Event::Visited(Stage::Changing(page)));
                self.complain();
            }
            None => self.effect = self.record_text(Completion::Completed).map(Effect::Submit),
        }
    }

    fn submit_ended(&mut self, ended: Result<(), StorageError>) {
        let (Some(Effect::Submit(text)), Some(interview)) = (self.effect.take(), &self.interview) else {
            return;
        };
        let kept = match ended {
            Ok(()) => true,
            Err(StorageError::Blocked) => false, // nothing was ever kept, and the person knows: the file is the record
            Err(StorageError::TakenOver) => {
                self.forget_submitted();
                return self.lose_claim();
            }
            Err(why) => {
                self.forget_submitted();
                self.changes += 1; // whatever was still to be written was given up for the record
                return self.notice = Some(Notice::NotSubmitted(why));
            }
        };
        let instrument = &self.session.study.instrument;
        let document = record::of_interview(instrument, interview, Completion::Completed);
        let response = record::response_in(instrument, &document);
        if kept {
            self.trouble = None;
        }
        self.submitted = Some(Submitted { text, response, kept });
        self.empty(View::Done);
    }
}

/// What the device held when the app started.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    /// Whether there is a draft.
    pub draft: bool,
    /// Whether there are contact details.
    pub details: bool,
    /// The record submitted last: its name, which tells whether it is sealed, and its text.
    pub record: Option<(String, String)>,
}
