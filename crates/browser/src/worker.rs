//! The worker beside the page, from both ends: the page asks, the worker answers. Text and bytes pass between them.
//!
//! `boot.js` starts it and defines `startHiqualityWorker`. The script in the worker posts the text `ready` once it
//! listens, which [`serve`] does; where it can't start, it posts another text that says why.

use super::Refused as Thrown;
use super::file::Bytes;
use futures::channel::oneshot;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = startHiqualityWorker)]
    fn start_hiquality_worker() -> Result<web_sys::Worker, JsValue>;
}

/// What the worker posts once it listens.
const READY: &str = "ready";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The worker declined, in words for the person.
    Declined(String),
    /// The worker did not start or has stopped, for this reason. What it held is gone; the next ask starts it anew.
    Stopped(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Declined(words) => f.write_str(words),
            Self::Stopped(why) => write!(f, "the worker has stopped: {why}"),
        }
    }
}

/// An answer: text, and bytes beside it.
type Answer = Result<(String, Bytes), Refused>;

/// The page's end. The worker starts when it is first asked. Clones ask the same worker.
#[derive(Debug, Clone, Default)]
pub struct Worker {
    desk: Rc<RefCell<Desk>>,
}

#[derive(Debug, Default)]
struct Desk {
    running: Option<Running>,
    /// Whether it was started before. One that has stopped is started again by the next who asks.
    has_run: bool,
    /// Those who wait for an answer, in the order in which they asked: that is how it answers.
    waiting: VecDeque<oneshot::Sender<Answer>>,
}

#[derive(Debug)]
struct Running {
    worker: web_sys::Worker,
    /// What is to be asked as soon as it listens; nothing once it does.
    unasked: Option<Vec<Array>>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(JsValue)>,
}

impl PartialEq for Worker {
    /// Whether both are the same worker.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

impl Worker {
    /// A worker that starts when it is first asked, or woken.
    pub fn start() -> Self {
        Self::default()
    }

    /// Asks it for what has this name, and waits for the answer. The bytes are handed over: they are gone here.
    ///
    /// # Errors
    /// Where it declined, did not start, or stopped on the way.
    pub async fn ask(&self, name: &str, message: &str, bytes: Bytes) -> Answer {
        let (tell, told) = oneshot::channel();
        let sent = self.send(name, message, &bytes, tell);
        if let Err(thrown) = sent {
            self.stop(&Thrown::from(thrown).0);
        }
        told.await.unwrap_or_else(|_| Err(Refused::Stopped("it was stopped".to_owned())))
    }

    /// Starts it, where it has never run, for whoever asks it soon. Where it can't be started they hear why.
    pub fn wake(&self) {
        let mut desk = self.desk.borrow_mut();
        if !desk.has_run {
            desk.running = self.run().ok();
            desk.has_run = true;
        }
    }

    /// Stops it. All who wait are told; what it held is gone.
    pub fn stop(&self, why: &str) {
        let (running, waiting) = {
            let mut desk = self.desk.borrow_mut();
            (desk.running.take(), std::mem::take(&mut desk.waiting))
        };
        if let Some(running) = &running {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.set_onmessageerror(None);
            running.worker.terminate();
        }
        for tell in waiting {
            let _ = tell.send(Err(Refused::Stopped(why.to_owned()))); // whoever asked may have left
        }
        // One of its own closures may be what is running just now.
        gloo::timers::callback::Timeout::new(0, move || drop(running)).forget();
    }

    fn send(
        &self,
        name: &str,
        message: &str,
        Bytes(bytes): &Bytes,
        tell: oneshot::Sender<Answer>,
    ) -> Result<(), JsValue> {
        let mut desk = self.desk.borrow_mut();
        desk.waiting.push_back(tell);
        let parcel = Array::of3(&name.into(), &message.into(), bytes);
        if desk.running.is_none() {
            desk.running = Some(self.run()?);
            desk.has_run = true;
        }
        let Some(running) = &mut desk.running else { return Ok(()) };
        match &mut running.unasked {
            Some(unasked) => unasked.push(parcel),
            None => post(&running.worker, &parcel)?,
        }
        Ok(())
    }

    fn run(&self) -> Result<Running, JsValue> {
        let worker = start_hiquality_worker()?;
        let heard = {
            let desk = self.clone();
            Closure::new(move |event: MessageEvent| desk.hear(&event.data()))
        };
        let failed = {
            let desk = self.clone();
            Closure::new(move |event: JsValue| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                desk.stop(&message.filter(|text| !text.is_empty()).unwrap_or_else(|| "it failed".to_owned()));
            })
        };
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Running { worker, unasked: Some(Vec::new()), _heard: heard, _failed: failed })
    }

    fn hear(&self, said: &JsValue) {
        if let Some(text) = said.as_string() {
            let begun = if text == READY { self.begin() } else { Err(JsValue::from(text)) };
            if let Err(thrown) = begun {
                self.stop(&Thrown::from(thrown).0);
            }
            return;
        }
        let [went_well, text, bytes] = parts(said);
        let text = text.as_string().unwrap_or_default();
        let answer = if went_well.is_truthy() {
            Ok((text, Bytes(bytes.unchecked_into())))
        } else {
            Err(Refused::Declined(text))
        };
        let tell = self.desk.borrow_mut().waiting.pop_front();
        if let Some(tell) = tell {
            let _ = tell.send(answer); // whoever asked may have left
        }
    }

    /// It listens: asks what had to wait for that.
    fn begin(&self) -> Result<(), JsValue> {
        let mut desk = self.desk.borrow_mut();
        let Some(running) = &mut desk.running else { return Ok(()) };
        let unasked = running.unasked.take().unwrap_or_default();
        unasked.iter().try_for_each(|parcel| post(&running.worker, parcel))
    }
}

/// Posts a message; its bytes are handed over, not copied.
fn post(worker: &web_sys::Worker, message: &Array) -> Result<(), JsValue> {
    let [.., bytes] = parts(message);
    worker.post_message_with_transfer(message, &Array::of1(&bytes.unchecked_into::<Uint8Array>().buffer()))
}

/// The three parts of a message.
fn parts(message: &JsValue) -> [JsValue; 3] {
    let message: &Array = message.unchecked_ref();
    [0, 1, 2].map(|at| message.get(at))
}

/// The worker's end: answers whatever is asked, one after another. The handler is given a name, a message and bytes; where
/// it declines, it returns words for the person.
pub fn serve(mut handle: impl FnMut(&str, &str, Vec<u8>) -> Result<(String, Vec<u8>), String> + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let asked = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let [name, message, bytes] = parts(&event.data());
        let [name, message] = [name, message].map(|text| text.as_string().unwrap_or_default());
        let (went_well, text, bytes) = match handle(&name, &message, Uint8Array::new(&bytes).to_vec()) {
            Ok((text, bytes)) => (true, text, bytes),
            Err(words) => (false, words, Vec::new()),
        };
        let bytes = Uint8Array::from(bytes.as_slice());
        let answer = Array::of3(&went_well.into(), &text.into(), &bytes);
        if let Err(thrown) = answering.post_message_with_transfer(&answer, &Array::of1(&bytes.buffer())) {
            wasm_bindgen::throw_val(thrown); // the page hears of it as an error of the worker
        }
    });
    scope.set_onmessage(Some(asked.as_ref().unchecked_ref()));
    asked.forget(); // it listens as long as the worker runs
    if let Err(thrown) = scope.post_message(&READY.into()) {
        wasm_bindgen::throw_val(thrown);
    }
}
