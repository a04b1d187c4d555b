//! `cargo xtask test`: every check of the project, in the order that fails soonest.

use crate::{
    bundle,
    commands::{cargo, root, run},
    setup,
};
use anyhow::{Context, Result};
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
    let browser = in_browser.then(setup::browser).transpose()?;

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
    if let Some(browser) = browser {
        checks.step("tests in a browser", || run(&mut browser_tests(&browser, &age)))?;
    }
    checks.report();
    Ok(())
}

fn browser_tests(browser: &setup::Browser, age: &Path) -> Command {
    let mut tests = cargo();
    tests
        .args(["test", "--test", "browser", "--features", "browser-tests"])
        .env("HIQUALITY_CHROMIUM", &browser.chromium)
        .env("HIQUALITY_CHROMEDRIVER", &browser.driver)
        .env("HIQUALITY_AGE", age)
        .env("HIQUALITY_AXE", root().join("node_modules/axe-core/axe.min.js"))
        .env("HIQUALITY_DIST", bundle::dist());
    tests
}

/// What was done, and how long it took.
#[derive(Default)]
struct Checks {
    done: Vec<(&'static str, Duration)>,
}

impl Checks {
    fn step(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n== {name}");
        let start = Instant::now();
        check().with_context(|| format!("The step \u{2018}{name}\u{2019} failed"))?;
        self.done.push((name, start.elapsed()));
        Ok(())
    }

    fn cargo(&mut self, name: &'static str, arguments: &[&str]) -> Result<()> {
        self.step(name, || run(cargo().args(arguments)))
    }

    fn report(&self) {
        println!("\nEvery check passed:");
        for (name, time) in &self.done {
            println!("{:>8.1} s  {name}", time.as_secs_f64());
        }
    }
}
