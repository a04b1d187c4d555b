//! The site on a host: where it is, what it asks for, and what it says where it can't start.

use super::browser::Habits;
use super::meddler::Meddler;
use super::revision;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Writes down what the Content-Security-Policy stopped.
const LISTEN: &str = "
window.stopped = [];
addEventListener('securitypolicyviolation', (event) => stopped.push(event.violatedDirective));";

#[tokio::test]
async fn nothing_is_fetched_from_anywhere_else_and_nothing_is_against_the_policy() {
    let site = Site::of_a_named_organiser();
    let visitor = Visitor::before(Habits { logs_requests: true, ..Habits::default() }, &site).await;
    visitor.prepares(LISTEN).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.saves("Save my answers to a file", "hiquality-answers.json").await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    assert_eq!(visitor.runs("return stopped").await, json!([]));

    let log = visitor.browser.log("performance").await;
    let events =
        log.iter().map(|entry| serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap());
    let sent = events.map(|event| event["message"].clone());
    let sent = sent.filter(|event| event["method"] == "Network.requestWillBeSent");
    let addresses = sent.map(|event| event["params"]["request"]["url"].as_str().unwrap().to_owned());
    // What the browser shows before the first page is its own.
    let addresses: Vec<String> = addresses.filter(|address| !address.starts_with("chrome://")).collect();
    assert!(addresses.iter().any(|address| address.ends_with(".wasm")), "{addresses:#?}");
    let own = |address: &String| {
        address.starts_with(site.address()) || address.starts_with("data:") || address.starts_with("blob:")
    };
    assert!(addresses.iter().all(own), "{addresses:#?}");
    visitor.leaves().await;
}

#[tokio::test]
async fn the_policy_stops_what_does_not_belong_to_the_page() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(LISTEN).await;
    visitor.loads("").await;
    let tries = "
        const image = document.createElement('img');
        image.src = 'https://other.example/pixel.gif';
        const frame = document.createElement('iframe');
        frame.src = 'https://other.example/';
        document.body.append(image, frame);
        fetch('https://other.example/').catch(() => {});";
    visitor.runs(tries).await;
    let all = json!(["connect-src", "frame-src", "img-src"]);
    visitor
        .waits_for("all three to be stopped", async || visitor.runs("return stopped.sort()").await == all)
        .await;
    let log = visitor.browser.log("browser").await;
    assert!(
        log.iter().all(|entry| entry["message"].as_str().unwrap().contains("Content Security Policy")),
        "{log:#?}"
    );
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_presses_start_as_soon_as_they_can_gets_on() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    let script = "
        const press = () => document.querySelector('#information a.nhsuk-button').click();
        const wait = Number(new URL(location).searchParams.get('wait'));
        if (wait < 0) addEventListener('DOMContentLoaded', press);
        else addEventListener('TrunkApplicationStarted', () => setTimeout(press, wait));";
    visitor.prepares(script).await;
    // While the script loads, and then at every moment while the app starts, which takes some hundredths of a second.
    for wait in (-1..60).step_by(4) {
        visitor.opens(&format!("{}?wait={wait}", site.address())).await;
        visitor.is_at_the_statements().await;
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn every_way_to_write_the_address_leads_to_the_survey() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    for address in ["index.html#/consent", "?utm_source=letter#/consent", "#/consent"] {
        visitor.loads(address).await;
        visitor.is_at_the_statements().await;
    }
    visitor.loads("index.html").await;
    visitor.reads_the_sheet().await;
    visitor.opens(site.address().trim_end_matches('/')).await;
    visitor.reads_the_sheet().await;
    visitor.agrees().await;
    visitor.leaves().await;
}

/// The page says that it can't start, and why.
async fn says_why_it_cannot_start(site: &Site, reasons: &[&str], console: &[&str]) {
    let visitor = Visitor::of(site).await;
    visitor.sees("The questions can't be shown").await;
    for reason in reasons {
        visitor.sees(reason).await;
    }
    assert!(visitor.has("#information").await, "the information can be read nevertheless");
    visitor.leaves_seeing(console).await;
}

#[tokio::test]
async fn a_file_that_is_not_json_is_named_with_the_place() {
    let site = Site::of_an_organiser();
    site.edit("study/settings.json", |text| text.replace("null,", "null"));
    says_why_it_cannot_start(&site, &["settings.json: It can't be read:", "at line 3"], &[]).await;
}

#[tokio::test]
async fn every_mistake_in_the_questionnaire_is_named_with_its_item() {
    let site = Site::of_an_organiser();
    revision::revise(&site, |item| {
        if item["linkId"] == "identify" {
            item["enableWhen"][0]["question"] = json!("nowhere");
        }
        if item["linkId"] == "gender" {
            item["linkId"] = json!("age");
        }
        true
    });
    let reasons = ["questionnaire.json: Item 'identify'", "'nowhere'", "questionnaire.json: Item 'age'"];
    says_why_it_cannot_start(&site, &reasons, &[]).await;
}

#[tokio::test]
async fn a_file_that_is_missing_is_named() {
    let site = Site::of_an_organiser();
    site.remove("study/settings.json");
    let console = ["settings.json - Failed to load resource"]; // the browser's own word for it
    says_why_it_cannot_start(&site, &["study/settings.json: It could not be loaded"], &console).await;
}

#[tokio::test]
async fn someone_without_scripts_can_read_the_information() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.browser.tools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    visitor.opens(site.address()).await;
    let text = visitor.text().await;
    assert!(text.contains("the questions need JavaScript and it is turned off"), "{text}");
    assert!(text.contains("How does your practice or PCN work with its communities?"), "{text}");
    assert!(text.contains("What happens to your answers"), "{text}");
    visitor.opens(&format!("{}#/consent", site.address())).await;
    let text = visitor.text().await;
    assert!(!text.contains("The questions are coming."), "{text}");
    visitor.leaves().await;
}

const COMING: &str = "The questions are coming. They appear here by themselves.";
const LATE: &str = "The questions could not start. Check your connection and load this page again.";

/// Presses Start, and is told at once that the questions are coming, and after a while that they are not.
async fn is_told_that_nothing_starts(visitor: &Visitor) {
    let text = visitor.text().await;
    assert!(!text.contains(COMING) && !text.contains(LATE), "{text}");
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.sees(COMING).await;
    visitor.sees(LATE).await;
    assert!(!visitor.text().await.contains(COMING));
    visitor.sees("How does your practice or PCN work with its communities?").await;
}

#[tokio::test]
async fn someone_whose_host_gives_scripts_as_text_is_told_that_nothing_starts() {
    let site = Site::of_an_organiser();
    let host = Meddler::of(site.folder(), "/", 0, |name, given| {
        if name.ends_with(".js") {
            given.kind = "text/plain";
        }
    });
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.opens(&host.address()).await;
    is_told_that_nothing_starts(&visitor).await;
    visitor.leaves_seeing(&["MIME type of \"text/plain\"", "MIME type of \"text/plain\"", "preloaded"]).await;
}

#[tokio::test]
async fn someone_whose_host_lacks_the_first_script_is_told_that_nothing_starts() {
    let site = Site::of_an_organiser();
    site.remove(&site.script("boot"));
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.opens(site.address()).await;
    is_told_that_nothing_starts(&visitor).await;
    visitor.leaves_seeing(&["404", "preloaded"]).await;
}

#[tokio::test]
async fn someone_whose_host_lacks_the_program_is_told_at_once() {
    let site = Site::of_an_organiser();
    site.remove(&site.script("app"));
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.opens(site.address()).await;
    visitor.sees(LATE).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.sees(LATE).await;
    assert!(!visitor.text().await.contains(COMING));
    let console = visitor.browser.log("browser").await;
    assert!(!console.is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_presses_start_while_a_slow_host_still_sends_the_program_is_told_that_it_is_coming() {
    let site = Site::of_an_organiser();
    let sends = Arc::new(AtomicBool::new(false));
    let sent = sends.clone();
    let host = Meddler::of(site.folder(), "/", 0, move |name, _| {
        while name.ends_with(".wasm") && !sent.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
    });
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.opens(&host.address()).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.sees(COMING).await;
    sends.store(true, Ordering::SeqCst);
    visitor.is_at_the_statements().await;
    assert!(!visitor.text().await.contains(COMING));
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_presses_start_where_the_study_has_a_mistake_comes_to_what_is_wrong() {
    let site = Site::of_an_organiser();
    site.edit("study/settings.json", |text| text.replace("null,", "null"));
    let visitor = Visitor::of(&site).await;
    visitor.sees("The questions can't be shown").await;
    visitor.clicks("#information > p ~ a.nhsuk-button:last-of-type").await;
    visitor
        .waits_for("the reasons to have the focus", async || {
            visitor.runs("return document.activeElement.className").await == "nhsuk-error-summary"
        })
        .await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_page_that_is_cut_short_says_so_and_nobody_agrees_to_it() {
    let site = Site::of_an_organiser();
    let whole = site.read("index.html");
    let visitor = Visitor::before(Habits::default(), &site).await;
    let within = [
        "<link id=\"survey-wasm\"",
        "<body>",
        "<div id=\"app\"",
        "class=\"app-start__coming\"",
        "<article ",
        "<h2 class=\"nhsuk-heading-m\">Your device",
        "ORGANISERS: EDIT TO HERE",
        "</article>",
        "<footer ",
        "The end. Leave this line",
        " hidden></div>\n</body>",
    ];
    for cut in within {
        site.edit("index.html", |_| whole.split_once(cut).unwrap().0.to_owned());
        visitor.opens("about:blank").await;
        visitor.opens(&format!("{}#/consent", site.address())).await;
        let says = if cut.starts_with("<link") {
            // Of a page that ends within its head not even the program is there.
            "return document.body.innerText.includes('The page did not come as a whole.')"
        } else {
            "return ['The questions can\\'t be shown', 'index.html: It is not whole.'].every(
            (words) => document.body.innerText.includes(words))"
        };
        visitor.waits_for(cut, async || visitor.runs(says).await == true).await;
        assert!(!visitor.has("input").await, "{cut}");
    }
    site.edit("index.html", |_| whole.clone());
    visitor.loads("").await;
    visitor.agrees().await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on what is preloaded and not used
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_workplace_blocks_webassembly_is_told() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares("delete window.WebAssembly").await;
    visitor.opens(site.address()).await;
    visitor.sees("The questions could not start.").await;
    visitor.sees("Some workplaces block what the survey needs (WebAssembly)").await;
    visitor.sees("How does your practice or PCN work with its communities?").await;
    visitor.leaves_seeing(&["WebAssembly"]).await;
}

#[tokio::test]
async fn someone_on_an_unsafe_connection_is_told_why_it_does_not_work() {
    let site = Site::as_built();
    let habits = Habits { other_name: Some("insecure.example"), ..Habits::default() };
    let visitor = Visitor::before(habits, &site).await;
    visitor.opens(&site.address().replace("127.0.0.1", "insecure.example")).await;
    visitor.sees("The questions can't be shown").await;
    visitor.sees("This page was loaded over plain HTTP.").await;
    visitor.sees("Ask whoever sent you here for an address that starts with https://.").await;
    visitor.sees("How does your practice or PCN work with its communities?").await;
    visitor.leaves().await;
}
