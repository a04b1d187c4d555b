//! `cargo xtask bench`: what a first visit downloads, beside its budgets, and what the engine costs.

use crate::{
    bundle,
    commands::{cargo, run},
    precache::files_below,
};
use anyhow::{Context, Result};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::Path,
};

/// What must have come, in Brotli, before the information sheet can be read.
const READABLE: usize = 20_000;
/// What must have come, in Brotli, before the first question can be answered.
const ANSWERABLE: usize = 150_000;
/// What we aim at for the same.
const AIM: usize = 130_000;
/// What the program beside the page may weigh, in Brotli. It is loaded when nothing else is to do.
const WORKER: usize = 400_000;

/// Builds, measures, and runs the benchmarks.
pub(crate) fn bench() -> Result<()> {
    bundle::build()?;
    first_visit(&bundle::dist())?;
    later(&bundle::dist())?;
    run(cargo().args(["bench", "--package", "engine"]))
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

fn first_visit(dist: &Path) -> Result<()> {
    println!("\nA first visit, in bytes (1 kB = 1000 bytes)\n");
    println!("{:>10}{:>10}{:>10}", "raw", "gzip", "Brotli");
    let (mut readable, mut all) = (Size::default(), Size::default());
    for name in files_of_first_visit(dist)? {
        let size = Size::of(&fs::read(dist.join(&name))?)?;
        row(&name, size);
        all = all.and(size);
        if name.ends_with(".html") || name.ends_with(".css") {
            readable = readable.and(size);
        }
    }
    row("until the first question", all);
    row("until the sheet is readable (HTML and CSS)", readable);
    println!();
    budget("until the sheet is readable", readable.brotli, READABLE);
    budget("until the first question", all.brotli, ANSWERABLE);
    budget("the aim for the same", all.brotli, AIM);
    println!();
    Ok(())
}

/// The programs that are loaded after the page shows, or not at all.
fn later(dist: &Path) -> Result<()> {
    println!("What is loaded later\n");
    let all = files_below(dist)?;
    for (program, most) in [("worker", Some(WORKER)), ("desk", None)] {
        let mut whole = Size::default();
        for name in all.iter().filter(|name| name.starts_with(&format!("{program}-"))) {
            let size = Size::of(&fs::read(dist.join(name))?)?;
            row(name, size);
            whole = whole.and(size);
        }
        row(&format!("the {program}"), whole);
        if let Some(most) = most {
            budget(&format!("the {program}"), whole.brotli, most);
        }
    }
    println!();
    Ok(())
}

fn row(name: &str, size: Size) {
    println!("{:>10}{:>10}{:>10}  {name}", size.raw, size.gzip, size.brotli);
}

fn budget(name: &str, brotli: usize, most: usize) {
    let (used, most_kb) = (kilobytes(brotli), kilobytes(most));
    match most.checked_sub(brotli) {
        Some(left) => println!("{used} of {most_kb} kB, {} kB left: {name}", kilobytes(left)),
        None => println!("{used} of {most_kb} kB, {} kB OVER: {name}", kilobytes(brotli - most)),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// The page, what it names, what its scripts name, and the study's files, all of which the app reads at its start.
fn files_of_first_visit(dist: &Path) -> Result<BTreeSet<String>> {
    let mut all = files_below(dist).context("dist/ could not be read")?;
    all.retain(|name| !is_for_later(name));
    let mut visited = BTreeSet::from(["index.html".to_owned()]);
    let mut unread = vec!["index.html".to_owned()];
    while let Some(name) = unread.pop() {
        let text = String::from_utf8_lossy(&fs::read(dist.join(name))?).into_owned();
        for found in all.iter().filter(|name| text.contains(name.as_str())) {
            if visited.insert(found.clone()) && (found.ends_with(".js") || found.ends_with(".css")) {
                unread.push(found.clone());
            }
        }
    }
    visited.extend(all.into_iter().filter(|name| name.starts_with("study/") && name.ends_with(".json")));
    Ok(visited)
}

/// Whether a file is named by a first visit and not loaded by it: what works offline, and what is for the home screen.
fn is_for_later(name: &str) -> bool {
    name == "sw.js" || name.ends_with(".webmanifest") || name.starts_with("icons/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_is_the_page_what_it_leads_to_and_the_study() {
        let dist = tempfile::tempdir().unwrap();
        for folder in ["icons", "study"] {
            fs::create_dir(dist.path().join(folder)).unwrap();
        }
        for (name, text) in [
            (
                "index.html",
                "<link href=./app-1.js><link href=./app-1_bg.wasm><link href=icons/1.png><meta content=desk-1>",
            ),
            ("app-1.js", "import './helper.js'; 'sw.js'"),
            ("app-1_bg.wasm", "worker.js"),
            ("desk-1.js", ""),
            ("helper.js", ""),
            ("icons/1.png", ""),
            ("sw.js", "app-1.js"),
            ("worker.js", ""),
            ("study/settings.json", "{}"),
            ("study/README.md", ""),
        ] {
            fs::write(dist.path().join(name), text).unwrap();
        }
        let files: Vec<_> = files_of_first_visit(dist.path()).unwrap().into_iter().collect();
        assert_eq!(files, ["app-1.js", "app-1_bg.wasm", "helper.js", "index.html", "study/settings.json"]);
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
