//! What makes a build work without a network: names that change with what is in a file, a name for the build, and the
//! service worker's list of its files.

use crate::bundle::Files;
use anyhow::{Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Adds the page and the service worker to the other files of a site, each with what it is to know of them. Returns the
/// name of the build.
pub(crate) fn finish(files: &mut Files, mut page: String, service_worker: &str) -> Result<String> {
    let build = Build::of(files, service_worker);
    fill(&mut page, "{build}", &build.name)?;
    files.insert("index.html".to_owned(), page.into_bytes());
    files.insert("sw.js".to_owned(), build.list_in(service_worker)?.into_bytes());
    Ok(build.name)
}

/// A build: its name, its files with their hashes, by what they are for, and the study's files, which are not part of it.
struct Build {
    name: String,
    files: BTreeMap<&'static str, BTreeMap<String, String>>,
    study: Vec<String>,
}

/// What everybody needs.
const SURVEY: &str = "survey";
/// What not everybody needs: how its files begin, and what they are for.
const OTHERS: [(&str, &str); 3] = [("desk", DESK), ("deliver", WORKER), ("worker", WORKER)];
const DESK: &str = "desk";
const WORKER: &str = "worker";

/// What a file is for.
fn part(name: &str) -> &'static str {
    let is_of = |begins: &str| name.strip_prefix(begins).is_some_and(|rest| rest.starts_with('-'));
    OTHERS.into_iter().find(|(begins, _)| is_of(begins)).map_or(SURVEY, |(_, part)| part)
}

/// The service worker with what delivers. It is written into it, and not asked for by name, because a host's policy may
/// keep a script from loading others.
pub(crate) fn with_delivery(service_worker: &str, deliver: &str) -> Result<String> {
    let mut text = service_worker.to_owned();
    fill(&mut text, "// The build writes deliver.js here.", deliver)?;
    Ok(text)
}

impl Build {
    /// What an organiser edits has no part in its name.
    fn of(site: &Files, service_worker: &str) -> Self {
        let mut files: BTreeMap<_, BTreeMap<_, _>> =
            [SURVEY, WORKER, DESK].into_iter().map(|part| (part, BTreeMap::new())).collect();
        let mut study = Vec::new();
        for (name, bytes) in site {
            if name.starts_with("study/") {
                study.extend(name.ends_with(".json").then(|| name.clone()));
            } else {
                files.entry(part(name)).or_default().insert(name.clone(), hash(&[bytes]));
            }
        }
        let listed: String =
            files.values().flatten().map(|(name, hash)| format!("{name} {hash}\n")).collect();
        let name = short_hash(&[listed.as_bytes(), study.join("\n").as_bytes(), service_worker.as_bytes()]);
        Self { name, files, study }
    }

    /// The service worker with what it is to know.
    fn list_in(&self, service_worker: &str) -> Result<String> {
        let mut text = service_worker.to_owned();
        fill(&mut text, "const BUILD = \"\";", &format!("const BUILD = {};", written(&json!(self.name))?))?;
        fill(&mut text, "const FILES = {};", &format!("const FILES = {};", written(&json!(self.files))?))?;
        fill(&mut text, "const STUDY = [];", &format!("const STUDY = {};", written(&json!(self.study))?))?;
        Ok(text)
    }
}

fn written(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)?)
}

/// Puts something into its one place in a text.
pub(crate) fn fill(text: &mut String, place: &str, with: &str) -> Result<()> {
    if text.matches(place).count() != 1 {
        bail!("{place} has to stand in it once, for the build to write {with} there.");
    }
    *text = text.replace(place, with);
    Ok(())
}

/// The names of all files in a folder and below, in order.
pub(crate) fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                collect(&entry.path(), &format!("{name}/"), files)?;
            } else {
                files.push(name);
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort_unstable();
    Ok(files)
}

/// The SHA-256 of these bytes, one after the other.
fn hash(parts: &[&[u8]]) -> String {
    let mut all = Sha256::new();
    parts.iter().for_each(|part| all.update(part));
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As much of a hash as tells builds apart.
pub(crate) fn short_hash(parts: &[&[u8]]) -> String {
    hash(parts)[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta content={build}>";
    const SERVICE_WORKER: &str = "const BUILD = \"\";\nconst FILES = {};\nconst STUDY = [];\n";

    fn site() -> Files {
        let files = [
            ("app-1.js", "app"),
            ("app-late-1.wasm", "late"),
            ("deliver-1.js", "deliver"),
            ("desk-1.js", "desk"),
            ("desk-late-1.wasm", "late, too"),
            ("icons/1.png", "icon"),
            ("worker-1.js", "worker"),
            ("study/release.json", "{}"),
            ("study/settings.json", "{}"),
            ("study/README.md", ""),
        ];
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    #[test]
    fn the_service_worker_lists_exactly_the_build_each_file_by_what_it_is_for_with_its_hash() {
        let mut files = site();
        let build = finish(&mut files, PAGE.to_owned(), SERVICE_WORKER).unwrap();
        let listed = json!({
            "desk": { "desk-1.js": hash(&[b"desk"]), "desk-late-1.wasm": hash(&[b"late, too"]) },
            "survey": {
                "app-1.js": hash(&[b"app"]),
                "app-late-1.wasm": hash(&[b"late"]),
                "icons/1.png": hash(&[b"icon"]),
            },
            "worker": { "deliver-1.js": hash(&[b"deliver"]), "worker-1.js": hash(&[b"worker"]) },
        });
        let text = format!(
            "const BUILD = \"{build}\";\nconst FILES = {};\n\
             const STUDY = [\n  \"study/release.json\",\n  \"study/settings.json\"\n];\n",
            written(&listed).unwrap(),
        );
        assert_eq!(String::from_utf8(files["sw.js"].clone()).unwrap(), text);
    }

    #[test]
    fn the_page_names_the_build() {
        let mut files = site();
        let build = finish(&mut files, PAGE.to_owned(), SERVICE_WORKER).unwrap();
        let page = format!("<meta content={build}>");
        assert_eq!(String::from_utf8(files["index.html"].clone()).unwrap(), page);
    }

    #[test]
    fn the_name_of_a_build_changes_with_each_of_its_files_and_with_nothing_else() {
        let name = |file: &str, text: &str, page: &str, service_worker: &str| {
            let mut files = site();
            files.insert(file.to_owned(), text.as_bytes().to_vec());
            finish(&mut files, page.to_owned(), service_worker).unwrap()
        };
        let with = |file, text| name(file, text, PAGE, SERVICE_WORKER);
        let unchanged = with("app-1.js", "app");
        assert_eq!(with("study/settings.json", "{ }"), unchanged);
        assert_eq!(with("study/other.md", ""), unchanged);
        assert_eq!(name("app-1.js", "app", &format!("{PAGE}<p>"), SERVICE_WORKER), unchanged);
        for file in ["app-1.js", "icons/1.png", "new.js", "study/new.json"] {
            assert_ne!(with(file, "other"), unchanged, "{file}");
        }
        assert_ne!(name("app-1.js", "app", PAGE, &format!("{SERVICE_WORKER}// other")), unchanged);
    }

    #[test]
    fn a_page_without_a_place_for_a_name_is_not_finished() {
        let error = finish(&mut site(), "<meta>".to_owned(), SERVICE_WORKER).unwrap_err();
        assert!(error.to_string().contains("{build} has to stand in it once"), "{error}");
    }
}
