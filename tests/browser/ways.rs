//! The main ways, in the browsers beside Chromium. `cargo xtask test` runs them where there is such a browser and its
//! driver, and says so where there is not.

use super::browser::Habits;
use super::engine::Engine;
use super::site::Site;
use super::visitor::Visitor;
use super::{event::the_browsers_history, journey, offline, organiser};
use serde_json::json;

/// Every way as a test of one browser.
macro_rules! ways {
    ($engine:expr, $because:literal) => {
        use super::*;

        #[tokio::test]
        #[ignore = $because]
        async fn someone_goes_from_the_front_door_to_the_comparison() {
            journey::by_clicks($engine).await;
        }

        #[tokio::test]
        #[ignore = $because]
        async fn someone_whose_tab_or_browser_was_closed_goes_on_where_they_were() {
            goes_on_where_they_were($engine).await;
        }

        #[tokio::test]
        #[ignore = $because]
        async fn someone_with_no_network_since_the_first_visit_takes_part_up_to_the_comparison() {
            offline::takes_part($engine).await;
        }

        #[tokio::test]
        #[ignore = $because]
        async fn the_next_person_at_a_tablet_finds_nothing_of_the_last() {
            the_browsers_history::goes_all_ways($engine).await.leaves().await;
        }

        #[tokio::test]
        #[ignore = $because]
        async fn a_day_without_a_network_ends_with_every_record_at_the_desk_and_none_on_the_tablet() {
            organiser::a_day($engine).await;
        }
    };
}

mod in_firefox {
    ways!(Engine::Firefox, "needs Firefox and geckodriver");
}

mod in_webkitgtk {
    ways!(Engine::WebKit, "needs WebKitGTK, its driver and Xvfb");
}

async fn goes_on_where_they_were(engine: Engine) {
    let site = Site::as_built();
    let mut visitor = Visitor::with(Habits::of(engine), &site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("example").await;
    let words = "Tea at the mosque";
    visitor.writes("example", words).await;
    visitor.has_kept("example", &[json!(words)]).await;
    visitor.closes_the_tab_and_comes_back().await;
    finds(&visitor, words).await;
    if engine.keeps_its_profile() {
        visitor.quits_and_comes_back().await;
        finds(&visitor, words).await;
    }
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.runs(COMPLAIN).await;
    visitor.leaves_seeing(&["said", "thrown", "img-src"]).await;
}

/// Whoever looks at the console before they leave would have seen it.
const COMPLAIN: &str = "
console.error('said');
setTimeout(() => {
  setTimeout(() => { new Image().src = 'https://other.example/pixel.gif'; }, 100);
  throw new Error('thrown');
});";

/// Finds what they wrote as they left it, and that they can go back and on.
async fn finds(visitor: &Visitor, words: &str) {
    visitor.is_asked("example").await;
    visitor.sees("Welcome back.").await;
    assert_eq!(visitor.written("example").await, words);
    visitor.presses("Back").await;
    visitor.is_asked("importance").await;
    visitor.goes_on().await;
    visitor.is_asked("example").await;
    assert_eq!(visitor.written("example").await, words);
}
