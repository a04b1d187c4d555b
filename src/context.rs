//! What stands whichever part of the survey a person is in.

use crate::effects::Effect;
use crate::session::Session;
use crate::turn::Turn;
use engine::check::Problem;
use engine::instrument::ItemId;
use engine::record::Lost;
use std::rc::Rc;
use storage::database::StorageError;

/// What stands whichever part of the survey a person is in.
#[derive(Debug, Clone)]
pub struct Context {
    /// What everything rests on.
    pub session: Rc<Session>,
    /// What is being done outside: one thing at a time.
    pub effect: Option<Effect>,
    /// Why answers are not kept, where they are not.
    pub trouble: Option<StorageError>,
    /// What to tell.
    pub notice: Option<Notice>,
    /// What is said to be wrong with the page that is shown.
    pub complaint: Complaint,
    /// How the last move came about.
    pub history_step: HistoryStep,
    /// Whether contact details are on this device, for the person to delete.
    pub has_details: bool,
    /// On a shared device: what stands between two people.
    pub turn: Option<Turn>,
}

impl Context {
    /// Whether the device is shared: an event is going on.
    pub fn is_shared(&self) -> bool {
        self.session.is_shared()
    }

    /// Whether what somebody has answered waits for them on this device.
    pub fn is_kept_here(&self) -> bool {
        !self.is_shared() && self.trouble.is_none()
    }

    /// Whether the person is asked if they are still there.
    pub fn is_pausing(&self) -> bool {
        self.turn.as_ref().is_some_and(|turn| turn.is_pausing)
    }

    /// Whether the form for being contacted is offered: where the study has it and names who would write, and what it
    /// asks can be kept.
    pub fn offers_contact(&self) -> bool {
        let settings = self.session.settings();
        settings.contact_form && settings.organiser.is_some() && self.trouble != Some(StorageError::Blocked)
    }

    /// Whether a record is on its way into the storage. What is in it can't be changed any more.
    pub(super) fn is_submitting(&self) -> bool {
        matches!(self.effect, Some(Effect::Submit(_) | Effect::BreakOff(_)))
    }

    /// Somebody comes to an address: what was told where they were is not told there.
    pub(super) fn arrive(&mut self) {
        self.history_step = HistoryStep::Replace;
        self.complaint = Complaint::default();
        let notice = self.notice.take();
        self.notice = notice.filter(|notice| matches!(notice, Notice::ConsentAgain | Notice::Damaged(_)));
    }

    /// Forgets what was told to somebody. That nothing can be kept at all stays true for the next.
    pub(super) fn clear(&mut self) {
        self.notice = None;
        self.complaint = Complaint::default();
        self.trouble = self.trouble.take().filter(|trouble| *trouble == StorageError::Blocked);
    }
}

/// What a person is told once, above whatever they see.
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
    /// By the browser's Back, while the address is to stay: it is gone forward to again.
    StepForward,
}

/// What was wrong with a page when the person tried to go on. Nobody is told of more in the middle of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Complaint {
    /// How many times in a row they tried to go on with something wrong.
    pub times: u32,
    /// What was wrong the last time, and has not been right since.
    wrong: Vec<Option<ItemId>>,
}

impl Complaint {
    /// The person tried to go on, and is shown what is wrong.
    pub(super) fn raise(&mut self, problems: &[Problem]) {
        self.times += 1;
        self.wrong = problems.iter().map(|problem| problem.item.clone()).collect();
    }

    /// What a person is shown of the problems of a page: none before they try to go on, and then no others before they
    /// try again.
    pub(super) fn shown(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        problems.retain(|problem| self.times > 0 && self.wrong.contains(&problem.item));
        problems
    }

    /// Something was answered: what is right now is not called wrong again before the person tries to go on.
    pub(super) fn forget_righted(&mut self, problems: impl FnOnce() -> Vec<Problem>) {
        if self.times > 0 {
            let problems = problems();
            self.wrong.retain(|item| problems.iter().any(|problem| problem.item == *item));
        }
    }
}
