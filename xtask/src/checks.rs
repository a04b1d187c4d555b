//! `cargo xtask test`: every check of the project, in the order that fails soonest.

use crate::{
    bundle,
    commands::{cargo, root, run},
    setup, sizes,
};
use anyhow::{Context, Error, Result};
use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// Runs the checks one after the other and stops at the first that fails.
pub(crate) fn all(in_browser: bool) -> Result<()> {
    let mut checks = Checks::default();
    checks.step("set-up", setup::for_build)?;
    let age = setup::age()?;
    let chromium = in_browser.then(setup::chromium).transpose()?;
    let others = in_browser.then(setup::other_browsers);
    let nginx = in_browser.then(setup::nginx);

    checks.cargo("format", &["fmt", "--all", "--check"])?;
    checks.cargo(
        "lints",
        &["clippy", "--workspace", "--all-targets", "--features", "browser-tests", "--", "-Dwarnings"],
    )?;
    checks.cargo(
        "lints of the page",
        &[
            ["clippy", "--target", "wasm32-unknown-unknown", "--lib", "--bin", "app"].as_slice(),
            &["--bin", "worker", "--bin", "desk", "--", "-Dwarnings"],
        ]
        .concat(),
    )?;
    checks.step("documentation", || {
        run(cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-Dwarnings"))
    })?;
    checks.step("tests", || run(cargo().args(["test", "--workspace"]).env("HIQUALITY_AGE", &age)))?;
    checks.step("build", bundle::build)?;
    checks.step("sizes", sizes::check)?;
    if let Some(chromium) = &chromium {
        checks.step("tests in Chromium", || run(&mut browser_tests(chromium, &age)))?;
    }
    match chromium.zip(nginx) {
        Some((chromium, Ok(nginx))) => checks.step("delivery to nginx", || {
            run(browser_tests(&chromium, &age).env("HIQUALITY_NGINX", nginx).args([
                "--",
                "--ignored",
                "boxes::",
            ]))
        })?,
        Some((_, Err(why))) => {
            checks.not_done.push(not_run("with nginx: the set-up of docs/collect.md", &why));
        }
        None => {}
    }
    for (name, browser) in others.into_iter().flatten() {
        match browser {
            Ok(browser) => checks.step(&format!("main ways in {name}"), || {
                run(browser_tests(&browser, &age).args(["--", "--ignored", &ways_in(name)]))
            })?,
            Err(why) => checks.not_done.push(not_run(&the_ways_in(name), &why)),
        }
    }
    checks.report();
    Ok(())
}

/// The module with the tests of a browser beside Chromium.
fn ways_in(name: &str) -> String {
    format!("ways::in_{}", name.to_lowercase())
}

/// What is not done where there is no such browser.
fn the_ways_in(name: &str) -> String {
    format!("in {name}: the main ways (a survey, coming back to it, no network, an event, the desk)")
}

fn not_run(what: &str, why: &Error) -> String {
    format!("NOT RUN {what}. {}", setup::reasons(why))
}

pub(crate) fn browser_tests(browser: &setup::Browser, age: &Path) -> Command {
    let mut tests = cargo();
    tests
        .args(["test", "--test", "browser", "--features", "browser-tests"])
        .envs(browser.programs.iter().map(|(variable, program)| (variable, program)))
        .env("HIQUALITY_AGE", age)
        .env("HIQUALITY_AXE", root().join("node_modules/axe-core/axe.min.js"))
        .env("HIQUALITY_DIST", bundle::dist());
    tests
}

/// How long people wait, printed by Chromium with the build that is there.
pub(crate) fn figures() -> Result<()> {
    let (chromium, age) = (setup::chromium()?, setup::age()?);
    run(browser_tests(&chromium, &age).args(["--", "--ignored", "--nocapture", "figures::"]))
}

/// What was done and how long it took, and what could not be done and why.
#[derive(Default)]
struct Checks {
    done: Vec<(String, Duration)>,
    not_done: Vec<String>,
}

impl Checks {
    fn step(&mut self, name: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n== {name}");
        let start = Instant::now();
        check().with_context(|| format!("The step \u{2018}{name}\u{2019} failed"))?;
        self.done.push((name.to_owned(), start.elapsed()));
        Ok(())
    }

    fn cargo(&mut self, name: &str, arguments: &[&str]) -> Result<()> {
        self.step(name, || run(cargo().args(arguments)))
    }

    fn report(&self) {
        let could_run = if self.not_done.is_empty() { "" } else { " that could run" };
        println!("\nEvery check{could_run} passed:");
        for (name, time) in &self.done {
            println!("{:>8.1} s  {name}", time.as_secs_f64());
        }
        for not_done in &self.not_done {
            println!("\n{not_done}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;
    use std::fs;

    #[test]
    fn a_browser_that_can_not_be_had_is_named_with_the_reasons_and_what_to_do() {
        let why = anyhow!("Ended with exit status: 100: apt-get update");
        let why = why.context("Could not install Firefox by apt-get. Check the network, then try again.");
        assert_eq!(
            not_run(&the_ways_in("Firefox"), &why),
            "NOT RUN in Firefox: the main ways (a survey, coming back to it, no network, an event, the desk). Could \
             not install Firefox by apt-get. Check the network, then try again. Ended with exit status: 100: apt-get \
             update"
        );
    }

    #[test]
    fn so_is_nginx() {
        let why = anyhow!("nginx is missing. Install it.");
        assert_eq!(
            not_run("with nginx: the set-up of docs/collect.md", &why),
            "NOT RUN with nginx: the set-up of docs/collect.md. nginx is missing. Install it."
        );
    }

    #[test]
    fn the_tests_of_each_browser_are_where_they_are_looked_for() {
        let ways = fs::read_to_string(root().join("tests/browser/ways.rs")).unwrap();
        for name in ["Firefox", "WebKitGTK"] {
            let module = ways_in(name).replace("ways::", "mod ");
            assert!(ways.contains(&format!("\n{module} {{")), "there is no {module}");
        }
    }
}
