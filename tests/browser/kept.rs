//! What a browser keeps of a site.

use seal::device;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads all of it, in the page.
pub(crate) const READ: &str = r#"
const done = arguments[arguments.length - 1];
const asked = (request) => new Promise((yes, no) => {
  request.onsuccess = () => yes(request.result);
  request.onerror = () => no(request.error);
});
(async () => {
  const databases = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    databases[name] = {};
    for (const store of database.objectStoreNames) {
      const within = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([asked(within.getAllKeys()), asked(within.getAll())]);
      databases[name][store] = Object.fromEntries(keys.map((key, at) => [key, values[at]]));
    }
    database.close();
  }
  // The caches are for the site's own files.
  const folder = new URL('.', location.href).href;
  const cached = [];
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    cached.push(...requests.map(({ url }) => url).filter((url) => !url.startsWith(folder)));
  }
  const elsewhere = [
    ...Object.entries(localStorage), ...Object.entries(sessionStorage), document.cookie, ...cached,
  ].filter((found) => found.length > 0);
  return { databases, elsewhere };
})().then(done, (error) => done({ error: String(error) }));
"#;

/// Everything kept, by database, store and key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept(pub(crate) Value);

impl Kept {
    /// The texts in a store, by their keys.
    fn store(&self, database: &str, store: &str) -> BTreeMap<String, String> {
        let entries = self.0["databases"][database][store].as_object().into_iter().flatten();
        entries.map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned())).collect()
    }

    /// The draft, open or sealed.
    pub(crate) fn draft(&self) -> Option<String> {
        let mut drafts = self.drafts();
        assert!(drafts.len() < 2, "one draft is to be kept: {drafts:?}");
        drafts.pop_first().map(|(_, draft)| draft)
    }

    /// All drafts, by their names.
    pub(crate) fn drafts(&self) -> BTreeMap<String, String> {
        let mut drafts = self.store("hiquality", "draft");
        drafts.retain(|name, _| !["owner", "latest", "own"].contains(&name.as_str()));
        drafts
    }

    /// The page that the draft is at; no words where it is at the check.
    pub(crate) fn draft_page(&self) -> Option<String> {
        let draft: Value = serde_json::from_str(&self.draft()?).unwrap();
        Some(draft["page"].as_str().unwrap_or_default().to_owned())
    }

    /// What was said in the draft.
    pub(crate) fn draft_answers(&self) -> Answers {
        self.draft().map(|draft| answers_in(&serde_json::from_str(&draft).unwrap())).unwrap_or_default()
    }

    /// The records, by their names.
    pub(crate) fn records(&self) -> BTreeMap<String, String> {
        self.store("hiquality", "records")
    }

    /// The one record.
    pub(crate) fn record(&self) -> String {
        let records = self.records();
        assert_eq!(records.len(), 1, "one record is to be kept: {records:?}");
        records.into_values().next().unwrap()
    }

    /// The names of the records that wait to be delivered.
    pub(crate) fn waiting(&self) -> Vec<String> {
        self.store("hiquality", "outbox").into_keys().collect()
    }

    /// The contact details, by their names.
    pub(crate) fn contact_details(&self) -> BTreeMap<String, String> {
        self.store("hiquality-contact", "details")
    }

    /// The day since which records wait, as the device notes it.
    pub(crate) fn waits_since(&self) -> Option<String> {
        self.store(device::DATABASE, device::STORE).remove(device::name::OLDEST)
    }

    /// Whether nothing is kept but empty stores.
    pub(crate) fn is_nothing(&self) -> bool {
        let databases = self.0["databases"].as_object().unwrap().values();
        let mut stores = databases.flat_map(|stores| stores.as_object().unwrap().values());
        stores.all(|store| store.as_object().unwrap().is_empty()) && self.is_nowhere_else()
    }

    /// Whether nothing is kept but in databases.
    pub(crate) fn is_nowhere_else(&self) -> bool {
        self.0["elsewhere"].as_array().unwrap().is_empty()
    }
}

/// What was said to each question: codes, numbers, words or yes and no.
pub(crate) type Answers = BTreeMap<String, Vec<Value>>;

/// The answers in a draft or a QuestionnaireResponse; a question that was asked and left empty has none.
pub(crate) fn answers_in(document: &Value) -> Answers {
    fn collect(item: &Value, into: &mut Answers) {
        let said = item["answer"].as_array().into_iter().flatten().map(value).collect::<Vec<_>>();
        let within = item["item"].as_array();
        if within.is_none() {
            let twice = into.insert(item["linkId"].as_str().unwrap().to_owned(), said);
            assert_eq!(twice, None, "{} is there twice", item["linkId"]);
        }
        within.into_iter().flatten().for_each(|item| collect(item, into));
    }
    fn value(answer: &Value) -> Value {
        let (_, value) = answer.as_object().unwrap().iter().next().unwrap();
        value.get("code").unwrap_or(value).clone()
    }
    let mut answers = Answers::new();
    let items = document.get("item").or_else(|| document.get("answers")).unwrap();
    items.as_array().unwrap().iter().for_each(|item| collect(item, &mut answers));
    answers
}
