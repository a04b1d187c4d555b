//! Event mode: starting it, and leaving it.

use crate::page::route_link;
use crate::quantity::of_both;
use crate::readiness;
use crate::route::Route;
use crate::services::Services;
use crate::session::{Session, Unfinished};
use crate::trouble::{Trouble, no_storage};
use analysis::disclosure;
use analysis::snapshot::Rules;
use browser::{document, location, offline};
use engine::plain::written;
use seal::device::{self, EventMode, LONGEST_LABEL, PIN_DIGITS, Unfit, name};
use std::fmt;
use ui::control::button::Kind as Look;
use ui::form::{self, Complaint, Input, Inputs, Kind, button, form};
use ui::format::{counted, in_words};
use ui::markup::{all, bullets, callout, element, link, paragraph, text};
use worker::request::Protect;
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// What is typed and ticked.
    pub inputs: Inputs<Field>,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What the device is called.
    Label,
    /// A new PIN.
    NewPin,
    /// The same again.
    PinAgain,
    /// Whether people are shown what was gathered.
    Snapshot,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::NewPin => "new-pin",
            Self::PinAgain => "pin-again",
            Self::Snapshot => "snapshot",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Label => "Name of this device",
            Self::NewPin => "New PIN",
            Self::PinAgain => "The same PIN again",
            Self::Snapshot => "Show people the answers gathered on this device",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Label => Kind::Words,
            Self::NewPin | Self::PinAgain => Kind::Pin,
            Self::Snapshot => Kind::Tick,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A field was changed.
    Input(Input<Field>),
    /// Start event mode.
    Start,
    /// It was started, or why not.
    Started(Result<(), NotStarted>),
    /// Leave event mode.
    Leave,
    /// It was left, or why not.
    Left(Result<(), Trouble>),
}

/// Why event mode was not started.
#[derive(Debug, Clone, PartialEq)]
pub enum NotStarted {
    /// Something was answered in this browser meanwhile.
    AnsweredMeanwhile,
    /// Someone is answering in another tab.
    AnsweredElsewhere,
    /// Something outside failed.
    Trouble(Trouble),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Start event mode with this PIN.
    Start(EventMode, String),
    /// Leave event mode.
    Leave,
    /// Look at the device again.
    Look,
}

impl Event {
    /// The page as it is at first: what the device is called need not be typed again.
    pub fn new(session: &Session) -> Self {
        Self { inputs: Inputs::with(Field::Label, session.label()) }
    }

    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Start => {
                session.task.make_way(&mut self.inputs)?;
                match self.start(session) {
                    Ok(effect) => {
                        session.task.begin("Starting event mode");
                        return Some(effect);
                    }
                    Err(complaints) => session.task.complain(&mut self.inputs, complaints),
                }
            }
            Message::Started(Ok(())) => {
                session.task.end();
                return Some(Effect::Look);
            }
            Message::Started(Err(why)) => session.task.fail(&why),
            Message::Leave => {
                session.task.make_way(&mut self.inputs)?;
                session.task.begin("Leaving event mode");
                return Some(Effect::Leave);
            }
            Message::Left(Ok(())) => {
                session.task.say(LEFT);
                return Some(Effect::Look);
            }
            Message::Left(Err(why)) => session.task.fail(&why),
        }
        None
    }

    fn start(&mut self, session: &Session) -> Result<Effect, Vec<Complaint<Field>>> {
        let mut complaints = Vec::new();
        let label = device::label(self.inputs.typed(Field::Label));
        complaints.extend(label.as_ref().err().map(|unfit| (Field::Label, unfit_label(*unfit))));
        let typed = self.inputs.typed(Field::NewPin);
        let pin = device::pin(typed);
        complaints.extend(pin.err().map(|unfit| (Field::NewPin, unfit_pin(unfit))));
        if pin.is_ok() && typed.trim() != self.inputs.typed(Field::PinAgain).trim() {
            complaints.push((Field::PinAgain, "Enter the same PIN again".to_owned()));
        }
        match (label, pin) {
            (Ok(label), Ok(pin)) if complaints.is_empty() && bars(session).is_empty() => {
                let event = EventMode { label, snapshot: self.inputs.is_ticked(Field::Snapshot) };
                let effect = Effect::Start(event, pin.to_owned());
                self.inputs.forget_secrets();
                Ok(effect)
            }
            _ => Err(complaints),
        }
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        match session.device.as_ref().ok().and_then(|device| device.event.as_ref()) {
            Some(event) => leave(event, send),
            None => self.form(session, send),
        }
    }

    fn form(&self, session: &Session, send: &Callback<Message>) -> Html {
        let about = all([
            paragraph("Use event mode on a device that many people answer on, one after another."),
            bullets(
                [
                    "Every answer is sealed at once. Nobody at the device can read it, not even you.",
                    "Nothing of one person is left for the next. Someone who walks away is counted as having broken off.",
                    "This page, exports and settings need the PIN.",
                ]
                .into_iter()
                .map(text),
            ),
        ]);
        let bars = bars(session);
        if !bars.is_empty() {
            let bars = all([
                paragraph("Event mode can't be started on this device yet:"),
                bullets(bars.into_iter().map(text)),
                element("p", "", route_link(Route::Ready, "See what is ready")),
            ]);
            return all([about, callout("Not yet", bars)]);
        }
        let lines = readiness::lines(&session.facts, &session.context());
        let open = lines.iter().filter(|line| !line.ready).count();
        let unready = (open > 0).then(|| {
            let what = counted(open, "thing is", "things are");
            let within = all([
                paragraph(format!(
                    "{what} not ready on this device. You can start, and records may be at risk."
                )),
                element("p", "", route_link(Route::Ready, "See what is not ready")),
            ]);
            element("div", "nhsuk-inset-text", within)
        });
        let input = send.reform(Message::Input);
        let within = all([
            self.inputs.field(Field::Label, LABEL_HINT, &input),
            self.inputs.field(Field::NewPin, pin_hint(), &input),
            self.inputs.field(Field::PinAgain, "", &input),
            self.inputs.field(Field::Snapshot, snapshot_hint(), &input),
        ]);
        all([about, unready.unwrap_or_default(), form("Start event mode", Message::Start, send, within)])
    }
}

fn leave(event: &EventMode, send: &Callback<Message>) -> Html {
    let shown = match event.snapshot {
        true => "Once there are enough, people see the answers gathered on this device beside their own.",
        false => {
            "People see the published figures beside their own answers, not what is gathered on this device."
        }
    };
    all([
        paragraph(format!("Event mode is on. This device is called {}. {shown}", event.label)),
        if event.snapshot { paragraph(FIGURES) } else { Html::default() },
        link("nhsuk-button", "#/", text("Back to the survey")),
        paragraph(
            "Leave event mode when the event is over. Records stay on the device, sealed, until the desk has confirmed \
             that it has them.",
        ),
        button("Leave event mode", Look::Secondary, Message::Leave, send),
    ])
}

/// Why event mode can't be started, each with what to do.
pub fn bars(session: &Session) -> Vec<String> {
    let mut bars = Vec::new();
    if session.files.study.is_err() {
        bars.push(DEFECTS.to_owned());
    } else if session.files.recipients().is_empty() {
        bars.push(NO_RECIPIENTS.to_owned());
    }
    match &session.device {
        Err(trouble) => bars.push(no_storage(trouble)),
        Ok(device) => {
            if device.unfinished == Unfinished::Open {
                bars.push(UNFINISHED.to_owned());
            }
            if device.unsealed + device.unsealed_details > 0 {
                bars.push(unsealed(device.unsealed, device.unsealed_details));
            }
        }
    }
    bars
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        match self {
            Self::Start(event, pin) => {
                let started = start(services, &event, pin).await;
                if started.is_ok() {
                    location::go("/");
                }
                send.emit(Message::Started(started));
            }
            Self::Leave => {
                let gone = [name::EVENT, name::PIN, name::ATTEMPTS, name::FIGURES]
                    .map(|name| (device::STORE, name, None));
                let left = services.change_device(&gone).await;
                if left.is_ok() {
                    offline::forgive(); // files without keys are as good as any now
                }
                send.emit(Message::Left(left.map_err(Trouble::Storage)));
            }
            Self::Look => services.look_again().await,
        }
    }
}

/// Starts event mode. What bars it is looked at once more, as it may have come since.
async fn start(services: &Services, event: &EventMode, pin: String) -> Result<(), NotStarted> {
    let not_kept = |why| NotStarted::Trouble(Trouble::Storage(why));
    let kept = services.kept().await.map_err(not_kept)?;
    if kept.unfinished == Unfinished::Open || kept.unsealed + kept.unsealed_details > 0 {
        services.report_look().await;
        return Err(NotStarted::AnsweredMeanwhile);
    }
    // Nobody is to begin in another tab before the device knows of its event.
    let claim = services.end_unfinished(false).await.map_err(not_kept)?;
    let Some(_claim) = claim else { return Err(NotStarted::AnsweredElsewhere) };
    let kept = services.ask(&Protect { secret: pin }).await.map_err(NotStarted::Trouble)?;
    document::ask_to_persist();
    let written = written(event);
    let changes = [
        (device::STORE, name::EVENT, Some(written.as_str())),
        (device::STORE, name::PIN, Some(&kept)),
        (device::STORE, name::LABEL, Some(&event.label)),
        (device::STORE, name::ATTEMPTS, None),
        (device::STORE, name::FIGURES, None),
    ];
    services.change_device(&changes).await.map_err(not_kept)
}

const FIGURES: &str = "The app keeps those figures in memory only. They begin anew now that you have entered the PIN. Whenever the \
    survey is loaded again after that, as it also is by a crash or a new version, people see none until you enter the PIN here once more: \
    otherwise somebody could begin them anew at will, and tell from the differences what others said.";
const LEFT: &str =
    "Event mode is off. Records stay on this device, sealed, until the desk has confirmed that it has them.";
const DEFECTS: &str = "The study files have mistakes. They are listed under Readiness: correct them first.";
const NO_RECIPIENTS: &str = "There is no key to seal records to, so anyone with this device could read them. \
    Make a key at the desk and put the settings.json that it saves into the folder 'study'.";
const UNFINISHED: &str = "Someone has begun the survey in this browser and not finished. Open the survey, and \
    finish it or press 'Stop and delete my answers'.";
const LABEL_HINT: &str =
    "It stands on the files that this device hands over. Give each device another name, like Tablet 1.";

fn unsealed(records: usize, details: usize) -> String {
    let them = if records + details == 1 { "it is" } else { "they are" };
    format!(
        "This browser holds {} from before there was a key, and {them} not sealed: anyone with this device could read \
         them. Save them from the survey's last page if they matter, then clear this site's data in the browser's \
         settings.",
        of_both(records, details)
    )
}

fn pin_hint() -> String {
    format!(
        "{} to {} digits, without a pattern. If you forget it, the records on this device can't be exported.",
        PIN_DIGITS.start(),
        PIN_DIGITS.end()
    )
}

fn snapshot_hint() -> String {
    format!(
        "After {} complete records people see, beside their own answers, rounded figures of those gathered here. Figures of fewer than {} people are hidden. Interviews without an answer or of less than a minute are not counted. People who watch the figures, and pool what they themselves answered or answer many times, could still tell what others said. Leave it off where people know each other well.",
        Rules::shared_device().first,
        in_words(disclosure::LEAST as usize)
    )
}

/// What is wrong with a device's name.
pub(super) fn unfit_label(unfit: Unfit) -> String {
    match unfit {
        Unfit::Missing => "Enter a name for this device, like Tablet 1".to_owned(),
        Unfit::Characters => "Use letters, digits, spaces and hyphens in the name".to_owned(),
        Unfit::Length | Unfit::Guessable => format!("Enter a name of {LONGEST_LABEL} characters or fewer"),
    }
}

fn unfit_pin(unfit: Unfit) -> String {
    match unfit {
        Unfit::Missing => "Enter a PIN".to_owned(),
        Unfit::Characters => "Use digits only in the PIN".to_owned(),
        Unfit::Length => format!("Enter a PIN of {} to {} digits", PIN_DIGITS.start(), PIN_DIGITS.end()),
        Unfit::Guessable => {
            "Choose a PIN that is harder to guess. Digits that repeat themselves or go up or down evenly, like 121212, \
             123456 or 112233, are among the first that people try"
                .to_owned()
        }
    }
}

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::AnsweredMeanwhile => {
                f.write_str("Something was answered in this browser meanwhile. See below.")
            }
            Self::AnsweredElsewhere => f.write_str(
                "Someone is answering the survey in another tab of this browser. Let them finish or close that tab, \
                 and start event mode again.",
            ),
            Self::Trouble(why) => why.fmt(f),
        }
    }
}
