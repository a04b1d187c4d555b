//! Without a network, and what changes on the host meanwhile.

use super::engine::Engine;
use super::folder::Folder;
use super::host::{
    Host, build, comes_again, copy, is_prepared, leaves, takes_over, tells, tells_one, tells_the_next,
    updates, waits_for_build,
};
use super::keys::Keys;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
};

const PHONE: (u32, u32) = (390, 844);
const TABLET: (u32, u32) = (1024, 768);

async fn takes_part_on_a_screen_of((width, height): (u32, u32)) {
    let (host, visitor) = Host::and_visitor().await;
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
    visitor.browser.tools("Emulation.setDeviceMetricsOverride", size).await;
    takes_part_without_a_network(host, &visitor).await;
    assert_eq!(visitor.runs("return innerWidth").await, width);
    leaves(visitor).await;
}

/// Someone in any browser, which has been there once when the network goes.
pub(crate) async fn takes_part(engine: Engine) {
    let (host, visitor) = Host::and_visitor_with(engine).await;
    takes_part_without_a_network(host, &visitor).await;
    visitor.leaves().await;
}

pub(crate) async fn takes_part_without_a_network(mut host: Host, visitor: &Visitor) {
    visitor.loads("").await;
    is_prepared(visitor).await;
    host.goes_away();

    visitor.reloads().await;
    visitor.reads_the_sheet().await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;
    visitor.reloads().await;
    visitor.is_asked("frequency").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same").await;
    visitor.reloads().await;
    visitor.is_at("/comparison", "How your answers compare").await;
    assert_eq!(tells(visitor, "set").await, "offline");
}

#[tokio::test]
async fn someone_with_a_phone_and_no_network_since_the_first_visit_takes_part_up_to_the_comparison() {
    takes_part_on_a_screen_of(PHONE).await;
}

#[tokio::test]
async fn someone_with_a_tablet_and_no_network_since_the_first_visit_takes_part_up_to_the_comparison() {
    takes_part_on_a_screen_of(TABLET).await;
}

#[tokio::test]
async fn an_organiser_without_a_network_opens_their_pages() {
    let (mut host, visitor) = Host::and_guest().await;
    visitor.loads("#/ready").await;
    visitor.has_the_whole_app().await;
    host.goes_away();
    for place in ["#/desk", "#/ready"] {
        // From the survey's side, from the other, and straight.
        visitor.loads("").await;
        visitor.runs(&format!("location.hash = '{place}'")).await;
        visitor
            .waits_for("the organiser's program", async || {
                let loaded = "return performance.getEntriesByType('resource').some(
                    ({ name }) => name.includes('/desk-') && name.endsWith('.wasm'))
                    && document.documentElement.dataset.app === 'started'";
                visitor.runs(loaded).await == true
            })
            .await;
        visitor.runs("location.hash = '#/'").await;
        visitor.reads_the_sheet().await;
        visitor.loads(place).await;
        assert!(!visitor.has("#no-start").await);
    }
    leaves(visitor).await;
}

#[tokio::test]
async fn the_app_can_be_put_on_the_home_screen() {
    let (_host, visitor) = Host::and_guest().await;
    let manifest = visitor.browser.tools("Page.getAppManifest", json!({})).await;
    assert_eq!(manifest["errors"], json!([]));
    let manifest: Value = serde_json::from_str(manifest["data"].as_str().unwrap()).unwrap();
    for icon in manifest["icons"].as_array().unwrap() {
        let measure = "
            const [address, done] = arguments;
            const image = new Image();
            image.onload = () => done(`${image.naturalWidth}x${image.naturalHeight}`);
            image.onerror = () => done('it is no picture');
            image.src = address;";
        assert_eq!(visitor.awaits(measure, vec![icon["src"].clone()]).await, icon["sizes"]);
    }
    let missing = visitor.browser.tools("Page.getInstallabilityErrors", json!({})).await;
    assert_eq!(missing["installabilityErrors"], json!([]));
    leaves(visitor).await;
}

#[tokio::test]
async fn an_edit_of_the_study_arrives_with_the_next_visit_and_stays_without_a_network() {
    let (mut host, visitor) = Host::and_guest().await;
    let role = visitor.questionnaire.label("role", "gp");
    host.edit("study/questionnaire.json", |text| text.replace(&role, "Somewhere in general practice"));
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    assert_eq!(tells(&visitor, "news").await, "set");

    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    assert_eq!(tells(&visitor, "set").await, "newest");
    tells(&visitor, "valid").await;
    assert_eq!(tells(&visitor, "news").await, Value::Null);

    host.goes_away();
    visitor.reloads().await;
    visitor.sees("Some questions.").await;
    visitor.agrees().await;
    visitor.sees("Somewhere in general practice").await;
    visitor.reloads().await;
    visitor.sees("Somewhere in general practice").await;
    assert_eq!(tells(&visitor, "set").await, "offline");
    leaves(visitor).await;
}

#[tokio::test]
async fn what_no_page_has_read_is_not_what_is_there_without_a_network() {
    let (mut host, visitor) = Host::and_guest().await;
    // A page that is closed before it has read the study: this one never starts.
    visitor.browser.tools("Network.setBlockedURLs", json!({ "urls": ["*/app-*"] })).await;
    visitor.browser.tools("Network.enable", json!({})).await;
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    visitor.reloads().await;
    visitor.sees("Some questions.").await;
    host.goes_away();
    visitor.browser.tools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    visitor.reloads().await;
    visitor.sees("24 questions.").await;
    visitor.agrees().await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on what was blocked
    leaves(visitor).await;
}

#[tokio::test]
async fn an_edit_with_a_mistake_does_not_take_the_place_of_what_could_be_read() {
    let (mut host, visitor) = Host::and_guest().await;
    let sound = host.read("study/settings.json");
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    host.edit("study/settings.json", |text| text.replace("null,", "null"));
    comes_again(&visitor).await;
    tells_one(&visitor, "invalid", "settings.json: It can't be read", false).await;

    // It is served the study that it could read, and knows why.
    comes_again(&visitor).await;
    assert_eq!(tells(&visitor, "set").await, "invalid");
    let defects = tells(&visitor, "defects").await;
    assert!(defects.as_str().unwrap().starts_with("settings.json: It can't be read"), "{defects}");
    visitor.sees("24 questions.").await;
    visitor.agrees().await;
    assert_eq!(tells(&visitor, "news").await, Value::Null);

    host.goes_away();
    visitor.reloads().await;
    visitor.is_asked("role").await;
    assert_eq!(tells(&visitor, "set").await, "offline");

    // Once it is mended, it arrives.
    host.comes_back();
    host.write("study/settings.json", &sound);
    assert_eq!(tells(&visitor, "news").await, "set");
    visitor.loads("").await;
    comes_again(&visitor).await;
    assert_eq!(tells(&visitor, "set").await, "newest");
    leaves(visitor).await;
}

#[tokio::test]
async fn a_study_at_which_the_app_panics_gives_way_to_the_one_before() {
    let (host, visitor) = Host::and_guest().await;
    visitor
        .prepares(
            "sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0);
            addEventListener('TrunkApplicationStarted', ({ detail: { wasm } }) => {
              const isNew = document.getElementById('information').textContent.includes('Some questions.');
              if (isNew) new Uint8Array(wasm.memory.buffer).fill(0xff);
            });",
        )
        .await;
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    visitor.reloads().await;
    visitor.sees("The newest version of the survey can't be used.").await;
    visitor.sees("24 questions.").await;
    assert_eq!(loads(&visitor).await, 2);
    visitor.agrees().await;
    visitor.loads("#/ready").await;
    visitor.sees("The app stopped at index.html or the files in the folder 'study'.").await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on the panic
    visitor.leaves().await;
}

#[tokio::test]
async fn an_edit_that_came_as_news_is_there_however_slow_the_network_is_then() {
    let (mut host, visitor) = Host::and_guest().await;
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    assert_eq!(tells(&visitor, "news").await, "set");
    host.falls_silent();
    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    assert_eq!(tells(&visitor, "set").await, "newest");
    // Once a page has read it, it is what is kept.
    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    leaves(visitor).await;
}

/// Whether these words are on the page that is there without a network.
const KEEPS: &str = "
const [words, done] = arguments;
const keeps = async () => {
  const names = await caches.keys();
  const notes = await caches.open(names.find((name) => name.endsWith(' notes')));
  const note = (await notes.keys()).find(({ url }) => url.endsWith('notes/kept'));
  const { print } = await (await notes.match(note)).json();
  const set = await caches.open(names.find((name) => name.endsWith(` set ${print}`)));
  const page = (await set.keys()).find(({ url }) => url.endsWith('index.html'));
  return (await (await set.match(page)).text()).includes(words);
};
keeps().then(done, () => done(false));";

#[tokio::test]
async fn someone_who_only_reads_the_information_has_what_they_read_when_the_network_is_gone() {
    let (mut host, visitor) = Host::and_guest().await;
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    let keeps = async || visitor.awaits(KEEPS, vec![json!("Some questions.")]).await == true;
    visitor.waits_for("the page to be kept", keeps).await;
    host.goes_away();
    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    assert_eq!(tells(&visitor, "set").await, "offline");
    leaves(visitor).await;
}

/// A host of the build, and a tablet at which an event has begun. It counts how often it loads the page.
async fn host_and_tablet() -> (Host, Visitor) {
    let keys = Keys::make();
    let (host, mut visitor) = Host::and_visitor().await;
    host.seals_to(&keys);
    visitor.loads("").await;
    is_prepared(&visitor).await;
    visitor.prepares(COUNT_LOADS).await;
    visitor.begins_an_event().await;
    (host, visitor)
}

const COUNT_LOADS: &str = "sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0)";

async fn loads(visitor: &Visitor) -> usize {
    let loads = visitor.runs("return sessionStorage.loads").await;
    loads.as_str().unwrap().parse().unwrap()
}

/// Several people come to a tablet, look and leave. After each the tablet looks for news.
async fn several_people_look(visitor: &Visitor) {
    for _ in 0..6 {
        // Whoever finds the page loading itself again presses once more.
        for (button, place) in [("#information a.nhsuk-button", "/consent"), (".app-header__name", "/")] {
            let press = format!("document.querySelector('{button}')?.click()");
            visitor
                .waits_for(place, async || {
                    visitor.runs(&press).await;
                    visitor.place().await == place
                })
                .await;
        }
    }
    visitor.finds_the_tablet_ready().await;
}

#[tokio::test]
async fn a_tablet_is_left_alone_by_a_host_that_writes_something_else_into_the_page_each_time() {
    let (mut host, visitor) = host_and_tablet().await;
    let ray = AtomicUsize::new(0);
    host.meddles(move |name, given| {
        if name != "index.html" {
            return;
        }
        let ray = ray.fetch_add(1, Ordering::SeqCst);
        given.edit(|page| {
            page.replace("<html ", &format!("<html data-ray=\"{ray}\" "))
                .replace("<article ", &format!("<article data-nonce={ray} "))
                .replace(
                    "<p class=\"nhsuk-body-l\">",
                    &format!("<!-- {ray} <p> --><p  data-n='{ray}' class=nhsuk-body-l>"),
                )
                .replace("</head>", &format!("<script nonce={ray}>ray = '<!-- {ray}'</script></head>"))
                .replace("</body>", &format!("<!-- ray {ray} --><script>ray({ray})</script></body>"))
        });
    });
    comes_again(&visitor).await;
    visitor.finds_the_tablet_ready().await;
    let before = loads(&visitor).await;
    assert_eq!(tells(&visitor, "set").await, "newest");
    assert_eq!(tells(&visitor, "news").await, Value::Null);
    several_people_look(&visitor).await;
    assert_eq!(loads(&visitor).await, before);

    visitor.loads("#/ready").await;
    visitor.sees("The website writes something else into index.html each time that it sends it.").await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on the scripts that the policy stops
    visitor.leaves().await;
}

#[tokio::test]
async fn a_tablet_is_loaded_again_once_by_a_host_that_gives_two_studies_in_turn() {
    let (mut host, visitor) = host_and_tablet().await;
    let turn = AtomicUsize::new(0);
    host.meddles(move |name, given| {
        if name == "index.html" && turn.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
            given.edit(|page| page.replace("24 questions.", "Some questions."));
        }
    });
    comes_again(&visitor).await;
    several_people_look(&visitor).await;
    let after_a_while = loads(&visitor).await;
    assert!(after_a_while <= 5, "{after_a_while} loads");
    several_people_look(&visitor).await;
    assert_eq!(loads(&visitor).await, after_a_while);

    visitor.loads("#/ready").await;
    visitor.sees("The website sent different versions of this survey within a few minutes").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_tablet_is_loaded_again_once_by_a_host_that_gives_two_builds_in_turn() {
    let (mut host, visitor) = host_and_tablet().await;
    let old = ["index.html", "sw.js"].map(|name| host.read(name));
    let style = host.style();
    let old_style = host.read(&style);
    host.gets_a_new_build();
    host.write(&style, &old_style);
    // Each server of the host has one of them, and a page's requests are given to one or the other.
    let turn = AtomicUsize::new(0);
    host.meddles(move |name, given| {
        let Some(at) = ["index.html", "sw.js"].iter().position(|it| *it == name) else { return };
        if (turn.fetch_add(1, Ordering::SeqCst) / 3).is_multiple_of(2) {
            given.edit(|_| old[at].clone());
        }
    });
    comes_again(&visitor).await;
    several_people_look(&visitor).await;
    several_people_look(&visitor).await;
    let after_a_while = loads(&visitor).await;
    assert!(after_a_while <= 8, "{after_a_while} loads");
    several_people_look(&visitor).await;
    assert_eq!(loads(&visitor).await, after_a_while);
    let _ = visitor.browser.log("browser").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_host_gives_two_studies_in_turn_with_a_mistake_in_each_has_the_one_before() {
    let (mut host, visitor) = Host::and_guest().await;
    visitor.prepares(COUNT_LOADS).await;
    let turn = AtomicUsize::new(0);
    host.meddles(move |name, given| match name {
        "study/settings.json" => given.edit(|text| text.replace("null,", "null")),
        "index.html" => {
            let turn = turn.fetch_add(1, Ordering::SeqCst);
            given.edit(|page| page.replace("24 questions.", &format!("{turn} questions.")));
        }
        _ => {}
    });
    visitor.reloads().await;
    visitor.sees("The newest version of the survey can't be used.").await;
    visitor.sees("24 questions.").await;
    visitor.agrees().await;
    assert_eq!(loads(&visitor).await, 2);
    leaves(visitor).await;
}

/// The first so many hundredths of a page.
fn beginning(page: &str, hundredths: usize) -> String {
    let mut end = page.len() * hundredths / 100;
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    page[..end].to_owned()
}

#[tokio::test]
async fn a_page_that_is_cut_short_does_not_take_the_place_of_the_whole_one() {
    let (host, visitor) = Host::and_guest().await;
    let whole = host.read("index.html");
    let at_the_mark = whole.split_once(" hidden></div>\n</body>").unwrap().0.len() * 100 / whole.len();
    for hundredths in [2, 5, 12, 25, 50, 75, 90, at_the_mark] {
        host.write("index.html", &beginning(&whole.replace("24 questions.", "Some questions."), hundredths));
        comes_again(&visitor).await;
        visitor.sees("24 questions.").await;
        assert_ne!(tells(&visitor, "set").await, "newest", "{hundredths} %");
        assert_ne!(tells(&visitor, "news").await, "set", "{hundredths} %");
    }
    visitor.sees("The newest version of the survey can't be used.").await;
    visitor.agrees().await;
    visitor.loads("#/ready").await;
    visitor.sees("index.html: It is not whole.").await;
    host.write("index.html", &whole.replace("24 questions.", "Some questions."));
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    visitor.sees("The information about the survey has changed since you agreed.").await;
    assert_eq!(tells(&visitor, "set").await, "newest");
    leaves(visitor).await;
}

#[tokio::test]
async fn an_edit_of_what_does_not_matter_arrives_too_and_has_nobody_agree_again() {
    let (host, visitor) = Host::and_guest().await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    host.edit("index.html", |page| page.replace("href=\"#/consent\"", "href=\"#/consent\" data-edited"));
    assert_eq!(tells(&visitor, "news").await, Value::Null);
    comes_again(&visitor).await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.runs("return document.querySelectorAll('[data-edited]').length").await, 1);
    leaves(visitor).await;
}

#[tokio::test]
async fn a_page_that_lost_its_program_is_not_kept_in_place_of_the_one_that_has_it() {
    let (mut host, visitor) = Host::and_guest().await;
    host.edit("index.html", |page| page.replace("boot-", "no-boot-"));
    visitor.reloads().await;
    visitor
        .waits_for("the page without a program", async || {
            visitor.runs("return document.documentElement.dataset.app ?? ''").await == ""
        })
        .await;
    host.goes_away();
    visitor.loads("?later").await;
    visitor.reads_the_sheet().await;
    visitor.has_quit();
}

#[tokio::test]
async fn a_second_tab_at_a_tablet_stays_as_it_is_while_a_new_version_waits_for_the_first() {
    let (host, visitor) = host_and_tablet().await;
    visitor.agrees().await;

    let new = host.gets_a_new_build();
    visitor.opens_a_second_tab().await;
    visitor.prepares(COUNT_LOADS).await;
    visitor.loads("").await;
    visitor.waits_for("the new version", async || tells_the_next(&visitor, "build").await == new).await;
    visitor.loads("?again").await;
    visitor.finds_the_tablet_ready().await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.sees("The survey is open in another tab").await;
    assert_eq!(loads(&visitor).await, 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn files_that_do_not_belong_together_are_never_served_together() {
    let (host, visitor) = Host::and_guest().await;
    // In the middle of an upload: the page is new, and one of the study's files is not there yet.
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    let release = host.read("study/release.json");
    fs::remove_file(host.files.path().join("study/release.json")).unwrap();
    comes_again(&visitor).await;
    assert_eq!(tells(&visitor, "set").await, "offline");
    visitor.sees("24 questions.").await;
    visitor.agrees().await;

    host.write("study/release.json", &release);
    visitor.loads("").await;
    comes_again(&visitor).await;
    visitor.is_at_the_statements().await; // what they agreed to reads otherwise now
    assert_eq!(tells(&visitor, "set").await, "newest");
    leaves(visitor).await;
}

#[tokio::test]
async fn someone_on_a_network_that_never_answers_takes_part_with_what_is_kept() {
    let (mut host, visitor) = Host::and_guest().await;
    host.falls_silent();
    visitor.reloads().await;
    visitor.reads_the_sheet().await;
    visitor.sees("24 questions.").await;
    assert!(!visitor.has("#no-start").await);
    visitor.agrees().await;
    visitor.skips_to_check().await;
    assert_eq!(tells(&visitor, "set").await, "offline");
    leaves(visitor).await;
}

#[tokio::test]
async fn someone_in_the_middle_of_the_survey_goes_on_with_their_version_and_has_the_new_one_afterwards() {
    let (mut host, visitor) = Host::and_guest().await;
    let old = host.build();
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;
    let new = host.gets_a_new_build();

    visitor.reloads().await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.chosen("frequency").await, ["often"]);
    assert_eq!(build(&visitor).await, old);
    assert_eq!(tells(&visitor, "set").await, "other build");
    visitor
        .waits_for("the new version to wait", async || tells_the_next(&visitor, "build").await == json!(new))
        .await;

    // It waits, with a network and without.
    host.goes_away();
    visitor.reloads().await;
    visitor.is_asked("frequency").await;
    assert_eq!(build(&visitor).await, old);
    assert_eq!(tells_the_next(&visitor, "take over").await, false);
    visitor.skips_to_check().await;
    visitor.submits().await;

    // Nor while they look at what they submitted. At the next visit it takes over.
    host.comes_back();
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    takes_over(&visitor).await;
    waits_for_build(&visitor, &new).await;
    visitor.waits_for("the page of the new build", async || tells(&visitor, "set").await == "newest").await;
    assert_eq!(tells(&visitor, "build").await, json!(new));
    visitor.opens("about:blank").await;
    visitor.loads("#/done").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    tells(&visitor, "valid").await;

    host.goes_away();
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    visitor.reads_the_sheet().await;
    assert_eq!(build(&visitor).await, new);
    leaves(visitor).await;
}

#[tokio::test]
async fn a_new_version_that_takes_over_finds_the_draft_and_has_what_could_be_read_when_the_network_is_gone() {
    let (mut host, visitor) = Host::and_guest().await;
    let old = host.build();
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    let new = host.gets_a_new_build();
    host.edit("study/settings.json", |text| text.replace("null,", "null"));
    // At a page without an interview.
    visitor.opens("about:blank").await;
    visitor.loads("#/desk").await;
    visitor
        .waits_for("the new version to wait", async || tells_the_next(&visitor, "build").await == json!(new))
        .await;
    host.goes_away();
    // What came with the new version has been read by nobody, and here it could not be: the old one goes on.
    takes_over(&visitor).await;
    assert_eq!(tells(&visitor, "build").await, json!(new));
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    assert_eq!(build(&visitor).await, old);
    leaves(visitor).await;
}

#[tokio::test]
async fn a_version_that_nobody_needs_any_more_takes_no_space() {
    let (host, visitor) = Host::and_visitor().await;
    // No page is on its way for long here.
    host.edit("sw.js", |sw| sw.replace("const ARRIVAL = 60_000;", "const ARRIVAL = 0;"));
    visitor.loads("").await;
    is_prepared(&visitor).await;
    let old = host.build();
    let new = host.gets_a_new_build();
    visitor.loads("").await;
    assert_eq!(updates(&visitor).await, true);
    takes_over(&visitor).await;
    waits_for_build(&visitor, &new).await;
    tells(&visitor, "valid").await;
    let kept = async || {
        let script = "const done = arguments[0]; caches.keys().then(done);";
        visitor.awaits(script, Vec::new()).await.to_string()
    };
    visitor.waits_for("the old one to be gone", async || !kept().await.contains(&old)).await;
    assert!(kept().await.contains(&new));
    leaves(visitor).await;
}

#[tokio::test]
async fn a_build_that_is_only_partly_there_is_not_installed_until_it_is_whole() {
    let (host, visitor) = Host::and_guest().await;
    let old = host.build();
    let new = host.gets_a_new_build();
    let whole = host.read(&host.style());
    host.write(&host.style(), "/* still on its way */");
    comes_again(&visitor).await;
    assert_eq!(tells(&visitor, "news").await, "build");
    assert_eq!(updates(&visitor).await, false);
    assert_eq!(build(&visitor).await, old);

    host.write(&host.style(), &whole);
    assert_eq!(updates(&visitor).await, true);
    takes_over(&visitor).await;
    waits_for_build(&visitor, &new).await;
    visitor.agrees().await;
    leaves(visitor).await;
}

#[tokio::test]
async fn someone_whose_first_visit_meets_a_host_in_the_middle_of_a_change_is_prepared_on_the_next() {
    let (host, visitor) = Host::and_visitor().await;
    let style = host.style();
    let whole = host.read(&style);
    host.write(&style, "/* still on its way */");
    visitor.loads("").await;
    visitor.agrees().await;
    let gone = async || {
        // It has begun, and is gone.
        let script = "
            const done = arguments[0];
            Promise.all([caches.keys(), navigator.serviceWorker.getRegistration()])
              .then(([names, it]) => done(names.length > 0 && it === undefined));";
        visitor.awaits(script, Vec::new()).await == true
    };
    visitor.waits_for("the installation to fail", gone).await;
    host.write(&style, &whole);
    visitor.loads("").await;
    comes_again(&visitor).await;
    is_prepared(&visitor).await;
    leaves(visitor).await;
}

#[tokio::test]
async fn what_is_sent_goes_to_the_host_and_to_nobody_else() {
    let (mut host, visitor) = Host::and_guest().await;
    visitor.loads("").await;
    let send = "
        const [address, done] = arguments;
        fetch(address, { method: 'POST', body: 'answers' }).then(({ status }) => done(status), () => done('lost'));";
    for address in ["./", "index.html", "study/settings.json", "manifest.webmanifest"] {
        // The host takes nothing, and it is the host that says so.
        assert_eq!(visitor.awaits(send, vec![json!(address)]).await, 405, "{address}");
    }
    host.goes_away();
    assert_eq!(visitor.awaits(send, vec![json!("./")]).await, "lost");
    let log = visitor.browser.log("browser").await;
    assert_eq!(log.len(), 5, "{log:#?}");
    leaves(visitor).await;
}

#[tokio::test]
async fn two_tabs_have_the_set_that_each_was_loaded_with() {
    let (host, visitor) = Host::and_guest().await;
    visitor.loads("").await;
    let read = "
        const done = arguments[0];
        fetch('study/settings.json', { cache: 'no-cache' }).then((it) => it.text()).then(done);";
    let before = host.read("study/settings.json");
    let tabs = visitor.opens_a_second_tab().await;
    host.edit("study/settings.json", |text| format!("{text}\n"));
    visitor.loads("").await;
    assert_eq!(visitor.awaits(read, Vec::new()).await, format!("{before}\n"));
    tells(&visitor, "valid").await;
    visitor.turns_to(&tabs[0]).await;
    assert_eq!(visitor.awaits(read, Vec::new()).await, before);
    visitor.leaves().await;
}

#[tokio::test]
async fn a_study_in_a_folder_of_another_one_is_there_without_a_network_beside_it() {
    let (mut host, visitor) = Host::and_visitor().await;
    let within = host.files.path().join("within");
    let whole = Folder::new();
    copy(host.files.path(), whole.path()).unwrap();
    fs::create_dir(&within).unwrap();
    copy(whole.path(), &within).unwrap();
    host.edit("within/index.html", |page| page.replace("24 questions.", "Some questions."));
    for address in ["", "within/"] {
        visitor.loads(address).await;
        is_prepared(&visitor).await;
    }
    host.goes_away();
    for (address, words) in
        [("within/", "Some questions."), ("", "24 questions."), ("within/", "Some questions.")]
    {
        visitor.loads(address).await;
        visitor.sees(words).await;
        assert_eq!(tells(&visitor, "set").await, "offline");
    }
    visitor.agrees().await;
    leaves(visitor).await;
}
