//! Forms and their fields.

use super::Act;
use crate::ui::desk::state::{Field, Form, Message, State};
use crate::ui::desk::words;
use crate::ui::form;
use crate::ui::markup::{all, changing, element, error, text};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A form: Enter in a field does what its button does.
pub(super) fn form(form: Form, label: &'static str, act: &Act, within: Html) -> Html {
    let act = act.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        act.emit(Message::Sent(form));
    });
    html! {
        <form class="app-no-print" {onsubmit} novalidate=true autocomplete="off" writingsuggestions="false">
            { within }
            <button type="submit" class="nhsuk-button">{ changing(label) }</button>
        </form>
    }
}

/// What is typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Words,
    /// Digits that nobody should read from the screen. A field of type `password` would have the browser offer to
    /// remember the PIN of a device that people share.
    Pin,
    /// A passphrase: one that exists, which a password manager may fill in.
    Passphrase,
    /// A new passphrase, which a password manager may remember.
    NewPassphrase,
    /// A code copied by hand.
    Code,
    /// A date.
    Date,
}

/// A field with its label.
pub(super) fn field(state: &State, act: &Act, field: Field, kind: Kind, hint: impl Into<AttrValue>) -> Html {
    field_with(state, act, field, kind, &hint.into())
}

fn field_with(state: &State, act: &Act, field: Field, kind: Kind, hint: &AttrValue) -> Html {
    let shown = state.ticked.contains(&Field::Shown);
    let (class, input_type, mode, autocomplete) = match kind {
        Kind::Words => ("nhsuk-input nhsuk-input--width-20", "text", "text", "off"),
        Kind::Pin => ("nhsuk-input nhsuk-input--width-10 app-secret", "text", "numeric", "off"),
        Kind::Passphrase if shown => ("nhsuk-input", "text", "text", "off"),
        Kind::Passphrase => ("nhsuk-input", "password", "text", "current-password"),
        Kind::NewPassphrase if shown => ("nhsuk-input", "text", "text", "off"),
        Kind::NewPassphrase => ("nhsuk-input", "password", "text", "new-password"),
        Kind::Code => ("nhsuk-input app-code", "text", "text", "off"),
        Kind::Date => ("nhsuk-input nhsuk-input--width-10", "date", "text", "off"),
    };
    let oninput = act.reform(move |event: InputEvent| {
        Message::Typed(field, event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let class = classes!(class, state.complaint(field).map(|_| "nhsuk-input--error"));
    let input = html! {
        <input {class} id={field.id()} type={input_type} inputmode={mode} {autocomplete} {oninput}
            value={state.typed(field).to_owned()} aria-describedby={described_by(state, field, hint)}
            autocapitalize="off" spellcheck="false" />
    };
    labelled(state, field, hint, input)
}

/// A field to choose files.
pub(super) fn file_field(
    state: &State,
    field: Field,
    several: bool,
    accept: &'static str,
    hint: &'static str,
) -> Html {
    let hint = AttrValue::from(hint);
    let input = html! {
        <input class="app-file" id={field.id()} type="file" multiple={several} {accept} autocomplete="off"
            aria-describedby={described_by(state, field, &hint)} />
    };
    labelled(state, field, &hint, input)
}

/// A box to tick.
pub(super) fn tick(state: &State, act: &Act, field: Field, hint: &'static str) -> Html {
    let ticked = state.ticked.contains(&field);
    let onchange = act.reform(move |event: Event| {
        Message::Ticked(field, event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let hint_id = format!("{}-hint", field.id());
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    html! {
        <div class="nhsuk-form-group app-no-print">
            <div class="nhsuk-checkboxes">
                <div class="nhsuk-checkboxes__item">
                    <input class="nhsuk-checkboxes__input" type="checkbox" id={field.id()} checked={ticked} {onchange}
                        autocomplete="off" aria-describedby={described} />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for={field.id()}>{ words::label(field) }</label>
                    if !hint.is_empty() {
                        <div class="nhsuk-hint nhsuk-checkboxes__hint" id={hint_id}>{ hint }</div>
                    }
                </div>
            </div>
        </div>
    }
}

fn described_by(state: &State, field: Field, hint: &AttrValue) -> Option<String> {
    let hint = (!hint.is_empty()).then(|| format!("{}-hint", field.id()));
    let error = state.complaint(field).map(|_| format!("{}-error", field.id()));
    let parts: Vec<String> = hint.into_iter().chain(error).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn labelled(state: &State, field: Field, hint: &AttrValue, input: Html) -> Html {
    let complaint = state.complaint(field).map(ToOwned::to_owned);
    let class = match &complaint {
        None => "nhsuk-form-group",
        Some(_) => "nhsuk-form-group nhsuk-form-group--error",
    };
    let hint_id = format!("{}-hint", field.id());
    html! {
        <div {class}>
            <label class="nhsuk-label" for={field.id()}>{ words::label(field) }</label>
            if !hint.is_empty() { <div class="nhsuk-hint" id={hint_id}>{ hint }</div> }
            { complaint.map(|words| error(Some(format!("{}-error", field.id())), words)).unwrap_or_default() }
            { input }
        </div>
    }
}

/// A summary of what is wrong, with a link to each field.
pub(super) fn error_summary(state: &State) -> Html {
    let error = |(field, words): &(Field, String)| (Some(field.id().to_owned()), words.clone());
    form::error_summary(state.complaints.iter().map(error))
}

/// A mark that says whether something is as it should be: in words, with a sign, and in colour.
pub(super) fn mark(ready: bool) -> Html {
    let (class, sign, words) = match ready {
        true => ("app-mark app-mark--ready", "✓", "Ready"),
        false => ("app-mark", "✗", "Not ready"),
    };
    let sign = html! { <span aria-hidden="true">{ sign }</span> };
    element("span", class, all([sign, text(format!(" {words}"))]))
}
