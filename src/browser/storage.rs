//! What is kept on the device: one draft, records, and apart from both, contact details. Texts by name, in IndexedDB.
//!
//! Every write is `durability: strict`: it counts only once the browser has handed it to the disk. Chrome's default
//! is to say so earlier.

use super::{Refused, window};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    type DatabaseWithOptions;

    /// `web-sys` has the options only behind an unstable flag.
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with_options(
        this: &DatabaseWithOptions,
        stores: &js_sys::Array,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// Why something is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// The browser gives no storage: private windows of some browsers, cookies blocked, a policy.
    Blocked,
    /// There is no space left.
    Full,
    /// Another tab has taken the draft over, or it was submitted or deleted.
    TakenOver,
    /// Something else, in the browser's words.
    Failed(String),
}

impl From<JsValue> for NotKept {
    fn from(error: JsValue) -> Self {
        match error.dyn_ref::<DomException>().map(DomException::name) {
            Some(name) if name == "QuotaExceededError" => Self::Full,
            _ => Refused::from(error).into(),
        }
    }
}

impl From<Refused> for NotKept {
    fn from(Refused(text): Refused) -> Self {
        Self::Failed(text)
    }
}

const DRAFT: &str = "draft";
const RECORDS: &str = "records";
const DETAILS: &str = "details";

/// Within [`DRAFT`]: the draft's text, the tab that may write it, the name of the record submitted last.
const TEXT: &str = "text";
const OWNER: &str = "owner";
const LATEST: &str = "latest";

/// A change to a store: under this name, this text or nothing.
type Change<'a> = (&'static str, &'a str, Option<&'a str>);

/// The storage of drafts and records. Its tab has a name, without which nothing of a draft is written.
#[derive(Debug)]
pub struct Storage {
    database: IdbDatabase,
    tab: String,
    /// Whose the draft was when this tab took over and there was no space to write so.
    came_after: RefCell<Option<Option<String>>>,
}

impl Storage {
    /// Opens it, making it where there is none, and tries whether it can be written.
    ///
    /// # Errors
    /// [`NotKept::Blocked`] where the browser gives no storage.
    pub async fn open() -> Result<Self, NotKept> {
        let database = open("hiquality", &[DRAFT, RECORDS]).await?;
        let storage = Self { database, tab: super::digest::random_name()?, came_after: RefCell::default() };
        storage.change(&[(DRAFT, "", None)]).await?;
        Ok(storage)
    }

    /// The draft, if there is one.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn draft(&self) -> Result<Option<String>, NotKept> {
        get(&self.database, DRAFT, TEXT).await
    }

    /// Makes this tab the one that may write the draft, and returns the draft as the last one left it.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn take_over(&self) -> Result<Option<String>, NotKept> {
        let before = match self.change(&[(DRAFT, OWNER, Some(&self.tab))]).await {
            // What is full can still be read. The next write says that it is, or takes over if by then it is not.
            Err(NotKept::Full) => Some(get(&self.database, DRAFT, OWNER).await?),
            taken => taken.map(|()| None)?,
        };
        self.came_after.replace(before);
        self.draft().await
    }

    /// Writes the draft.
    ///
    /// # Errors
    /// [`NotKept::TakenOver`] where another tab has it by now.
    pub async fn write_draft(&self, text: &str) -> Result<(), NotKept> {
        self.change_ours(&[(DRAFT, TEXT, Some(text))]).await
    }

    /// Deletes the draft.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn delete_draft(&self) -> Result<(), NotKept> {
        self.change(&[(DRAFT, TEXT, None), (DRAFT, OWNER, None)]).await
    }

    /// Puts a record in the draft's place, in one transaction, and reads it back. Until it returns without an error
    /// nothing was submitted; a second try, or a second tab, never makes a second record.
    ///
    /// # Errors
    /// [`NotKept::TakenOver`] where another tab has the draft by now.
    pub async fn submit(&self, record: &str) -> Result<(), NotKept> {
        let name = super::digest::random_name()?;
        let changes = [
            (RECORDS, name.as_str(), Some(record)),
            (DRAFT, LATEST, Some(name.as_str())),
            (DRAFT, TEXT, None),
            (DRAFT, OWNER, None),
        ];
        self.change_ours(&changes).await?;
        let read_back = get(&self.database, RECORDS, &name).await?;
        if read_back.as_deref() == Some(record) {
            return Ok(());
        }
        // The record counts for nothing, and the draft is this tab's again.
        let undone =
            [(RECORDS, name.as_str(), None), (DRAFT, LATEST, None), (DRAFT, OWNER, Some(self.tab.as_str()))];
        self.change(&undone).await?;
        Err(NotKept::Failed("what was read back differs".to_owned()))
    }

    /// The record submitted last, where it has not been deleted.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn latest_record(&self) -> Result<Option<String>, NotKept> {
        match get(&self.database, DRAFT, LATEST).await? {
            Some(name) => get(&self.database, RECORDS, &name).await,
            None => Ok(None),
        }
    }

    /// Deletes the record submitted last.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn delete_latest_record(&self) -> Result<(), NotKept> {
        let name = get(&self.database, DRAFT, LATEST).await?.unwrap_or_default();
        self.change(&[(RECORDS, &name, None), (DRAFT, LATEST, None)]).await
    }

    async fn change(&self, changes: &[Change<'_>]) -> Result<(), NotKept> {
        change(&self.database, None, changes).await
    }

    /// Makes changes only if the draft is still this tab's, or still has the owner that this tab came after.
    async fn change_ours(&self, changes: &[Change<'_>]) -> Result<(), NotKept> {
        let came_after = self.came_after.borrow().clone();
        let Some(before) = came_after else {
            return change(&self.database, Some(Some(&self.tab)), changes).await;
        };
        let taking_over: Change = (DRAFT, OWNER, Some(&self.tab));
        let changes: Vec<Change> = [taking_over].into_iter().chain(changes.iter().copied()).collect();
        change(&self.database, Some(before.as_deref()), &changes).await?;
        self.came_after.replace(None);
        Ok(())
    }
}

/// Keeps contact details, under a random name, in a database of their own.
///
/// # Errors
/// Where they can't be written.
pub async fn keep_contact_details(text: &str) -> Result<(), NotKept> {
    let database = open("hiquality-contact", &[DETAILS]).await?;
    let name = super::digest::random_name()?;
    let kept = change(&database, None, &[(DETAILS, &name, Some(text))]).await;
    database.close();
    kept
}

/// Writes the newest of many texts, one after another: what came meanwhile and was overtaken is not written.
#[derive(Debug, Default)]
pub struct Writer {
    waiting: Rc<RefCell<Waiting>>,
}

#[derive(Debug, Default)]
struct Waiting {
    text: Option<String>,
    busy: bool,
}

impl Writer {
    /// Writes the text as the draft as soon as the one before it is written, and tells how that went.
    pub fn write(&self, storage: Rc<Storage>, text: String, told: impl Fn(Result<(), NotKept>) + 'static) {
        self.waiting.borrow_mut().text = Some(text);
        if std::mem::replace(&mut self.waiting.borrow_mut().busy, true) {
            return;
        }
        let waiting = self.waiting.clone();
        wasm_bindgen_futures::spawn_local(async move {
            loop {
                let next = waiting.borrow_mut().text.take();
                let Some(text) = next else { break };
                told(storage.write_draft(&text).await);
            }
            waiting.borrow_mut().busy = false;
        });
    }

    /// Forgets what has not been written yet.
    pub fn forget(&self) {
        self.waiting.borrow_mut().text = None;
    }
}

async fn open(name: &str, stores: &'static [&'static str]) -> Result<IdbDatabase, NotKept> {
    let opened = async {
        let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(name, 1)?;
        let upgraded = request.clone();
        let upgrade = Closure::once_into_js(move || {
            if let Ok(database) = upgraded.result().map(IdbDatabase::unchecked_from_js) {
                for store in stores {
                    let _ = database.create_object_store(store); // the first transaction fails then, and says so
                }
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        ended(&request).await.map(IdbDatabase::unchecked_from_js)
    };
    opened.await.map_err(|_: JsValue| NotKept::Blocked)
}

/// Makes changes in one strict transaction: all of them, once they are on the disk, or none. Where an owner is given,
/// or that there is none, only if that is still so.
async fn change(
    database: &IdbDatabase,
    owner: Option<Option<&str>>,
    changes: &[Change<'_>],
) -> Result<(), NotKept> {
    let mut stores: Vec<&str> = changes.iter().map(|(store, ..)| *store).collect();
    stores.dedup();
    let transaction = transaction(database, &stores, "readwrite", "strict")?;
    let committed = JsFuture::from(js_sys::Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    }));
    if let Some(owner) = owner {
        let now = ended(&transaction.object_store(DRAFT)?.get(&OWNER.into())?).await?;
        if now.as_string().as_deref() != owner {
            transaction.abort()?;
            return Err(NotKept::TakenOver);
        }
    }
    for (store, name, text) in changes {
        let store = transaction.object_store(store)?;
        match text {
            Some(text) => store.put_with_key(&JsValue::from_str(text), &JsValue::from_str(name))?,
            None => store.delete(&JsValue::from_str(name))?,
        };
    }
    match committed.await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(NotKept::Full, |error| JsValue::from(error).into())),
    }
}

async fn get(database: &IdbDatabase, store: &str, name: &str) -> Result<Option<String>, NotKept> {
    let store = transaction(database, &[store], "readonly", "default")?.object_store(store)?;
    Ok(ended(&store.get(&JsValue::from_str(name))?).await?.as_string())
}

/// The result of a request, or its error. The transaction stays open until whoever waits for it has gone on.
async fn ended(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = js_sys::Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(event) => Err(request.error().ok().flatten().map_or(event, JsValue::from)),
    }
}

fn transaction(
    database: &IdbDatabase,
    stores: &[&str],
    mode: &str,
    durability: &str,
) -> Result<IdbTransaction, JsValue> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"durability".into(), &durability.into())?;
    let stores: js_sys::Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
    let database: &DatabaseWithOptions = database.unchecked_ref();
    database.transaction_with_options(&stores, mode, &options)
}
