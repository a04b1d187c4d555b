//! What makes a build work without a network: names that change with what is in a file, a name for the build, and the
//! service worker's list of its files.

use crate::commands::root;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, io, path::Path};

/// The programs beside the page's own. trunk gives their files the same names in every build.
const PROGRAMS: [&str; 2] = ["desk", "worker"];

/// What the worker starts with. Why it can't start is text for the page, as all that it says before it listens.
const LOADER: &str = r#"import start from "./{stem}.js";
start({ module_or_path: new URL("./{stem}_bg.wasm", import.meta.url) }).catch((error) => postMessage(String(error)));
"#;

/// Finishes what trunk has put into `dist`.
pub(crate) fn finish(dist: &Path) -> Result<()> {
    let read =
        |name| fs::read_to_string(root().join(name)).with_context(|| format!("{name} could not be read"));
    let build = Build::finish(dist, &read("index.html")?, &read("sw.js")?)?;
    println!("This is build {}, of {} files and those of the study.", build.name, build.files.len());
    Ok(())
}

/// A build: its name, its files with their hashes, and the study's files, which are not part of it.
struct Build {
    name: String,
    files: BTreeMap<String, String>,
    study: Vec<String>,
}

impl Build {
    fn finish(dist: &Path, page: &str, service_worker: &str) -> Result<Self> {
        let bundled = fs::read_to_string(dist.join("index.html")).context("dist/ has no index.html")?;
        let mut page = as_written(page, &bundled).context("index.html has no head as expected")?;
        for program in PROGRAMS {
            let stem = name_by_content(dist, program)
                .with_context(|| format!("The program {program} was not built as expected"))?;
            fill(&mut page, &format!("{{{program}}}"), &stem)?;
            if program == "worker" {
                fs::write(dist.join(format!("{stem}_loader.js")), LOADER.replace("{stem}", &stem))?;
            }
        }
        let build = Self::of(dist, service_worker).context("dist/ could not be read")?;
        fill(&mut page, "{build}", &build.name)?;
        fill(&mut page, "{study}", &build.study.join(","))?;
        fs::write(dist.join("index.html"), page)?;
        fs::write(dist.join("sw.js"), build.list_in(service_worker)?)?;
        Ok(build)
    }

    /// The build in a folder. What an organiser edits has no part in its name.
    fn of(dist: &Path, service_worker: &str) -> io::Result<Self> {
        let (mut files, mut study) = (BTreeMap::new(), Vec::new());
        for name in files_below(dist)? {
            if name.starts_with("study/") {
                study.extend(name.ends_with(".json").then_some(name));
            } else if !["index.html", "sw.js"].contains(&name.as_str()) {
                let hash = sha256(&fs::read(dist.join(&name))?);
                files.insert(name, hash);
            }
        }
        let mut all = Sha256::new();
        for (name, hash) in &files {
            all.update(format!("{name} {hash}\n"));
        }
        all.update(study.join("\n"));
        all.update(service_worker);
        Ok(Self { name: short(&hexadecimal(all)), files, study })
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

/// The page as it is written, with the links to its files that trunk has put into its own. Organisers edit the page,
/// and trunk takes the comments that tell them where out of it, and every line break.
fn as_written(page: &str, bundled: &str) -> Option<String> {
    let links = |page: &str| {
        let mark = page.find("hiquality-worker")?;
        Some((mark + page[mark..].find('>')? + 1, page.find("</head>")?))
    };
    let ((from, to), (begin, end)) = (links(page)?, links(bundled)?);
    Some(format!("{}\n  {}\n{}", &page[..from], bundled[begin..end].trim(), &page[to..]))
}

/// Gives a program's two files a name that changes with what is in them. Returns what both begin with.
fn name_by_content(dist: &Path, program: &str) -> io::Result<String> {
    let ends = [".js", "_bg.wasm"];
    let mut both = Sha256::new();
    for end in ends {
        both.update(fs::read(dist.join(format!("{program}{end}")))?);
    }
    let stem = format!("{program}-{}", short(&hexadecimal(both)));
    for end in ends {
        fs::rename(dist.join(format!("{program}{end}")), dist.join(format!("{stem}{end}")))?;
    }
    Ok(stem)
}

/// Puts something into its one place in a text.
fn fill(text: &mut String, place: &str, with: &str) -> Result<()> {
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

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As much of a hash as tells builds apart.
fn short(hash: &str) -> String {
    hash[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// The page as it is written, and the links in it as trunk leaves them.
    const PAGE: &str = "<!-- Edit me. -->\n<meta content={build}><meta content={desk}><meta content={study}>\n\
        <meta name=\"hiquality-worker\" content=\"{worker}\">\n<link data-trunk>\n</head>\n<!-- And me. -->\n";
    const BUNDLED: &str = "<meta content={worker} name=hiquality-worker><link href=./app-1.js></head>";
    const SERVICE_WORKER: &str = "const BUILD = \"\";\nconst FILES = {};\nconst STUDY = [];\n";

    /// A site as trunk leaves it.
    fn site() -> TempDir {
        let dist = tempfile::tempdir().unwrap();
        fs::create_dir(dist.path().join("study")).unwrap();
        for (name, text) in [
            ("index.html", BUNDLED),
            ("app-1.js", "app"),
            ("desk.js", "desk"),
            ("desk_bg.wasm", "desk's"),
            ("worker.js", "worker"),
            ("worker_bg.wasm", "worker's"),
            ("study/release.json", "{}"),
            ("study/settings.json", "{}"),
            ("study/README.md", ""),
        ] {
            fs::write(dist.path().join(name), text).unwrap();
        }
        dist
    }

    fn finished(dist: &TempDir) -> Build {
        Build::finish(dist.path(), PAGE, SERVICE_WORKER).unwrap()
    }

    fn read(dist: &TempDir, name: &str) -> String {
        fs::read_to_string(dist.path().join(name)).unwrap()
    }

    #[test]
    fn the_service_worker_lists_exactly_the_build_each_file_by_its_hash() {
        let dist = site();
        let build = finished(&dist);
        let beginnings: Vec<_> = build.files.keys().map(|name| name.split('-').next().unwrap()).collect();
        assert_eq!(beginnings, ["app", "desk", "desk", "worker", "worker", "worker"]);
        assert_eq!(build.study, ["study/release.json", "study/settings.json"]);
        assert_eq!(build.files["app-1.js"], sha256(b"app"));
        let listed = read(&dist, "sw.js");
        for (name, hash) in &build.files {
            assert!(dist.path().join(name).is_file(), "{name}");
            assert!(listed.contains(&format!("\"{name}\": \"{hash}\"")), "{listed}");
        }
        assert!(listed.starts_with(&format!("const BUILD = \"{}\";", build.name)), "{listed}");
    }

    #[test]
    fn the_page_names_the_build_the_study_s_files_and_the_programs_that_it_loads_later() {
        let dist = site();
        let build = finished(&dist);
        let page = read(&dist, "index.html");
        let written: Vec<_> = page.split(['"', '<', '>']).filter(|text| !text.trim().is_empty()).collect();
        let [
            edit,
            build_name,
            _,
            "meta content=study/release.json,study/settings.json",
            _,
            _,
            _,
            stem,
            link,
            ..,
        ] = written[..]
        else {
            panic!("{written:?}")
        };
        assert_eq!(build_name, format!("meta content={}", build.name));
        assert_eq!((edit, link), ("!-- Edit me. --", "link href=./app-1.js"));
        assert!(page.contains("<!-- And me. -->") && !page.contains("data-trunk"), "{page}");
        let loader = read(&dist, &format!("{stem}_loader.js"));
        assert!(loader.contains(&format!("\"./{stem}.js\"")), "{loader}");
        assert!(loader.contains(&format!("\"./{stem}_bg.wasm\"")), "{loader}");
    }

    #[test]
    fn the_name_of_a_build_changes_with_each_of_its_files_and_with_nothing_else() {
        let name = |change: &dyn Fn(&Path), service_worker: &str| {
            let dist = site();
            change(dist.path());
            Build::finish(dist.path(), PAGE, service_worker).unwrap().name
        };
        let unchanged = name(&|_| {}, SERVICE_WORKER);
        let with =
            |file: &str, text: &str| name(&|dist| fs::write(dist.join(file), text).unwrap(), SERVICE_WORKER);
        assert_eq!(with("app-1.js", "app"), unchanged);
        assert_eq!(with("study/settings.json", "{ }"), unchanged);
        assert_eq!(with("index.html", &BUNDLED.replace("app-1", "app-2")), unchanged);
        for file in ["app-1.js", "desk.js", "desk_bg.wasm", "worker.js", "worker_bg.wasm", "study/new.json"] {
            assert_ne!(with(file, "other"), unchanged, "{file}");
        }
        assert_ne!(name(&|_| {}, &format!("{SERVICE_WORKER}// other")), unchanged);
    }

    #[test]
    fn a_page_without_a_place_for_a_name_is_not_finished() {
        let dist = site();
        let error = Build::finish(dist.path(), &PAGE.replace("{study}", ""), SERVICE_WORKER).err().unwrap();
        assert!(error.to_string().contains("{study} has to stand in it once"), "{error}");
    }
}
