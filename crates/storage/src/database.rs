//! Texts by name, in IndexedDB.
//!
//! Every write is `durability: strict`: it counts only once the browser has handed it to the disk. Chrome's default
//! is to say so earlier.

use browser::{Refused, window};
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
pub enum StorageError {
    /// The browser gives no storage: private windows of some browsers, cookies blocked, a policy.
    Blocked,
    /// There is no space left.
    Full,
    /// Another tab has taken the draft over, or it was submitted or deleted.
    TakenOver,
    /// Something else, in the browser's words.
    Failed(String),
}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> Self {
        match error.dyn_ref::<DomException>().map(DomException::name) {
            Some(name) if name == "QuotaExceededError" => Self::Full,
            _ => Refused::from(error).into(),
        }
    }
}

impl From<Refused> for StorageError {
    fn from(Refused(text): Refused) -> Self {
        Self::Failed(text)
    }
}

/// Raised whenever a database of ours gets another store: browsers make stores for a new version alone.
const VERSION: u32 = 2;

/// A change to a store: under this name, this text or nothing.
pub type Change<'a> = (&'static str, &'a str, Option<&'a str>);

/// A database with its stores. It is closed when it is dropped.
#[derive(Debug)]
pub struct Database(IdbDatabase);

impl Drop for Database {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Database {
    /// Opens it, making it, or those of its stores that it has not yet, where there is none.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where the browser gives no storage.
    pub async fn open(name: &str, stores: &'static [&'static str]) -> Result<Self, StorageError> {
        let opened = async {
            let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
            let request: IdbOpenDbRequest = factory.open_with_u32(name, VERSION)?;
            let upgraded = request.clone();
            let upgrade = Closure::once_into_js(move || {
                if let Ok(database) = upgraded.result().map(IdbDatabase::unchecked_from_js) {
                    // Where one is there already, or can't be made, the first transaction that needs it says so.
                    stores.iter().for_each(|store| drop(database.create_object_store(store)));
                }
            });
            request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
            ended(&request).await.map(IdbDatabase::unchecked_from_js)
        };
        let database: IdbDatabase = opened.await.map_err(|_: JsValue| StorageError::Blocked)?;
        // A version to come makes its stores only once nobody holds this one open.
        let closed = database.clone();
        let close = Closure::once_into_js(move || closed.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(database))
    }

    /// The text under a name.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn get(&self, store: &str, name: &str) -> Result<Option<String>, StorageError> {
        let store = self.transaction(&[store], "readonly", "default")?.object_store(store)?;
        Ok(ended(&store.get(&JsValue::from_str(name))?).await?.as_string())
    }

    /// The names in a store, sorted.
    ///
    /// # Errors
    /// Where they can't be read.
    pub async fn names(&self, store: &str) -> Result<Vec<String>, StorageError> {
        let store = self.transaction(&[store], "readonly", "default")?.object_store(store)?;
        let names: js_sys::Array = ended(&store.get_all_keys()?).await?.unchecked_into();
        Ok(names.iter().filter_map(|name| name.as_string()).collect())
    }

    /// How many texts a store holds.
    ///
    /// # Errors
    /// Where that can't be read.
    pub async fn count(&self, store: &str) -> Result<usize, StorageError> {
        let store = self.transaction(&[store], "readonly", "default")?.object_store(store)?;
        Ok(ended(&store.count()?).await?.as_f64().unwrap_or_default() as usize)
    }

    /// Makes changes in one strict transaction: all of them, once they are on the disk, or none.
    ///
    /// # Errors
    /// Where they can't be written.
    pub async fn change(&self, changes: &[Change<'_>]) -> Result<(), StorageError> {
        self.change_if(None, changes).await
    }

    /// Makes changes only if there still is what is thought to be there, in the same transaction.
    ///
    /// # Errors
    /// [`StorageError::TakenOver`] where it is not there any more.
    pub async fn change_if(
        &self,
        thought: Option<Change<'_>>,
        changes: &[Change<'_>],
    ) -> Result<(), StorageError> {
        let mut stores: Vec<&str> = thought.iter().chain(changes).map(|(store, ..)| *store).collect();
        stores.sort_unstable();
        stores.dedup();
        let transaction = self.transaction(&stores, "readwrite", "strict")?;
        let committed = JsFuture::from(js_sys::Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        }));
        if let Some((store, name, text)) = thought {
            let now = ended(&transaction.object_store(store)?.get(&name.into())?).await?;
            if now.as_string().as_deref() != text {
                transaction.abort()?;
                return Err(StorageError::TakenOver);
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
            Err(_) => {
                Err(transaction.error().map_or(StorageError::Full, |error| JsValue::from(error).into()))
            }
        }
    }

    fn transaction(&self, stores: &[&str], mode: &str, durability: &str) -> Result<IdbTransaction, JsValue> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"durability".into(), &durability.into())?;
        let stores: js_sys::Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        let database: &DatabaseWithOptions = self.0.unchecked_ref();
        database.transaction_with_options(&stores, mode, &options)
    }
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
