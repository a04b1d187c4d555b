//! The PIN before the organiser's pages, while an event is going on.

use crate::services::Services;
use crate::session::{Lock, Session};
use crate::trouble::{Trouble, no_storage};
use engine::plain::{read, written};
use seal::device::{self, Attempts, PIN_DIGITS, name};
use storage::database::{Change, StorageError};
use ui::form::{self, Input, Inputs, Kind, form};
use ui::format::{duration, in_words};
use ui::markup::{all, element, link, paragraph, text};
use worker::request::Check;
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Locked {
    /// What is typed.
    pub inputs: Inputs<Field>,
}

/// The only field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The PIN.
    Pin,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        "pin"
    }

    fn label(self) -> &'static str {
        "PIN"
    }

    fn kind(self) -> Kind {
        Kind::Pin
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Something was typed.
    Input(Input<Field>),
    /// Try this PIN.
    Try,
    /// It was right or wrong, or could not be checked.
    Checked(Result<bool, NotChecked>),
    /// A second has passed.
    Second,
}

/// Why the PIN was not checked.
#[derive(Debug, Clone, PartialEq)]
pub enum NotChecked {
    /// Another tab has tried one meanwhile.
    TriedElsewhere,
    /// Something outside failed.
    Trouble(Trouble),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Write the attempt in place of those before, then check the PIN.
    Check {
        /// What was typed.
        pin: String,
        /// The failures so far.
        before: Attempts,
        /// The same with this one.
        attempt: Attempts,
    },
    /// Note how long the next attempt has to wait still.
    NoteWait(Attempts),
}

impl Locked {
    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Try => {
                session.task.make_way(&mut self.inputs)?;
                return self.check(session).map_err(|complaint| self.complain(session, complaint)).ok();
            }
            Message::Checked(checked) => {
                self.inputs.forget_secrets();
                match checked {
                    Ok(true) => {
                        session.lock = Lock::Open;
                        if let Ok(device) = &mut session.device {
                            device.attempts = Attempts::default();
                        }
                        session.task.tell();
                    }
                    Ok(false) => self.complain(session, wrong_pin(session.attempts().wait)),
                    Err(why) => self.complain(session, why.to_string()),
                }
            }
            Message::Second => return self.wait_a_second(session),
        }
        None
    }

    fn check(&self, session: &mut Session) -> Result<Effect, String> {
        let pin = self.inputs.typed(Field::Pin).trim().to_owned();
        if pin.is_empty() {
            return Err("Enter the PIN".to_owned());
        }
        let device = session.device.as_mut().map_err(|trouble| no_storage(trouble))?;
        let before = device.attempts;
        if before.wait > 0 {
            return Err(wait(before.wait));
        }
        let attempt = before.and_another();
        device.attempts = attempt;
        session.task.begin("Checking the PIN. This takes a few seconds");
        Ok(Effect::Check { pin, before, attempt })
    }

    fn complain(&mut self, session: &mut Session, words: String) {
        session.task.complain(&mut self.inputs, vec![(Field::Pin, words)]);
    }

    fn wait_a_second(&mut self, session: &mut Session) -> Option<Effect> {
        let device = session.device.as_mut().ok().filter(|device| device.attempts.wait > 0)?;
        device.attempts = device.attempts.after_a_second();
        let attempts = device.attempts;
        if attempts.wait == 0 {
            self.inputs.clear_complaints();
        }
        attempts.is_to_be_noted().then_some(Effect::NoteWait(attempts))
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        let attempts = session.attempts();
        let waits = match attempts.wait {
            0 => Html::default(),
            seconds => {
                paragraph(format!("You can try again in {}, if you leave this page open.", duration(seconds)))
            }
        };
        // Each second is seen; only the end is heard.
        let over = if attempts.cost_a_wait() && attempts.wait == 0 && session.task.busy().is_none() {
            "You can try again now."
        } else {
            ""
        };
        let hint = format!("{} to {} digits", PIN_DIGITS.start(), PIN_DIGITS.end());
        let pin = self.inputs.field(Field::Pin, hint, &send.reform(Message::Input));
        all([
            paragraph(
                "Event mode is on, so this part of the device is for the organiser. If you are here to answer the survey, \
                 go back to it.",
            ),
            element("p", "", link("app-way", "#/", text("Back to the survey"))),
            html! { <div role="status">{ over }</div> },
            form("Continue", Message::Try, send, all([pin, waits])),
            paragraph(format!(
                "After {} wrong PINs there is a wait, which doubles each time. It passes only while this page is open. Without the PIN nobody can get at the \
                 records from here: they are sealed, and only the organiser's key opens them.",
                in_words(Attempts::FREE as usize)
            )),
        ])
    }
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        match self {
            Self::Check { pin, before, attempt } => {
                send.emit(Message::Checked(check(services, pin, before, attempt).await));
            }
            // What is not noted has to be waited again.
            Self::NoteWait(attempts) => drop(note_wait(services, attempts).await),
        }
    }
}

/// The attempts at the PIN that failed, as they are written and read.
async fn attempts(services: &Services) -> Result<(Option<String>, Attempts), StorageError> {
    let written = services.device()?.get(device::STORE, name::ATTEMPTS).await?;
    let known = written.as_ref().and_then(|text| read(text)).unwrap_or_default();
    Ok((written, known))
}

/// Notes how long the next attempt has to wait, unless another tab has tried one meanwhile, or waited longer.
async fn note_wait(services: &Services, waited: Attempts) -> Result<(), StorageError> {
    let noted = written(&waited);
    loop {
        let (written, known) = attempts(services).await?;
        if known.failed != waited.failed || known.wait <= waited.wait {
            return Ok(());
        }
        let thought: Change = (device::STORE, name::ATTEMPTS, written.as_deref());
        let changes: [Change; 1] = [(device::STORE, name::ATTEMPTS, Some(&noted))];
        match services.device()?.change_if(Some(thought), &changes).await {
            Err(StorageError::TakenOver) => {} // something else was noted in between
            noted => return noted,
        }
    }
}

/// Checks the PIN. The attempt is written as one that failed before it is tried, so that closing the page in between
/// undoes nothing; and only if no other tab has written one meanwhile, so that tabs do not multiply tries.
async fn check(
    services: &Services,
    pin: String,
    before: Attempts,
    attempt: Attempts,
) -> Result<bool, NotChecked> {
    let not_kept = |why: StorageError| NotChecked::Trouble(why.into());
    let device = services.device().map_err(not_kept)?;
    let (written, known) = attempts(services).await.map_err(not_kept)?;
    if known.failed != before.failed {
        services.report_look().await;
        return Err(NotChecked::TriedElsewhere);
    }
    let attempt = engine::plain::written(&attempt);
    let thought: Change = (device::STORE, name::ATTEMPTS, written.as_deref());
    let changes: [Change; 1] = [(device::STORE, name::ATTEMPTS, Some(&attempt))];
    device.change_if(Some(thought), &changes).await.map_err(not_kept)?;
    let kept = device.get(device::STORE, name::PIN).await.map_err(not_kept)?.unwrap_or_default();
    let right = services.ask(&Check { secret: pin, kept }).await.map_err(NotChecked::Trouble)?;
    if right {
        let gone = [name::ATTEMPTS, name::FIGURES].map(|name| (device::STORE, name, None));
        device.change(&gone).await.map_err(not_kept)?;
    }
    Ok(right)
}

fn wait(seconds: u32) -> String {
    format!("Wait {} before you try again", duration(seconds))
}

fn wrong_pin(seconds: u32) -> String {
    match seconds {
        0 => "That is not the PIN of this device. Check it and enter it again".to_owned(),
        seconds => format!("That is not the PIN of this device. {}", wait(seconds)),
    }
}

impl std::fmt::Display for NotChecked {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::TriedElsewhere => f.write_str("The PIN was tried in another tab meanwhile. Enter it again"),
            Self::Trouble(why) => why.fmt(f),
        }
    }
}
