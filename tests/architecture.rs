//! What the compiler can't hold: the arrows between the crates as they are meant, and what is never written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Who may use the crates by which code meets the world.
const WORLD: [(&str, &[&str]); 4] = [
    ("age", &["seal"]),
    ("clap", &["command", "xtask"]),
    ("web-sys", &["browser", "storage", "ui"]),
    ("yew", &["ui", "hiquality", "desk", "fixtures"]),
];

/// The arrows as `ARCHITECTURE.md` draws them, each a line `user --> used`.
fn drawn() -> BTreeSet<String> {
    let text = std::fs::read_to_string(common::project("ARCHITECTURE.md")).unwrap();
    let picture = text.split("```mermaid\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    picture.lines().map(str::trim).filter(|line| line.contains("-->")).map(str::to_owned).collect()
}

/// An arrow to a crate that is also reached by way of another is not drawn.
#[test]
fn the_picture_of_the_house_shows_every_arrow_between_its_crates() {
    let crates = crates();
    let is_drawn = |name: &str| !matches!(name, "fixtures" | "xtask");
    let uses = |name: &str| -> Vec<&String> {
        let (_, uses) = crates.iter().find(|(other, _)| other == name).unwrap();
        uses.iter().filter(|used| crates.iter().any(|(other, _)| other == *used)).collect()
    };
    fn reaches<'a>(from: &str, to: &str, uses: &impl Fn(&str) -> Vec<&'a String>) -> bool {
        uses(from).into_iter().any(|next| next == to || reaches(next, to, uses))
    }
    let arrows = crates.iter().filter(|(name, _)| is_drawn(name)).flat_map(|(name, _)| {
        let here = uses(name);
        let by_way = |used: &str| here.iter().any(|other| *other != used && reaches(other, used, &uses));
        let direct: Vec<String> =
            here.iter().filter(|used| !by_way(used)).map(|used| format!("{name} --> {used}")).collect();
        direct
    });
    assert_eq!(drawn(), arrows.collect());
}

/// Otherwise a first visit waits for more than it needs, or for what it needs twice.
#[test]
fn boot_js_asks_for_the_files_that_the_first_questions_need() {
    let boot = std::fs::read_to_string(common::project("boot.js")).unwrap();
    let asked = hiquality::late::FIRST.map(|name| format!("\"study/{name}\""));
    assert_eq!(boot.matches(&format!("of [{}]", asked.join(", "))).count(), 1);
    assert_eq!(boot.matches("study/").count(), asked.len());
}

/// Respondents never load the organiser's pages.
#[test]
fn the_survey_and_the_organisers_pages_are_apart() {
    let uses = |name: &str, used: &str| {
        crates().iter().any(|(user, uses)| user == name && uses.iter().any(|other| other == used))
    };
    assert!(!uses("hiquality", "desk") && !uses("desk", "hiquality"));
}

#[test]
fn only_the_edges_meet_the_world() {
    for (name, uses) in crates() {
        for (world, allowed) in WORLD {
            assert!(
                !uses.iter().any(|used| used == world) || allowed.contains(&name.as_str()),
                "{name} uses {world}"
            );
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

/// Whoever proofreads or translates the page reads one room, not all of the code.
#[test]
fn what_a_respondent_reads_stands_among_the_words() {
    const OF_WORDS: [&str; 4] = ["words", "format.rs", "sentences.rs", "summary.rs"];
    let mut sources = Vec::new();
    for folder in ["src", "crates/ui/src"] {
        collect(&common::project(folder), &format!("{folder}/"), &mut sources);
    }
    for (path, text) in sources {
        if OF_WORDS.iter().any(|name| path.contains(name)) {
            continue;
        }
        let code =
            text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("reason = "));
        for literal in code.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            assert!(!is_prose(literal), "{path} says '{literal}'");
        }
    }
}

/// Words that follow each other, or one with a capital letter. Names of classes have hyphens; attributes have capitals
/// within.
fn is_prose(literal: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_alphabetic());
    let words: Vec<&str> =
        literal.split(' ').map(|word| word.trim_end_matches(['.', ',', ':', '?'])).collect();
    let begins = words.first().is_some_and(|word| is_word(word) && word.starts_with(char::is_uppercase));
    begins || words.windows(2).any(|pair| pair.iter().all(|word| is_word(word)))
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
