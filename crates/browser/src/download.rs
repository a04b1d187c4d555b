//! Files for the person.

use super::file::Made;
use super::{Refused, page};
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, Url};

/// Saves a text as a file, where the browser puts downloads.
///
/// # Errors
/// Where the browser refuses.
pub fn save(name: &str, kind: &str, text: &str) -> Result<(), Refused> {
    save_file(&Made::of_text(name, kind, text)?)
}

/// Saves a file where the browser puts downloads.
///
/// # Errors
/// Where the browser refuses.
pub fn save_file(file: &Made) -> Result<(), Refused> {
    let address = Url::create_object_url_with_blob(file.handle())?;
    let link: HtmlAnchorElement = page().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(&file.name());
    link.click();
    // The download has its own hold on the file by the time that the page is idle again.
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
