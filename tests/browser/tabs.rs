//! One draft, two tabs.

use super::browser::Habits;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;

const ELSEWHERE: &str = "The survey is open in another tab";

/// A browser that knows no locks. The storage alone then says whose the draft is.
const WITHOUT_LOCKS: &str = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })";

/// Sees that another tab has the survey.
async fn is_told_of_the_other(visitor: &Visitor) {
    let heading = "
        const heading = document.querySelector('#app h1');
        return heading && document.activeElement === heading ? heading.innerText : ''";
    visitor.waits_for("word of the other tab", async || visitor.runs(heading).await == ELSEWHERE).await;
    assert!(["", "/"].contains(&visitor.place().await.as_str()));
}

#[tokio::test]
async fn someone_with_two_tabs_goes_on_in_one_of_them() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;

    let [first, second] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    is_told_of_the_other(&visitor).await;
    visitor.presses("Use this tab instead").await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.chosen("frequency").await, ["often"]);
    visitor.chooses("frequency", "always").await;
    visitor.has_kept("frequency", &[json!("always")]).await;

    visitor.turns_to(&first).await;
    is_told_of_the_other(&visitor).await;
    assert!(!visitor.has("input").await, "nothing can be answered here any more");
    let kept = visitor.kept().await;
    assert_eq!(kept.draft_answers()["frequency"], [json!("always")]);

    // And back again, with what was said in the other.
    visitor.presses("Use this tab instead").await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.chosen("frequency").await, ["always"]);
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.turns_to(&second).await;
    is_told_of_the_other(&visitor).await;
    visitor.presses("Use this tab instead").await;
    visitor.waits_for("the sheet", async || visitor.has("#information").await).await;
    let kept = visitor.kept().await;
    assert_eq!((kept.records().len(), kept.draft()), (1, None));
    visitor.leaves().await;
}

#[tokio::test]
async fn a_tab_that_lost_the_draft_without_hearing_of_it_writes_nothing_any_more() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(WITHOUT_LOCKS).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;

    let [first, _] = visitor.opens_a_second_tab().await;
    visitor.prepares(WITHOUT_LOCKS).await;
    visitor.loads("").await;
    visitor.is_asked("role").await;
    visitor.chooses("role", "pcn").await;
    visitor.has_kept("role", &[json!("pcn")]).await;
    let kept = visitor.kept().await;

    visitor.turns_to(&first).await;
    visitor.chooses("role", "gp-with-pcn").await;
    is_told_of_the_other(&visitor).await;
    assert_eq!(visitor.kept().await, kept);
    visitor.leaves().await;
}

#[tokio::test]
async fn what_two_tabs_submit_is_one_record() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(WITHOUT_LOCKS).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.has_kept_the_page("").await;

    let [first, _] = visitor.opens_a_second_tab().await;
    visitor.prepares(WITHOUT_LOCKS).await;
    visitor.loads("").await;
    visitor.checks().await;
    visitor.submits().await;
    let kept = visitor.kept().await;
    assert_eq!(kept.records().len(), 1);

    visitor.turns_to(&first).await;
    visitor.presses("Submit my answers").await;
    is_told_of_the_other(&visitor).await;
    assert_eq!(visitor.kept().await, kept);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_presses_submit_twice_submits_once() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    let clicks = "
        const button = [...document.querySelectorAll('main button')]
          .find((button) => button.innerText === 'Submit my answers');
        for (let i = 0; i < 3; i++) button.click();";
    visitor.runs(clicks).await;
    visitor.is_at("/done", "Thank you for taking part").await;
    assert_eq!(visitor.kept().await.records().len(), 1);
    visitor.leaves().await;
}
