//! Whether the device is ready: a list to go through, and to print.

use crate::passphrase;
use crate::readiness::{self, Line};
use crate::services::Services;
use crate::session::{LOOKING, Session};
use crate::trouble::Trouble;
use browser::{document, file, space};
use engine::plain::written;
use seal::device::{self, name};
use seal::key::fingerprint;
use std::collections::BTreeSet;
use ui::control::button::{Kind as Look, button_that};
use ui::form::{self, Input, Inputs, Kind, button, form};
use ui::format::{self, list};
use ui::markup::{all, element, paragraph, remark, subheading, text};
use worker::request::Drill;
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ready {
    /// What is typed.
    pub inputs: Inputs<Field>,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The key file for the test record.
    KeyFile,
    /// Its passphrase.
    Passphrase,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        match self {
            Self::KeyFile => "test-key",
            Self::Passphrase => "test-passphrase",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::KeyFile => "Key file",
            Self::Passphrase => "Passphrase",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::KeyFile => Kind::File(".age,.txt"),
            Self::Passphrase => Kind::Passphrase,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A field was changed.
    Input(Input<Field>),
    /// The organiser has seen to it that the device is held to this app, or not.
    Guided(bool),
    /// Look at everything again.
    LookAgain,
    /// Ask for lasting storage.
    Persist,
    /// Storage is lasting now, or not.
    Persisted(bool),
    /// Seal a test record and open it.
    Test,
    /// The public keys for which that went well, of those that a key was at hand for.
    Tested(Result<Vec<String>, NotTested>),
}

/// Why no test record was sealed and opened.
#[derive(Debug, Clone, PartialEq)]
pub enum NotTested {
    /// The key file does not open.
    Key(Trouble),
    /// Something else failed, once the key was open and forgotten again.
    Trouble(Trouble),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look at the device again.
    Look,
    /// Ask for lasting storage.
    Persist,
    /// Seal a test record and open it with the key in the chosen file.
    Test(String),
}

impl Ready {
    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Guided(guided) => session.at_hand.guided = guided,
            Message::LookAgain => {
                session.task.make_way(&mut self.inputs)?;
                session.task.begin(LOOKING);
                return Some(Effect::Look);
            }
            Message::Persist => {
                session.task.make_way(&mut self.inputs)?;
                return Some(Effect::Persist);
            }
            Message::Persisted(lasting) => {
                session.facts.persisted = Some(lasting);
                // Some browsers ask the person first, and meanwhile something else may have begun.
                if session.task.busy().is_none() {
                    session.task.say(persisted(lasting));
                }
            }
            Message::Test => {
                session.task.make_way(&mut self.inputs)?;
                match passphrase::of_file(&self.inputs, Field::Passphrase) {
                    Ok(passphrase) => {
                        session.task.begin("Sealing and opening a test record");
                        return Some(Effect::Test(passphrase));
                    }
                    Err(complaint) => session.task.complain(&mut self.inputs, vec![complaint]),
                }
            }
            Message::Tested(Err(NotTested::Key(why))) => {
                session.task.complain(&mut self.inputs, vec![(Field::KeyFile, why.to_string())]);
            }
            Message::Tested(tested) => {
                // The test has the worker forget every key and what was opened, however it went.
                session.lose_keys();
                match tested {
                    Ok(keys) => self.tested(session, keys),
                    Err(NotTested::Trouble(why) | NotTested::Key(why)) => session.task.fail(&why),
                }
            }
        }
        None
    }

    fn tested(&mut self, session: &mut Session, keys: Vec<String>) {
        self.inputs.forget_secrets();
        match keys.as_slice() {
            [] => session.task.fail(&OTHER_KEY),
            keys => session.task.say(opened_with(keys)),
        }
        if let Ok(device) = &mut session.device {
            let new: Vec<String> = keys.into_iter().filter(|key| !device.drilled.contains(key)).collect();
            device.drilled.extend(new);
        }
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        let lines = readiness::lines(&session.facts, &session.context());
        let open = lines.iter().filter(|line| !line.ready).count();
        let summary = match open {
            0 => "Everything that the app can check is ready.".to_owned(),
            1 => "One thing is not ready.".to_owned(),
            open => format!("{open} things are not ready."),
        };
        let ask = (session.facts.persisted == Some(false))
            .then(|| button("Ask for lasting storage", Look::Secondary, Message::Persist, send));
        let print = button_that("Print this page", Look::Secondary, Callback::from(|_| document::print()));
        let again = button("Check again", Look::Secondary, Message::LookAgain, send);
        let buttons = all([ask.unwrap_or_default(), again, print]);
        let by_hand = by_hand(session.at_hand.guided, send);
        all([
            element("p", "", element("strong", "", text(summary))),
            about(session),
            element("ul", "app-checks", lines.iter().map(line).chain([by_hand]).collect()),
            element("div", "app-buttons app-no-print", buttons),
            self.test(session, send),
        ])
    }

    /// A test record, sealed here and opened with the organiser's key.
    fn test(&self, session: &Session, send: &Callback<Message>) -> Html {
        if session.files.recipients().is_empty() {
            return Html::default();
        }
        let input = send.reform(Message::Input);
        let fields = [Field::KeyFile, Field::Passphrase].map(|field| self.inputs.field(field, "", &input));
        let said = all([
            subheading("Test with the key"),
            paragraph(
                "This seals a test record as the survey does, opens it with your private key, and forgets the key again. \
                 Bring the key file on a USB stick or send it to this device for the test only. Then delete it here and \
                 from the list of downloads: whoever has the device must not have the key.",
            ),
            form("Seal and open a test record", Message::Test, send, all(fields)),
        ]);
        element("div", "app-no-print", said)
    }
}

/// Which device this is, and when it was looked at: for who holds the printed page.
fn about(session: &Session) -> Html {
    let label = session.label().map(|label| format!("Device: {label}. ")).unwrap_or_default();
    remark(format!("{label}Looked at on {}.", format::moment(session.facts.local)))
}

fn line(line: &Line) -> Html {
    check(mark(line.ready), line.about, line.says.iter().map(|says| paragraph(says.clone())).collect())
}

fn check(mark: Html, about: &'static str, says: Html) -> Html {
    let says = element("div", "app-checks__says", all([element("strong", "", text(about)), says]));
    element("li", "app-checks__item", all([mark, says]))
}

/// A mark that says whether something is as it should be: in words, with a sign, and in colour.
fn mark(ready: bool) -> Html {
    let (class, sign, words) = match ready {
        true => ("app-mark app-mark--ready", "✓", "Ready"),
        false => ("app-mark", "✗", "Not ready"),
    };
    let sign = html! { <span aria-hidden="true">{ sign }</span> };
    element("span", class, all([sign, text(format!(" {words}"))]))
}

/// What no page can look up.
fn by_hand(guided: bool, send: &Callback<Message>) -> Html {
    let mark = match guided {
        true => mark(true),
        false => element("span", "app-mark app-mark--by-hand", text("By hand")),
    };
    let says = all([
        paragraph(
            "A page can't keep people out of the rest of a tablet. On an iPad turn on Guided Access: Settings, \
             Accessibility, Guided Access; then open the app and press the side button three times. On Android turn on \
             app pinning: Settings, Security, App pinning; then press Overview, the app's icon, Pin. Set a passcode \
             that only you know.",
        ),
        form::tick(
            "guided",
            "This device is held to this app",
            "The tick is for you. It is not kept.",
            guided,
            &send.reform(Message::Guided),
        ),
    ]);
    check(mark, "Held to this app", says)
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        match self {
            Self::Look => services.look_again().await,
            Self::Persist => {
                send.emit(Message::Persisted(space::ask_to_persist().await.unwrap_or(false)));
            }
            Self::Test(passphrase) => send.emit(Message::Tested(test(services, passphrase).await)),
        }
    }
}

/// Seals a test record to every key and opens it with the one in the chosen file.
async fn test(services: &Services, passphrase: String) -> Result<Vec<String>, NotTested> {
    let field = form::Field::id(Field::KeyFile);
    services.unlock(field, passphrase).await.map_err(NotTested::Key)?;
    let recipients = services.files.recipients().to_vec();
    let opened = services.ask(&Drill { recipients, sizes: services.files.sizes().into() }).await;
    // The device must not keep the key, however the test went.
    let locked = services.lock().await;
    file::forget_chosen(field);
    let opened = opened.map_err(NotTested::Trouble)?;
    if locked.is_ok() {
        let drilled = services.known::<BTreeSet<String>>(name::DRILLED).await.ok().flatten();
        let mut drilled = drilled.unwrap_or_default();
        drilled.extend(opened.iter().cloned());
        let noted = services.change_device(&[(device::STORE, name::DRILLED, Some(&written(&drilled)))]).await;
        noted.map_err(|why| NotTested::Trouble(why.into()))?;
    }
    Ok(opened)
}

const OTHER_KEY: &str = "This key file has another key than those that records are sealed to, so it opened nothing. Choose \
    the file of a key in settings.json, or put this key's public key into it.";

fn opened_with(keys: &[String]) -> String {
    let prints: Vec<String> = keys.iter().map(|key| fingerprint(key)).collect();
    format!(
        "A test record was sealed on this device and opened with the key {}. Now take the key file off this device: \
         whoever has the device must not have the key.",
        list(&prints)
    )
}

fn persisted(lasting: bool) -> &'static str {
    match lasting {
        true => "The browser will not clear what is kept here by itself.",
        false => {
            "The browser said no. Add the app to the home screen, open it from there, and ask again. Until then \
             export often."
        }
    }
}
