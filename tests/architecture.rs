//! The arrows between the rooms of the house, and what is never written in them: held by reading the source.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;

use std::path::Path;

/// A room, the rooms it may import, and the crates and parts of `std` that reach the world outside.
struct Room {
    name: &'static str,
    imports: &'static [&'static str],
    world: &'static [&'static str],
}

/// Each file in `bin` is a room of its own: they have nothing in common.
const ROOMS: [Room; 13] = [
    Room { name: "survey", imports: &[], world: &[] },
    Room { name: "aggregate", imports: &["survey"], world: &[] },
    Room { name: "study", imports: &["survey", "aggregate", "seal"], world: &[] },
    Room { name: "device", imports: &[], world: &[] },
    Room { name: "seal", imports: &["survey", "device"], world: &[] },
    Room { name: "worker", imports: &["survey", "aggregate", "study", "seal"], world: &[] },
    Room { name: "browser", imports: &[], world: BROWSER },
    Room {
        name: "ui",
        imports: &["survey", "aggregate", "study", "device", "seal", "worker", "browser"],
        world: SCREENS,
    },
    Room { name: "lib", imports: &[], world: &[] },
    Room { name: "main", imports: &["browser", "ui"], world: &["yew"] },
    Room { name: "bin/worker", imports: &["browser", "worker"], world: &[] },
    Room { name: "bin/desk", imports: &["browser", "ui"], world: &["yew"] },
    Room { name: "bin/hiquality", imports: &["survey", "aggregate", "study"], world: &["fs", "process"] },
];

/// The crates that belong to one room: what they are for is done there and nowhere else.
const KEPT: [(&str, &str); 7] = [
    ("age", "seal"),
    ("ed25519_dalek", "seal"),
    ("getrandom", "seal"),
    ("hmac", "seal"),
    ("miniz_oxide", "seal"),
    ("sha2", "seal"),
    ("zip", "seal"),
];

const BROWSER: &[&str] =
    &["futures", "gloo", "idb", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];
const SCREENS: &[&str] =
    &["futures", "gloo", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys", "yew"];
/// Everything by which code meets the world: the page's crates, and the parts of `std` that read clocks and files.
const WORLD: &[&str] = &[
    "futures",
    "gloo",
    "idb",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
    "yew",
    "env",
    "fs",
    "net",
    "process",
    "thread",
    "time",
];

#[test]
fn every_file_keeps_to_the_arrows() {
    let mut files = Vec::new();
    collect(&common::project("src"), "", &mut files);
    assert!(files.len() > 20, "{files:?}");
    let broken: Vec<String> = files.iter().flat_map(|(path, text)| violations(path, text)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_broken_arrow_is_noticed() {
    let broken = [
        ("survey/check.rs", "use crate::aggregate::plan::Plan;", "survey/check.rs imports aggregate"),
        ("survey/check.rs", "fn f() -> crate::study::Study {}", "survey/check.rs imports study"),
        ("survey/check.rs", "use yew::prelude::*;", "survey/check.rs names yew"),
        ("survey/check.rs", "use super::super::study::Study;", "survey/check.rs leaves its room by super"),
        ("survey/mod.rs", "use super::study::Study;", "survey/mod.rs leaves its room by super"),
        ("ui/desk/mod.rs", "use super::super::study::Study;", "ui/desk/mod.rs leaves its room by super"),
        (
            "ui/desk/state.rs",
            "use super::super::super::study::Study;",
            "ui/desk/state.rs leaves its room by super",
        ),
        ("survey/check.rs", "use std::{fmt, time::Instant};", "survey/check.rs names time"),
        ("survey/check.rs", "use std::{fmt, env};", "survey/check.rs names env"),
        ("survey/check.rs", "fn f() { std::fs::read(\"x\").unwrap(); }", "survey/check.rs names fs"),
        (
            "aggregate/plan.rs",
            "use crate::{\n    study::{FILES, Study},\n    survey::check,\n};",
            "aggregate/plan.rs imports study",
        ),
        ("aggregate/plan.rs", "use crate::*;", "aggregate/plan.rs imports *"),
        ("study.rs", "use crate::ui::words;", "study.rs imports ui"),
        ("study.rs", "use super::ui::words;", "study.rs leaves its room by super"),
        ("browser/storage.rs", "use crate::survey::record::Draft;", "browser/storage.rs imports survey"),
        ("browser/storage.rs", "use yew::Callback;", "browser/storage.rs names yew"),
        ("bin/hiquality.rs", "use hiquality::ui::words;", "bin/hiquality.rs imports ui"),
        ("main.rs", "fn main() { hiquality::study::FILES; }", "main.rs imports study"),
        ("bin/worker.rs", "use hiquality::seal::key;", "bin/worker.rs imports seal"),
        ("bin/other.rs", "", "bin/other.rs stands in a room without rules"),
        ("seal/key.rs", "use crate::browser::digest;", "seal/key.rs imports browser"),
        ("seal/parcel.rs", "use std::time::SystemTime;", "seal/parcel.rs names time"),
        ("worker/service.rs", "use crate::browser::worker;", "worker/service.rs imports browser"),
        ("worker/service.rs", "use age::x25519::Identity;", "worker/service.rs names age"),
        ("ui/app.rs", "use sha2::Digest;", "ui/app.rs names sha2"),
        ("ui/app.rs", "fn f(x: Option<u8>) -> u8 { x.unwrap() }", "ui/app.rs unwraps"),
        ("export/csv.rs", "", "export/csv.rs stands in a room without rules"),
    ];
    for (path, text, message) in broken {
        let found = violations(path, text);
        assert!(found.contains(&message.to_owned()), "{path}: {text}\n{found:?}");
    }
    let whole = [
        (
            "survey/check.rs",
            "//! See crate::aggregate, yew and std::fs.\nuse super::record::Draft; /* crate::ui */ const A: &str = \"crate::ui \\\" yew\";",
        ),
        (
            "survey/check.rs",
            "pub(crate) const Q: char = '\"'; const R: &str = r#\"yew \"quoted\" crate::ui\"#; fn f<'a>(time: &'a str) {}",
        ),
        ("aggregate/plan.rs", "use crate::survey::{check, record};"),
        ("aggregate/mod.rs", "use crate::{survey::check, aggregate::plan};"),
        ("ui/app.rs", "use crate::{browser, study::Study, ui::words}; use yew::prelude::*;"),
        ("main.rs", "fn main() { yew::Renderer::<hiquality::ui::app::App>::new(); }"),
        ("bin/hiquality.rs", "use hiquality::{study::Study, survey::check}; use std::fs;"),
        (
            "bin/worker.rs",
            "fn main() { hiquality::browser::worker::serve(hiquality::worker::service::handle); }",
        ),
        (
            "seal/key.rs",
            "use crate::survey::fhir; use age::x25519::Identity; fn f(a: Day) { a.age().zip(b); }",
        ),
        ("ui/desk/mod.rs", "use super::words;"),
        ("ui/desk/screen/place.rs", "use super::super::super::words; use super::super::state;"),
        ("ui/requests.rs", "use crate::worker::request::Request; fn f(of: Day) { of.age(); }"),
    ];
    for (path, text) in whole {
        assert_eq!(violations(path, text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn nobody_is_told_that_a_record_is_anonymous() {
    let mut texts = Vec::new();
    collect(&common::project("src/ui"), "src/ui/", &mut texts);
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

/// What a file does that its room may not.
fn violations(path: &str, text: &str) -> Vec<String> {
    let first = path.split('/').next().unwrap();
    let name = if first == "bin" { path } else { first }.trim_end_matches(".rs");
    let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
        return vec![format!("{path} stands in a room without rules")];
    };
    let is_world = |name: &&str| WORLD.contains(name) && !room.world.contains(name);
    let is_kept = |name: &str| KEPT.iter().any(|(kept, owner)| *kept == name && *owner != room.name);
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let code = code(text);
    let tokens = tokens(&code);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let rest = &tokens[at + 1..];
        match (*token, rest) {
            ("crate" | "hiquality", ["::", rest @ ..]) => {
                let others = imported(rest)
                    .into_iter()
                    .filter(|other| *other != room.name && !room.imports.contains(other));
                found.extend(others.map(|other| format!("{path} imports {other}")));
            }
            // Above the file that opens a room, or is one, stands the whole crate.
            ("super", _) if at < 2 || tokens[at - 2] != "super" => {
                let steps = tokens[at..].chunks(2).take_while(|pair| *pair == ["super", "::"]).count();
                if steps >= depth {
                    found.push(format!("{path} leaves its room by super"));
                }
            }
            ("unwrap", ["(", ")", ..]) => found.push(format!("{path} unwraps")),
            ("std", ["::", rest @ ..]) => {
                let parts = imported(rest).into_iter().filter(|part| is_world(part));
                found.extend(parts.map(|part| format!("{path} names {part}")));
            }
            (name, ["::", ..]) if is_world(&name) || is_kept(name) => {
                found.push(format!("{path} names {name}"));
            }
            _ => {}
        }
    }
    found
}

/// The first names behind `crate::`: one, or those in braces.
fn imported<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    if tokens.first() != Some(&"{") {
        return tokens.first().copied().into_iter().collect();
    }
    let mut depth = 0;
    let mut names = Vec::new();
    for pair in tokens.windows(2) {
        match pair[0] {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(pair[0], "{" | ",") && pair[1] != "}" {
            names.push(pair[1]);
        }
    }
    names
}

/// The text without comments, and without what stands in quotes.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|rest| rest.len() - rest.trim_start_matches('#').len());
        let raw = raw.filter(|hashes| {
            rest[1 + hashes..].starts_with('"') && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        });
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let begun = 2 + hashes;
            rest[begun..].find(&end).map_or(rest.len(), |at| begun + at + end.len())
        } else if c == '"' {
            quoted(rest, '"')
        } else if rest.starts_with("'\\") || c == '\'' && rest.chars().nth(2) == Some(c) {
            quoted(rest, '\'')
        } else {
            code.push(c);
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    code
}

/// How long a text in these quotes is, quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// Names, `::` and single signs.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(c) = rest.chars().next() {
        let name = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let length = if name > 0 {
            name
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}
