//! A shared device between two people: whether somebody is still there, and how room is made for the next.

use crate::before::At as BeforeAt;
use crate::context::{Context, HistoryStep};
use crate::effects::Effect;
use crate::model::{Model, View};
use crate::route::Route;
use analysis::snapshot::Snapshot;
use engine::record::Completion;

/// What a shared device knows beside what the person does who is at it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Turn {
    /// The figures that stood before this person began.
    pub snapshot: Option<Snapshot>,
    /// How many records wait.
    pub waiting: Option<Waiting>,
    /// Whether the person is asked if they are still there.
    pub is_pausing: bool,
}

/// How many records a shared device holds that nobody has confirmed to have, and for how many days at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub records: usize,
    /// Since how many days the oldest waits.
    pub days: i64,
}

/// What happens between two people.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The snapshot that stands.
    Looked(Option<Snapshot>),
    /// How many records wait.
    Counted(Waiting),
    /// Nobody has touched the device for a while.
    Idled,
    /// The person is still there.
    Stayed,
    /// The person is done, or has left. The next one can come.
    Finished,
    /// Nobody has said that they are still there.
    TimedOut,
    /// What someone said who left is a record now; or the draft stays as it was kept last, and becomes one before the
    /// next interview begins.
    BrokenOff,
}

impl Turn {
    /// Whether a message changes nothing.
    pub(super) fn ignores(&self, message: &Message, asks: bool) -> bool {
        match message {
            Message::Idled => self.is_pausing == asks,
            Message::TimedOut => !self.is_pausing,
            Message::Looked(snapshot) => *snapshot == self.snapshot,
            Message::Counted(waiting) => Some(*waiting) == self.waiting,
            _ => false,
        }
    }
}

/// What follows at a shared device. On a person's own device nothing does.
pub(super) fn update(model: Model, context: &mut Context, message: Message) -> Model {
    let asks = model.is_in_use() && context.effect.is_none();
    let Some(turn) = &mut context.turn else { return model };
    match message {
        Message::Looked(snapshot) => turn.snapshot = snapshot,
        Message::Counted(waiting) => turn.waiting = Some(waiting),
        Message::Idled => turn.is_pausing = asks,
        Message::Stayed => turn.is_pausing = false,
        Message::TimedOut if !turn.is_pausing => {}
        Message::Finished | Message::TimedOut => return finish(model, context),
        Message::BrokenOff => context.effect = None,
    }
    model
}

/// Makes room for the next person: the information sheet, with nothing of anyone. What this one said so far becomes a
/// record first.
fn finish(model: Model, context: &mut Context) -> Model {
    let during = model.during();
    let instrument = &context.session.instrument;
    let record = during.map(|during| during.record_text(instrument, Completion::InProgress));
    let mut room = model.emptied(context, BeforeAt::Sheet);
    room.earlier = None;
    if let Some(turn) = &mut context.turn {
        turn.is_pausing = false;
        turn.snapshot = None;
    }
    context.history_step = HistoryStep::Replace;
    context.effect = record.map(Effect::BreakOff);
    room.into()
}

/// The browser's Back at a shared device, where every place behind the consent has the same address: the page before
/// this one.
pub(super) fn step_back(model: Model, context: &mut Context, route: &Route) -> Model {
    if *route == Route::Survey {
        return model;
    }
    let instrument = &context.session.instrument;
    let before = model.during().map(|during| during.interview.before(&during.interview.path(instrument)));
    let to = match (model.view(), before) {
        (View::Interview, Some(stage)) => Some(stage.map_or(Route::Consent, Route::Interview)),
        (View::Stop, _) => return gone_back(model.leave_stop(), context),
        (View::Comparison | View::Contact, _) => Some(Route::Done),
        (View::Done, _) => None,
        _ => Some(Route::Sheet),
    };
    let model = match to {
        Some(to) => model.arrive(context, to),
        None => model,
    };
    gone_back(model, context)
}

/// Sees to it that there is something to go back from the next time.
fn gone_back(model: Model, context: &mut Context) -> Model {
    let stays = model.route(context.is_shared()) == Route::Survey;
    context.history_step = if stays { HistoryStep::StepForward } else { HistoryStep::Replace };
    model
}
