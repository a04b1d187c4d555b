//! The organiser's keys: making one, proving that its file works, opening others.

use super::form::{Kind as Input, field, file_field, form, tick};
use super::{Act, button, rows};
use crate::ui::control::button::Kind;
use crate::ui::desk::state::{Button, Field, Form, Making, State};
use crate::ui::desk::words;
use crate::ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
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
    all([about, unlocked(state, act), making(state, act), unlock(state, act)])
}

/// The keys that are at hand.
fn unlocked(state: &State, act: &Act) -> Html {
    if state.unlocked.is_empty() {
        return Html::default();
    }
    let recipients = state.session.recipients();
    let key = |key: &String| {
        let stranger = (state.session.study.is_ok() && !recipients.contains(key)).then(|| {
            element("p", "app-warning", text("This key is not in settings.json: records from this site's devices are not sealed to it, and it can't open them."))
        });
        (
            text(format!("Fingerprint {}", words::fingerprint(key))),
            all([element("p", "app-key", text(key.clone())), stranger.unwrap_or_default()]),
        )
    };
    all([
        subheading("Open on this page"),
        rows(state.unlocked.iter().map(key)),
        button("Lock all keys", Kind::Secondary, act, Button::Lock),
    ])
}

fn making(state: &State, act: &Act) -> Html {
    let within = match &state.making {
        Making::Asking => ask(state, act),
        Making::Made { saved: false, .. } => all([
            paragraph(
                "The key is made, and so far it is on this page only. Save its file now, to a place that is backed up, and write the passphrase down or keep it in a password manager.",
            ),
            button("Save the key file", Kind::Primary, act, Button::SaveKey),
        ]),
        Making::Made { saved: true, .. } => all([
            paragraph(
                "Before records are sealed to this key, make sure that the file and the passphrase open it. Choose the file where it was saved, not a copy from elsewhere.",
            ),
            form(
                Form::Prove,
                "Open the saved file",
                act,
                all([
                    file_field(state, Field::SavedKey, false, ".age,.txt", ""),
                    field(state, act, Field::SavedPassphrase, Input::Passphrase, ""),
                ]),
            ),
            element(
                "div",
                "app-buttons",
                all([
                    button("Save the file again", Kind::Secondary, act, Button::SaveKey),
                    button("Drop this key", Kind::Secondary, act, Button::DropKey),
                ]),
            ),
        ]),
        Making::Proven(key) => proven(state, act, key),
    };
    all([subheading(words::making(&state.making)), within])
}

fn ask(state: &State, act: &Act) -> Html {
    let fields = all([
        field(state, act, Field::NewPassphrase, Input::NewPassphrase, words::passphrase_hint()),
        field(state, act, Field::PassphraseAgain, Input::NewPassphrase, ""),
        tick(state, act, Field::Shown, ""),
    ]);
    let generated = all([
        paragraph(
            "You can have a passphrase made, of 24 letters and digits to write down, or choose one yourself.",
        ),
        button("Make a passphrase", Kind::Secondary, act, Button::Generate),
    ]);
    all([generated, form(Form::Make, "Make a key", act, fields)])
}

fn proven(state: &State, act: &Act, key: &str) -> Html {
    let mut recipients = state.session.recipients().to_vec();
    if !recipients.iter().any(|known| known == key) {
        recipients.push(key.to_owned());
    }
    let date = state.needs_date().then(|| {
        let hint = "Until then you delete a record when someone brings its code. It stands in settings.json, and people are told.";
        field(state, act, Field::WithdrawUntil, Input::Date, hint)
    });
    let hint = "They make a key on their own computer and send you the public one, which is no secret. Compare its fingerprint by telephone.";
    let other = field(state, act, Field::OtherKey, Input::Words, hint);
    let one = (recipients.len() == 1).then(|| {
        let within = paragraph("Add a second one before the first record is collected: a colleague's, or one that you make here and keep elsewhere. Whichever is lost, the other opens every record.");
        callout("This is the only key", within)
    });
    all([
        rows([
            (text("Public key"), element("p", "app-key", text(key.to_owned()))),
            (text("Fingerprint"), text(words::fingerprint(key))),
            (text("Line for settings.json"), element("p", "app-key", text(words::settings_line(&recipients)))),
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
        form(Form::Settings, "Save settings.json with this key", act, all([other, date.unwrap_or_default()])),
        one.unwrap_or_default(),
        button("Make another key", Kind::Secondary, act, Button::DropKey),
    ])
}

fn unlock(state: &State, act: &Act) -> Html {
    let within = all([
        file_field(
            state,
            Field::KeyFile,
            false,
            ".age,.txt",
            "The file that was saved when the key was made",
        ),
        field(state, act, Field::Passphrase, Input::Passphrase, ""),
    ]);
    let none = (!state.unlocked.is_empty()).then(|| paragraph("You can open several keys."));
    all([subheading("Open a key"), none.unwrap_or_default(), form(Form::Unlock, "Open the key", act, within)])
}
