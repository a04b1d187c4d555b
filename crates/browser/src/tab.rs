//! One tab at a time, by the browser's Web Locks.

use futures::channel::oneshot;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The browser's locks. `web-sys` has them only behind an unstable flag.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &Function,
    ) -> Result<Promise, JsValue>;

    type NavigatorWithLocks;

    #[wasm_bindgen(method, getter)]
    fn locks(this: &NavigatorWithLocks) -> Option<LockManager>;
}

/// Names that tabs claim. While any is claimed, sw.js lets no new version take over.
pub mod name {
    /// By the tab with the interview.
    pub const INTERVIEW: &str = "hiquality-interview";
    /// By a tab that shows what it can't show again.
    pub const RESULT: &str = "hiquality-result";
    /// By a tab of the desk that holds keys, or is at work.
    pub const DESK: &str = "hiquality-desk";
}

/// The lock on a name. It lasts until it is dropped, taken over or the tab closes.
#[derive(Debug)]
pub struct Claim {
    release: Option<Function>,
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Claims a name for this tab; `None` where another tab has it. With `take_over` the other loses it. `lost` is called
/// when another tab takes it over from this one. A browser without locks, or one that denies them as it does where
/// storage is blocked, lets everyone have it.
pub async fn claim(name: &str, take_over: bool, lost: impl FnOnce() + 'static) -> Option<Claim> {
    let wish = if take_over { "steal" } else { "ifAvailable" };
    request(name, wish, &JsValue::TRUE, lost).await
}

/// Claims a name that any number of tabs may have at a time.
pub async fn hold(name: &str) -> Option<Claim> {
    request(name, "mode", &JsValue::from_str("shared"), || ()).await
}

async fn request(name: &str, option: &str, value: &JsValue, lost: impl FnOnce() + 'static) -> Option<Claim> {
    let free = Some(Claim { release: None });
    let navigator: NavigatorWithLocks = super::window().navigator().unchecked_into();
    let Some(locks) = navigator.locks() else { return free };
    let (tell, told) = oneshot::channel::<Option<Claim>>();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let answer = {
        let tell = tell.clone();
        move |claim: Option<Claim>| tell.borrow_mut().take().map(|tell| tell.send(claim))
    };
    let granted = Closure::once_into_js(move |lock: JsValue| -> Promise {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        if lock.is_null() {
            let _ = answer(None);
            return Promise::resolve(&JsValue::NULL);
        }
        let _ = answer(Some(Claim { release }));
        held
    });
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &option.into(), value);
    let Ok(promise) = locks.request(name, &options, granted.unchecked_ref()) else { return free };
    wasm_bindgen_futures::spawn_local(async move {
        if JsFuture::from(promise).await.is_err() {
            // An error before any answer means that there are no locks to be had; after it, that another tab took over.
            match tell.borrow_mut().take() {
                Some(tell) => drop(tell.send(Some(Claim { release: None }))),
                None => lost(),
            }
        }
    });
    told.await.ok().flatten()
}
