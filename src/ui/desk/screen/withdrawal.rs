//! Deleting a record on request, by the code that the person was given.

use super::form::{Kind as Input, field, form};
use super::{Act, button, desk_trouble};
use crate::ui::control::button::Kind;
use crate::ui::desk::state::{Button, Field, Form, State};
use crate::ui::desk::words;
use crate::ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    if let Some(name) = &state.withdrawing {
        return found(state, name, act);
    }
    let until = state.session.study.as_ref().ok().and_then(|study| study.settings.withdraw_until.as_deref());
    let until = match (until, state.withdrawal_ended()) {
        (_, Some(date)) => callout(
            "The time for this is over",
            paragraph(format!(
                "People were told that they could have their record deleted until {}. You can still delete it here. What was published can't be taken back.",
                crate::ui::format::date(date)
            )),
        ),
        (Some(date), None) => paragraph(format!(
            "People were told that they can have their record deleted until {}.",
            crate::ui::format::date(date)
        )),
        (None, None) => Html::default(),
    };
    let hint =
        "The person saw it once, after they submitted. Capital letters, spaces and hyphens do not matter.";
    let field = field(state, act, Field::WithdrawalCode, Input::Code, hint);
    all([
        desk_trouble(state),
        paragraph("The record is found by its code alone. Ask for nothing else about the person."),
        until,
        paragraph(format!("{} open here.", words::is(state.opening.records.len()))),
        form(Form::Withdraw, "Find the record", act, field),
    ])
}

fn found(state: &State, name: &str, act: &Act) -> Html {
    let complete = state.opening.records.get(name).is_some_and(|record| record.complete);
    let complete = if complete { "It is complete" } else { "The person broke off" };
    let buttons = all([
        button("Delete this record", Kind::Warning, act, Button::Withdraw),
        button("Leave it", Kind::Secondary, act, Button::LeaveRecord),
    ]);
    all([
        subheading("The record is found"),
        paragraph(format!(
            "One record has this code: {}. {complete}. Delete it? This can't be undone.",
            words::short(name)
        )),
        element("div", "app-buttons", buttons),
    ])
}

/// What was deleted, and what was not.
pub(super) fn done(state: &State, name: &str, files: &[String]) -> Html {
    let device = match files {
        [] => "The file that it came in, and any copy of it: delete it there, or destroy the file once all its other records are safe.".to_owned(),
        files => {
            let files: Vec<String> = files.iter().map(|file| words::file(file)).collect();
            format!("The file that it came in ({}), and any copy of it: destroy it once all its other records are safe.", crate::ui::format::list(&files))
        }
    };
    let rest = [
        device,
        format!("{} if you saved it before: save it again now, and delete the old one.", words::RECORDS_FILE),
        "The device, if its export is not confirmed yet: confirm it there, and the device deletes it."
            .to_owned(),
        "Other computers on which the same files were opened: delete it there too, by the same code."
            .to_owned(),
    ];
    let after =
        state.withdrawal_ended().map(|_| paragraph("Results that were published before still count it."));
    all([
        paragraph(format!(
            "Record {name} is deleted from this desk. If a file that holds it is opened here again, it stays deleted."
        )),
        paragraph("These were not touched, and may still hold it:"),
        bullets(rest.into_iter().map(text)),
        after.unwrap_or_default(),
    ])
}
