//! The narrowest phone, 320 pixels wide, and one of 390 pixels whose owner has text at twice its size.

use super::site::Site;
use super::tour;
use super::visitor::Visitor;
use serde_json::json;

/// What stands out of the page at the side, and what is too small for a finger: less than 24 pixels either way.
/// A link may be lower where a circle of 24 pixels around its middle touches no other target, or where it stands
/// within a sentence (WCAG 2.2, 2.5.8).
const MEASURE: &str = "
const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const name = (element) => element.outerHTML.slice(0, 160);
const page = document.documentElement;
const wide = page.scrollWidth <= page.clientWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter((element) => shown(element) && element.getBoundingClientRect().right > page.clientWidth)
  .map(name);
const targets = [...document.querySelectorAll('a[href], button, input, select, summary, textarea')]
  .filter((element) => shown(element) && !element.matches('.nhsuk-skip-link'));
const in_a_sentence = (link) => link.parentElement.textContent.trim() !== link.textContent.trim();
const stands_alone = (link) => {
  const { left, right, top, bottom } = link.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return targets.every((other) => {
    const it = other.getBoundingClientRect();
    const [across, down] = [Math.max(it.left - x, 0, x - it.right), Math.max(it.top - y, 0, y - it.bottom)];
    return other === link || Math.hypot(across, down) >= 12;
  });
};
const small = targets
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .filter((element) => !element.matches('a') || !(in_a_sentence(element) || stands_alone(element)))
  .map(name);
const boxes = targets.filter((element) => element.matches('input, button')).map((element) => element.getBoundingClientRect());
const overlap = boxes.filter((one, nth) => boxes.slice(nth + 1).some((two) =>
  one.left + 1 < two.right && two.left + 1 < one.right && one.top + 1 < two.bottom && two.top + 1 < one.bottom)).length;
return { width: innerWidth, scrolls: page.scrollWidth > page.clientWidth, wide, small, overlap };";

async fn fits(visitor: &Visitor, screen: &str) {
    for (width, text) in [(390, "200%"), (320, "")] {
        let narrow = json!({ "width": width, "height": 640, "deviceScaleFactor": 2, "mobile": false });
        visitor.browser.tools("Emulation.setDeviceMetricsOverride", narrow).await;
        visitor.waits_for("the narrow page", async || visitor.runs("return innerWidth").await == width).await;
        let size = "document.documentElement.style.fontSize = arguments[0]";
        visitor.runs_with(size, vec![json!(text)]).await;
        let measured = visitor.runs(MEASURE).await;
        let fitting = json!({ "width": width, "scrolls": false, "wide": [], "small": [], "overlap": 0 });
        assert_eq!(measured, fitting, "{screen}, with text at {text}");
    }
}

#[tokio::test]
async fn no_page_of_questions_is_longer_than_two_screens_but_those_of_five_domains() {
    let visitor = Visitor::of(&Site::as_built()).await;
    let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": false });
    visitor.browser.tools("Emulation.setDeviceMetricsOverride", phone).await;
    visitor.agrees().await;
    let mut long = Vec::new();
    let pages = visitor.questionnaire.pages();
    for page in &pages {
        visitor.is_asked(page).await;
        let height = visitor.runs("return document.querySelector('main').offsetHeight").await;
        if height.as_u64().unwrap() > 2 * 844 {
            long.push(page.as_str());
        }
        visitor.goes_on().await;
    }
    assert_eq!(long, ["barriers", "enablers"]);
    assert!(pages.len() <= 14, "{} pages", pages.len());
    visitor.leaves().await;
}

#[tokio::test]
async fn every_screen_fits_from_the_door_to_the_end() {
    tour::from_the_door_to_the_end(fits).await;
}

#[tokio::test]
async fn every_screen_fits_where_something_is_not_as_usual() {
    tour::of_what_is_not_as_usual(fits).await;
}

#[tokio::test]
async fn every_screen_fits_where_answers_are_not_kept() {
    tour::of_what_is_not_kept(fits).await;
}

#[tokio::test]
async fn every_screen_fits_at_a_tablet_that_people_share() {
    tour::of_a_tablet_at_an_event(fits).await;
}

#[tokio::test]
async fn every_screen_fits_at_the_organisers_desk() {
    tour::of_the_desk(fits).await;
}
