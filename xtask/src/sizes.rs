//! `cargo xtask bench`: what is downloaded, beside its budgets, how long people wait, and what the
//! engine costs.

use crate::{
    bundle, checks,
    commands::{cargo, run},
    precache::files_below,
};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::Path,
};

/// What we aim at until the first question can be answered.
const AIM: usize = 110_000;

/// What is measured, with how many bytes of Brotli it may have. Each is to be lowered when less is needed.
const BUDGETS: [(&str, usize); 7] = [
    (READABLE, 20_000),
    (ANSWERABLE, 130_000),
    (LATE, 106_000),
    (BACKGROUND, 11_500),
    (WORKER, 243_000),
    // The aim is 200 kB: what ends an unfinished interview is four of them.
    (DESK, 207_000),
    (DESK_LATE, 41_000),
];
/// Before any script.
const READABLE: &str = "until the sheet is readable (HTML and CSS)";
const ANSWERABLE: &str = "until the first question can be answered";
/// It is on its way while the first question is read.
const LATE: &str = "what the survey loads after that";
/// With these every phone has fetched all that works without a network.
const BACKGROUND: &str = "what is kept besides (service worker, manifest, icons)";
/// Where records are sealed it is fetched when nothing else is to do.
const WORKER: &str = "the worker, and what delivers";
/// They are fetched on an organiser's or a shared device alone.
const DESK: &str = "the organiser's pages";
/// It is on its way once they stand.
const DESK_LATE: &str = "what the organiser's pages load after that";

/// Builds, measures, and runs the benchmarks.
pub(crate) fn bench() -> Result<()> {
    bundle::build()?;
    let measured = Measured::of(&bundle::dist())?;
    measured.print();
    checks::figures()?;
    run(cargo().args(["bench", "--package", "engine"]))
}

/// Fails where anything in the build is larger than it may be.
pub(crate) fn check() -> Result<()> {
    let measured = Measured::of(&bundle::dist())?;
    measured.print();
    let over = measured.over(&BUDGETS);
    if !over.is_empty() {
        bail!(
            "Too much has to be downloaded: {}. Make it less, or say in xtask/src/sizes.rs why it has to be more.",
            over.join(", ")
        );
    }
    Ok(())
}

/// The bytes of one file as it is, and as hosts send it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    fn of(bytes: &[u8]) -> io::Result<Self> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes)?;
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
        brotli.write_all(bytes)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.into_inner().len() })
    }

    fn and(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

/// What a build weighs: its files, by what they are loaded for.
struct Measured(Vec<(&'static str, Vec<(String, Size)>)>);

impl Measured {
    fn of(dist: &Path) -> Result<Self> {
        let all = files_below(dist).context("dist/ could not be read")?;
        let first: Vec<_> = files_of_first_visit(dist, &all)?.into_iter().collect();
        let of_first = |ends: &[&str]| {
            first.iter().filter(|name| ends.iter().any(|end| name.ends_with(end))).cloned().collect()
        };
        let beginning = |begins: &str| -> Vec<String> {
            all.iter().filter(|name| name.starts_with(begins)).cloned().collect()
        };
        let background = |name: &&String| is_for_later(name) && !is_late_part_of(SURVEYS, name);
        let is_desks_late = |name: &String| is_late_part_of(DESKS, name);
        let (desk_late, desk) = beginning(DESKS).into_iter().partition(is_desks_late);
        let parts: [(_, Vec<String>); 7] = [
            (READABLE, of_first(&[".html", ".css"])),
            (ANSWERABLE, first.clone()),
            (LATE, all.iter().filter(|name| is_late(name, &first)).cloned().collect()),
            (BACKGROUND, all.iter().filter(background).cloned().collect()),
            (WORKER, [beginning("deliver-"), beginning("worker-")].concat()),
            (DESK, desk),
            (DESK_LATE, desk_late),
        ];
        let size = |name: String| Ok((name.clone(), Size::of(&fs::read(dist.join(name))?)?));
        let sizes = |names: Vec<String>| names.into_iter().map(size).collect::<Result<_>>();
        Ok(Self(parts.into_iter().map(|(part, names)| Ok((part, sizes(names)?))).collect::<Result<_>>()?))
    }

    fn total(&self, part: &str) -> Size {
        let files = self.0.iter().filter(|(name, _)| *name == part).flat_map(|(_, files)| files);
        files.fold(Size::default(), |sum, (_, size)| sum.and(*size))
    }

    fn print(&self) {
        println!("\nWhat is downloaded, in bytes (1 kB = 1000 bytes)\n");
        println!("{:>10}{:>10}{:>10}", "raw", "gzip", "Brotli");
        for (part, files) in &self.0 {
            // The first is a part of the second.
            if *part != READABLE {
                files.iter().for_each(|(name, size)| row(name, *size));
            }
            row(part, self.total(part));
        }
        println!();
        for (part, most) in BUDGETS {
            println!("{}", budget(part, self.total(part).brotli, most));
        }
        println!("{}\n", budget("the aim for the first question", self.total(ANSWERABLE).brotli, AIM));
    }

    fn over(&self, budgets: &[(&str, usize)]) -> Vec<String> {
        let sizes = budgets.iter().map(|&(part, most)| (part, self.total(part).brotli, most));
        sizes
            .filter(|(_, size, most)| size > most)
            .map(|(part, size, most)| budget(part, size, most))
            .collect()
    }
}

fn row(name: &str, size: Size) {
    println!("{:>10}{:>10}{:>10}  {name}", size.raw, size.gzip, size.brotli);
}

fn budget(name: &str, brotli: usize, most: usize) -> String {
    let (used, most_kb) = (kilobytes(brotli), kilobytes(most));
    match most.checked_sub(brotli) {
        Some(left) => format!("{used} of {most_kb} kB, {} kB left: {name}", kilobytes(left)),
        None => format!("{used} of {most_kb} kB, {} kB OVER: {name}", kilobytes(brotli - most)),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// With these the names of a program's files begin.
const SURVEYS: &str = "app-";
const DESKS: &str = "desk-";

/// Whether a file is what a program loads late. It is called so where it is marked.
fn is_late_part_of(program: &str, name: &str) -> bool {
    name.strip_prefix(program).is_some_and(|rest| rest.starts_with("late-"))
}

/// What the survey loads after the first: the later part of its program, and the rest of the study.
fn is_late(name: &str, first: &[String]) -> bool {
    let is_study = name.starts_with("study/") && name.ends_with(".json");
    is_late_part_of(SURVEYS, name) || is_study && !first.iter().any(|known| known == name)
}

/// The page, what it names and what its scripts name.
fn files_of_first_visit(dist: &Path, all: &[String]) -> Result<BTreeSet<String>> {
    let all: Vec<_> = all.iter().filter(|name| !is_for_later(name)).collect();
    let mut visited = BTreeSet::from(["index.html".to_owned()]);
    let mut unread = vec!["index.html".to_owned()];
    while let Some(name) = unread.pop() {
        let text = String::from_utf8_lossy(&fs::read(dist.join(name))?).into_owned();
        for found in all.iter().copied().filter(|name| text.contains(name.as_str())) {
            if visited.insert(found.clone()) && (found.ends_with(".js") || found.ends_with(".css")) {
                unread.push(found.clone());
            }
        }
    }
    Ok(visited)
}

/// Whether a file is named by a first visit and not loaded by it until the first question: what works offline, what is
/// for the home screen, and what the program loads late.
fn is_for_later(name: &str) -> bool {
    name == "sw.js"
        || is_late_part_of(SURVEYS, name)
        || name.ends_with(".webmanifest")
        || name.starts_with("icons/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A site of files with these texts.
    fn site(files: &[(&str, &str)]) -> TempDir {
        let dist = tempfile::tempdir().unwrap();
        for folder in ["icons", "study"] {
            fs::create_dir(dist.path().join(folder)).unwrap();
        }
        for (name, text) in files {
            fs::write(dist.path().join(name), text).unwrap();
        }
        dist
    }

    fn names(measured: &Measured, part: &str) -> Vec<String> {
        let files = measured.0.iter().filter(|(name, _)| *name == part).flat_map(|(_, files)| files);
        files.map(|(name, _)| name.clone()).collect()
    }

    #[test]
    fn a_first_visit_is_the_page_what_it_leads_to_and_the_study() {
        let dist = site(&[
            (
                "index.html",
                "<link href=./app-1.js><link href=./app-1_bg.wasm><link href=./style-1.css><link href=icons/1.png>\
                 <meta content=desk-1>",
            ),
            ("app-1.js", "import './helper.js'; late('./app-late-1.wasm'); 'sw.js'; 'study/settings.json'"),
            ("app-1_bg.wasm", "worker.js"),
            ("app-late-1.wasm", ""),
            ("deliver-1.js", ""),
            ("desk-1.js", "late('./desk-late-1.wasm');"),
            ("desk-late-1.wasm", ""),
            ("helper.js", ""),
            ("icons/1.png", ""),
            ("style-1.css", ""),
            ("sw.js", "app-1.js"),
            ("worker-1.js", ""),
            ("study/release.json", "{}"),
            ("study/settings.json", "{}"),
            ("study/README.md", ""),
        ]);
        let measured = Measured::of(dist.path()).unwrap();
        assert_eq!(
            names(&measured, ANSWERABLE),
            ["app-1.js", "app-1_bg.wasm", "helper.js", "index.html", "study/settings.json", "style-1.css"]
        );
        assert_eq!(names(&measured, READABLE), ["index.html", "style-1.css"]);
        assert_eq!(names(&measured, LATE), ["app-late-1.wasm", "study/release.json"]);
        assert_eq!(names(&measured, BACKGROUND), ["icons/1.png", "sw.js"]);
        assert_eq!(names(&measured, WORKER), ["deliver-1.js", "worker-1.js"]);
        assert_eq!(names(&measured, DESK), ["desk-1.js"]);
        assert_eq!(names(&measured, DESK_LATE), ["desk-late-1.wasm"]);
    }

    #[test]
    fn what_is_over_its_budget_is_named_with_by_how_much() {
        let dist = site(&[("index.html", "a"), ("desk-1.js", "b")]);
        let measured = Measured::of(dist.path()).unwrap();
        let (page, desk) = (measured.total(READABLE).brotli, measured.total(DESK).brotli);
        assert_eq!(measured.over(&[(READABLE, page), (DESK, desk)]), [""; 0]);
        assert_eq!(
            measured.over(&[(READABLE, page), (DESK, desk - 1)]),
            ["0.0 of 0.0 kB, 0.0 kB OVER: the organiser's pages"]
        );
        assert!(BUDGETS.iter().all(|(part, _)| measured.0.iter().any(|(name, _)| name == part)));
    }

    #[test]
    fn sizes_are_of_the_compressed_bytes() {
        let size = Size::of(&[b'a'; 10_000]).unwrap();
        assert_eq!(size.raw, 10_000);
        assert!(size.brotli < size.gzip && size.gzip < 100, "{size:?}");
    }

    #[test]
    fn kilobytes_have_a_thousand_bytes_and_are_never_rounded_up() {
        assert_eq!(kilobytes(19_999), "19.9");
        assert_eq!(kilobytes(150_000), "150.0");
    }
}
