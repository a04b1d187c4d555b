//! Without a network: what the page and its service worker say to each other. The words are those of `sw.js`, where they
//! are explained; `boot.js` carries them.
//!
//! A page without a service worker runs as well as its network does: here it gets `None`, or `false`.

use super::page;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Says a word to the service worker of this page, or to the version that waits to take its place.
    #[wasm_bindgen(catch, js_name = askHiqualityServiceWorker)]
    fn say_with(word: &str, text: &str, to_the_next: bool) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = updateHiqualityServiceWorker)]
    fn update() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = keepAllOfHiquality)]
    fn keep() -> Result<Promise, JsValue>;
}

/// Why a page has the study that was kept, and not the one that the host has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The network did not answer in time.
    Offline,
    /// What the host has has defects.
    Invalid,
    /// What the host has is for another build, which takes over when no interview is open.
    OtherBuild,
}

/// How the host gives its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The same each time.
    Steady,
    /// With something of its own in the page, which is something else each time.
    Writes,
    /// Now one version, now another.
    Alternates,
}

/// Tells that this page has read its study without a defect: it is the one to keep.
pub fn report_valid() {
    let _ = say("valid"); // there is no answer to wait for
}

/// Tells that the study of this page has these defects, for whoever asks for them later. Returns whether the page would
/// have another study if it were loaded again: the last that could be read.
pub async fn report_invalid(defects: &str) -> bool {
    is_true(say_with("invalid", defects, false)).await
}

/// Has files that were reported as invalid tried again.
pub fn forgive() {
    let _ = say("forgive"); // there is no answer to wait for
}

/// The defects that were found last in what the host had.
pub async fn defects() -> Option<String> {
    answer(say("defects")).await?.as_string()
}

/// Why this page has the study that was kept. `None` where it has the newest.
pub async fn runs_on_kept_set() -> Option<Kept> {
    match answer(say("set")).await?.as_string()?.as_str() {
        "offline" => Some(Kept::Offline),
        "invalid" => Some(Kept::Invalid),
        "other build" => Some(Kept::OtherBuild),
        _ => None,
    }
}

/// How the host gives its files, asked several times. `None` where it can't be told.
pub async fn host() -> Option<Host> {
    match answer(say("host")).await?.as_string()?.as_str() {
        "steady" => Some(Host::Steady),
        "writes" => Some(Host::Writes),
        "alternates" => Some(Host::Alternates),
        _ => None,
    }
}

/// The build of this page.
pub fn build() -> Option<String> {
    let name = page().query_selector("meta[name=hiquality-build]").ok()??;
    name.get_attribute("content")
}

/// The build that is there without a network.
pub async fn version() -> Option<String> {
    answer(say("build")).await?.as_string()
}

/// Has all of the app kept on this device, which is shared.
pub fn report_shared() {
    let _ = keep(); // nobody waits for it
}

/// Has all of the app kept on this device, which is an organiser's. It takes until it is, or can't be.
pub async fn keep_all() {
    answer(keep()).await;
}

/// Whether all of it is there without a network: every file of the build, and a study.
pub async fn is_complete() -> bool {
    is_true(say("complete")).await
}

/// Whether a new version waits to take over.
pub async fn is_waiting() -> bool {
    answer(say_with("build", "", true)).await.is_some()
}

/// Lets a new version that waits take over, unless an interview, a result or a desk is open in any tab. Returns whether it
/// does: then this page is about to load itself again.
pub async fn take_over() -> bool {
    is_true(say_with("take over", "", true)).await
}

/// Asks the host whether it has anything new. A new study is there once this page is loaded again; a new build waits then,
/// to [`take_over`].
pub async fn check_for_news() -> bool {
    match answer(say("news")).await.and_then(|news| news.as_string()).as_deref() {
        Some("set") => true,
        Some("build") => is_true(update()).await,
        _ => false,
    }
}

fn say(word: &str) -> Result<Promise, JsValue> {
    say_with(word, "", false)
}

async fn is_true(said: Result<Promise, JsValue>) -> bool {
    answer(said).await.is_some_and(|answer| answer.is_truthy())
}

async fn answer(said: Result<Promise, JsValue>) -> Option<JsValue> {
    let answer = JsFuture::from(said.ok()?).await.ok()?;
    (!answer.is_null_or_undefined()).then_some(answer)
}
