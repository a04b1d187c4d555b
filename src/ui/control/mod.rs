//! Controls: what was said goes in, what is said comes out, typed.

pub mod choice;
pub mod entry;
pub mod scale;
pub mod statement;

use super::words;
use crate::survey::instrument::{Item, ItemId};
use crate::survey::response::Answer;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Takes what is said to an item.
pub type Say = Callback<(ItemId, Vec<Answer>)>;

/// A question as a control shows it.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The item.
    pub item: &'a Item,
    /// What was said.
    pub said: &'a [Answer],
    /// What is wrong, in words.
    pub error: Option<String>,
    /// Whether its wording is the heading of the page.
    pub is_heading: bool,
    /// What to read before answering.
    pub hint: Option<Html>,
    /// What the browser may fill in: `off`, or the kind of detail about the person.
    pub autocomplete: &'static str,
}

impl Question<'_> {
    fn id(&self) -> &str {
        self.item.id.as_str()
    }

    /// The ids of what describes the control, for assistive technology.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id()));
        let error = self.error.is_some().then(|| format!("{}-error", self.id()));
        let parts: Vec<String> = hint.into_iter().chain(error).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn hint(&self) -> Html {
        let id = format!("{}-hint", self.id());
        self.hint
            .as_ref()
            .map(|hint| html! { <div class="nhsuk-hint" {id}>{ hint.clone() }</div> })
            .unwrap_or_default()
    }

    fn error(&self) -> Html {
        let Some(error) = &self.error else { return Html::default() };
        html! {
            <span class="nhsuk-error-message" id={format!("{}-error", self.id())}>
                <span class="nhsuk-u-visually-hidden">{ "Error: " }</span>{ error }
            </span>
        }
    }

    /// The group around the control, marked where something is wrong.
    fn group(&self, within: Html) -> Html {
        let error = self.error.as_ref().map(|_| "nhsuk-form-group--error");
        html! { <div class={classes!("nhsuk-form-group", error)}>{ within }</div> }
    }

    /// A field set with the wording as its legend.
    fn fieldset(&self, within: Html) -> Html {
        let legend = if self.is_heading {
            html! {
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--l">
                    <h1 class="nhsuk-fieldset__heading">{ &self.item.text }</h1>
                </legend>
            }
        } else {
            html! { <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{ &self.item.text }</legend> }
        };
        self.group(html! {
            <fieldset class="nhsuk-fieldset" aria-describedby={self.described_by()}>
                { legend }{ self.hint() }{ self.error() }{ within }
            </fieldset>
        })
    }

    /// A label with the wording, and what belongs below it.
    fn labelled(&self, within: Html) -> Html {
        let id = self.id().to_owned();
        let label = if self.is_heading {
            html! {
                <h1 class="nhsuk-label-wrapper"><label class="nhsuk-label nhsuk-label--l" for={id}>{ &self.item.text }</label></h1>
            }
        } else {
            html! { <label class="nhsuk-label" for={id}>{ &self.item.text }</label> }
        };
        self.group(html! { <>{ label }{ self.hint() }{ self.error() }{ within }</> })
    }
}

/// The text now in the element that an event comes from.
fn text_of(event: &InputEvent) -> String {
    let element = event.target_unchecked_into::<web_sys::EventTarget>();
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default(),
    }
}

/// How many characters are left, told to screen readers once the person pauses.
fn count(id: &str, text: &str, max: Option<usize>) -> Html {
    let Some(max) = max else { return Html::default() };
    let used = text.chars().count();
    let (class, message) = match max.checked_sub(used) {
        Some(left) => ("nhsuk-hint", words::characters(left, "left")),
        None => ("nhsuk-error-message", words::characters(used - max, "too many")),
    };
    html! {
        <div class={classes!(class, "nhsuk-character-count__message")} id={format!("{id}-count")} aria-live="polite">
            { format!("You have {message}") }
        </div>
    }
}
