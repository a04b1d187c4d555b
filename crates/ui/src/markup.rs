//! Elements that recur on the screens, each written once.

use crate::words;
use yew::prelude::*;
use yew::virtual_dom::{Key, VNode, VTag};

/// An element with a class (or none) and what stands in it.
pub fn element(tag: &'static str, class: &'static str, within: Html) -> Html {
    let mut element = VTag::new(tag);
    if !class.is_empty() {
        element.add_attribute("class", class);
    }
    element.add_child(within);
    element.into()
}

/// Text.
pub fn text(text: impl Into<AttrValue>) -> Html {
    fn of(text: AttrValue) -> Html {
        yew::virtual_dom::VText::new(text).into()
    }
    of(text.into())
}

/// Text that may change while its page stays. It is an element of its own, built anew with each wording: a browser's
/// translator takes nodes of text out of the page, and what is then written into them nobody sees.
pub fn changing(words: impl Into<AttrValue>) -> Html {
    keyed("span", "", words.into())
}

fn keyed(tag: &'static str, class: &'static str, words: AttrValue) -> Html {
    let key = words.to_string();
    with_key(key, element(tag, class, text(words)))
}

/// Something that is built anew where another with another key stood. Where everything in a list has a key, what stays in it
/// keeps the focus when something else comes or goes.
pub fn with_key(key: impl Into<Key>, mut built: Html) -> Html {
    let key = Some(key.into());
    match &mut built {
        VNode::VTag(tag) => std::rc::Rc::make_mut(tag).key = key,
        _ => return yew::virtual_dom::VList::with_children(vec![built], key).into(),
    }
    built
}

/// Several things, one after another.
pub fn all<const N: usize>(parts: [Html; N]) -> Html {
    fn of(parts: Vec<Html>) -> Html {
        yew::virtual_dom::VList::with_children(parts, None).into()
    }
    of(Vec::from(parts))
}

/// A paragraph of text.
pub fn paragraph(words: impl Into<AttrValue>) -> Html {
    keyed("p", "", words.into())
}

/// A paragraph in a quieter colour.
pub fn remark(words: impl Into<AttrValue>) -> Html {
    element("p", "nhsuk-hint", text(words))
}

/// The heading of a page.
pub fn heading(words: impl Into<AttrValue>) -> Html {
    element("h1", "nhsuk-heading-l", text(words))
}

/// A heading within a page.
pub fn subheading(words: impl Into<AttrValue>) -> Html {
    element("h2", "nhsuk-heading-m", text(words))
}

/// Words that are heard and not seen.
pub fn heard(words: impl Into<AttrValue>) -> Html {
    element("span", "nhsuk-u-visually-hidden", text(words))
}

/// A list with bullets.
pub fn bullets(items: impl Iterator<Item = Html>) -> Html {
    let items = items.map(|item| element("li", "", item)).collect();
    element("ul", "nhsuk-list nhsuk-list--bullet", items)
}

/// A link.
pub fn link(class: &'static str, href: impl Into<AttrValue>, within: Html) -> Html {
    fn of(class: &'static str, href: AttrValue, within: Html) -> Html {
        html! { <a class={(!class.is_empty()).then_some(class)} {href}>{ within }</a> }
    }
    of(class, href.into(), within)
}

/// Paragraphs in a box that sets them apart; told to screen readers when it appears.
pub fn inset(within: Html) -> Html {
    html! { <div class="nhsuk-inset-text" role="status">{ within }</div> }
}

/// A warning with its heading.
pub fn callout(heading: impl Into<AttrValue>, within: Html) -> Html {
    let heading = heading.into();
    let key = heading.to_string();
    let label = all([heard(words::IMPORTANT), text(heading)]);
    let label = element("h2", "nhsuk-warning-callout__label", label);
    with_key(key, html! { <div class="nhsuk-warning-callout" role="alert">{ label }{ within }</div> })
}

/// What is wrong, for those who see and those who hear.
pub fn error(id: Option<String>, words: impl Into<AttrValue>) -> Html {
    html! { <span class="nhsuk-error-message" {id} translate="yes">{ heard(words::ERROR) }{ changing(words) }</span> }
}
