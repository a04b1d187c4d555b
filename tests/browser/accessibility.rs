//! What axe finds on each screen: nothing.

use super::tour;
use super::visitor::Visitor;
use serde_json::json;
use std::{env, fs, path::PathBuf};

/// WCAG 2.2 AA and the best practices. None of their rules is left out.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const RUN: &str = "
const [rules, done] = arguments;
axe.run({ runOnly: rules, resultTypes: ['violations'] }).then(({ violations, passes }) => done({
  passed: passes.length,
  found: violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`)),
}));";

async fn finds_nothing(visitor: &Visitor, screen: &str) {
    let file = env::var_os("HIQUALITY_AXE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    let axe = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    visitor.runs(&axe).await;
    let report = visitor.awaits(RUN, vec![json!(RULES)]).await;
    assert!(report["passed"].as_u64().unwrap() > 10, "{screen}: axe did not look: {report}");
    assert_eq!(report["found"], json!([]), "{screen}");
}

#[tokio::test]
async fn axe_finds_nothing_from_the_door_to_the_end() {
    tour::from_the_door_to_the_end(finds_nothing).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_something_is_not_as_usual() {
    tour::of_what_is_not_as_usual(finds_nothing).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_answers_are_not_kept() {
    tour::of_what_is_not_kept(finds_nothing).await;
}

#[tokio::test]
async fn axe_finds_nothing_at_a_tablet_that_people_share() {
    tour::of_a_tablet_at_an_event(finds_nothing).await;
}

#[tokio::test]
async fn axe_finds_nothing_at_the_organisers_desk() {
    tour::of_the_desk(finds_nothing).await;
}
