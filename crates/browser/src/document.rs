//! The page around the app: its title, its focus, the information sheet that stands in it.

use super::{Refused, page, window};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// The document that `boot.js` had of the host a second time.
    #[wasm_bindgen(js_name = hiqualityPageAsSent)]
    fn page_as_sent() -> Promise;
}

/// Whether the browser trusts the connection: HTTPS, or the device itself. Without it there is neither safe storage
/// nor cryptography.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// Sets the title.
pub fn set_title(title: &str) {
    page().set_title(title);
}

/// The element for the app. A page that was cut short before it gets one, to say so in.
pub fn mount_point() -> Option<Element> {
    page().get_element_by_id("app").or_else(|| {
        let place = page().create_element("div").ok()?;
        page().body()?.append_child(&place).ok()?;
        Some(place)
    })
}

/// Marks the page: the program shows something, and the page's own words about its start are over. Start then leads to
/// the program, so that the browser must not move the focus to them.
pub fn mark_started() {
    mark("data-app", "started");
    if let Some(words) = page().query_selector(".app-start").ok().flatten() {
        words.remove();
    }
}

/// Marks the page as that of a shared device, where nothing of a person may stay on the screen.
pub fn mark_shared() {
    mark("data-shared", "");
}

fn mark(name: &str, value: &str) {
    if let Some(root) = page().document_element() {
        let _ = root.set_attribute(name, value); // these names are valid
    }
}

/// Whether the page came as a whole: it has the information sheet, and the mark at its end.
pub fn is_whole() -> bool {
    has_all(&page())
}

fn has_all(page: &Document) -> bool {
    ["information", "end-of-page"].iter().all(|id| page.get_element_by_id(id).is_some())
}

/// Moves the focus to an element, by its id, and scrolls to it.
pub fn focus(id: &str) {
    if let Some(element) =
        page().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus(); // where it can't take the focus, the person loses nothing but a convenience
        element.scroll_into_view_with_bool(true);
    }
}

/// Moves the focus to the heading of the page, and to its top.
pub fn focus_heading() {
    let heading = page().query_selector("#main h1:not([hidden] h1)").ok().flatten();
    if let Some(heading) = heading.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        let _ = heading.focus();
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The id of the element that has the focus.
pub fn focused() -> Option<String> {
    page().active_element().map(|element| element.id())
}

/// The information sheet for this case, as the host sent it: its stated version, and its text with every run of white
/// space as one space. What is on the screen may be a translation of it.
///
/// # Errors
/// Where the page could not be had again.
pub async fn sheet(case: &str) -> Result<(String, String), Refused> {
    let page = JsFuture::from(page_as_sent()).await.ok().and_then(|page| page.dyn_into::<Document>().ok());
    let page = page.ok_or_else(|| Refused("the host did not answer".to_owned()))?;
    if !has_all(&page) {
        return Err(Refused("it was cut short".to_owned()));
    }
    let shown = sheet_version(&super::page());
    if sheet_version(&page) != shown {
        return Err(Refused("it has just changed".to_owned()));
    }
    suit(&page, case);
    let sheet = page.get_element_by_id("information");
    let text = sheet.and_then(|sheet| sheet.text_content()).unwrap_or_default();
    Ok((shown.unwrap_or_default(), text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn sheet_version(page: &Document) -> Option<String> {
    page.get_element_by_id("information")?.get_attribute("data-version")
}

/// Whether the page has an element with this id.
pub fn has(id: &str) -> bool {
    page().get_element_by_id(id).is_some()
}

/// Takes out of the information sheet what is not for this case: of the parts with the attribute `data-when`, those
/// that do not name it.
pub fn suit_sheet(case: &str) {
    suit(&page(), case);
}

/// Has the information sheet say how long it takes, or nothing of that.
pub fn tell_minutes(words: Option<&str>) {
    match (page().get_element_by_id("minutes"), words) {
        (Some(line), None) => line.remove(),
        (Some(line), words) => line.set_text_content(words),
        (None, _) => {}
    }
}

fn suit(page: &Document, case: &str) {
    let Ok(parts) = page.query_selector_all("#information [data-when]") else { return };
    for part in (0..parts.length()).filter_map(|at| parts.item(at)) {
        let part: HtmlElement = part.unchecked_into();
        let cases = part.get_attribute("data-when").unwrap_or_default();
        if cases.split(' ').any(|of| of == case) {
            part.set_hidden(false);
        } else {
            part.remove();
        }
    }
}

/// The element above the information sheet.
pub fn place_above() -> Option<Element> {
    page().get_element_by_id("above")
}

/// Fills the screen with the page, where the browser can and the person has just touched it.
pub fn fill_screen() {
    let page = page();
    if let Some(root) = page.document_element().filter(|_| page.fullscreen_element().is_none()) {
        let _ = root.request_fullscreen(); // a browser that does not stays as it is
    }
}

/// Shows or hides the information sheet.
pub fn show_sheet(shown: bool) {
    if let Some(sheet) =
        page().get_element_by_id("information").and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        sheet.set_hidden(!shown);
    }
}

/// Opens the browser's print window.
pub fn print() {
    let _ = window().print(); // a browser without one does nothing
}

/// Asks the browser not to clear what is stored when space runs short. It may say no.
pub fn ask_to_persist() {
    let _ = window().navigator().storage().persist();
}
