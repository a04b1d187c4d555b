//! Forms: what is typed, ticked and wrong in them, and their fields and buttons, drawn from that.

use super::control::button::{Kind as Look, button_that};
use super::markup::{changing, element, error};
use super::words;
use browser::document;
use std::marker::PhantomData;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the summary of errors, which takes the focus.
pub const ERROR_SUMMARY: &str = "error-summary";

/// A field of a page's forms.
pub trait Field: Copy + 'static {
    /// Its id on the page.
    fn id(self) -> &'static str;

    /// What it is called.
    fn label(self) -> &'static str;

    /// What is entered into it.
    fn kind(self) -> Kind;
}

/// What is entered into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
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
    /// A box to tick.
    Tick,
    /// A box to tick that shows the passphrases of its page.
    Reveal,
    /// A file of these extensions.
    File(&'static str),
    /// Several files of these extensions.
    Files(&'static str),
    /// A folder: all the files in it.
    Folder,
}

impl Kind {
    /// Whether it is forgotten as soon as it has done its work.
    fn is_secret(self) -> bool {
        matches!(self, Self::Pin | Self::Passphrase | Self::NewPassphrase | Self::Reveal)
    }
}

/// What is chosen in a field for files. Into each it can be dropped too, in every browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    One,
    Several,
    Folder,
}

/// What a person does to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input<F> {
    /// It holds this text now.
    Typed(F, String),
    /// It is ticked now, or not.
    Ticked(F, bool),
}

/// What is wrong with a field, in words.
pub type Complaint<F> = (F, String);

/// What is typed into the fields of a page, what is ticked, and what is wrong. It belongs to the page and goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs<F> {
    entries: Entries,
    of: PhantomData<F>,
}

impl<F> Default for Inputs<F> {
    fn default() -> Self {
        Self { entries: Entries::default(), of: PhantomData }
    }
}

impl<F: Field> Inputs<F> {
    /// What is typed into a field.
    pub fn typed(&self, field: F) -> &str {
        self.entries.typed(field.id())
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&self, field: F) -> bool {
        self.entries.is_ticked(field.id())
    }

    /// A person changed a field.
    pub fn change(&mut self, input: Input<F>) {
        match input {
            Input::Typed(field, text) => self.fill_in(field, text),
            Input::Ticked(field, ticked) => self.entries.tick(drawn(field), ticked),
        }
    }

    /// Nothing but this text, which is typed for the person where it is known.
    pub fn with(field: F, known: Option<&str>) -> Self {
        let mut inputs = Self::default();
        known.into_iter().for_each(|text| inputs.fill_in(field, text.to_owned()));
        inputs
    }

    /// Types a text for the person.
    pub fn fill_in(&mut self, field: F, text: String) {
        self.entries.fill_in(drawn(field), text);
    }

    /// Empties a field.
    pub fn empty(&mut self, field: F) {
        self.entries.empty(field.id());
    }

    /// Empties the fields for what is secret.
    pub fn forget_secrets(&mut self) {
        self.entries.forget_secrets();
    }

    /// Something is wrong with these fields.
    pub fn complain(&mut self, complaints: Vec<Complaint<F>>) {
        self.entries.complaints = complaints.into_iter().map(|(field, words)| (field.id(), words)).collect();
    }

    /// Nothing is wrong any more.
    pub fn clear_complaints(&mut self) {
        self.entries.complaints.clear();
    }

    /// What is wrong, for the [`error_summary`].
    pub fn errors(&self) -> Vec<(Option<String>, String)> {
        self.entries.errors()
    }

    /// The field with its label, a hint where there is one, and what is wrong with it.
    pub fn field(&self, field: F, hint: impl Into<AttrValue>, send: &Callback<Input<F>>) -> Html {
        let send = send.reform(move |entered| match entered {
            Entered::Text(text) => Input::Typed(field, text),
            Entered::Tick(ticked) => Input::Ticked(field, ticked),
        });
        self.entries.draw(drawn(field), &hint.into(), &send)
    }
}

/// A field as it is drawn. All pages share what is done with it, whatever they call their fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Drawn {
    id: &'static str,
    label: &'static str,
    kind: Kind,
}

fn drawn(field: impl Field) -> Drawn {
    Drawn { id: field.id(), label: field.label(), kind: field.kind() }
}

/// What a person entered.
enum Entered {
    Text(String),
    Tick(bool),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Entries {
    typed: Vec<(Drawn, String)>,
    ticked: Vec<Drawn>,
    complaints: Vec<(&'static str, String)>,
}

impl Entries {
    fn typed(&self, id: &str) -> &str {
        self.typed.iter().find(|(field, _)| field.id == id).map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    fn is_ticked(&self, id: &str) -> bool {
        self.ticked.iter().any(|field| field.id == id)
    }

    fn fill_in(&mut self, field: Drawn, text: String) {
        self.empty(field.id);
        self.typed.push((field, text));
    }

    fn empty(&mut self, id: &str) {
        self.typed.retain(|(field, _)| field.id != id);
    }

    fn tick(&mut self, field: Drawn, ticked: bool) {
        self.ticked.retain(|known| known.id != field.id);
        if ticked {
            self.ticked.push(field);
        }
    }

    fn forget_secrets(&mut self) {
        self.typed.retain(|(field, _)| !field.kind.is_secret());
        self.ticked.retain(|field| !field.kind.is_secret());
    }

    fn errors(&self) -> Vec<(Option<String>, String)> {
        self.complaints.iter().map(|(id, words)| (Some((*id).to_owned()), words.clone())).collect()
    }

    fn draw(&self, field: Drawn, hint: &AttrValue, send: &Callback<Entered>) -> Html {
        match field.kind {
            Kind::Tick | Kind::Reveal => tick(
                field.id,
                field.label,
                hint.clone(),
                self.is_ticked(field.id),
                &send.reform(Entered::Tick),
            ),
            Kind::File(accept) => self.file(field, hint, Some(accept), Choice::One),
            Kind::Files(accept) => self.file(field, hint, Some(accept), Choice::Several),
            Kind::Folder => self.file(field, hint, None, Choice::Folder),
            _ => self.text(field, hint, send),
        }
    }

    fn text(&self, field: Drawn, hint: &AttrValue, send: &Callback<Entered>) -> Html {
        let shown = self.ticked.iter().any(|field| field.kind == Kind::Reveal);
        let (class, input_type, mode, autocomplete) = match field.kind {
            Kind::Pin => ("nhsuk-input nhsuk-input--width-10 app-secret", "text", "numeric", "off"),
            Kind::Passphrase | Kind::NewPassphrase if shown => ("nhsuk-input", "text", "text", "off"),
            Kind::Passphrase => ("nhsuk-input", "password", "text", "current-password"),
            Kind::NewPassphrase => ("nhsuk-input", "password", "text", "new-password"),
            Kind::Code => ("nhsuk-input app-code", "text", "text", "off"),
            Kind::Date => ("nhsuk-input nhsuk-input--width-10", "date", "text", "off"),
            _ => ("nhsuk-input nhsuk-input--width-20", "text", "text", "off"),
        };
        let oninput = send.reform(move |event: InputEvent| {
            Entered::Text(event.target_unchecked_into::<HtmlInputElement>().value())
        });
        let class = classes!(class, self.complaint(field.id).map(|_| "nhsuk-input--error"));
        let input = html! {
            <input {class} id={field.id} type={input_type} inputmode={mode} {autocomplete} {oninput}
                value={self.typed(field.id).to_owned()} aria-describedby={self.described_by(field.id, hint)}
                autocapitalize="off" spellcheck="false" />
        };
        self.labelled(field, hint, input)
    }

    fn file(&self, field: Drawn, hint: &AttrValue, accept: Option<&'static str>, choice: Choice) -> Html {
        let several = choice != Choice::One;
        let webkitdirectory = choice == Choice::Folder;
        let input = html! {
            <input class="app-file" id={field.id} type="file" multiple={several} {webkitdirectory} {accept} autocomplete="off"
                aria-describedby={self.described_by(field.id, hint)} />
        };
        self.labelled(field, hint, input)
    }

    fn complaint(&self, id: &str) -> Option<&str> {
        self.complaints.iter().find(|(wrong, _)| *wrong == id).map(|(_, words)| words.as_str())
    }

    fn described_by(&self, id: &str, hint: &AttrValue) -> Option<String> {
        let hint = (!hint.is_empty()).then(|| format!("{id}-hint"));
        let error = self.complaint(id).map(|_| format!("{id}-error"));
        let parts: Vec<String> = hint.into_iter().chain(error).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn labelled(&self, field: Drawn, hint: &AttrValue, input: Html) -> Html {
        let complaint = self.complaint(field.id).map(ToOwned::to_owned);
        let class = match &complaint {
            None => "nhsuk-form-group",
            Some(_) => "nhsuk-form-group nhsuk-form-group--error",
        };
        let hint_id = format!("{}-hint", field.id);
        html! {
            <div {class}>
                <label class="nhsuk-label" for={field.id}>{ field.label }</label>
                if !hint.is_empty() { <div class="nhsuk-hint" id={hint_id}>{ hint }</div> }
                { complaint.map(|words| error(Some(format!("{}-error", field.id)), words)).unwrap_or_default() }
                { input }
            </div>
        }
    }
}

/// A box to tick.
pub fn tick(
    id: &'static str,
    label: &'static str,
    hint: impl Into<AttrValue>,
    checked: bool,
    send: &Callback<bool>,
) -> Html {
    let hint = hint.into();
    let onchange = send.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    html! {
        <div class="nhsuk-form-group app-no-print">
            <div class="nhsuk-checkboxes">
                <div class="nhsuk-checkboxes__item">
                    <input class="nhsuk-checkboxes__input" type="checkbox" {id} {checked} {onchange} autocomplete="off"
                        aria-describedby={described} />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>{ label }</label>
                    if !hint.is_empty() {
                        <div class="nhsuk-hint nhsuk-checkboxes__hint" id={hint_id}>{ hint }</div>
                    }
                </div>
            </div>
        </div>
    }
}

/// A form that sends a message. Enter in a field does what its button does.
pub fn form<M: Clone + 'static>(label: &'static str, message: M, send: &Callback<M>, within: Html) -> Html {
    let send = send.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send.emit(message.clone());
    });
    html! {
        <form class="app-no-print" {onsubmit} novalidate=true autocomplete="off" writingsuggestions="false">
            { within }
            <button type="submit" class="nhsuk-button">{ changing(label) }</button>
        </form>
    }
}

/// A button that sends a message.
pub fn button<M: Clone + 'static>(label: &'static str, look: Look, message: M, send: &Callback<M>) -> Html {
    button_that(label, look, send.reform(move |_: MouseEvent| message.clone()))
}

/// A summary of what is wrong, in words, with a link to each field that has an id.
pub fn error_summary(errors: impl IntoIterator<Item = (Option<String>, String)>) -> Html {
    let line = |(id, words): (Option<String>, String)| {
        let words = changing(words);
        let Some(id) = id else { return element("li", "", words) };
        let href = format!("#{id}");
        // Routes stand behind the #, so the link moves the focus itself.
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            document::focus(&id);
        });
        element("li", "", html! { <a {href} {onclick}>{ words }</a> })
    };
    let lines: Vec<Html> = errors.into_iter().map(line).collect();
    if lines.is_empty() {
        return Html::default();
    }
    let lines = element("ul", "nhsuk-list nhsuk-error-summary__list", lines.into_iter().collect());
    html! {
        <div class="nhsuk-error-summary" id={ERROR_SUMMARY} tabindex="-1" role="alert" aria-labelledby="error-summary-title">
            <h2 class="nhsuk-error-summary__title" id="error-summary-title">{ words::PROBLEM }</h2>
            { element("div", "nhsuk-error-summary__body", lines) }
        </div>
    }
}
