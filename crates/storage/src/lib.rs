//! What is kept on the device of answers: drafts, records, and apart from both, contact details.

pub mod database;
pub mod unfinished;

use browser::location;
use database::{Change, Database, StorageError};
use std::cell::RefCell;
use std::rc::Rc;

const DRAFT: &str = "draft";
/// The store of records.
pub const RECORDS: &str = "records";
/// The store of contact details.
pub const DETAILS: &str = "details";

/// The store of what waits to be delivered: the name of each text, with the folder of the survey in which it was left.
pub const OUTBOX: &str = "outbox";

/// The database of drafts and records.
pub const DATABASE: &str = "hiquality";
/// The database of contact details.
pub const DETAILS_DATABASE: &str = "hiquality-contact";

/// Within `DRAFT`: the draft of a person's own device. One that is sealed has a name of its own, so that nobody's draft
/// takes the place of another's.
pub const OPEN_DRAFT: &str = "text";
/// Within [`DRAFT`]: the tab that may write drafts, the name of the record submitted last, and the answers in it where the
/// record can't be read here or is gone.
const OWNER: &str = "owner";
const LATEST: &str = "latest";
const OWN: &str = "own";

/// A record that is submitted.
#[derive(Debug, Clone, Copy)]
pub struct Submitted<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// On a person's own device: the answers in a sealed one, for them to compare.
    pub own: Option<&'a str>,
    /// Whether it is to be delivered.
    pub deliver: bool,
}

/// What is here of the record submitted last. On a shared device nothing remembers which that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// Its name, which tells whether it is sealed.
    pub name: String,
    /// Its text, until it is delivered.
    pub text: Option<String>,
    /// The answers in it, where it is sealed.
    pub own: Option<String>,
    /// Whether it waits to be delivered.
    pub waits: bool,
}

/// The storage of drafts and records. Its tab has a name, without which nothing of a draft is written.
#[derive(Debug)]
pub struct Storage {
    database: Database,
    tab: String,
    /// The names of the drafts that are this tab's to replace and delete: of one, and of another while it is written.
    ours: RefCell<Vec<String>>,
    /// Whose the draft was when this tab took over and there was no space to write so.
    came_after: RefCell<Option<Option<String>>>,
}

impl Storage {
    /// Opens it, making it where there is none, and tries whether it can be written.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where the browser gives no storage.
    pub async fn open() -> Result<Self, StorageError> {
        let database = Database::open(DATABASE, &[DRAFT, RECORDS, OUTBOX]).await?;
        let tab = browser::digest::random_name()?;
        let storage = Self { database, tab, ours: RefCell::default(), came_after: RefCell::default() };
        storage.change(&[(DRAFT, "", None)]).await?;
        Ok(storage)
    }

    /// A draft by its name, if there is one.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn draft(&self, name: &str) -> Result<Option<String>, StorageError> {
        self.database.get(DRAFT, name).await
    }

    /// The names of all drafts.
    ///
    /// # Errors
    /// Where they can't be read.
    pub async fn draft_names(&self) -> Result<Vec<String>, StorageError> {
        let mut names = self.database.names(DRAFT).await?;
        names.retain(|name| ![OWNER, LATEST, OWN].contains(&name.as_str()));
        Ok(names)
    }

    /// Whether nobody has left a draft here, or submitted last.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn is_untouched(&self) -> Result<bool, StorageError> {
        Ok(self.database.names(DRAFT).await?.iter().all(|name| name == OWNER))
    }

    /// Makes this tab the one that may write drafts.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn take_over(&self) -> Result<(), StorageError> {
        let before = match self.change(&[(DRAFT, OWNER, Some(&self.tab))]).await {
            // What is full can still be read. The next write says that it is, or takes over if by then it is not.
            Err(StorageError::Full) => Some(self.database.get(DRAFT, OWNER).await?),
            taken => taken.map(|()| None)?,
        };
        self.came_after.replace(before);
        self.ours.take();
        Ok(())
    }

    /// The draft of a person's own device, to go on with. Only once it was read may it be replaced.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn resume(&self) -> Result<Option<String>, StorageError> {
        let draft = self.draft(OPEN_DRAFT).await?;
        self.ours.replace(vec![OPEN_DRAFT.to_owned()]);
        Ok(draft)
    }

    /// Writes a draft under a name, in place of the one before it.
    ///
    /// # Errors
    /// [`StorageError::TakenOver`] where another tab writes drafts by now.
    pub async fn write_draft(&self, name: &str, text: &str) -> Result<(), StorageError> {
        let before = self.ours.borrow().clone();
        if name == OPEN_DRAFT && before.is_empty() {
            return Err(StorageError::Failed("what was kept before can't be read".to_owned()));
        }
        let gone =
            before.iter().filter(|before| *before != name).map(|before| (DRAFT, before.as_str(), None));
        let changes: Vec<Change> = gone.chain([(DRAFT, name, Some(text))]).collect();
        // What is submitted while this is being written takes the place of both.
        self.ours.borrow_mut().push(name.to_owned());
        let written = self.change_ours(&changes).await;
        self.ours.replace(if written.is_ok() { vec![name.to_owned()] } else { before.clone() });
        written
    }

    /// Deletes this tab's draft, and where the device is nobody else's, the one that nobody went on with.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn delete_draft(&self, shared: bool) -> Result<(), StorageError> {
        let ours = self.ours.borrow().clone();
        let open = (DRAFT, OPEN_DRAFT, None);
        let gone: Vec<Change> = ended(&ours).chain((!shared).then_some(open)).collect();
        self.change(&gone).await
    }

    /// Puts a record in the place of this tab's draft, in one transaction, and reads it back. Until it returns without an
    /// error nothing was submitted; a second try, or a second tab, never makes a second record. On a shared device nothing
    /// remembers which record came last. Where it is to be delivered it is in the outbox from the same moment.
    ///
    /// # Errors
    /// [`StorageError::TakenOver`] where another tab writes drafts by now.
    pub async fn submit(&self, record: Submitted<'_>, shared: bool) -> Result<(), StorageError> {
        let Submitted { name, text, own, deliver } = record;
        let ours = self.ours.borrow().clone();
        let latest = (DRAFT, LATEST, (!shared).then_some(name));
        let kept = [(RECORDS, name, Some(text)), latest, (DRAFT, OWN, own)];
        let folder = location::folder();
        let outbox = deliver.then_some((OUTBOX, name, Some(folder.as_str())));
        let changes: Vec<Change> = kept.into_iter().chain(outbox).chain(ended(&ours)).collect();
        self.change_ours(&changes).await?;
        let read_back = self.database.get(RECORDS, name).await;
        if matches!(&read_back, Ok(Some(read)) if read == text) {
            return Ok(());
        }
        // The record counts for nothing, and drafts are this tab's again.
        let owner = (DRAFT, OWNER, Some(self.tab.as_str()));
        let gone = [(RECORDS, name), (OUTBOX, name), (DRAFT, LATEST), (DRAFT, OWN)];
        let gone = gone.map(|(store, name)| (store, name, None));
        let undone: Vec<Change> = gone.into_iter().chain([owner]).collect();
        self.change(&undone).await?;
        Err(read_back.err().unwrap_or_else(|| StorageError::Failed("what was read back differs".to_owned())))
    }

    /// Puts a record in the place of a draft that nobody will go on with, unless that has changed meanwhile.
    ///
    /// # Errors
    /// [`StorageError::TakenOver`] where it has.
    pub async fn break_off(&self, draft: (&str, &str), record: (&str, &str)) -> Result<(), StorageError> {
        let changes = [(RECORDS, record.0, Some(record.1)), (DRAFT, draft.0, None), (DRAFT, OWNER, None)];
        self.database.change_if(Some((DRAFT, draft.0, Some(draft.1))), &changes).await
    }

    /// How many records there are.
    ///
    /// # Errors
    /// Where they can't be counted.
    pub async fn count(&self) -> Result<usize, StorageError> {
        self.database.count(RECORDS).await
    }

    /// The database, for who hands its records over.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// What is here of the record submitted last, where it has not been deleted.
    ///
    /// # Errors
    /// Where it can't be read.
    pub async fn latest(&self) -> Result<Option<Latest>, StorageError> {
        let Some(name) = self.database.get(DRAFT, LATEST).await? else { return Ok(None) };
        let text = self.database.get(RECORDS, &name).await?;
        let own = self.database.get(DRAFT, OWN).await?;
        let waits = self.database.get(OUTBOX, &name).await?.is_some();
        Ok((text.is_some() || own.is_some()).then_some(Latest { name, text, own, waits }))
    }

    /// Deletes the record submitted last.
    ///
    /// # Errors
    /// Where that can't be written.
    pub async fn delete_latest_record(&self) -> Result<(), StorageError> {
        let name = self.database.get(DRAFT, LATEST).await?.unwrap_or_default();
        let gone = [(RECORDS, name.as_str()), (OUTBOX, &name), (DRAFT, LATEST), (DRAFT, OWN)];
        self.change(&gone.map(|(store, name)| (store, name, None))).await
    }

    async fn change(&self, changes: &[Change<'_>]) -> Result<(), StorageError> {
        self.database.change(changes).await
    }

    /// Makes changes only if the draft is still this tab's; first it becomes so, where there was no space for that
    /// when this tab took over and nobody else did since.
    async fn change_ours(&self, changes: &[Change<'_>]) -> Result<(), StorageError> {
        let came_after = self.came_after.borrow().clone();
        if let Some(before) = came_after {
            let still_theirs = Some((DRAFT, OWNER, before.as_deref()));
            match self.database.change_if(still_theirs, &[(DRAFT, OWNER, Some(&self.tab))]).await {
                // Where it is not theirs any more, it may be this tab's by another write that was under way.
                Ok(()) | Err(StorageError::TakenOver) => self.came_after.replace(None),
                Err(why) => return Err(why),
            };
        }
        self.database.change_if(Some((DRAFT, OWNER, Some(&self.tab))), changes).await
    }
}

/// What goes when these drafts do, and nobody writes the next yet.
fn ended(drafts: &[String]) -> impl Iterator<Item = Change<'_>> {
    drafts.iter().map(|name| (DRAFT, name.as_str(), None)).chain([(DRAFT, OWNER, None)])
}

/// The names of what waits in a database to be delivered from this survey.
///
/// # Errors
/// Where they can't be read.
pub async fn waiting(database: &Database) -> Result<Vec<String>, StorageError> {
    let folder = location::folder();
    let mut waiting = Vec::new();
    for name in database.names(OUTBOX).await? {
        let is_ours = database.get(OUTBOX, &name).await?.is_some_and(|left_in| left_in == folder);
        waiting.extend(is_ours.then_some(name));
    }
    Ok(waiting)
}

/// The database of contact details.
///
/// # Errors
/// [`StorageError::Blocked`] where the browser gives no storage.
pub async fn contact_details() -> Result<Database, StorageError> {
    Database::open(DETAILS_DATABASE, &[DETAILS, OUTBOX]).await
}

/// Keeps contact details in a database of their own, under a name that nothing else has, to be delivered or not.
///
/// # Errors
/// Where they can't be written.
pub async fn keep_details(name: &str, text: &str, deliver: bool) -> Result<(), StorageError> {
    let folder = location::folder();
    let outbox = deliver.then_some((OUTBOX, name, Some(folder.as_str())));
    let changes: Vec<Change> = [(DETAILS, name, Some(text))].into_iter().chain(outbox).collect();
    contact_details().await?.change(&changes).await
}

/// Deletes all contact details on this device.
///
/// # Errors
/// Where that can't be written.
pub async fn delete_details() -> Result<(), StorageError> {
    let database = contact_details().await?;
    let names = database.names(DETAILS).await?;
    let gone = names.iter().flat_map(|name| [(DETAILS, name.as_str(), None), (OUTBOX, name, None)]);
    database.change(&gone.collect::<Vec<Change>>()).await
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
    /// made ready to be kept and gets its name, which may take a moment; what is to be forgotten meanwhile is not written.
    pub fn write(
        &self,
        storage: Rc<Storage>,
        text: String,
        make_ready: impl AsyncFn(String) -> Result<(String, String), StorageError> + 'static,
        told: impl Fn(Result<(), StorageError>) + 'static,
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
                    Ok((name, text)) => storage.write_draft(&name, &text).await,
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
