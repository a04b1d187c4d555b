//! What is wrong with a form, above it.

use super::markup::{changing, element};
use browser::document;
use yew::prelude::*;

/// The id of the summary of errors, which takes the focus.
pub const ERROR_SUMMARY: &str = "error-summary";

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
            <h2 class="nhsuk-error-summary__title" id="error-summary-title">{ "There is a problem" }</h2>
            { element("div", "nhsuk-error-summary__body", lines) }
        </div>
    }
}
