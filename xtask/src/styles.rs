//! The style sheet: of the design system and the project's own, the rules that the site has a use for.

use crate::{
    commands::{command, root},
    precache::files_below,
};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeSet, fs, mem};

/// What the names of all classes begin with.
const BEGINNINGS: [&str; 2] = ["nhsuk-", "app-"];

/// Writes the style sheet to where the page's head names it, and returns it.
pub(crate) fn make() -> Result<String> {
    let styles = compile()?;
    if let Some(address) = outside_address(&styles) {
        bail!("It names {address}. Everything that a page loads must be the site's own: take that out.");
    }
    let sources = sources()?;
    let used = words(&sources);
    let missing = without_rule(&styles, &used);
    if !missing.is_empty() {
        bail!(
            "These classes have no rule: {}. Write the name of each class whole, where it is used, as it is in \
             style.css or in a component that xtask/nhsuk.scss names.",
            missing.join(", ")
        );
    }
    let styles = used_rules(&styles, &used);
    let folder = root().join("target/web");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("style.css"), &styles)?;
    Ok(styles)
}

/// The Sass compiler is the one that the design system is written for: others were seen to lose rules.
fn compile() -> Result<String> {
    let mut sass = command("node");
    sass.args(["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--no-charset"])
        .args(["--quiet-deps", "--load-path=node_modules/nhsuk-frontend/dist"])
        .arg("xtask/nhsuk.scss");
    let compiled = sass.output().context("node could not be run. Install Node.js 20 or later.")?;
    if !compiled.status.success() {
        bail!("{}", String::from_utf8_lossy(&compiled.stderr));
    }
    Ok(String::from_utf8(compiled.stdout)?)
}

/// The first address in a style sheet that is not part of the style sheet itself.
fn outside_address(styles: &str) -> Option<&str> {
    let after = |mark| styles.split(mark).skip(1);
    let import = after("@import").next();
    let url = after("url(").find(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with("data:"));
    import.or(url).map(|rest| rest.split([')', ';']).next().unwrap_or(rest).trim())
}

/// Everything that writes markup: the page, the scripts beside it, and the Rust.
fn sources() -> Result<String> {
    let mut all = String::new();
    for name in ["index.html", "boot.js"] {
        all += &fs::read_to_string(root().join(name)).with_context(|| format!("{name} could not be read"))?;
    }
    for folder in ["src", "crates"].map(|name| root().join(name)) {
        let files = if folder.is_dir() { files_below(&folder)? } else { Vec::new() };
        for file in files.iter().filter(|name| name.ends_with(".rs")) {
            all += &fs::read_to_string(folder.join(file))?;
        }
    }
    Ok(all)
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !is_of_name(letter)).collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

/// The classes among these words that no rule is for. One that is put together from pieces shows as a piece.
fn without_rule<'words>(styles: &str, words: &BTreeSet<&'words str>) -> Vec<&'words str> {
    let ruled: BTreeSet<&str> =
        styles.split('.').skip(1).filter_map(|rest| rest.split(|it: char| !is_of_name(it)).next()).collect();
    let is_class = |word: &&str| BEGINNINGS.iter().any(|beginning| word.starts_with(beginning));
    words.iter().copied().filter(is_class).filter(|word| !ruled.contains(word)).collect()
}

/// The rules for elements that have none but these classes.
fn used_rules(styles: &str, used: &BTreeSet<&str>) -> String {
    let mut kept = String::new();
    let mut rest = styles;
    while let Some(end) = find(rest, &['{', ';']) {
        let (head, tail) = rest.split_at(end);
        // A statement that has no block.
        if tail.starts_with(';') {
            kept += &rest[..=end];
            rest = &rest[end + 1..];
            continue;
        }
        let close = find(&tail[1..], &['}']).map_or(tail.len(), |close| close + 1);
        let block = &tail[1..close.min(tail.len())];
        rest = tail.get(close + 1..).unwrap_or_default();
        let (head, block) = match head.trim_start().split([' ', '(']).next() {
            Some("@media" | "@supports") => (head.to_owned(), used_rules(block, used)),
            Some(other) if other.starts_with('@') => (head.to_owned(), block.to_owned()),
            _ => {
                let selectors = split(head, ',');
                let selectors = selectors
                    .into_iter()
                    .filter(|it| classes(it).iter().all(|class| used.contains(&**class)));
                (selectors.collect::<Vec<_>>().join(","), block.to_owned())
            }
        };
        if !head.trim().is_empty() && !block.trim().is_empty() {
            kept += &format!("{head}{{{block}}}");
        }
    }
    kept + rest.trim()
}

/// Where the first of these is that is in no string, bracket, or block within.
fn find(text: &str, ends: &[char]) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, letter) in text.char_indices() {
        if mem::take(&mut escaped) {
            continue;
        }
        match (quote, letter) {
            (_, '\\') => escaped = true,
            (Some(open), _) => quote = (letter != open).then_some(open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, _) if depth == 0 && ends.contains(&letter) => return Some(at),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn split(mut text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    while let Some(end) = find(text, &[separator]) {
        parts.push(&text[..end]);
        text = &text[end + separator.len_utf8()..];
    }
    parts.push(text);
    parts
}

/// The classes that an element and those around it must have to be selected. What is in brackets may select by what
/// is not there.
fn classes(selector: &str) -> Vec<String> {
    split(selector, '.')
        .into_iter()
        .skip(1)
        .map(|rest| {
            let rest = rest.replace('\\', "");
            rest.chars().take_while(|&letter| is_of_name(letter)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_may_hold_images_but_not_fetch_them() {
        let names = [
            ("a{background:url(data:image/svg+xml,%3Csvg/%3E)}", None),
            ("a{background:url(\"data:,\")}", None),
            ("a{background:url(\"https://example.org/a.png\")}", Some("\"https://example.org/a.png\"")),
            ("a{background:url(/assets/a.png)}", Some("/assets/a.png")),
            ("@import 'b.css';a{}", Some("'b.css'")),
        ];
        for (styles, address) in names {
            assert_eq!(outside_address(styles), address, "{styles}");
        }
    }

    #[test]
    fn a_rule_is_left_out_where_nothing_has_its_class() {
        let used = words("class=\"app-a nhsuk-b app-c--d\"");
        for (styles, kept) in [
            ("p{a:b}.app-a{c:d}", "p{a:b}.app-a{c:d}"),
            (".app-z{a:b}.app-a{c:d}", ".app-a{c:d}"),
            (".app-z,.app-a,.app-y:hover{a:b}", ".app-a{a:b}"),
            (".app-a .app-z{a:b}.app-a>p.nhsuk-b:focus::after{a:b}", ".app-a>p.nhsuk-b:focus::after{a:b}"),
            (".app-c{a:b}.app-c--d{a:b}.app-c--e{a:b}", ".app-c--d{a:b}"),
            ("@media print{.app-z{a:b}}", ""),
            ("@media print{.app-z{a:b}.app-a{a:b}}p{a:b}", "@media print{.app-a{a:b}}p{a:b}"),
            ("@supports (a:b){@media print{.app-z{a:b}}.app-a{c:d}}", "@supports (a:b){.app-a{c:d}}"),
            ("@page{margin:0}@font-face{a:b}", "@page{margin:0}@font-face{a:b}"),
            ("@keyframes app-z{from{a:b}to{c:d}}", "@keyframes app-z{from{a:b}to{c:d}}"),
            // What is not there can't be wanting.
            (
                ".app-a:not(.app-z){a:b}:is(.app-z,.app-a){a:b}",
                ".app-a:not(.app-z){a:b}:is(.app-z,.app-a){a:b}",
            ),
            ("[href$=\".app-z,{\"]{a:b}", "[href$=\".app-z,{\"]{a:b}"),
            (".app-a::before{content:\"}.app-z{\"}.app-z{a:b}", ".app-a::before{content:\"}.app-z{\"}"),
            (".app-z\\@tablet{a:b}.app-a{b:c}", ".app-a{b:c}"),
            ("", ""),
        ] {
            assert_eq!(used_rules(styles, &used), kept, "{styles}");
        }
    }

    #[test]
    fn a_class_without_a_rule_is_named() {
        let styles = ".app-a,.nhsuk-b:hover{a:b}@media print{.app-c--d{a:b}}";
        for (source, missing) in [
            ("class=\"app-a nhsuk-b app-c--d other\"", vec![]),
            ("class=\"app-a nhsuk-bb\"", vec!["nhsuk-bb"]),
            // From pieces nobody can tell what is used.
            ("format!(\"app-c--{size}\")", vec!["app-c--"]),
        ] {
            assert_eq!(without_rule(styles, &words(source)), missing, "{source}");
        }
    }
}
