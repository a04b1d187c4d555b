//! Before an interview: the information, the statements of consent, and the ways out. What stays on the device of an
//! earlier sitting is found here.

use crate::after::Submission;
use crate::context::{Context, HistoryStep, Notice};
use crate::during::During;
use crate::effects::Effect;
use crate::model::Model;
use engine::check::{Problem, ProblemKind};
use engine::consent::{self, Consent};
use engine::instrument::{Instrument, Item, ItemId};
use engine::interview::Interview;
use engine::record::Draft;
use std::collections::HashSet;
use study::Standing;

/// Nobody is being interviewed.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// Where the person is.
    pub at: At,
    /// The statements ticked so far.
    pub ticked: HashSet<ItemId>,
    /// What was submitted last.
    pub earlier: Option<Submission>,
    /// Whether there is a draft that waits: for a new consent, or for something to take its place.
    pub draft_waits: bool,
    /// A consent that waits for the draft to be this tab's.
    pub(super) consent: Option<Consent>,
}

/// Where somebody is before an interview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum At {
    /// The information sheet. The statements of consent stand at its end.
    #[default]
    Sheet,
    /// These statements.
    Consent,
    /// Thanks to someone who did not consent.
    Declined,
    /// That another tab has the survey open.
    Elsewhere,
    /// The confirmation that everything was deleted.
    Deleted,
    /// The confirmation that what was submitted last was deleted.
    RecordDeleted,
    /// The question whether to delete contact details.
    DeleteDetails,
    /// The confirmation that contact details were deleted.
    DetailsDeleted,
}

/// What happens before an interview. The statements can be come back to during one.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A statement was ticked, or not.
    Ticked(ItemId, bool),
    /// The person went on from the statements.
    Agreed,
    /// The person does not consent.
    Declined,
    /// The person deletes what they can't finish.
    Discarded,
    /// The draft is this tab's, and this is its text; `None` where another tab has it.
    Claimed(Option<Option<String>>),
    /// The person wants to use this tab, not the other.
    TookOver,
}

/// What is wrong with the statements: the first that is not ticked.
pub(super) fn problems(instrument: &Instrument, ticked: &HashSet<ItemId>) -> Vec<Problem> {
    let missing = consent::statements(instrument).find(|item| !ticked.contains(&item.id));
    let problem = |item: &Item| Problem { item: Some(item.id.clone()), kind: ProblemKind::Required };
    missing.map(problem).into_iter().collect()
}

impl Before {
    /// Whether an interview may begin, or one go on that waits for a new consent.
    pub fn admits(&self, context: &Context) -> bool {
        match context.session.standing {
            Standing::Open => true,
            _ => self.draft_waits && can_be_finished(context),
        }
    }

    /// Whether [`Self::update_first`] knows what follows.
    pub(super) fn is_first(&self, context: &Context, message: &Message) -> bool {
        match message {
            Message::Ticked(..) => true,
            Message::Agreed => {
                self.admits(context) && problems(&context.session.instrument, &self.ticked).is_empty()
            }
            Message::Claimed(draft) => *draft == Some(None) && self.consent.is_some() && is_claiming(context),
            Message::Declined | Message::Discarded | Message::TookOver => false,
        }
    }

    /// What follows on the way to the first questions.
    pub(super) fn update_first(mut self, context: &mut Context, message: Message) -> Model {
        let session = context.session.clone();
        match message {
            Message::Ticked(id, true) => drop(self.ticked.insert(id)),
            Message::Ticked(id, false) => drop(self.ticked.remove(&id)),
            Message::Agreed => {
                context.effect = Some(Effect::Claim { take_over: false });
                let terms = session.terms.clone();
                self.consent = Consent::given(&session.instrument, terms, &self.ticked).ok();
            }
            Message::Claimed(_) => {
                self.take_draft(context);
                if let Some(consent) = self.consent.take() {
                    return self.begin(context, consent);
                }
            }
            Message::Declined | Message::Discarded | Message::TookOver => {}
        }
        self.into()
    }

    /// What follows from anything else.
    pub(super) fn update(mut self, context: &mut Context, message: Message) -> Model {
        match message {
            Message::Ticked(id, is_ticked) => {
                tick(&mut self.ticked, context, id, is_ticked);
                self.into()
            }
            Message::Agreed if !self.admits(context) => self.into(),
            Message::Agreed => {
                let problems = problems(&context.session.instrument, &self.ticked);
                if problems.is_empty() {
                    context.complaint = Default::default();
                    return self.update_first(context, message);
                }
                context.complaint.raise(&problems);
                self.into()
            }
            Message::Declined => {
                let kept = self.draft_waits;
                let declined = Model::from(self).emptied(context, At::Declined);
                context.effect = kept.then_some(Effect::DeleteDraft);
                declined.into()
            }
            Message::Discarded => {
                let deleted = Model::from(self).emptied(context, At::Deleted);
                context.effect = Some(Effect::DeleteDraft);
                deleted.into()
            }
            Message::Claimed(draft) if is_claiming(context) => self.claimed(context, draft),
            Message::Claimed(_) => self.into(), // the person has left meanwhile
            Message::TookOver => {
                context.effect = Some(Effect::Claim { take_over: true });
                self.into()
            }
        }
    }

    /// The draft is this tab's, or another has it.
    pub(super) fn claimed(mut self, context: &mut Context, draft: Option<Option<String>>) -> Model {
        let Some(draft) = draft else {
            self.end_claim(context);
            return Self { at: At::Elsewhere, ..self }.into();
        };
        self.take_draft(context);
        match (draft, self.consent.take()) {
            (Some(draft), given) => self.resume(context, draft, given),
            (None, Some(consent)) => self.begin(context, consent),
            (None, None) => Self { at: At::Sheet, draft_waits: false, ..self }.into(),
        }
    }

    fn end_claim(&self, context: &mut Context) {
        context.effect = None;
        let has_come = self.at == At::Consent || self.consent.is_some();
        context.history_step = if has_come { HistoryStep::Push } else { HistoryStep::Replace };
    }

    fn take_draft(&mut self, context: &mut Context) {
        self.end_claim(context);
        context.notice = None;
        if let Some(earlier) = &mut self.earlier {
            earlier.forget_code();
        }
    }

    fn begin(self, context: &Context, consent: Consent) -> Model {
        let interview = Interview::begun(&context.session.instrument, consent);
        During::with(interview, self.earlier).into()
    }

    /// Goes on with a draft, where it can be read and its consent still holds or a new one was given.
    fn resume(self, context: &mut Context, text: String, given: Option<Consent>) -> Model {
        let session = context.session.clone();
        let instrument = &session.instrument;
        let Ok(draft) = Draft::from_text(&text) else {
            // Someone who has just agreed was told before that what was kept can't be read.
            if let Some(consent) = given.filter(|_| self.draft_waits) {
                return self.begin(context, consent);
            }
            context.notice = Some(Notice::Damaged(text));
            return Self { at: At::Sheet, draft_waits: true, ..self }.into();
        };
        let kept = draft.reopen(instrument, &session.terms);
        let Some(consent) = given.or(kept.consent) else {
            context.notice = Some(Notice::ConsentAgain);
            return Self { at: At::Consent, draft_waits: true, ..self }.into();
        };
        context.notice = Some(if kept.lost.is_empty() { Notice::Resumed } else { Notice::Lost(kept.lost) });
        let interview = Interview::of(instrument, consent, kept.progress, kept.stage);
        During::with(interview, self.earlier).into()
    }
}

/// Whether what was begun may be finished.
pub(super) fn can_be_finished(context: &Context) -> bool {
    matches!(context.session.standing, Standing::Open | Standing::Closed { finish: Some(_), .. })
}

fn is_claiming(context: &Context) -> bool {
    matches!(context.effect, Some(Effect::Claim { .. }))
}

/// Ticks a statement, or takes the tick back.
pub(super) fn tick(ticked: &mut HashSet<ItemId>, context: &mut Context, id: ItemId, is_ticked: bool) {
    if is_ticked {
        ticked.insert(id);
        let instrument = &context.session.instrument;
        context.complaint.forget_righted(|| problems(instrument, ticked));
    } else {
        ticked.remove(&id);
    }
}
