//! A new key: its passphrase, its file, the proof that both work, and the settings that have records sealed to it.

use super::{Field, Keys, Message};
use crate::page::rows;
use crate::passphrase::{self, GENERATED, SHORTEST};
use crate::readiness::is_over;
use crate::session::{NewKeyStep, Session};
use crate::settings;
use crate::trouble::Trouble;
use engine::response::is_date;
use seal::device::Unfit;
use seal::key::{PublicKey, fingerprint};
use ui::control::button::Kind as Look;
use ui::form::{Complaint, button, form};
use ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use yew::prelude::*;

impl Keys {
    /// The new passphrase, typed twice.
    pub(super) fn new_passphrase(&self) -> Result<String, Complaint<Field>> {
        let typed = self.inputs.typed(Field::NewPassphrase);
        if let Err(unfit) = passphrase::check(typed) {
            return Err((Field::NewPassphrase, unfit_passphrase(unfit)));
        }
        if typed != self.inputs.typed(Field::PassphraseAgain) {
            return Err((Field::PassphraseAgain, "Enter the same passphrase again".to_owned()));
        }
        Ok(typed.to_owned())
    }

    /// The file of the new key was opened again, or not.
    pub(super) fn proven(&mut self, session: &mut Session, proven: Result<String, Trouble>) {
        let wrong = match (proven, &session.at_hand.new_key) {
            (Err(why), _) => why.to_string(),
            (Ok(public), NewKeyStep::Made { key, .. }) if public != key.public => OTHER_KEY.to_owned(),
            (Ok(public), _) => {
                session.at_hand.new_key = NewKeyStep::Proven(public.clone());
                self.inputs.forget_secrets();
                session.add_key(public);
                return session.task.say(PROVEN);
            }
        };
        session.task.complain(&mut self.inputs, vec![(Field::SavedKey, wrong)]);
    }

    /// The text of new settings with the key that was made, and with someone else's where one is typed.
    pub(super) fn new_settings(&self, session: &Session) -> Result<String, Vec<Complaint<Field>>> {
        let NewKeyStep::Proven(key) = &session.at_hand.new_key else { return Err(Vec::new()) };
        let mut complaints = Vec::new();
        let other = Some(self.inputs.typed(Field::OtherKey).trim()).filter(|other| !other.is_empty());
        // Settings have a key in small letters, however it was copied.
        let other = match other.map(PublicKey::read).transpose() {
            Ok(other) => other.as_ref().map(ToString::to_string),
            Err(why) => {
                complaints.push((Field::OtherKey, why.to_string()));
                None
            }
        };
        let until = self.inputs.typed(Field::WithdrawUntil).trim();
        let complaint = match is_date(until) {
            _ if !needs_date(session) => None,
            false => Some(ENTER_DATE),
            true => (until <= session.facts.today().as_str()).then_some(ENTER_LATER_DATE),
        };
        complaints.extend(complaint.map(|words| (Field::WithdrawUntil, words.to_owned())));
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let keys: Vec<&str> = std::iter::once(key.as_str()).chain(other.as_deref()).collect();
        let until = Some(until).filter(|date| !date.is_empty());
        Ok(settings::with_recipients(session.files.settings(), &keys, until))
    }

    /// The step that the making of a key has come to.
    pub(super) fn new_key(&self, session: &Session, send: &Callback<Message>) -> Html {
        let within = match &session.at_hand.new_key {
            NewKeyStep::Asking => self.ask(send),
            NewKeyStep::Made { saved: false, .. } => all([
                paragraph(
                    "The key is made, and so far it is on this page only. Save its file now, to a place that is backed up, and write the passphrase down or keep it in a password manager.",
                ),
                button("Save the key file", Look::Primary, Message::SaveKey, send),
            ]),
            NewKeyStep::Made { saved: true, .. } => self.prove(send),
            NewKeyStep::Proven(key) => self.settings(session, send, key),
        };
        all([subheading(step(&session.at_hand.new_key)), within])
    }

    fn ask(&self, send: &Callback<Message>) -> Html {
        let fields = all([
            self.field(Field::NewPassphrase, passphrase_hint(), send),
            self.field(Field::PassphraseAgain, "", send),
            self.field(Field::Shown, "", send),
        ]);
        all([
            paragraph(format!(
                "You can have a passphrase made, of {GENERATED} letters and digits to write down, or choose one yourself."
            )),
            button("Make a passphrase", Look::Secondary, Message::Generate, send),
            form("Make a key", Message::Make, send, fields),
        ])
    }

    fn prove(&self, send: &Callback<Message>) -> Html {
        let fields = all([Field::SavedKey, Field::SavedPassphrase].map(|field| self.field(field, "", send)));
        all([
            paragraph(
                "Before records are sealed to this key, make sure that the file and the passphrase open it. Choose the file where it was saved, not a copy from elsewhere.",
            ),
            form("Open the saved file", Message::Prove, send, fields),
            element(
                "div",
                "app-buttons",
                all([
                    button("Save the file again", Look::Secondary, Message::SaveKey, send),
                    button("Drop this key", Look::Secondary, Message::DropKey, send),
                ]),
            ),
        ])
    }

    fn settings(&self, session: &Session, send: &Callback<Message>, key: &str) -> Html {
        let mut recipients = session.files.recipients().to_vec();
        if !recipients.iter().any(|known| known == key) {
            recipients.push(key.to_owned());
        }
        let date = needs_date(session).then(|| {
            let hint = "Until then you delete a record when someone brings its code. It stands in settings.json, and people are told.";
            self.field(Field::WithdrawUntil, hint, send)
        });
        let hint = "They make a key on their own computer and send you the public one, which is no secret. Compare its fingerprint by telephone.";
        let other = self.field(Field::OtherKey, hint, send);
        let one = (recipients.len() == 1).then(|| {
            let within = paragraph("Add a second one before the first record is collected: a colleague's, or one that you make here and keep elsewhere. Whichever is lost, the other opens every record.");
            callout("This is the only key", within)
        });
        let line = settings::recipients_line(&recipients);
        all([
            rows([
                (text("Public key"), element("p", "app-key", text(key.to_owned()))),
                (text("Fingerprint"), text(fingerprint(key))),
                (text("Line for settings.json"), element("p", "app-key", text(line))),
            ]),
            bullets(
                [
                    "Put the settings.json that you save here into the folder 'study' beside the app.",
                    "Change the information sheet in index.html too: say who collects the answers, and raise its version.",
                    "Then check a device: Is this device ready?",
                ]
                .into_iter()
                .map(text),
            ),
            form(
                "Save settings.json with this key",
                Message::SaveSettings,
                send,
                all([other, date.unwrap_or_default()]),
            ),
            one.unwrap_or_default(),
            button("Make another key", Look::Secondary, Message::DropKey, send),
        ])
    }
}

/// Whether new settings need a date until which people can withdraw: where there is none, or it has passed.
pub fn needs_date(session: &Session) -> bool {
    settings::withdraw_until(session.files.settings())
        .is_none_or(|date| is_over(&date, &session.facts.today()))
}

/// The file of a private key, by its public key.
pub fn key_name(public: &str) -> String {
    let print = fingerprint(public).replace(' ', "");
    format!("hiquality-key-{}.age", print.get(..8).unwrap_or(&print))
}

const ENTER_DATE: &str = "Enter the date until which people can have their record deleted";
const ENTER_LATER_DATE: &str =
    "Enter a date in the future: people are told that they can have their record deleted until then";
const OTHER_KEY: &str = "This file has another key. Choose the file that you saved just now";
const PROVEN: &str = "The file and the passphrase work. You can use this key now.";

/// How far the making of a key has come, as a heading.
fn step(step: &NewKeyStep) -> &'static str {
    match step {
        NewKeyStep::Asking => "Make a key",
        NewKeyStep::Made { saved: false, .. } => "Save the key file",
        NewKeyStep::Made { saved: true, .. } => "Now open the file that you saved",
        NewKeyStep::Proven(_) => "Your new key",
    }
}

fn passphrase_hint() -> String {
    format!(
        "At least {SHORTEST} characters. Several words that have nothing to do with each other are good. Nobody can \
         help if you forget it."
    )
}

fn unfit_passphrase(unfit: Unfit) -> String {
    match unfit {
        Unfit::Missing => "Enter a passphrase, or have one made".to_owned(),
        _ => format!("Enter a passphrase of {SHORTEST} characters or more"),
    }
}
