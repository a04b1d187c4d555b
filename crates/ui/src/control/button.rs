//! Buttons.

use crate::markup::changing;
use crate::words::{COPIED, NOT_COPIED};
use browser::{clipboard, download, share};
use yew::prelude::*;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The way on.
    Primary,
    /// Another way.
    Secondary,
    /// A way that can't be gone back.
    Warning,
}

/// A button that does this.
pub fn button_that(label: &'static str, kind: Kind, onclick: Callback<MouseEvent>) -> Html {
    let class = match kind {
        Kind::Primary => "nhsuk-button",
        Kind::Secondary => "nhsuk-button nhsuk-button--secondary",
        Kind::Warning => "nhsuk-button nhsuk-button--warning",
    };
    html! { <button type="button" {class} {onclick}>{ changing(label) }</button> }
}

/// A button that saves a text as a file. Where the browser refuses, it says so itself.
pub fn file_button(label: &'static str, name: &'static str, kind: &'static str, text: String) -> Html {
    let onclick = move |_: MouseEvent| {
        let _ = download::save(name, kind, &text);
    };
    button_that(label, Kind::Secondary, Callback::from(onclick))
}

/// A button that hands a text file to whatever app the person chooses, or saves it where the browser can't.
pub fn share_button(label: &'static str, name: &'static str, text: String) -> Html {
    const KIND: &str = "text/plain";
    let onclick = move |_: MouseEvent| {
        let text = text.clone();
        yew::platform::spawn_local(async move {
            if !share::can_share(name, KIND, &text) || share::share(name, KIND, &text).await.is_err() {
                let _ = download::save(name, KIND, &text);
            }
        });
    };
    button_that(label, Kind::Primary, Callback::from(onclick))
}

/// A button that copies a text, and says so.
#[derive(Debug)]
pub struct CopyButton {
    ended: Option<bool>,
}

/// What is copied.
#[derive(Debug, PartialEq, Properties)]
pub struct ToCopy {
    /// What the button says.
    pub label: &'static str,
    /// The text.
    pub text: String,
}

impl Component for CopyButton {
    /// Whether it was copied.
    type Message = bool;
    type Properties = ToCopy;

    fn create(_: &Context<Self>) -> Self {
        Self { ended: None }
    }

    fn update(&mut self, _: &Context<Self>, copied: bool) -> bool {
        self.ended = Some(copied);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let ToCopy { label, text } = context.props();
        let (link, text) = (context.link().clone(), text.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let text = text.clone();
            link.send_future(async move { clipboard::copy(&text).await.is_ok() });
        });
        let told = self.ended.map(|copied| if copied { COPIED } else { NOT_COPIED });
        let told = told.map(|told| html! { <p>{ changing(told) }</p> }).unwrap_or_default();
        html! { <>{ button_that(label, Kind::Secondary, onclick) }<div role="status">{ told }</div></> }
    }
}
