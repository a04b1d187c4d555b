//! After submitting: what was submitted, the comparison, and the form for being contacted.

use crate::before::{At as BeforeAt, Before};
use crate::context::{Context, Notice};
use crate::during::{At as DuringAt, During};
use crate::effects::Effect;
use crate::model::Model;
use crate::session::{Afterwards, Session};
use browser::delivery::Undelivered;
use engine::change::Change;
use engine::check::{self, Problem, ProblemKind};
use engine::fhir::QuestionnaireResponse;
use engine::identifying;
use engine::instrument::{Instrument, ItemId};
use engine::json::Value;
use engine::record;
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use seal;
use storage::Latest;
use storage::database::StorageError;

/// The person looks at what was submitted last on this device.
#[derive(Debug, Clone)]
pub struct After {
    /// Where the person is.
    pub at: At,
    /// What was submitted.
    pub submission: Submission,
    /// What they left aside for it.
    pub aside: Aside,
}

/// Where somebody is after submitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The confirmation of what was submitted.
    Done,
    /// The comparison.
    Comparison,
    /// The form for being contacted.
    Contact,
    /// The question whether to delete what was submitted.
    DeleteRecord,
}

/// What somebody left aside who looks at what was submitted: it is there when they go back.
#[derive(Debug, Clone)]
pub enum Aside {
    /// No interview.
    Before(Before),
    /// An interview that has begun since.
    During(During),
}

impl Default for Aside {
    fn default() -> Self {
        Self::Before(Before::default())
    }
}

impl Aside {
    /// Comes back to it, at one place or the other, with what was submitted.
    pub(super) fn at(self, before: BeforeAt, during: DuringAt, earlier: Option<Submission>) -> Model {
        match self {
            Self::Before(aside) => Before { at: before, earlier, ..aside }.into(),
            Self::During(aside) => During { at: during, earlier, ..aside }.into(),
        }
    }
}

/// What was submitted last on this device, with the form for being contacted that is offered for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The record.
    pub record: Record,
    /// Whether it is kept on the device; otherwise this page alone holds it.
    pub is_kept: bool,
    /// Where it is on its way to the organiser's storage. Nothing where it goes to none.
    pub delivery: Option<Delivery>,
    /// The form for being contacted.
    pub contact: ContactForm,
}

/// Where a record is on its way to the organiser's storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is being sent.
    Underway,
    /// It is there, and here no more.
    Delivered,
    /// It is here, and was not sent the last time, for this reason.
    Waits(Undelivered),
}

/// A record that was submitted.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// One that anybody can read.
    Open(Answers),
    /// One that only the organiser can read. The device can't read it again.
    Sealed {
        /// Its name.
        name: String,
        /// As it was sealed, until it is delivered.
        text: Option<String>,
        /// The code by which it can be withdrawn, until another interview begins. It is shown once, and kept nowhere.
        code: Option<String>,
        /// What is in it: on a shared device as long as the page that submitted it shows it.
        answers: Option<Answers>,
    },
}

/// What somebody submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The text of the record.
    pub text: String,
    /// The answers in it.
    pub response: Response,
}

/// How far contact details have come. What was left stays on the page, so that it can be saved to a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactForm {
    /// What was said so far.
    pub response: Response,
    /// Whether it was kept.
    pub is_kept: bool,
}

/// What happens after submitting.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// An item of the form for being contacted was answered.
    Said(ItemId, Change),
    /// The person leaves their contact details.
    ContactLeft,
    /// That was carried out, or not.
    ContactEnded(Result<(), StorageError>),
    /// The person deletes what they submitted.
    RecordDeleted,
}

impl Submission {
    /// What the device has of the record submitted last. `None` where it can't be read.
    pub(super) fn stored(instrument: &Instrument, latest: Latest) -> Option<Self> {
        let Latest { name, text, own, waits } = latest;
        let answers = |text: String| {
            let document = QuestionnaireResponse::read(&Value::read(&text).ok()?).ok()?;
            Some(Answers { response: record::response_in(instrument, &document), text })
        };
        let is_gone = text.is_none();
        let record = if seal::is_sealed(&name) {
            Record::Sealed { name, text, code: None, answers: own.and_then(answers) }
        } else {
            Record::Open(answers(text?)?)
        };
        let delivery = if is_gone { Some(Delivery::Delivered) } else { waits.then_some(Delivery::Underway) };
        Some(Self { record, is_kept: true, delivery, contact: ContactForm::default() })
    }

    /// What could be delivered was: these records wait still, for this reason.
    pub(super) fn delivered(&mut self, waiting: &[String], why: Option<Undelivered>) {
        let (Record::Sealed { name, text, .. }, Some(delivery)) = (&mut self.record, &mut self.delivery)
        else {
            return;
        };
        *delivery = match why {
            _ if !waiting.contains(name) => Delivery::Delivered,
            None | Some(Undelivered::Busy) => Delivery::Underway,
            Some(why) => Delivery::Waits(why),
        };
        if *delivery == Delivery::Delivered {
            *text = None;
        }
    }

    /// What is in it, where this page knows that.
    pub fn answers(&self) -> Option<&Answers> {
        match &self.record {
            Record::Open(answers) => Some(answers),
            Record::Sealed { answers, .. } => answers.as_ref(),
        }
    }

    /// As it was sealed, where it was and is here.
    pub fn sealed(&self) -> Option<&str> {
        match &self.record {
            Record::Open(_) => None,
            Record::Sealed { text, .. } => text.as_deref(),
        }
    }

    /// Whether it is for the person to send: nothing else does, or could.
    pub fn is_for_hand(&self, session: &Session) -> bool {
        (session.settings().hand_over || session.delivery().is_some())
            && !session.is_shared()
            && self.sealed().is_some()
            && !matches!(self.delivery, Some(Delivery::Underway | Delivery::Waits(Undelivered::Unreached)))
    }

    /// Whether only the organiser can read it.
    pub fn is_sealed(&self) -> bool {
        matches!(self.record, Record::Sealed { .. })
    }

    /// The code by which it can be withdrawn, while it is shown.
    pub fn code(&self) -> Option<&str> {
        match &self.record {
            Record::Open(_) => None,
            Record::Sealed { code, .. } => code.as_deref(),
        }
    }

    /// Somebody else may be at the page from now on.
    pub(super) fn forget_code(&mut self) {
        if let Record::Sealed { code, .. } = &mut self.record {
            *code = None;
        }
    }
}

impl ContactForm {
    /// The contact details as text.
    pub fn text(&self, form: &Instrument) -> String {
        record::of_form(&RoutingPath::of(form, &self.response)).written().to_string()
    }

    /// What is wrong with them. An email address must look like one, or nobody can write to it.
    pub(super) fn problems(&self, form: &Instrument) -> Vec<Problem> {
        let path = RoutingPath::of(form, &self.response);
        let problems = path.questions().flat_map(|(_, item)| {
            let said = path.answers(&item.id);
            let no = said.is_empty() || said.contains(&Answer::Boolean(false));
            let missing = (item.required && no).then_some(ProblemKind::Required);
            let is_email = |answer: &Answer| identifying::is_email(answer.words().trim());
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
}

impl After {
    pub(super) fn update(mut self, context: &mut Context, message: Message) -> Model {
        let session = context.session.clone();
        let Some(Afterwards { contact: form, .. }) = session.afterwards.get() else { return self.into() };
        let contact = &mut self.submission.contact;
        match message {
            Message::Said(id, change) => {
                if let Some(item) = form.item(&id) {
                    let answers = change.applied(item, contact.response.stored(&id));
                    contact.response = std::mem::take(&mut contact.response).with(id, answers);
                    context.complaint.forget_righted(|| contact.problems(form));
                }
            }
            Message::ContactLeft if context.effect.is_some() => {}
            Message::ContactLeft => match contact.problems(form).as_slice() {
                [] => {
                    context.effect = Some(Effect::KeepContact(contact.text(form)));
                    context.complaint = Default::default();
                    context.notice = None;
                }
                problems => context.complaint.raise(problems),
            },
            Message::ContactEnded(ended) => {
                if matches!(context.effect, Some(Effect::KeepContact(_))) {
                    context.effect = None;
                }
                contact.is_kept = ended.is_ok();
                context.has_details |= ended.is_ok() && !context.is_shared();
                context.notice = ended.err().map(Notice::NotDone);
            }
            Message::RecordDeleted => {
                let deleted = Model::from(self).emptied(context, BeforeAt::RecordDeleted);
                context.effect = Some(Effect::DeleteRecord);
                return deleted.into();
            }
        }
        self.into()
    }
}
