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
/// when another tab takes it over from this one. A browser without locks lets everyone have it.
pub async fn claim(name: &str, take_over: bool, lost: impl FnOnce() + 'static) -> Option<Claim> {
    let navigator: NavigatorWithLocks = super::window().navigator().unchecked_into();
    let Some(locks) = navigator.locks() else { return Some(Claim { release: None }) };
    let (tell, told) = oneshot::channel::<Option<Function>>();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let granted = Closure::once_into_js(move |lock: JsValue| -> Promise {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let tell = tell.borrow_mut().take();
        if lock.is_null() {
            let _ = tell.map(|tell| tell.send(None));
            return Promise::resolve(&JsValue::NULL);
        }
        let _ = tell.map(|tell| tell.send(release));
        held
    });
    let options = js_sys::Object::new();
    let wish = if take_over { "steal" } else { "ifAvailable" };
    let _ = js_sys::Reflect::set(&options, &wish.into(), &JsValue::TRUE);
    let promise = locks.request(name, &options, granted.unchecked_ref()).ok()?;
    wasm_bindgen_futures::spawn_local(async move {
        // It ends with an error only where another tab took the lock over.
        if JsFuture::from(promise).await.is_err() {
            lost();
        }
    });
    told.await.ok().flatten().map(|release| Claim { release: Some(release) })
}
