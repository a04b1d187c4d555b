//! What is kept on the device of answers: one draft, records, and apart from both, contact details.

use super::store::{Change, Database, NotKept};
use std::cell::RefCell;
use std::rc::Rc;

const DRAFT: &str = "draft";
/// The store of records.
pub const RECORDS: &str = "records";
/// The store of contact details.
pub const DETAILS: &str = "details";

/// Within [`DRAFT`]: the draft's text, the tab that may write it, the name of the record submitted last.
const TEXT: &str = "text";
const OWNER: &str = "owner";
const LATEST: &str = "latest";

/// The storage of drafts and records. Its tab has a name, without which nothing of a draft is written.
#[derive(Debug)]
pub struct Storage {
    database: Database,
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
        let database = Database::open("hiquality", &[DRAFT, RECORDS]).await?;
        let storage = Self { database, tab: super::digest::random_name()?, came_after: RefCell::default() };
        storage.change(&[(DRAFT, "", None)]).await?;
        Ok(storage)
    }

    /// The draft, if there is one.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn draft(&self) -> Result<Option<String>, NotKept> {
        self.database.get(DRAFT, TEXT).await
    }

    /// Makes this tab the one that may write the draft, and returns the draft as the last one left it.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn take_over(&self) -> Result<Option<String>, NotKept> {
        let before = match self.change(&[(DRAFT, OWNER, Some(&self.tab))]).await {
            // What is full can still be read. The next write says that it is, or takes over if by then it is not.
            Err(NotKept::Full) => Some(self.database.get(DRAFT, OWNER).await?),
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
    /// nothing was submitted; a second try, or a second tab, never makes a second record. On a shared device nothing
    /// remembers which record came last.
    ///
    /// # Errors
    /// [`NotKept::TakenOver`] where another tab has the draft by now.
    pub async fn submit(&self, name: &str, record: &str, shared: bool) -> Result<(), NotKept> {
        let changes = [
            (RECORDS, name, Some(record)),
            (DRAFT, LATEST, (!shared).then_some(name)),
            (DRAFT, TEXT, None),
            (DRAFT, OWNER, None),
        ];
        self.change_ours(&changes).await?;
        let read_back = self.database.get(RECORDS, name).await?;
        if read_back.as_deref() == Some(record) {
            return Ok(());
        }
        // The record counts for nothing, and the draft is this tab's again.
        let undone = [(RECORDS, name, None), (DRAFT, LATEST, None), (DRAFT, OWNER, Some(self.tab.as_str()))];
        self.change(&undone).await?;
        Err(NotKept::Failed("what was read back differs".to_owned()))
    }

    /// Makes a record of a draft that nobody will go on with, as it is, unless it has changed meanwhile.
    ///
    /// # Errors
    /// [`NotKept::TakenOver`] where it has.
    pub async fn break_off(&self, name: &str, draft: &str) -> Result<(), NotKept> {
        let changes = [(RECORDS, name, Some(draft)), (DRAFT, TEXT, None), (DRAFT, OWNER, None)];
        self.database.change_if(Some((DRAFT, TEXT, Some(draft))), &changes).await
    }

    /// How many records there are.
    ///
    /// # Errors
    /// Where they can't be counted.
    pub async fn count(&self) -> Result<usize, NotKept> {
        self.database.count(RECORDS).await
    }

    /// The database, for who hands its records over.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The record submitted last, where it has not been deleted.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn latest_record(&self) -> Result<Option<String>, NotKept> {
        match self.database.get(DRAFT, LATEST).await? {
            Some(name) => self.database.get(RECORDS, &name).await,
            None => Ok(None),
        }
    }

    /// Deletes the record submitted last.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn delete_latest_record(&self) -> Result<(), NotKept> {
        let name = self.database.get(DRAFT, LATEST).await?.unwrap_or_default();
        self.change(&[(RECORDS, &name, None), (DRAFT, LATEST, None)]).await
    }

    async fn change(&self, changes: &[Change<'_>]) -> Result<(), NotKept> {
        self.database.change(changes).await
    }

    /// Makes changes only if the draft is still this tab's; first it becomes so, where there was no space for that
    /// when this tab took over and nobody else did since.
    async fn change_ours(&self, changes: &[Change<'_>]) -> Result<(), NotKept> {
        let came_after = self.came_after.borrow().clone();
        if let Some(before) = came_after {
            let still_theirs = Some((DRAFT, OWNER, before.as_deref()));
            match self.database.change_if(still_theirs, &[(DRAFT, OWNER, Some(&self.tab))]).await {
                // Where it is not theirs any more, it may be this tab's by another write that was under way.
                Ok(()) | Err(NotKept::TakenOver) => self.came_after.replace(None),
                Err(why) => return Err(why),
            };
        }
        self.database.change_if(Some((DRAFT, OWNER, Some(&self.tab))), changes).await
    }
}

/// The database of contact details.
///
/// # Errors
/// [`NotKept::Blocked`] where the browser gives no storage.
pub async fn contact_details() -> Result<Database, NotKept> {
    Database::open("hiquality-contact", &[DETAILS]).await
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
    /// How many times everything was to be forgotten.
    forgotten: u32,
}

impl Writer {
    /// Writes the text as the draft as soon as the one before it is written, and tells how that went. First it is
    /// made ready to be kept, which may take a moment; what is to be forgotten meanwhile is not written.
    pub fn write(
        &self,
        storage: Rc<Storage>,
        text: String,
        make_ready: impl AsyncFn(String) -> Result<String, NotKept> + 'static,
        told: impl Fn(Result<(), NotKept>) + 'static,
    ) {
        self.waiting.borrow_mut().text = Some(text);
        if std::mem::replace(&mut self.waiting.borrow_mut().busy, true) {
            return;
        }
        let waiting = self.waiting.clone();
        wasm_bindgen_futures::spawn_local(async move {
            loop {
                let forgotten = waiting.borrow().forgotten;
                let next = waiting.borrow_mut().text.take();
                let Some(text) = next else { break };
                let ready = make_ready(text).await;
                if waiting.borrow().forgotten != forgotten {
                    continue;
                }
                told(match ready {
                    Ok(text) => storage.write_draft(&text).await,
                    Err(why) => Err(why),
                });
            }
            waiting.borrow_mut().busy = false;
        });
    }

    /// Forgets what has not been written yet.
    pub fn forget(&self) {
        let mut waiting = self.waiting.borrow_mut();
        waiting.text = None;
        waiting.forgotten += 1;
    }
}
