//! Someone who visits the survey: what they do, and what they see.

use super::browser::{Browser, Habits};
use super::engine::Engine;
use super::kept::{self, Kept, answers_in};
use super::keys::Keys;
use super::patience;
use super::questionnaire::Questionnaire;
use super::site::Site;
use engine::plain::written;
use fantoccini::Locator;
use fantoccini::error::CmdError;
use fantoccini::wd::WindowHandle;
use seal::device;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::thread;

/// The words in front of every title's end.
const SERVICE: &str = "HiQUALITY survey";
const CHECK: &str = "Check your answers";

/// The page as a reader meets it: the first heading that is shown, and where the focus is.
const SIGHT: &str = "
const sight = () => {
  const heading = document.querySelector('#main h1:not([hidden] h1)');
  return {
    place: location.hash.slice(1),
    heading: heading ? heading.textContent.replace(/\\s+/g, ' ').trim() : '',
    focused: heading !== null && document.activeElement === heading,
    title: document.title,
  };
};";

/// Presses Continue again and again, up to a heading. It runs in the page, since from outside it takes ten times as
/// long. Gives every sight on the way, and the last one where none follows.
const SKIP: &str = "
const [heading, done] = arguments;
const sights = [];
const start = performance.now();
const look = () => {
  const here = sight();
  const { heading: last } = sights.at(-1) ?? {};
  // The title follows the heading.
  const arrived = last === undefined || here.heading !== last && here.focused && !here.title.startsWith(last);
  if (arrived) {
    sights.push(here);
    if (here.heading === heading || sights.length > 50) return done(sights);
    document.querySelector('main button[type=submit]').click();
  }
  if (performance.now() - start > 25_000) return done(sights);
  setTimeout(look, 1);
};
look();";

/// Takes down what looks every second how long nobody has touched the page, so that time can pass in no time.
const TAKE_DOWN_LOOKS: &str = "
window.looks = [];
const repeat = setInterval;
setInterval = (look, pause) => {
  looks.push(look);
  return repeat(look, pause);
};";

/// Begins an event at this device, as the organiser's page does.
const BEGIN_EVENT: &str = "
const [database, store, name, event, done] = arguments;
const opening = indexedDB.open(database);
opening.onupgradeneeded = () => opening.result.createObjectStore(store);
opening.onsuccess = () => {
  const change = opening.result.transaction(store, 'readwrite');
  change.objectStore(store).put(event, name);
  change.oncomplete = () => { opening.result.close(); done(); };
};";

/// A visitor. They look at the console before they leave, and nothing may stand there.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) browser: Browser,
    pub(crate) questionnaire: Questionnaire,
    address: String,
    origin: String,
    /// Whether an event has begun at the device. One address stands for every place behind the consent then.
    shares: bool,
    has_left: bool,
}

impl Visitor {
    /// Someone who has just loaded the page.
    pub(crate) async fn of(site: &Site) -> Self {
        Self::with(Habits::default(), site).await
    }

    /// Someone whose browser differs from the usual one, and who has just loaded the page.
    pub(crate) async fn with(habits: Habits, site: &Site) -> Self {
        let visitor = Self::before(habits, site).await;
        visitor.loads("").await;
        visitor
    }

    /// Someone who has not loaded the page yet.
    pub(crate) async fn before(habits: Habits, site: &Site) -> Self {
        let questionnaire = Questionnaire::of(&site.read("study/questionnaire.json"));
        let browser = Browser::open(habits).await;
        let (address, origin) = (site.address().to_owned(), site.origin().to_owned());
        Self { browser, questionnaire, address, origin, shares: false, has_left: false }
    }

    /// The first person at a tablet at which an event has begun.
    pub(crate) async fn at_an_event(site: &Site) -> Self {
        Self::at_an_event_prepared(site, &[]).await
    }

    /// The same, where these scripts run before any of the page's.
    pub(crate) async fn at_an_event_prepared(site: &Site, scripts: &[&str]) -> Self {
        let mut visitor = Self::before(Habits::default(), site).await;
        visitor.takes_down_looks().await;
        for script in scripts {
            visitor.prepares(script).await;
        }
        visitor.loads("").await;
        visitor.can_do_without_the_network().await;
        visitor.begins_an_event().await;
        visitor
    }

    // What they do.

    /// Waits until everything is there that a respondent needs without a network.
    pub(crate) async fn can_do_without_the_network(&self) {
        self.waits_for("the service worker", async || {
            self.runs("return navigator.serviceWorker.controller !== null").await == true
        })
        .await;
    }

    /// Waits until the organiser's pages are there, too, as they are once one of them was opened.
    pub(crate) async fn has_the_whole_app(&self) {
        let ask = "askHiqualityServiceWorker('complete').then(arguments[0])";
        let is_complete = async || self.browser.client.execute_async(ask, Vec::new()).await;
        self.waits_for("the whole app", async || is_complete().await.is_ok_and(|complete| complete == true))
            .await;
    }

    /// As the organiser: begins an event, and hands the tablet over at the information.
    pub(crate) async fn begins_an_event(&mut self) {
        let event = device::EventMode { label: "Tablet A".to_owned(), snapshot: false };
        let event = written(&event);
        let arguments = [device::DATABASE, device::STORE, device::name::EVENT, &event];
        self.awaits(BEGIN_EVENT, arguments.map(|text| json!(text)).into()).await;
        self.reloads().await;
        self.has_begun_an_event().await;
    }

    /// Finds that an event has begun at the device.
    pub(crate) async fn has_begun_an_event(&mut self) {
        self.shares = true;
        self.finds_the_tablet_ready().await;
    }

    /// Loads the page, at a place in it, and waits until the app has started.
    pub(crate) async fn loads(&self, place: &str) {
        self.opens(&format!("{}{place}", self.address)).await;
        self.waits_for("the app to start", async || {
            self.runs("return document.documentElement.dataset.app === 'started'").await == true
        })
        .await;
        self.runs(self.browser.engine().listens()).await;
    }

    /// Goes to any address.
    pub(crate) async fn opens(&self, address: &str) {
        self.browser.client.goto(address).await.unwrap();
    }

    /// Loads the page again.
    pub(crate) async fn reloads(&self) {
        if self.browser.engine() != Engine::Firefox {
            return self.browser.client.refresh().await.unwrap();
        }
        // What its driver does goes past the service worker, as people hardly ever do.
        self.runs("window.wasHere = true; location.reload()").await;
        let loaded = "return window.wasHere === undefined && document.readyState === 'complete'";
        self.waits_for("the page to be loaded again", async || {
            self.browser.client.execute(loaded, Vec::new()).await.is_ok_and(|loaded| loaded == true)
        })
        .await;
    }

    /// Presses the browser's own Back.
    pub(crate) async fn presses_back(&self) {
        self.browser.client.back().await.unwrap();
    }

    /// Presses the browser's own Forward.
    pub(crate) async fn presses_forward(&self) {
        self.browser.client.forward().await.unwrap();
    }

    /// Clicks on what a CSS selector finds, once it is there to be clicked.
    pub(crate) async fn clicks(&self, selector: &str) {
        self.clicks_on(Locator::Css(selector)).await;
    }

    /// Clicks the button or link that says this.
    pub(crate) async fn presses(&self, label: &str) {
        let path = format!("//main//*[self::a or self::button][normalize-space()=\"{label}\"]");
        self.clicks_on(Locator::XPath(&path)).await;
    }

    async fn clicks_on(&self, what: Locator<'_>) {
        let click = async || -> Result<(), CmdError> { self.browser.client.find(what).await?.click().await };
        // What is drawn again between the look and the click is looked for again.
        self.waits_for(&format!("{what:?} to be clicked"), async || click().await.is_ok()).await;
    }

    /// Chooses or ticks an option, or takes its tick away again.
    pub(crate) async fn chooses(&self, item: &str, code: &str) {
        let nth = self.questionnaire.place(item, code);
        if self.has(&format!("select[name='{item}']")).await {
            let option = format!("select[name='{item}'] option[value='{}']", nth + 1);
            return self.clicks(&option).await;
        }
        self.picks(item, nth).await;
    }

    /// Chooses a number on a scale that begins at 0.
    pub(crate) async fn rates(&self, item: &str, number: usize) {
        self.picks(item, number).await;
    }

    /// Clicks the label of the nth choice of an item, as most people do.
    async fn picks(&self, item: &str, nth: usize) {
        let path = format!("(//input[@name='{item}'])[{}]/following-sibling::label", nth + 1);
        self.clicks_on(Locator::XPath(&path)).await;
    }

    /// Types into a text box, at its end.
    pub(crate) async fn writes(&self, item: &str, words: &str) {
        if self.browser.engine() == Engine::WebKit && words.chars().any(|char| char.len_utf16() > 1) {
            return self.inserts(item, words).await;
        }
        let write = async || -> Result<(), CmdError> {
            self.browser.client.find(Locator::Id(item)).await?.send_keys(words).await
        };
        self.waits_for(&format!("{item} to be written"), async || write().await.is_ok()).await;
    }

    /// Puts words into a text box, as those do who type with more than a keyboard. WebKit's driver has none that types
    /// them all.
    async fn inserts(&self, item: &str, words: &str) {
        let insert = "
            document.getElementById(arguments[0]).focus();
            return document.execCommand('insertText', false, arguments[1]);";
        self.waits_for(item, async || self.has(&format!("#{item}")).await).await;
        assert_eq!(self.runs_with(insert, vec![json!(item), json!(words)]).await, true);
    }

    /// Presses Continue.
    pub(crate) async fn goes_on(&self) {
        self.clicks("main button[type=submit]").await;
    }

    /// From the next page on, time can be let pass.
    pub(crate) async fn takes_down_looks(&self) {
        self.prepares(TAKE_DOWN_LOOKS).await;
    }

    /// Leaves the device alone for so many seconds, which pass at once.
    pub(crate) async fn lets_pass(&self, seconds: u32) {
        let pass = "for (let second = 0; second < arguments[0]; second++) for (const look of looks) look();";
        self.runs_with(pass, vec![json!(seconds)]).await;
    }

    /// Goes from the sheet to the first question, agreeing to everything.
    pub(crate) async fn agrees(&self) {
        self.clicks("#information a.nhsuk-button").await;
        self.is_at_the_statements().await;
        self.ticks_every_statement().await;
        self.presses("Continue").await;
        self.is_asked("role").await;
    }

    pub(crate) async fn ticks_every_statement(&self) {
        for statement in self.questionnaire.statements() {
            self.clicks(&format!("label[for='{statement}']")).await;
        }
    }

    /// Goes on from the question that they are at, answering none on the way, up to a place. Returns the pages
    /// passed.
    pub(crate) async fn skips_to(&self, place: &str) -> Vec<String> {
        let page = place.strip_prefix("/question/");
        let heading = page.map_or(CHECK.to_owned(), |page| self.questionnaire.heading(page));
        let sights = self.awaits(&format!("{SIGHT}{SKIP}"), vec![json!(heading)]).await;
        let mut sights = sights.as_array().unwrap().clone();
        let last = sights.pop().unwrap();
        let arrived = last["heading"] == json!(heading) && last["place"] == json!(self.address_of(place));
        assert!(arrived, "nothing leads from there to {place}, but to {last:#}, after {sights:#?}");
        let pages: BTreeMap<String, String> = self
            .questionnaire
            .pages()
            .into_iter()
            .map(|page| (self.questionnaire.heading(&page), page))
            .collect();
        let page = |sight: &Value| pages[sight["heading"].as_str().unwrap()].clone();
        let passed: Vec<String> = sights.iter().map(page).collect();
        for (sight, page) in sights.iter().zip(&passed).skip(1) {
            assert_eq!(*sight, self.question(&format!("/question/{page}"), page));
        }
        passed
    }

    /// Goes on to a later page, answering nothing on the way.
    pub(crate) async fn skips_to_page(&self, question: &str) {
        let page = &self.questionnaire.page_of(question);
        if self.sight().await["heading"] == self.questionnaire.heading(page).as_str() {
            return self.is_asked_still(page).await; // it asks that question, too
        }
        self.skips_to(&format!("/question/{page}")).await;
        self.is_asked(page).await;
    }

    /// Goes on to the check of all answers. Returns the pages passed on the way.
    pub(crate) async fn skips_to_check(&self) -> Vec<String> {
        let passed = self.skips_to("/check").await;
        self.checks().await;
        passed
    }

    /// From the check: submits.
    pub(crate) async fn submits(&self) {
        self.presses("Submit my answers").await;
        self.is_at("/done", "Thank you for taking part").await;
    }

    /// After submitting: deletes that, and says so when asked.
    pub(crate) async fn deletes_what_was_submitted(&self) {
        self.presses("Delete my answers from this device").await;
        self.is_at("/delete", "Do you want to delete your answers from this device?").await;
        self.presses("Delete my answers").await;
    }

    /// Saves a file by the button that says this, and reads it.
    pub(crate) async fn saves(&self, button: &str, name: &str) -> String {
        self.presses(button).await;
        let saved = patience::until(async || self.browser.saved(name)).await;
        saved.unwrap_or_else(|| panic!("{name} was not saved"))
    }

    /// Loses the browser to a crash, and opens it again at the sheet.
    pub(crate) async fn crashes_and_comes_back(&mut self) {
        self.browser.crash();
        self.browser.reopen().await;
        self.loads("").await;
    }

    /// Opens a second tab and goes on in it. Returns the first and the second.
    pub(crate) async fn opens_a_second_tab(&self) -> [WindowHandle; 2] {
        let first = self.browser.client.window().await.unwrap();
        let second = self.browser.client.new_window(true).await.unwrap().handle;
        self.turns_to(&second).await;
        [first, second]
    }

    /// Closes the tab, and goes on in a new one at the front door.
    pub(crate) async fn closes_the_tab_and_comes_back(&self) {
        let [first, second] = self.opens_a_second_tab().await;
        self.turns_to(&first).await;
        self.browser.client.close_window().await.unwrap();
        self.turns_to(&second).await;
        self.loads("").await;
    }

    /// Closes the browser, and opens it again at the front door.
    pub(crate) async fn quits_and_comes_back(&mut self) {
        self.browser.quit().await;
        self.browser.reopen().await;
        self.loads("").await;
    }

    /// Turns to a tab.
    pub(crate) async fn turns_to(&self, tab: &WindowHandle) {
        self.browser.client.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Allows the site no more than so many bytes, or again as many as usual.
    pub(crate) async fn has_space(&self, bytes: Option<u32>) {
        let mut parameters = json!({ "origin": self.origin });
        if let Some(bytes) = bytes {
            parameters["quotaSize"] = json!(bytes);
        }
        self.browser.tools("Storage.overrideQuotaForOrigin", parameters).await;
    }

    /// Has a script run in this tab before any of the page's, from the next page on.
    pub(crate) async fn prepares(&self, script: &str) {
        self.browser.tools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    // What they see.

    /// What a script in the page returns.
    pub(crate) async fn runs(&self, script: &str) -> Value {
        self.runs_with(script, Vec::new()).await
    }

    pub(crate) async fn runs_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.browser.client.execute(script, arguments).await.unwrap()
    }

    /// What a script in the page hands to its last argument.
    pub(crate) async fn awaits(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.browser.client.execute_async(script, arguments).await.unwrap()
    }

    /// Waits for something, and shows what is there instead when it does not come.
    pub(crate) async fn waits_for(&self, what: &str, mut there: impl AsyncFnMut() -> bool) {
        if patience::until(async || there().await.then_some(())).await.is_none() {
            let [sight, page] = [self.sight().await, self.runs("return document.body.innerText").await];
            let log = self.browser.console().await;
            panic!(
                "waited in vain for {what}\n{sight:#}\n{}\nconsole: {log:#?}",
                page.as_str().unwrap_or_default()
            );
        }
    }

    /// Where they are, as the address says.
    pub(crate) async fn place(&self) -> String {
        self.runs("return location.hash.slice(1)").await.as_str().unwrap().to_owned()
    }

    /// What stands behind the `#` where someone is at this place.
    fn address_of<'a>(&self, place: &'a str) -> &'a str {
        match place {
            _ if !self.shares => place,
            "" | "/" | "/consent" => place,
            _ if ["/ready", "/desk"].iter().any(|of_organisers| place.starts_with(of_organisers)) => place,
            _ => "/survey",
        }
    }

    /// Comes to a place: the address and the title say it, and the heading has the focus.
    pub(crate) async fn is_at(&self, place: &str, heading: &str) {
        let title = format!("{heading} – {SERVICE}");
        let place = self.address_of(place);
        self.arrives(json!({ "place": place, "heading": heading, "focused": true, "title": title })).await;
    }

    /// Comes to the statements of consent at the end of the sheet: the address and the title say it, and their heading has the
    /// focus.
    pub(crate) async fn is_at_the_statements(&self) {
        let title = format!("Do you agree to take part? – {SERVICE}");
        self.waits_for("the statements", async || {
            let focused = self.runs("return document.activeElement.id").await;
            let sight = self.sight().await;
            focused == "/consent" && sight["place"] == "/consent" && sight["title"] == title.as_str()
        })
        .await;
    }

    /// Comes to a question, on the way through.
    pub(crate) async fn is_asked(&self, question: &str) {
        let page = &self.questionnaire.page_of(question);
        self.is_asked_at(&format!("/question/{page}"), page).await;
    }

    /// Is at a question, wherever in it the focus is.
    pub(crate) async fn is_asked_still(&self, question: &str) {
        let page = &self.questionnaire.page_of(question);
        let mut expected = self.question(&format!("/question/{page}"), page);
        let what = format!("{expected:#}");
        self.waits_for(&what, async || {
            let sight = self.sight().await;
            expected["focused"] = sight["focused"].clone();
            sight == expected
        })
        .await;
    }

    /// Comes to a question, to change its answer. The focus is at the question, or at the heading of its page.
    pub(crate) async fn is_asked_to_change(&self, question: &str) {
        let page = self.questionnaire.page_of(question);
        let mut expected = self.question(&format!("/change/{page}"), &page);
        self.waits_for(&format!("the change of {question}"), async || {
            let sight = self.sight().await;
            expected["focused"] = sight["focused"].clone();
            let focused = self.runs("return document.activeElement.id").await;
            sight == expected && (sight["focused"] == true || focused == question)
        })
        .await;
    }

    /// At the check: unfolds the sections.
    pub(crate) async fn unfolds(&self) {
        self.runs("document.querySelectorAll('details').forEach((section) => { section.open = true; })")
            .await;
    }

    /// At the check: takes the way to change an answer.
    pub(crate) async fn goes_to_change(&self, question: &str) {
        self.unfolds().await;
        self.clicks(&format!("a[href='#/change/{question}']")).await;
        self.is_asked_to_change(question).await;
    }

    async fn is_asked_at(&self, place: &str, page: &str) {
        self.arrives(self.question(place, page)).await;
    }

    /// The sight of a question.
    fn question(&self, place: &str, page: &str) -> Value {
        let (heading, section) = (self.questionnaire.heading(page), self.questionnaire.section(page));
        let title = match self.shares {
            true => format!("Question – {SERVICE}"),
            false => match section {
                Some(section) => format!("{heading} – {section} – {SERVICE}"),
                None => format!("{heading} – {SERVICE}"),
            },
        };
        json!({ "place": self.address_of(place), "heading": heading, "focused": true, "title": title })
    }

    /// Comes to the check of all answers: to its heading or, from a change, to the row that was changed.
    pub(crate) async fn checks(&self) {
        let row = "return document.activeElement.id.startsWith('change:')";
        let mut expected = json!({ "place": self.address_of("/check"), "heading": CHECK, "title": format!("{CHECK} – {SERVICE}") });
        self.waits_for("the check", async || {
            let sight = self.sight().await;
            expected["focused"] = sight["focused"].clone();
            sight == expected && (sight["focused"] == true || self.runs(row).await == true)
        })
        .await;
    }

    /// Comes back to the check, to the row of a question whose answer was changed.
    pub(crate) async fn checks_again(&self, question: &str) {
        let title = format!("{CHECK} – {SERVICE}");
        let place = self.address_of("/check");
        self.arrives(json!({ "place": place, "heading": CHECK, "focused": false, "title": title })).await;
        assert_eq!(self.runs("return document.activeElement.id").await, format!("change:{question}"));
    }

    async fn arrives(&self, expected: Value) {
        self.waits_for(&format!("{expected:#}"), async || self.sight().await == expected).await;
    }

    async fn sight(&self) -> Value {
        let listens = self.browser.engine().listens();
        self.runs(&format!("{listens}{SIGHT}return sight();")).await
    }

    /// Sees the information sheet, with nothing moved under them.
    pub(crate) async fn reads_the_sheet(&self) {
        self.waits_for("the sheet", async || {
            let sheet = "return document.querySelector('#information').checkVisibility()";
            self.runs(sheet).await == true && ["", "/"].contains(&self.place().await.as_str())
        })
        .await;
    }

    /// Finds the tablet at the information, ready for whoever comes next.
    pub(crate) async fn finds_the_tablet_ready(&self) {
        self.reads_the_sheet().await;
        self.sees("Shared device Tablet A.").await;
    }

    /// Is asked whether they are still there, and sees nothing else.
    pub(crate) async fn is_asked_whether_they_are_there(&self) {
        self.sees("Are you still there?").await;
        assert!(!self.has("main input, main textarea").await, "what was answered is hidden");
    }

    /// Sees these words on the page.
    pub(crate) async fn sees(&self, words: &str) {
        self.waits_for(&format!("the words: {words}"), async || self.text().await.contains(words)).await;
    }

    /// The words of the page, white space as single spaces.
    pub(crate) async fn text(&self) -> String {
        let text = self.runs("return document.querySelector('main').innerText").await;
        text.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a selector finds something that is shown.
    pub(crate) async fn has(&self, selector: &str) -> bool {
        let script = "return [...document.querySelectorAll(arguments[0])].some((it) => it.checkVisibility())";
        self.runs_with(script, vec![json!(selector)]).await == true
    }

    /// Which options of a question are chosen, by their codes.
    pub(crate) async fn chosen(&self, item: &str) -> Vec<String> {
        let script = "
            const [named] = document.getElementsByName(arguments[0]);
            if (named?.options) return [...named.options].slice(1).map((option) => option.selected);
            return [...document.getElementsByName(arguments[0])].map((input) => input.checked)";
        let checked = self.runs_with(script, vec![json!(item)]).await;
        let options = self.questionnaire.options(item);
        let chosen = options.into_iter().zip(checked.as_array().unwrap());
        chosen.filter(|(_, checked)| **checked == true).map(|((code, _), _)| code).collect()
    }

    /// Which number is chosen on a scale that begins at 0.
    pub(crate) async fn rating(&self, item: &str) -> Option<i64> {
        let script =
            "return [...document.getElementsByName(arguments[0])].findIndex((input) => input.checked)";
        self.runs_with(script, vec![json!(item)]).await.as_i64().filter(|place| *place >= 0)
    }

    /// What stands in a text box.
    pub(crate) async fn written(&self, item: &str) -> String {
        let script = "return document.getElementById(arguments[0]).value";
        self.runs_with(script, vec![json!(item)]).await.as_str().unwrap().to_owned()
    }

    /// Which entry of the tab's history this is.
    pub(crate) async fn history(&self) -> Value {
        self.runs("return { entry: navigation.currentEntry.index, of: history.length }").await
    }

    /// What the browser keeps of the site.
    pub(crate) async fn kept(&self) -> Kept {
        let kept = self.awaits(kept::READ, Vec::new()).await;
        assert_eq!(kept["error"], Value::Null);
        Kept(kept)
    }

    /// Waits until the draft is at a page, or with no words at the check.
    pub(crate) async fn has_kept_the_page(&self, question: &str) {
        let page = &if question.is_empty() { String::new() } else { self.questionnaire.page_of(question) };
        self.waits_for(&format!("the draft to be at {page}"), async || {
            self.kept().await.draft_page().as_ref() == Some(page)
        })
        .await;
    }

    /// Waits until the draft holds this, as the last answer given.
    pub(crate) async fn has_kept(&self, item: &str, said: &[Value]) {
        self.waits_for(&format!("{item} to be kept as {said:?}"), async || {
            self.kept().await.draft_answers().get(item).is_some_and(|kept| kept == said)
        })
        .await;
    }

    /// Waits until the draft, sealed, holds this as the last answer given.
    pub(crate) async fn has_sealed(&self, keys: &Keys, item: &str, said: &[Value]) {
        self.waits_for(&format!("{item} to be sealed as {said:?}"), async || {
            let draft = self.kept().await.draft().map(|draft| keys.open(&draft));
            draft.is_some_and(|draft| answers_in(&draft).get(item).is_some_and(|kept| kept == said))
        })
        .await;
    }

    /// The browser was ended.
    pub(crate) fn has_quit(mut self) {
        self.has_left = true;
    }

    /// Closes the browser. The console had nothing to say.
    pub(crate) async fn leaves(self) {
        self.leaves_seeing(&[]).await;
    }

    /// Closes the browser. The console had these messages above the level of information, and no others; each
    /// is given by a part of it.
    pub(crate) async fn leaves_seeing(self, expected: &[&str]) {
        let mut said = Vec::new();
        let all = async || {
            said.extend(self.browser.console().await);
            (said.len() >= expected.len()).then_some(())
        };
        patience::until(all).await; // some are on their way
        let as_expected = said.iter().zip(expected).all(|(message, part)| message.contains(part));
        assert!(said.len() == expected.len() && as_expected, "the console says {said:#?}");
        self.closes().await;
    }

    /// Closes the browser. The console had nothing above the level of information but of this, however often.
    pub(crate) async fn leaves_told_of(self, part: &str) {
        let said = self.browser.console().await;
        assert!(said.iter().all(|message| message.contains(part)), "the console says {said:#?}");
        self.closes().await;
    }

    async fn closes(mut self) {
        self.has_left = true;
        let _ = self.browser.client.clone().close().await; // it is ended for good when it is dropped
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        assert!(self.has_left || thread::panicking(), "every test ends with a look at the console");
    }
}
