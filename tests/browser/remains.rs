//! What remains of people at a tablet that others use after them: nothing, in memory or on the disk, that says what they
//! said. At a device of one's own much remains until it is submitted, and there the same search finds it.

#![cfg(target_os = "linux")] // where a browser can be ended as a crash ends it

use super::browser::Habits;
use super::chance::Chance;
use super::keys::Keys;
use super::site::Site;
use super::tools::{REMEMBER, Tools};
use super::visitor::Visitor;
use seal::code::Code;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A page: its id, what to choose on it, as items and codes, and the boxes for own words that this brings up.
type Page = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// The pages that take somebody's own words, and those without which they would not be asked.
#[rustfmt::skip]
const PAGES: &[Page] = &[
    ("frequency", &[("frequency", "often")], &[]),
    ("strategies-page", &[("strategies", "other")], &["strategies-other-text"]),
    ("example", &[], &["example"]),
    ("know-underserved", &[("know-underserved", "yes")], &[]),
    ("identify", &[], &["identify"]),
    ("registration-page", &[("registration", "yes")], &["registration-yes-text"]),
    ("communities-page", &[("communities", "ethnic-minority"), ("communities", "other")], &["communities-ethnic-minority-text", "communities-other-text"]),
    ("evaluation", &[("evaluation", "often")], &[]),
    ("measures", &[], &["measures"]),
    (
        "barriers",
        &[("barriers-leadership", "leadership-other"), ("barriers-workforce", "workforce-other"), ("barriers-funding", "funding-other"), ("barriers-information", "information-other"), ("barriers-communities", "communities-other")],
        &["barriers-leadership-other-text", "barriers-workforce-other-text", "barriers-funding-other-text", "barriers-information-other-text", "barriers-communities-other-text"],
    ),
    (
        "enablers",
        &[("enablers-leadership", "leadership-other"), ("enablers-workforce", "workforce-other"), ("enablers-funding", "funding-other"), ("enablers-information", "information-other"), ("enablers-communities", "communities-other")],
        &["enablers-leadership-other-text", "enablers-workforce-other-text", "enablers-funding-other-text", "enablers-information-other-text", "enablers-communities-other-text"],
    ),
    ("support", &[("support", "other")], &["support-other-text"]),
    ("comments", &[], &["comments"]),
    ("ethnicity", &[("ethnicity", "other")], &["ethnicity-other-text"]),
    ("designation", &[("designation", "other")], &["designation-other-text"]),
];

/// How answers look wherever a record is written, and as a text within a text: with white space and without.
const ANSWERS: [&str; 4] = ["\"answer\":[{", "\"answer\": [\n", "\\\"answer\\\":[{", "\\\"answer\\\": [\\n"];

/// How the text of a record begins. A snapshot of a heap has the beginning of long texts only.
const RECORD: &str = "/StructureDefinition/information-sheet-version";

/// The words that people said, which nobody else says, and the codes that they were given, each with whose it is.
#[derive(Debug, Default)]
struct Words {
    words: BTreeMap<String, String>,
    /// The codes as the random bytes that they are made from.
    codes: BTreeMap<Vec<u8>, String>,
}

impl Words {
    /// One more, of this person in this box.
    fn of(&mut self, chance: &mut Chance, whose: &str) -> String {
        let word = chance.word();
        self.words.insert(word.clone(), whose.to_owned());
        word
    }

    /// A code as it was shown, as it is hashed, and as what it was made from.
    fn take_down(&mut self, code: &str, whose: &str) {
        let code = Code::read(code).unwrap();
        self.words.insert(code.to_string(), format!("{whose}: the code"));
        self.words.insert(code.hash_text().to_owned(), format!("{whose}: the code without hyphens"));
        let bytes = bytes_of(&code);
        assert_eq!(Code::from_random(&bytes), code);
        self.codes.insert(bytes, format!("{whose}: the bytes of the code"));
    }

    /// Where any of them, or an answer in the form of a record, stands in these bytes.
    fn found_in(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let utf_16 =
            |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let words = self.words.iter().map(|(word, whose)| (word.as_str(), whose.as_str()));
        let codes = self.codes.iter().map(|(bytes, whose)| (whose.as_str(), bytes.clone()));
        let sought =
            words.chain(ANSWERS.map(|form| (form, "an answer in a record"))).flat_map(|(text, whose)| {
                let written = [
                    text.as_bytes().to_vec(),
                    utf_16(text, u16::to_le_bytes),
                    utf_16(text, u16::to_be_bytes),
                ];
                written.map(|bytes| (whose, bytes))
            });
        let sought = sought.chain(codes);
        // By the first two bytes: there are many words and many bytes.
        let mut by_start: BTreeMap<usize, Vec<(&str, Vec<u8>)>> = BTreeMap::new();
        let start = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
        let mut known = vec![false; 1 << 16];
        for (whose, bytes) in sought {
            known[start(&bytes)] = true;
            by_start.entry(start(&bytes)).or_default().push((whose, bytes));
        }
        let mut found = BTreeMap::new();
        for at in 0..bytes.len().saturating_sub(1) {
            if !known[start(&bytes[at..])] {
                continue;
            }
            for (whose, word) in &by_start[&start(&bytes[at..])] {
                if bytes[at..].starts_with(word) {
                    let around = &bytes[at.saturating_sub(60)..bytes.len().min(at + word.len() + 20)];
                    let around: String =
                        around
                            .iter()
                            .filter(|byte| **byte != 0)
                            .map(|byte| {
                                if byte.is_ascii_graphic() || *byte == b' ' {
                                    char::from(*byte)
                                } else {
                                    '·'
                                }
                            })
                            .collect();
                    found.entry(*whose).or_insert_with(|| (0, around)).0 += 1;
                }
            }
        }
        found
            .into_iter()
            .map(|(whose, (times, around))| format!("{place}: {whose}, {times} times, first in ⟨{around}⟩"))
            .collect()
    }
}

/// Goes through everything that takes words, from the information on. Returns at the last page.
async fn says_everything(visitor: &Visitor, whose: &str, words: &mut Words, chance: &mut Chance) {
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.rates("importance", 7).await;
    for (page, choices, boxes) in PAGES {
        visitor.skips_to_page(page).await;
        for (item, code) in *choices {
            visitor.chooses(item, code).await;
        }
        for item in *boxes {
            visitor.writes(item, &words.of(chance, &format!("{whose} in {item}"))).await;
        }
    }
}

/// Submits, takes down the code, leaves contact details, and has seen how they compare.
async fn goes_to_the_end(visitor: &Visitor, whose: &str, words: &mut Words, chance: &mut Chance) {
    visitor.skips_to_check().await;
    visitor.submits().await;
    if let Some(code) = code_shown_to(visitor).await {
        words.take_down(&code, whose);
    }
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", &words.of(chance, &format!("{whose}: the name"))).await;
    let address = words.of(chance, &format!("{whose}: the address"));
    visitor.writes("contact-email", &format!("{address}@example.org")).await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
}

/// The withdrawal code. It is read past the page's own heap, where it would stay.
async fn code_shown_to(visitor: &Visitor) -> Option<String> {
    let browser = &visitor.browser;
    let document = browser.tools("DOM.getDocument", json!({ "depth": 0 })).await["root"]["nodeId"].clone();
    let find = json!({ "nodeId": document, "selector": ".app-code" });
    let found = browser.tools("DOM.querySelector", find).await["nodeId"].clone();
    let shown = found.as_u64().filter(|node| *node > 0)?;
    let shown = browser.tools("DOM.getOuterHTML", json!({ "nodeId": shown })).await["outerHTML"].clone();
    browser.tools("DOM.disable", json!({})).await;
    let code = shown.as_str()?.split_once('>')?.1.split_once('<')?.0;
    Some(code.to_owned())
}

/// The sixteen bytes that a code stands for: five bits a character, but for the last one, which follows from them.
fn bytes_of(code: &Code) -> Vec<u8> {
    let digit = |c: char| "0123456789ABCDEFGHJKMNPQRSTVWXYZ".find(c).unwrap();
    let bits: String = code.hash_text().chars().map(|c| format!("{:05b}", digit(c))).collect();
    (0..16).map(|at| u8::from_str_radix(&bits[8 * at..8 * at + 8], 2).unwrap()).collect()
}

/// What the page shows and holds where a script or the next person could see it.
async fn in_the_page(visitor: &Visitor, words: &Words) -> Vec<String> {
    let page = "
        const values = [...document.querySelectorAll('input, textarea')].map((it) => it.value);
        const elsewhere = { title: document.title, place: location.href, state: history.state, name: window.name };
        return document.documentElement.outerHTML + JSON.stringify([values, elsewhere]);";
    let page = visitor.runs(page).await;
    let history = visitor.browser.tools("Page.getNavigationHistory", json!({})).await;
    let mut found = words.found_in("the page", page.as_str().unwrap().as_bytes());
    found.extend(words.found_in("the history of the tab", history.to_string().as_bytes()));
    found
}

/// What the browser keeps for the page: databases, other stores, and what is cached.
async fn in_the_stores(visitor: &Visitor, words: &Words) -> Vec<String> {
    let cached = "
        const done = arguments[0];
        (async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
          }
          return texts.join('');
        })().then(done, (error) => done(String(error)));";
    let mut found = words.found_in("the databases", visitor.kept().await.0.to_string().as_bytes());
    let cached = visitor.awaits(cached, Vec::new()).await;
    found.extend(words.found_in("the caches", cached.as_str().unwrap().as_bytes()));
    found
}

/// What is in the memory of the page and of its workers: that of WebAssembly as a whole, and what is left of the rest
/// after the garbage is collected.
fn in_memory(visitor: &Visitor, words: &Words) -> Vec<String> {
    let mut tools = Tools::of(&visitor.browser);
    let mut found = Vec::new();
    for (kind, session) in tools.everything() {
        let heap = tools.heap(&session);
        assert!(heap.contains("\"strings\""), "{kind}: the snapshot is whole");
        found.extend(words.found_in(&format!("the heap of the {kind}"), heap.as_bytes()));
        let strings = &heap[heap.find("\"strings\"").unwrap()..];
        found.extend(strings.find(RECORD).map(|at| {
            let around: String = strings[at.saturating_sub(60)..].chars().take(200).collect();
            format!("the heap of the {kind}: a record, in ⟨{around}⟩")
        }));
        for memory in tools.wasm_memories(&kind, &session) {
            found.extend(words.found_in(&format!("the WebAssembly memory of the {kind}"), &memory));
        }
    }
    found
}

/// What is in the files that the browser leaves behind.
fn in_files(folder: &Path, words: &Words) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(content) = fs::read(&path) {
                found.extend(words.found_in(&path.display().to_string(), &content));
            }
        }
    }
    found
}

#[tokio::test]
async fn of_people_at_a_tablet_nothing_remains_that_says_what_they_said() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut chance = Chance::of("remains");
    let mut words = Words::default();
    let mut visitor = Visitor::at_an_event_prepared(&site, &[REMEMBER]).await;
    assert_eq!(boxes(), boxes_of(&visitor), "every box for words is written in");

    // Somebody whose browser is ended, somebody who submits, somebody who walks off, somebody who submits.
    says_everything(&visitor, "the first", &mut words, &mut chance).await;
    visitor.waits_for("a draft", async || visitor.kept().await.draft().is_some()).await;
    visitor.browser.crash();
    visitor.browser.reopen().await;
    visitor.takes_down_looks().await;
    visitor.prepares(REMEMBER).await;
    visitor.loads("").await;
    visitor.finds_the_tablet_ready().await;
    says_everything(&visitor, "the second", &mut words, &mut chance).await;
    goes_to_the_end(&visitor, "the second", &mut words, &mut chance).await;
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;
    says_everything(&visitor, "the third", &mut words, &mut chance).await;
    visitor.lets_pass(180).await;
    visitor.is_asked_whether_they_are_there().await;
    visitor.lets_pass(60).await;
    visitor.finds_the_tablet_ready().await;
    visitor.sees("3 records wait to be exported").await;
    says_everything(&visitor, "the fourth", &mut words, &mut chance).await;
    goes_to_the_end(&visitor, "the fourth", &mut words, &mut chance).await;
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;

    // What they said is there for who has the key, so it was said in earnest.
    let kept = visitor.kept().await;
    assert_eq!(kept.records().len(), 4);
    let records = keys.records(&kept).iter().map(Value::to_string).collect::<String>();
    let details = keys.open_all(&kept.contact_details()).iter().map(Value::to_string).collect::<String>();
    for (word, whose) in &words.words {
        assert!(records.contains(word) || details.contains(word) || whose.contains("code"), "{whose}");
    }

    let mut found = in_the_page(&visitor, &words).await;
    found.extend(in_the_stores(&visitor, &words).await);
    found.extend(in_memory(&visitor, &words));
    let profile = visitor.browser.quit().await.to_owned();
    found.extend(in_files(&profile, &words));
    visitor.has_quit();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn the_same_search_finds_what_remains_at_a_device_of_ones_own() {
    let site = Site::of_a_named_organiser();
    let mut chance = Chance::of("control");
    let mut words = Words::default();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(REMEMBER).await;
    visitor.loads("").await;
    says_everything(&visitor, "the first", &mut words, &mut chance).await;
    goes_to_the_end(&visitor, "the first", &mut words, &mut chance).await;
    visitor.loads("?again").await;
    says_everything(&visitor, "the second", &mut words, &mut chance).await;
    visitor.skips_to_check().await;
    visitor.has_kept_the_page("").await;
    let planted = words.of(&mut chance, "what a script holds");
    let record = visitor.kept().await.record();
    visitor
        .runs_with(
            "window.held = { word: arguments[0], record: arguments[1] }",
            vec![json!(planted), json!(record)],
        )
        .await;

    let all: BTreeSet<&str> = words.words.values().map(String::as_str).collect();
    let of = |who: &str| all.iter().filter(|whose| whose.starts_with(who)).count();
    let whose = |found: &[String], place: &str, who: &str| {
        found.iter().filter(|it| it.starts_with(place) && it.contains(&format!(": {who}"))).count()
    };
    let page = in_the_page(&visitor, &words).await;
    assert_eq!(whose(&page, "the page", "the second"), of("the second"), "{page:#?}");
    let stores = in_the_stores(&visitor, &words).await;
    assert_eq!(whose(&stores, "the databases", "the first"), of("the first"), "{stores:#?}");
    assert_eq!(whose(&stores, "the databases", "the second"), of("the second"), "{stores:#?}");
    let memory = in_memory(&visitor, &words);
    assert_eq!(
        whose(&memory, "the WebAssembly memory of the page", "the second"),
        of("the second"),
        "{memory:#?}"
    );
    assert_eq!(whose(&memory, "the heap of the page", "what a script holds"), 1, "{memory:#?}");
    assert!(memory.iter().any(|it| it.starts_with("the heap of the page: a record")), "{memory:#?}");
    let profile = visitor.browser.quit().await.to_owned();
    let files = in_files(&profile, &words);
    let found: BTreeSet<&str> = all
        .iter()
        .filter(|whose| files.iter().any(|it| it.contains(&format!(": {whose},"))))
        .copied()
        .collect();
    assert_eq!(found.len(), all.len() - 1, "{files:#?}");
    assert!(files.iter().any(|it| it.contains("an answer in a record")), "{files:#?}");
    visitor.has_quit();
}

fn boxes() -> BTreeSet<String> {
    PAGES.iter().flat_map(|(.., boxes)| *boxes).map(ToString::to_string).collect()
}

fn boxes_of(visitor: &Visitor) -> BTreeSet<String> {
    let items = visitor.questionnaire.items().into_iter();
    let take_words = items.filter(|item| ["string", "text"].iter().any(|kind| item["type"] == *kind));
    take_words.map(|item| item["linkId"].as_str().unwrap().to_owned()).collect()
}
