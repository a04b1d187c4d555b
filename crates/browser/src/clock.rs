//! The device's clock, and the host's.

use super::window;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

/// For how long the host is waited for, in milliseconds: a network that leads nowhere never answers.
const PATIENCE: u32 = 3_000;

/// Now, in milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// How many milliseconds the page has been open. No clock that is set changes it.
pub fn open_for() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Year, month, day, hour and minute where the device is.
pub fn local(milliseconds: f64) -> [u32; 5] {
    let date = Date::new(&milliseconds.into());
    [date.get_full_year(), date.get_month() + 1, date.get_date(), date.get_hours(), date.get_minutes()]
}

/// The day where the device is, like "2027-03-31".
pub fn today() -> String {
    let [year, month, day, ..] = local(now());
    format!("{year:04}-{month:02}-{day:02}")
}

/// A number of seconds between these, by chance.
pub fn some_seconds([least, most]: [u32; 2]) -> u32 {
    least + (f64::from(most - least) * js_sys::Math::random()) as u32
}

/// A moment as the web writes it, such as `2026-11-21` or `Sat, 21 Nov 2026 10:00:00 GMT`, in milliseconds since
/// 1970.
pub fn read(moment: &str) -> Option<f64> {
    Some(Date::parse(moment)).filter(|milliseconds| milliseconds.is_finite())
}

/// How many milliseconds the device's clock is ahead of the host's; nothing where the host can't be asked. To be asked
/// only where the host has just answered: browsers list a request that fails as an error, whoever expects it.
pub async fn ahead_of_host() -> Option<f64> {
    let options = RequestInit::new();
    options.set_method("HEAD");
    options.set_cache(RequestCache::NoStore);
    let asked = now();
    let answer = answer(window().fetch_with_str_and_init("./", &options)).await?;
    let host = read(&answer.headers().get("date").ok()??)?;
    // The host answered at some moment between the two.
    Some((asked + now()) / 2.0 - host)
}

/// When the host sent a file, or says that it was changed: a moment that is over. A file that was kept on the device
/// says so as well.
pub async fn sent(address: &str) -> Option<f64> {
    let headers = answer(window().fetch_with_str(address)).await?.headers();
    let moment = |name: &str| read(&headers.get(name).ok()??);
    [moment("date"), moment("last-modified")].into_iter().flatten().reduce(f64::max)
}

/// What the host answers, unless it takes too long.
async fn answer(asked: Promise) -> Option<Response> {
    let late = Promise::new(&mut |resolve, _| {
        let give_up = move || drop(resolve.call0(&JsValue::NULL));
        Timeout::new(PATIENCE, give_up).forget();
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&asked, &late))).await.ok()?;
    first.dyn_into().ok()
}
