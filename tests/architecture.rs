//! What the compiler can't hold: the arrows between the crates as they are meant, and what is never written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Each crate of the app, and those it may use. What is for development only is not looked at.
const ARROWS: [(&str, &[&str]); 10] = [
    ("engine", &[]),
    ("study", &["engine"]),
    ("analysis", &["engine"]),
    ("seal", &["engine"]),
    ("browser", &[]),
    ("storage", &["browser"]),
    ("worker", &["analysis", "browser", "engine", "seal"]),
    ("ui", &["analysis", "browser", "engine"]),
    ("command", &["engine", "study"]),
    ("hiquality", &["analysis", "browser", "engine", "seal", "storage", "study", "ui", "worker"]),
];

/// Who may use the crates by which code meets the world.
const WORLD: [(&str, &[&str]); 4] = [
    ("age", &["seal"]),
    ("clap", &["command"]),
    ("web-sys", &["browser", "storage", "ui", "hiquality"]),
    ("yew", &["ui", "hiquality"]),
];

#[test]
fn every_crate_keeps_to_its_arrows() {
    let crates = crates();
    for (name, uses) in &crates {
        let Some((_, allowed)) = ARROWS.iter().find(|(arrow, _)| arrow == name) else {
            assert!(
                matches!(name.as_str(), "fixtures" | "xtask"),
                "{name} has no arrows: say here whom it may use"
            );
            continue;
        };
        for used in uses {
            let is_ours = crates.iter().any(|(other, _)| other == used);
            assert!(!is_ours || allowed.contains(&used.as_str()), "{name} uses {used}");
            let world = WORLD.iter().find(|(world, _)| world == used);
            assert!(world.is_none_or(|(_, allowed)| allowed.contains(&name.as_str())), "{name} uses {used}");
        }
    }
}

/// The crates of the workspace, each with all that it depends on.
fn crates() -> Vec<(String, Vec<String>)> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(common::project(""))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let name = |of: &Value| of["name"].as_str().unwrap().to_owned();
    let uses = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|used| used["kind"].is_null()).map(name).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|package| (name(package), uses(package))).collect()
}

#[test]
fn nobody_is_told_that_a_record_is_anonymous() {
    let mut texts = Vec::new();
    for folder in ["src", "crates"] {
        collect(&common::project(folder), &format!("{folder}/"), &mut texts);
    }
    for name in ["index.html", "study/questionnaire.json", "study/contact.json"] {
        texts.push((name.to_owned(), std::fs::read_to_string(common::project(name)).unwrap()));
    }
    for (path, text) in texts {
        let said = text.lines().find(|line| line.to_lowercase().contains("anonym"));
        assert_eq!(
            said, None,
            "{path}: a record of a small, mutually known workforce is personal data until it is aggregated"
        );
    }
}

/// The source files in a folder and below, by their path from `src`.
fn collect(folder: &Path, name: &str, into: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = format!("{name}{}", entry.file_name().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), into);
        } else if name.ends_with(".rs") {
            into.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
}
