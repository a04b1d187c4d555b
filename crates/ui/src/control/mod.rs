//! Controls: what was said goes in, what is said comes out, typed.

pub mod button;
pub mod choice;
pub mod entry;
pub mod scale;
pub mod statement;

use super::markup::{all, changing, element, error, text, with_key};
use crate::words;
use engine::change::Change;
use engine::instrument::{Item, ItemId};
use engine::response::Answer;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Says what in a person's own words seems to show who somebody is.
pub type Warning = fn(&str) -> Html;

/// Takes what is done to the answers of an item.
pub type Say = Callback<(ItemId, Change)>;

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
    /// The id of what is read above it on its page and belongs to it.
    pub lead: Option<&'a str>,
    /// What the browser may fill in: `off`, or the kind of detail about the person.
    pub autocomplete: &'static str,
    /// What is said of its words where they seem to show who a person is.
    pub warning: Option<Warning>,
}

impl Question<'_> {
    fn id(&self) -> &str {
        self.item.id.as_str()
    }

    /// The ids of what describes the control, for assistive technology.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}:hint", self.id()));
        let error = self.error.is_some().then(|| format!("{}:error", self.id()));
        let lead = self.lead.map(str::to_owned);
        let parts: Vec<String> = lead.into_iter().chain(hint).chain(error).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn hint(&self) -> Html {
        let id = format!("{}:hint", self.id());
        self.hint
            .as_ref()
            .map(|hint| html! { <div class="nhsuk-hint" {id}>{ hint.clone() }</div> })
            .unwrap_or_default()
    }

    fn error(&self) -> Html {
        let id = format!("{}:error", self.id());
        self.error.as_ref().map(|words| error(Some(id), words.clone())).unwrap_or_default()
    }

    /// The group around the control, marked where something is wrong. It is never translated: another wording would be
    /// another question.
    fn group(&self, within: Html) -> Html {
        let error = self.error.is_some().then_some("nhsuk-form-group--error");
        let group =
            html! { <div class={classes!("nhsuk-form-group", error)} translate="no">{ within }</div> };
        with_key(self.id(), group)
    }

    /// A field set with the wording as its legend.
    fn fieldset(&self, within: Html) -> Html {
        let wording = text(self.item.wording());
        let legend = match self.is_heading {
            true => element(
                "legend",
                "nhsuk-fieldset__legend nhsuk-fieldset__legend--l",
                element("h1", "nhsuk-fieldset__heading", wording),
            ),
            false => element("legend", "nhsuk-fieldset__legend nhsuk-fieldset__legend--m", wording),
        };
        self.group(html! {
            <fieldset class="nhsuk-fieldset" aria-describedby={self.described_by()}>
                { legend }{ self.hint() }{ self.error() }{ within }
            </fieldset>
        })
    }

    /// A label with the wording, and what belongs below it.
    fn labelled(&self, within: Html) -> Html {
        let wording = text(self.item.wording());
        let label = match self.is_heading {
            true => element(
                "h1",
                "nhsuk-label-wrapper",
                label("nhsuk-label nhsuk-label--l", self.id().to_owned(), wording),
            ),
            false => label("nhsuk-label", self.id().to_owned(), wording),
        };
        self.group(all([label, self.hint(), self.error(), within]))
    }
}

fn label(class: &'static str, of: String, within: Html) -> Html {
    html! { <label {class} for={of}>{ within }</label> }
}

/// A tick box or radio button with its label.
struct Tick {
    kind: &'static str,
    id: String,
    name: String,
    value: String,
    checked: bool,
    described: Option<String>,
    label: Html,
    onchange: Callback<Event>,
}

impl Tick {
    const RADIO: &str = "radio";
    const CHECKBOX: &str = "checkbox";

    fn shown(self, item_class: &'static str, label_class: &'static str) -> Html {
        let Self { kind, id, name, value, checked, described, label: words, onchange } = self;
        let class = if kind == Self::RADIO { "nhsuk-radios__input" } else { "nhsuk-checkboxes__input" };
        let label = label(label_class, id.clone(), words);
        let input = html! {
            <input {class} type={kind} {id} {name} {value} {checked} {onchange} autocomplete="off" aria-describedby={described} />
        };
        element("div", item_class, all([input, label]))
    }

    fn radio(self) -> Html {
        self.shown("nhsuk-radios__item", "nhsuk-label nhsuk-radios__label")
    }

    fn checkbox(self) -> Html {
        self.shown("nhsuk-checkboxes__item", "nhsuk-label nhsuk-checkboxes__label")
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

/// The most characters of somebody's words that are kept: some more than may be given, so that people see what to leave
/// out. A long paste would otherwise fill the device, and tell its length by the size of what is sealed.
fn most_kept(max: Option<usize>) -> usize {
    max.map_or(10_000, |max| max + (max / 10).max(10))
}

/// As much of a text as is kept.
fn cut(text: &str, max: Option<usize>) -> String {
    text.chars().take(most_kept(max)).collect()
}

/// How many characters are left. Screen readers are told at the field, and again only when it gets tight: a word at
/// every letter would drown what is typed.
fn count(id: &str, text: &str, max: Option<usize>) -> Html {
    let Some(max) = max else { return Html::default() };
    let used = text.chars().count();
    let class = match used <= max {
        true => "nhsuk-hint nhsuk-character-count__message",
        false => "nhsuk-error-message nhsuk-character-count__message",
    };
    let live = if used + max / 10 >= max { "polite" } else { "off" };
    let message = changing(words::characters_left(used, max, used >= most_kept(Some(max))));
    html! { <div {class} id={format!("{id}:count")} aria-live={live} translate="yes">{ message }</div> }
}
