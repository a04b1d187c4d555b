//! The organiser's keys: making one, proving that its file works, opening others.

pub mod new_key;

use super::rows;
use crate::passphrase::{self, GENERATED};
use crate::services::{Services, save_text};
use crate::session::{NewKeyStep, Session};
use crate::trouble::Trouble;
use new_key::key_name;
use seal::key::fingerprint;
use ui::control::button::Kind as Look;
use ui::form::{self, Input, Inputs, Kind, button, form};
use ui::markup::{all, element, paragraph, subheading, text};
use worker::request::{MakeKey, NewKey};
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keys {
    /// What is typed and ticked.
    pub inputs: Inputs<Field>,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A new passphrase.
    NewPassphrase,
    /// The same again.
    PassphraseAgain,
    /// Whether passphrases are shown.
    Shown,
    /// The key file that was saved just now.
    SavedKey,
    /// Its passphrase.
    SavedPassphrase,
    /// Until when people can withdraw.
    WithdrawUntil,
    /// The public key of someone else.
    OtherKey,
    /// A key file.
    KeyFile,
    /// Its passphrase.
    Passphrase,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        match self {
            Self::NewPassphrase => "new-passphrase",
            Self::PassphraseAgain => "passphrase-again",
            Self::Shown => "shown",
            Self::SavedKey => "saved-key",
            Self::SavedPassphrase => "saved-passphrase",
            Self::WithdrawUntil => "withdraw-until",
            Self::OtherKey => "other-key",
            Self::KeyFile => "key-file",
            Self::Passphrase => "passphrase",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::NewPassphrase => "New passphrase",
            Self::PassphraseAgain => "The same passphrase again",
            Self::Shown => "Show passphrases",
            Self::SavedKey => "The key file that you saved",
            Self::WithdrawUntil => "Until when can people have their record deleted?",
            Self::OtherKey => "A colleague's public key (optional)",
            Self::KeyFile => "Key file",
            Self::SavedPassphrase | Self::Passphrase => "Passphrase",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::NewPassphrase | Self::PassphraseAgain => Kind::NewPassphrase,
            Self::Shown => Kind::Reveal,
            Self::SavedKey | Self::KeyFile => Kind::File(".age,.txt"),
            Self::SavedPassphrase | Self::Passphrase => Kind::Passphrase,
            Self::WithdrawUntil => Kind::Date,
            Self::OtherKey => Kind::Words,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A field was changed.
    Input(Input<Field>),
    /// Think of a passphrase.
    Generate,
    /// Random bytes for it, or why there are none.
    Random(Result<[u8; GENERATED], Trouble>),
    /// Make a key pair.
    Make,
    /// It was made, or why not.
    Made(Result<NewKey, Trouble>),
    /// Save the key file.
    SaveKey,
    /// It was saved, or why not.
    KeySaved(Result<String, Trouble>),
    /// Open the file that was saved.
    Prove,
    /// It was opened, and has this public key; or why not.
    Proven(Result<String, Trouble>),
    /// Make no key after all, or another one.
    DropKey,
    /// Save new settings.
    SaveSettings,
    /// They were saved, or why not.
    SettingsSaved(Result<String, Trouble>),
    /// Open a key file.
    Unlock,
    /// It was opened, and has this public key; or why not.
    Unlocked(Result<String, Trouble>),
    /// Forget every private key, and what was opened.
    Lock,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Think of a passphrase.
    Generate,
    /// Make a key pair.
    Make(String),
    /// Save the file of a key that was made.
    SaveKey(NewKey),
    /// Open the key file that was saved.
    Prove(String),
    /// Save this text as `settings.json`.
    SaveSettings(String),
    /// Open the chosen key file.
    Unlock(String),
    /// Forget every private key.
    Lock,
}

impl Keys {
    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Generate => {
                session.task.make_way(&mut self.inputs)?;
                return Some(Effect::Generate);
            }
            Message::Random(Ok(bytes)) => {
                let passphrase = passphrase::generated(bytes);
                self.inputs.fill_in(Field::NewPassphrase, passphrase.clone());
                self.inputs.fill_in(Field::PassphraseAgain, passphrase);
                self.inputs.change(Input::Ticked(Field::Shown, true));
                session.task.say(PASSPHRASE_MADE);
            }
            Message::Make => {
                session.task.make_way(&mut self.inputs)?;
                match self.new_passphrase() {
                    Ok(passphrase) => {
                        session.task.begin("Making a key. This takes a few seconds");
                        return Some(Effect::Make(passphrase));
                    }
                    Err(complaint) => session.task.complain(&mut self.inputs, vec![complaint]),
                }
            }
            Message::Made(Ok(key)) => {
                self.inputs.forget_secrets();
                session.at_hand.new_key = NewKeyStep::Made { key, saved: false };
                session.task.clear();
                session.task.tell();
            }
            Message::SaveKey => {
                session.task.make_way(&mut self.inputs)?;
                let NewKeyStep::Made { key, .. } = &session.at_hand.new_key else { return None };
                return Some(Effect::SaveKey(key.clone()));
            }
            Message::KeySaved(Ok(name)) => {
                if let NewKeyStep::Made { saved, .. } = &mut session.at_hand.new_key {
                    *saved = true;
                }
                session.task.say(saved(&name));
            }
            Message::SettingsSaved(Ok(name)) => session.task.say(saved(&name)),
            Message::Prove => {
                session.task.make_way(&mut self.inputs)?;
                return self.open(session, Field::SavedPassphrase).map(Effect::Prove);
            }
            Message::Proven(proven) => self.proven(session, proven),
            Message::DropKey => {
                session.task.make_way(&mut self.inputs)?;
                session.at_hand.new_key = NewKeyStep::Asking;
                session.task.tell();
            }
            Message::SaveSettings => {
                session.task.make_way(&mut self.inputs)?;
                match self.new_settings(session) {
                    Ok(settings) => return Some(Effect::SaveSettings(settings)),
                    Err(complaints) => session.task.complain(&mut self.inputs, complaints),
                }
            }
            Message::Unlock => {
                session.task.make_way(&mut self.inputs)?;
                return self.open(session, Field::Passphrase).map(Effect::Unlock);
            }
            Message::Unlocked(Ok(public)) => {
                self.inputs.forget_secrets();
                session.add_key(public);
                session.task.say(UNLOCKED);
            }
            Message::Unlocked(Err(why)) => {
                session.task.complain(&mut self.inputs, vec![(Field::KeyFile, why.to_string())]);
            }
            Message::Lock => {
                session.task.make_way(&mut self.inputs)?;
                lock(session);
                return Some(Effect::Lock);
            }
            Message::Random(Err(why))
            | Message::Made(Err(why))
            | Message::KeySaved(Err(why))
            | Message::SettingsSaved(Err(why)) => session.task.fail(&why),
        }
        None
    }

    /// A key file is about to be opened with the passphrase in a field.
    fn open(&mut self, session: &mut Session, field: Field) -> Option<String> {
        match passphrase::of_file(&self.inputs, field) {
            Ok(passphrase) => {
                session.task.begin("Opening the key file. This takes a few seconds");
                Some(passphrase)
            }
            Err(complaint) => {
                session.task.complain(&mut self.inputs, vec![complaint]);
                None
            }
        }
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        let about = all([
            paragraph(
                "A key is a pair. The public key goes into settings.json, and devices seal records to it. The private key \
                 opens them. It leaves this page only as a file that a passphrase protects.",
            ),
            paragraph(
                "Make two, best on two computers by two people. Either opens every record. If you have one key and lose \
                 its file or its passphrase, the records can't be opened by anyone: the study is lost.",
            ),
        ]);
        all([about, unlocked(session, send), self.new_key(session, send), self.unlock(session, send)])
    }

    fn field(&self, field: Field, hint: impl Into<AttrValue>, send: &Callback<Message>) -> Html {
        self.inputs.field(field, hint, &send.reform(Message::Input))
    }

    fn unlock(&self, session: &Session, send: &Callback<Message>) -> Html {
        let within = all([
            self.field(Field::KeyFile, "The file that was saved when the key was made", send),
            self.field(Field::Passphrase, "", send),
        ]);
        let none = (!session.at_hand.keys.is_empty()).then(|| paragraph("You can open several keys."));
        all([
            subheading("Open a key"),
            none.unwrap_or_default(),
            form("Open the key", Message::Unlock, send, within),
        ])
    }
}

/// Forgets every key, and what was opened with them.
pub(super) fn lock(session: &mut Session) {
    session.at_hand.keys.clear();
    session.archive.close();
    session.task.say(LOCKED);
}

/// The keys that are at hand.
fn unlocked(session: &Session, send: &Callback<Message>) -> Html {
    if session.at_hand.keys.is_empty() {
        return Html::default();
    }
    let recipients = session.files.recipients();
    let key = |key: &String| {
        let stranger = (session.files.study.is_ok() && !recipients.contains(key)).then(|| {
            element("p", "app-warning", text("This key is not in settings.json: records from this site's devices are not sealed to it, and it can't open them."))
        });
        (
            text(format!("Fingerprint {}", fingerprint(key))),
            all([element("p", "app-key", text(key.clone())), stranger.unwrap_or_default()]),
        )
    };
    all([
        subheading("Open on this page"),
        rows(session.at_hand.keys.iter().map(key)),
        button("Lock all keys", Look::Secondary, Message::Lock, send),
    ])
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        let id = form::Field::id;
        send.emit(match self {
            Self::Generate => Message::Random(seal::random().map_err(Trouble::Random)),
            Self::Make(passphrase) => Message::Made(services.ask(&MakeKey { passphrase }).await),
            Self::SaveKey(key) => {
                Message::KeySaved(save_text(&key_name(&key.public), "text/plain", &key.file))
            }
            Self::Prove(passphrase) => {
                Message::Proven(services.unlock(id(Field::SavedKey), passphrase).await)
            }
            Self::SaveSettings(settings) => {
                Message::SettingsSaved(save_text("settings.json", "application/json", &settings))
            }
            Self::Unlock(passphrase) => {
                Message::Unlocked(services.unlock(id(Field::KeyFile), passphrase).await)
            }
            // A worker that has stopped holds no key either.
            Self::Lock => return drop(services.lock().await),
        });
    }
}

const PASSPHRASE_MADE: &str =
    "A passphrase is made and stands below. Write it down now, and keep it apart from the key file.";
const UNLOCKED: &str = "The key is open on this page. It stays so until you lock it or close the page.";
const LOCKED: &str = "Every key is locked, and what was opened on this page is forgotten. Records that are kept in this \
    browser stay, sealed.";

/// That a file was saved.
pub(super) fn saved(name: &str) -> String {
    format!("{name} is among this device's downloads.")
}
