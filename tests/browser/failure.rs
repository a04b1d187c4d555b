//! Devices that fail: ended at any moment, full of records, with a record that is damaged, with a clock that is wrong.
//! What was confirmed on the screen is there, once, and opens.

#![cfg(target_os = "linux")] // elsewhere there is no such way to end a browser

use super::browser::Habits;
use super::chance::Chance;
use super::kept::{Answers, answers_in};
use super::keys::{Keys, PASSPHRASE};
use super::organiser::opens_the_key;
use super::site::Site;
use super::stick::Stick;
use super::tell::tell;
use super::tools::Tools;
use super::visitor::Visitor;
use engine::fhir::Questionnaire;
use engine::instrument::Instrument;
use engine::record_length;
use seal::sha256;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fmt, fs, thread,
    time::{Duration, Instant},
};

/// Answers and submits as a person does, as fast as the page lets them, and tells how far they are. It begins
/// wherever the page is.
const ANSWER: &str = "
async (person) => {
  const heading = () => document.querySelector('#main h1:not([hidden] h1)')?.textContent.replace(/\\s+/g, ' ').trim();
  const turn = () => new Promise((go_on) => setTimeout(go_on, 1));
  const button = (label) => [...document.querySelectorAll('main button')].find((it) => it.textContent === label);
  const write = (box, words) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    set.call(box, words);
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const kept = () => new Promise((tell) => {
    indexedDB.open('hiquality').onsuccess = ({ target: { result: database } }) => {
      database.transaction('draft').objectStore('draft').getAllKeys().onsuccess = ({ target: { result: names } }) => {
        database.close();
        tell(names.some((name) => !['owner', 'latest', 'own'].includes(name)));
      };
    };
  });
  tell('begun');
  for (let last = null; ; await turn()) {
    const here = heading();
    if (here === last) continue;
    if (document.querySelector('#information:not([hidden])')) {
      while (!document.querySelector('main input')) await turn();
      for (const tick of document.querySelectorAll('main input:not(:checked)')) tick.click();
      await turn();
      if (heading() !== here) continue; // there was a draft to go on with
    }
    if (here === person.questions.role) document.getElementsByName('role')[person.role].click();
    if (here === person.questions.importance) document.getElementsByName('importance')[person.importance].click();
    if (here === person.questions.comments) write(document.getElementById('comments'), person.comments);
    if (here === 'Thank you for taking part') return tell('confirmed');
    if (here === 'Check your answers') {
      // People are slower than this: the draft has been written by now.
      while (!await kept()) await turn();
      button('Submit my answers').click();
      tell('submitting');
    } else {
      document.querySelector('main button[type=submit]').click();
    }
    last = here;
  }
}";

/// The sealed texts in a store but those known already, and the names of all.
const READ_RECORDS: &str = "
const [known, done] = arguments;
indexedDB.open('hiquality').onsuccess = ({ target: { result: database } }) => {
  const [records, draft] = ['records', 'draft'].map((name) => database.transaction(name).objectStore(name));
  const found = {};
  records.getAllKeys().onsuccess = ({ target: { result: names } }) => {
    const newer = names.filter((name) => !known.includes(name));
    const store = database.transaction('records').objectStore('records');
    for (const name of newer) store.get(name).onsuccess = ({ target }) => { found[name] = target.result; };
    store.transaction.oncomplete = () => {
      let draft = null;
      database.transaction('draft').objectStore('draft').openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (cursor) {
          if (!['owner', 'latest', 'own'].includes(cursor.key)) draft = cursor.value;
          return cursor.continue();
        }
        database.close();
        done({ names, found, draft });
      };
    };
  };
};";

/// When a browser is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// While the questions are answered.
    Answering,
    /// After the click that submits.
    Submitting,
    /// After the confirmation.
    Confirmed,
}

/// Someone who is being interviewed.
struct Person {
    role: usize,
    importance: usize,
    comments: String,
}

impl Person {
    fn of(chance: &mut Chance) -> Self {
        Self {
            role: chance.below(3) as usize,
            importance: chance.below(11) as usize,
            comments: chance.word(),
        }
    }

    /// What the script in the page needs.
    fn script(&self, visitor: &Visitor) -> String {
        let questions: BTreeMap<&str, String> = ["role", "importance", "comments"]
            .map(|item| (item, visitor.questionnaire.heading(&visitor.questionnaire.page_of(item))))
            .into();
        let Self { role, importance, comments } = self;
        let person =
            json!({ "questions": questions, "role": role, "importance": importance, "comments": comments });
        format!("({ANSWER})({person})")
    }

    /// Whether a record is theirs and says what they said: all of it where they submitted it, otherwise the beginning.
    fn said(&self, record: &Value, visitor: &Visitor) {
        let answers: Answers = answers_in(record);
        let role = &visitor.questionnaire.options("role")[self.role].0;
        let all = [
            ("role", json!(role)),
            ("importance", json!(self.importance)),
            ("comments", json!(self.comments)),
        ];
        let whole = record["status"] == "completed";
        let mut ended = false;
        for (item, said) in all {
            let kept = answers.get(item).filter(|kept| !kept.is_empty());
            assert!(!(kept.is_some() && ended), "{item} is kept and not what was said before it: {record:#}");
            match kept {
                Some(kept) => assert_eq!(*kept, [said], "{item}"),
                None => {
                    assert!(!whole, "{item} is missing: {record:#}");
                    ended = true;
                }
            }
        }
    }
}

/// How it went.
#[derive(Debug, Default)]
struct Tally {
    interviews: usize,
    ended_while_answering: usize,
    ended_while_submitting: usize,
    ended_after_the_confirmation: usize,
    confirmed_and_found: usize,
    unconfirmed_and_found: usize,
    broken_off: usize,
    went_on_with_the_draft: usize,
    left_nothing: usize,
}

/// What is new on a device since the last look.
struct Newer {
    record: Option<Value>,
    draft: Option<String>,
}

/// A device whose browser is ended again and again, and what is known to be on it.
struct Device {
    visitor: Visitor,
    keys: Keys,
    shared: bool,
    known: BTreeMap<String, String>,
}

impl Device {
    async fn is_opened(&mut self) {
        self.visitor.browser.reopen().await;
        self.visitor.loads("").await;
        if self.shared {
            self.visitor.finds_the_tablet_ready().await;
        }
    }

    /// What is new. There is never more than one record, and everything that was there still is.
    async fn looks(&mut self) -> Newer {
        let known: Vec<&String> = self.known.keys().collect();
        let read = self.visitor.awaits(READ_RECORDS, vec![json!(known)]).await;
        let names: Vec<&str> =
            read["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert!(self.known.keys().all(|name| names.contains(&name.as_str())), "a record is gone");
        let found = read["found"].as_object().unwrap();
        assert!(found.len() <= 1, "an interview has {} records", found.len());
        let record = found.iter().next().map(|(name, text)| {
            let text = text.as_str().unwrap().to_owned();
            assert_eq!(*name, sha256(text.as_bytes()));
            let record = self.keys.open(&text);
            self.known.insert(name.clone(), text);
            record
        });
        Newer { record, draft: read["draft"].as_str().map(ToOwned::to_owned) }
    }

    /// Someone answers, and the browser is ended at about this moment, or not at all. Returns how far they came,
    /// as the screen said, and how long it took to submit.
    fn is_used_by(&self, person: &Person, ended: Option<(Moment, Duration)>) -> (String, Duration) {
        let mut tools = Tools::of(&self.visitor.browser);
        let page = tools.page();
        tools.ask(&page, "Runtime.enable", &json!({}));
        tools.ask(&page, "Runtime.addBinding", &json!({ "name": "tell" }));
        tools.send(&page, "Runtime.evaluate", &json!({ "expression": person.script(&self.visitor) }));
        let (waits_for, delay) = match ended {
            Some((Moment::Answering, delay)) => ("begun", delay),
            Some((Moment::Submitting, delay)) => ("submitting", delay),
            Some((Moment::Confirmed, delay)) => ("confirmed", delay),
            None => ("confirmed", Duration::ZERO),
        };
        let (mut last, mut since) = (String::new(), Instant::now());
        let mut took = Duration::ZERO;
        while last != waits_for {
            let told = tools.told("Runtime.bindingCalled", Duration::from_secs(60));
            let told = told.unwrap_or_else(|| panic!("nothing followed after {last:?}"));
            last = told["payload"].as_str().unwrap().to_owned();
            took = since.elapsed();
            since = Instant::now();
        }
        if ended.is_some() {
            thread::sleep(delay); // the moment is random, not awaited
            self.visitor.browser.crash();
            // What the screen said before that is still on its way.
            while let Some(told) = tools.told("Runtime.bindingCalled", Duration::from_secs(5)) {
                last = told["payload"].as_str().unwrap().to_owned();
            }
        }
        (last, took)
    }
}

/// So many interviews, in each of which the browser is ended once.
async fn is_ended_again_and_again(shared: bool, interviews: usize, what: &str) {
    let start = Instant::now();
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut chance = Chance::of(what);
    let visitor = if shared { Visitor::at_an_event(&site).await } else { Visitor::of(&site).await };
    let mut device = Device { visitor, keys, shared, known: BTreeMap::new() };
    let mut tally = Tally::default();
    // How long it takes to submit, from interviews that nobody disturbs.
    let mut typical = Duration::MAX;
    for _ in 0..2 {
        let person = Person::of(&mut chance);
        let (_, took) = device.is_used_by(&person, Some((Moment::Confirmed, Duration::ZERO)));
        device.is_opened().await;
        let record = device.looks().await.record.unwrap();
        person.said(&record, &device.visitor);
        typical = typical.min(took);
        tally.interviews += 1;
        tally.ended_after_the_confirmation += 1;
        tally.confirmed_and_found += 1;
    }
    while tally.interviews < interviews {
        let person = Person::of(&mut chance);
        let (moment, longest) = match chance.below(10) {
            0 => (Moment::Answering, 500),
            1..=7 => (Moment::Submitting, typical.as_millis() as u64 * 3 / 2),
            _ => (Moment::Confirmed, 20),
        };
        let delay = Duration::from_micros(chance.below(longest * 1_000 + 1));
        let (came_to, _) = device.is_used_by(&person, Some((moment, delay)));
        let confirmed = came_to == "confirmed";
        device.is_opened().await;
        let Newer { record, draft } = device.looks().await;
        tally.interviews += 1;
        match came_to.as_str() {
            "confirmed" => tally.ended_after_the_confirmation += 1,
            "submitting" => tally.ended_while_submitting += 1,
            _ => tally.ended_while_answering += 1,
        }
        assert!(!(record.is_some() && draft.is_some()), "a draft and a record of one interview");
        if let Some(record) = &record {
            person.said(record, &device.visitor);
        }
        match &record {
            Some(record) if record["status"] == "completed" => {
                if confirmed {
                    tally.confirmed_and_found += 1;
                } else {
                    tally.unconfirmed_and_found += 1;
                }
            }
            Some(_) => {
                assert!(shared && !confirmed, "confirmed, and no more than a break-off: {came_to}");
                tally.broken_off += 1;
            }
            None => {
                assert!(!confirmed, "it was confirmed, and is lost");
                if draft.is_none() {
                    assert!(came_to != "submitting", "all the answers are lost");
                    tally.left_nothing += 1;
                } else {
                    assert!(!shared, "a draft is left open at a shared device");
                    // On their own device they go on, and submit after all.
                    tally.went_on_with_the_draft += 1;
                    device.is_used_by(&person, None);
                    device.visitor.reloads().await;
                    let record = device.looks().await.record.unwrap();
                    assert_eq!(record["status"], "completed");
                    person.said(&record, &device.visitor);
                    device.visitor.loads("?next").await;
                }
            }
        }
    }
    let lengths: Vec<usize> = device.known.values().map(String::len).collect();
    assert!(lengths.iter().all(|length| *length == lengths[0]), "every record is as long as every other");
    let (seconds, records) = (start.elapsed().as_secs_f64(), device.known.len());
    tell(&format!(
        "{what}, in {seconds:.0} s, where submitting took {typical:.0?}: {records} records, {tally:?}"
    ));
    device.visitor.leaves().await;
}

// Four devices at a time.

#[tokio::test]
async fn a_tablet_that_is_ended_at_random_moments_has_what_was_confirmed_once_and_the_rest_broken_off() {
    is_ended_again_and_again(true, 26, "a tablet").await;
}

#[tokio::test]
async fn another_tablet_that_is_ended_at_random_moments_has_what_was_confirmed_once_and_the_rest_broken_off()
{
    is_ended_again_and_again(true, 26, "another tablet").await;
}

#[tokio::test]
async fn a_device_of_ones_own_that_is_ended_at_random_moments_has_what_was_confirmed_once_and_goes_on_with_the_rest()
 {
    is_ended_again_and_again(false, 26, "a device of one's own").await;
}

#[tokio::test]
async fn another_device_of_ones_own_that_is_ended_at_random_moments_has_what_was_confirmed_once_and_goes_on_with_the_rest()
 {
    is_ended_again_and_again(false, 26, "another device of one's own").await;
}

/// Someone comes to the tablet, submits and finishes.
async fn submits(visitor: &Visitor, role: &str) {
    visitor.agrees().await;
    visitor.chooses("role", role).await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;
}

fn roles(keys: &Keys, records: &BTreeMap<String, String>) -> Vec<String> {
    let readable = records.values().filter(|text| keys.can_open(text));
    let mut roles: Vec<String> =
        readable.map(|text| answers_in(&keys.open(text))["role"][0].as_str().unwrap().to_owned()).collect();
    roles.sort_unstable();
    roles
}

#[tokio::test]
async fn a_damaged_record_keeps_nobody_from_submitting_and_harms_no_other() {
    let flip = "
        const [bit, done] = arguments;
        indexedDB.open('hiquality').onsuccess = ({ target: { result: database } }) => {
          const records = database.transaction('records', 'readwrite').objectStore('records');
          records.openCursor().onsuccess = ({ target: { result: cursor } }) => {
            const text = cursor.value;
            const at = Math.floor(text.length / 2);
            cursor.update(text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1));
          };
          records.transaction.oncomplete = () => { database.close(); done(); };
        };";
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    for bit in [1, 128] {
        submits(&visitor, "gp").await;
        visitor.awaits(flip, vec![json!(bit)]).await;
        visitor.reloads().await;
        visitor.finds_the_tablet_ready().await;
        submits(&visitor, "pcn").await;
    }
    visitor.sees("4 records wait to be exported").await;
    let records = visitor.kept().await.records();
    let damaged = records.iter().filter(|(name, text)| **name != sha256(text.as_bytes()));
    assert!(damaged.inspect(|(_, text)| assert!(!keys.can_open(text))).count() >= 1);
    let whole = roles(&keys, &records);
    tell(&format!("{} of 4 records were damaged, and {whole:?} open", 4 - whole.len()));
    assert!(whole.len() >= 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn a_damaged_record_on_ones_own_device_keeps_nobody_from_deleting_it_or_submitting_another() {
    let spoil = "
        const done = arguments[0];
        indexedDB.open('hiquality').onsuccess = ({ target: { result: database } }) => {
          const records = database.transaction('records', 'readwrite').objectStore('records');
          records.openCursor().onsuccess = ({ target: { result: cursor } }) => cursor.update(cursor.value.replace('A', '\\u0000'));
          records.transaction.oncomplete = () => { database.close(); done(); };
        };";
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.awaits(spoil, Vec::new()).await;
    visitor.loads("?again").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    let records = visitor.kept().await.records();
    assert_eq!((records.len(), roles(&keys, &records)), (2, vec!["gp".to_owned()]));
    visitor.leaves().await;
}

/// Sets the clock so many days ahead, or back, from the next page on.
fn days_ahead(days: i32) -> String {
    format!(
        "window.TrueDate ??= Date;
        window.Date = class extends TrueDate {{
          constructor(...of) {{ if (of.length === 0) super(Date.now()); else super(...of); }}
          static now() {{ return TrueDate.now() + {days} * 86_400_000; }}
        }};"
    )
}

#[tokio::test]
async fn a_clock_that_is_set_back_loses_nothing_and_makes_no_record_older() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    submits(&visitor, "gp").await;
    let since = visitor.kept().await.waits_since();
    let days =
        [(-400, "since today"), (0, "since today"), (1, "for 1 day"), (3, "for 3 days"), (-1, "since today")];
    for (nth, (days, age)) in days.into_iter().enumerate() {
        visitor.prepares(&days_ahead(days)).await;
        visitor.reloads().await;
        visitor.finds_the_tablet_ready().await;
        submits(&visitor, "pcn").await;
        visitor.sees(&format!("{} records wait to be exported, the oldest {age}.", nth + 2)).await;
        assert_eq!(visitor.kept().await.waits_since(), since, "the day of the first");
    }
    // In the middle of an interview, and while someone is away.
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.runs(&days_ahead(-30)).await;
    visitor.lets_pass(180).await;
    visitor.is_asked_whether_they_are_there().await;
    visitor.runs(&days_ahead(30)).await;
    visitor.lets_pass(2).await;
    visitor.is_asked_whether_they_are_there().await;
    visitor.presses("I need more time").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;
    let records = visitor.kept().await.records();
    assert_eq!(records.len(), 7);
    assert_eq!(roles(&keys, &records), ["gp", "gp", "pcn", "pcn", "pcn", "pcn", "pcn"]);
    visitor.leaves().await;
}

/// Seals so many records with the app's own worker, puts them among the others, and returns the length of each. So many
/// of them are damaged afterwards by a bit.
const FILL: &str = "
const [record, many, damaged, sizes, recipients, done] = arguments;
const hex = (bytes) => [...new Uint8Array(bytes)].map((it) => it.toString(16).padStart(2, '0')).join('');
const kept = (change) => new Promise((kept) => { change.oncomplete = kept; });
const flipped = (text) => {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
};
(async () => {
  const worker = startHiqualityWorker();
  const asked = [];
  await new Promise((ready) => {
    worker.onmessage = ({ data }) => (data === 'ready' ? ready() : asked.shift()(data));
  });
  const seal = async () => {
    const text = JSON.stringify({ ...record, id: crypto.randomUUID() });
    const request = ['Seal', JSON.stringify({ text, sizes, recipients, withdrawable: false }), new Uint8Array()];
    const [, sealed] = await new Promise((said) => { asked.push(said); worker.postMessage(request); });
    return JSON.parse(sealed).text;
  };
  const database = await new Promise((opened) => {
    indexedDB.open('hiquality').onsuccess = ({ target }) => opened(target.result);
  });
  const lengths = new Set();
  for (let nth = 0; nth < many;) {
    const texts = await Promise.all(Array.from({ length: Math.min(50, many - nth) }, seal));
    const hashes = await Promise.all(texts.map((text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
    const change = database.transaction('records', 'readwrite', { durability: 'relaxed' });
    for (const [at, text] of texts.entries()) {
      lengths.add(text.length);
      change.objectStore('records').put(nth + at < damaged ? flipped(text) : text, hex(hashes[at]));
    }
    await kept(change);
    nth += texts.length;
  }
  worker.terminate();
  database.close();
  return [...lengths];
})().then(done, (error) => done(String(error)));";

/// The lengths that records are padded to.
fn sizes(site: &Site) -> [usize; 2] {
    let questionnaire = engine::json::Value::read(&site.read("study/questionnaire.json")).unwrap();
    record_length::sizes(&Instrument::read(&Questionnaire::read(&questionnaire).unwrap()).unwrap())
}

/// What it costs the organiser's page to do something.
struct Cost {
    took: Duration,
    /// The most that its scripts held at a time, where it was looked at.
    heap: u64,
    /// The most memory that its process ever had while it did that, with the worker's and all else.
    process: u64,
}

impl Cost {
    /// Presses a button, and waits until what it began is done, however long that takes.
    async fn of(visitor: &Visitor, button: &str) -> Self {
        let mut tools = Tools::of(&visitor.browser);
        let page = tools.page();
        let info = tools.ask("", "SystemInfo.getProcessInfo", &json!({}));
        let renderers = info["processInfo"].as_array().unwrap().iter().filter(|it| it["type"] == "renderer");
        let renderers: Vec<u64> = renderers.map(|it| it["id"].as_u64().unwrap()).collect();
        for id in &renderers {
            fs::write(format!("/proc/{id}/clear_refs"), "5").unwrap(); // the peak begins anew
        }
        let (from, mut heap) = (Instant::now(), 0);
        visitor.presses(button).await;
        while !visitor.has("#notice").await {
            assert!(
                visitor.has("#busy").await || visitor.has("#notice").await,
                "{button} ends without a word"
            );
            let used = tools.ask(&page, "Runtime.getHeapUsage", &json!({}))["usedSize"].as_f64().unwrap();
            heap = heap.max(used as u64);
            tokio::time::sleep(Duration::from_millis(200)).await; // looking costs as well
        }
        let took = from.elapsed();
        let process = renderers.into_iter().map(peak).max().unwrap();
        Self { took, heap, process }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { took, heap, process } = self;
        let [heap, process] = [heap, process].map(|bytes| bytes / 1_000_000);
        write!(f, "{:.1} s, scripts {heap} MB and the process {process} MB at most", took.as_secs_f64())
    }
}

/// The most memory that a process had, in bytes.
fn peak(id: u64) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[tokio::test]
async fn a_tablet_with_two_thousand_records_starts_submits_and_hands_over_all_but_the_damaged_ones() {
    const MANY: usize = 2_000;
    const DAMAGED: usize = 4;
    let (keys, stick) = (Keys::make(), Stick::new());
    let site = Site::sealing_to(&keys);
    let mut tablet = Visitor::at_an_event(&site).await;
    let start = async |visitor: &Visitor| {
        let from = Instant::now();
        visitor.reloads().await;
        visitor.finds_the_tablet_ready().await;
        visitor.sees("to be exported").await;
        from.elapsed()
    };
    let submit = async |visitor: &Visitor| {
        visitor.agrees().await;
        visitor.chooses("role", "gp").await;
        visitor.skips_to_check().await;
        let from = Instant::now();
        visitor.submits().await;
        let took = from.elapsed();
        visitor.presses("Finish").await;
        visitor.finds_the_tablet_ready().await;
        took
    };
    let few = [start(&tablet).await, submit(&tablet).await];
    let one = tablet.kept().await.record();
    let from = Instant::now();
    for nth in 0..MANY / 200 {
        let (many, damaged) = if nth == 0 { (199, DAMAGED) } else { (200, 0) };
        let fill = [keys.open(&one), json!(many), json!(damaged), json!(sizes(&site)), json!(keys.public())];
        assert_eq!(tablet.awaits(FILL, fill.into()).await, json!([one.len()]));
    }
    let sealing = from.elapsed().as_secs_f64();
    tell(&format!("{MANY} records: sealed and put there in {sealing:.1} s, {} bytes each", one.len()));
    tablet.crashes_and_comes_back().await;
    tablet.finds_the_tablet_ready().await;
    tablet.sees("2,000 records wait to be exported").await;
    let many = [start(&tablet).await, submit(&tablet).await];
    tablet.sees("2,001 records wait to be exported").await;
    for (what, few, many) in [("start", few[0], many[0]), ("submission", few[1], many[1])] {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        tell(&format!("{MANY} records: {what} in {many:.0?}, {ratio:.1} times as long as with few"));
    }

    stick.is_put_into(&tablet).await;
    tablet.loads("#/ready/records").await;
    tablet.is_at("/ready/records", "Records on this device").await;
    let exporting = Cost::of(&tablet, "Export records").await;
    let file = stick.has("hiquality-Tablet-A-1.zip").await;
    let bytes = fs::metadata(&file).unwrap().len() / 1_000_000;
    tell(&format!("{MANY} records: exported as {bytes} MB in {exporting}"));
    tablet.sees("hiquality-Tablet-A-1.zip is made, with 1,997 records.").await;
    tablet.sees("4 records on this device can't be used any more: the storage changed what was kept.").await;

    let desk = Visitor::before(Habits::default(), &site).await;
    desk.loads("#/desk/keys").await;
    desk.is_at("/desk/keys", "Keys").await;
    opens_the_key(&desk, &stick.gets("key.age", keys.file()), PASSPHRASE).await;
    desk.presses("Open files").await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    desk.writes("files", file.to_str().unwrap()).await;
    tell(&format!("{MANY} records: opened in {}", Cost::of(&desk, "Open the files").await));
    desk.sees("1 file was gone through: 1,997 records are new.").await;
    desk.sees("4 records were damaged on the device already and can't be opened.").await;
    let code = desk.runs("return document.querySelector('.app-check-code').innerText").await;

    tablet.writes("check-code", code.as_str().unwrap()).await;
    tell(&format!("{MANY} records: confirmed in {}", Cost::of(&tablet, "Delete what the desk has").await));
    tablet.sees("1,997 records deleted from this device. 4 remain.").await;
    let left = tablet.kept().await.records();
    assert_eq!(left.len(), DAMAGED);
    assert!(left.iter().all(|(name, text)| *name != sha256(text.as_bytes())), "only damaged ones are left");
    tablet.presses("Delete what is damaged").await;
    tablet.sees("All 4 that were damaged are deleted from this device.").await;
    assert!(tablet.kept().await.records().is_empty());
    for visitor in [tablet, desk] {
        visitor.leaves().await;
    }
}
