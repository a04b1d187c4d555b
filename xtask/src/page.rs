//! The page's head: it says what the site is made of, and is written anew with the names of what was built.

use crate::{
    bundle::Files,
    precache::{fill, short_hash},
    programs::Program,
};
use anyhow::{Context, Result};

/// What the worker starts with. Why it can't start is text for the page, as all that it says before it listens.
const LOADER: &str = r#"import start from "./{stem}.js";
start({ module_or_path: new URL("./{stem}_bg.wasm", import.meta.url) }).catch((error) => postMessage(String(error)));
"#;

/// The links in place of those that trunk would read, with the same names for boot.js.
const LINKS: &str = r#"  <link rel="stylesheet" href="./{style}">
  <script type="module" src="./{boot}"></script>
  <link id="survey-script" rel="modulepreload" href="./{app}.js">
  <link id="survey-wasm" rel="preload" href="./{app}_bg.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">
"#;

/// The page as it is written. Organisers edit it, so that all but those links stays as it is.
pub(crate) struct Page<'text> {
    before: &'text str,
    links: &'text str,
    after: &'text str,
}

impl<'text> Page<'text> {
    /// The links are the lines with the mark that trunk reads, from the first to the last.
    pub(crate) fn read(text: &'text str) -> Result<Self> {
        let line_of = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let (first, last) = text.find("data-trunk").zip(text.rfind("data-trunk")).context(
            "index.html has no links with data-trunk, by which the build knows what the site is made of",
        )?;
        let from = line_of(first);
        let to = text[last..].find('\n').map_or(text.len(), |end| last + end + 1);
        Ok(Self { before: &text[..from], links: &text[from..to], after: &text[to..] })
    }

    /// The files and folders that are copied as they are.
    pub(crate) fn copied(&self) -> impl Iterator<Item = &'text str> {
        let copied = self.links.lines().filter(|line| line.contains("rel=\"copy-"));
        copied.filter_map(|line| line.split("href=\"").nth(1)?.split('"').next())
    }

    /// Gives the files of the site names that change with what is in them, and links to them.
    pub(crate) fn with_its_files(
        &self,
        files: &mut Files,
        styles: String,
        [boot, deliver]: [String; 2],
        programs: [Program; 3],
    ) -> Result<String> {
        let mut page = format!("{}{LINKS}{}", self.before, self.after);
        for (kind, ending, text) in [("style", "css", styles), ("boot", "js", boot)] {
            let name = format!("{kind}-{}.{ending}", short_hash(&[text.as_bytes()]));
            fill(&mut page, &format!("{{{kind}}}"), &name)?;
            files.insert(name, text.into_bytes());
        }
        let stem = format!("deliver-{}", short_hash(&[deliver.as_bytes()]));
        fill(&mut page, "{deliver}", &stem)?;
        files.insert(format!("{stem}.js"), deliver.into_bytes());
        for program in programs {
            let stem =
                format!("{}-{}", program.name, short_hash(&[program.script.as_bytes(), &program.wasm]));
            page = page.replace(&format!("{{{}}}", program.name), &stem);
            if program.name == "worker" {
                files.insert(format!("{stem}_loader.js"), LOADER.replace("{stem}", &stem).into_bytes());
            }
            files.insert(format!("{stem}.js"), program.script.into_bytes());
            files.insert(format!("{stem}_bg.wasm"), program.wasm);
            files.extend(program.late);
        }
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::root;
    use std::fs;

    const PAGE: &str = "<!-- Edit me. -->\n<meta content={desk}>\n<meta content={worker}>\n<meta content={deliver}>\n  \
        <link data-trunk rel=\"css\" href=\"a.css\">\n  <link data-trunk rel=\"copy-dir\" href=\"study\">\n  \
        <link data-trunk rel=\"copy-file\" href=\"m.webmanifest\">\n</head>\n<!-- And me. -->\n";

    fn text_of(name: &str) -> String {
        fs::read_to_string(root().join(name)).unwrap()
    }

    /// The page and the files of the site, with one text in place of another.
    fn site(old: &str, new: &str) -> (String, Files) {
        let text = |text: &str| text.replace(old, new);
        let programs = ["app", "desk", "worker"].map(|name| Program {
            name,
            script: text(&format!("script of {name}")),
            wasm: text(&format!("wasm of {name}")).into_bytes(),
            late: Files::new(),
        });
        let mut files = Files::new();
        let page = Page::read(PAGE).unwrap();
        let page = page
            .with_its_files(&mut files, text("styles"), [text("starts"), text("sends")], programs)
            .unwrap();
        (page, files)
    }

    fn names(files: &Files) -> Vec<&str> {
        files.keys().map(String::as_str).collect()
    }

    #[test]
    fn the_page_stays_as_it_is_written_but_for_the_names_of_its_files() {
        let (page, files) = site("", "");
        let [app, app_wasm, boot, deliver, desk, _, style, worker, _, _] = names(&files)[..] else {
            panic!("{files:?}")
        };
        let stem = |script: &str| script.trim_end_matches(".js").to_owned();
        assert_eq!(
            page,
            format!(
                "<!-- Edit me. -->\n<meta content={}>\n<meta content={}>\n<meta content={}>\n{}</head>\n<!-- And me. -->\n",
                stem(desk),
                stem(worker),
                stem(deliver),
                LINKS
                    .replace("{style}", style)
                    .replace("{boot}", boot)
                    .replace("{app}.js", app)
                    .replace("{app}_bg.wasm", app_wasm)
            )
        );
    }

    #[test]
    fn the_worker_is_loaded_by_its_own_names() {
        let (_, files) = site("", "");
        let [.., worker, wasm, loader] = names(&files)[..] else { panic!("{files:?}") };
        let text = String::from_utf8_lossy(&files[loader]);
        assert_eq!(text.matches(&format!("\"./{worker}\"")).count(), 1, "{text}");
        assert_eq!(text.matches(&format!("\"./{wasm}\"")).count(), 1, "{text}");
    }

    #[test]
    fn the_name_of_a_file_changes_with_it_and_both_of_a_program_with_either() {
        let (_, unchanged) = site("", "");
        let (_, again) = site("", "");
        assert_eq!(again, unchanged);
        for (changed, begins, files) in [
            ("styles", "style-", 1),
            ("starts", "boot-", 1),
            ("sends", "deliver-", 1),
            ("script of app", "app-", 2),
            ("wasm of app", "app-", 2),
            ("wasm of worker", "worker-", 3),
        ] {
            let (_, after) = site(changed, "other");
            let new: Vec<_> =
                names(&after).into_iter().filter(|name| !unchanged.contains_key(*name)).collect();
            assert_eq!(new.len(), files, "{changed}: {new:?}");
            assert!(new.iter().all(|name| name.starts_with(begins)), "{changed}: {new:?}");
        }
    }

    #[test]
    fn what_is_copied_is_what_the_page_says() {
        assert_eq!(Page::read(PAGE).unwrap().copied().collect::<Vec<_>>(), ["study", "m.webmanifest"]);
        let error = Page::read("<head></head>").err().unwrap();
        assert!(error.to_string().starts_with("index.html has no links with data-trunk"), "{error}");
    }

    #[test]
    fn trunk_is_told_to_build_the_same_as_is_built_here() {
        let page = text_of("index.html");
        let links = Page::read(&page).unwrap().links;
        let built = |rel: &str, name: &str| format!("<link data-trunk rel=\"{rel}\" {name}");
        for line in [
            built("css", "href=\"target/web/style.css\""),
            built("rust", "data-bin=\"app\""),
            built("rust", "data-bin=\"desk\" data-type=\"worker\""),
            built("rust", "data-bin=\"worker\" data-type=\"worker\""),
            "<script data-trunk type=\"module\" src=\"boot.js\">".to_owned(),
        ] {
            assert_eq!(links.matches(&line).count(), 1, "{line}");
        }
        assert_eq!(links.matches("data-trunk").count(), links.lines().count(), "{links}");
        for id in ["survey-script", "survey-wasm"] {
            assert!(text_of("Trunk.toml").contains(&format!("id=\"{id}\"")), "{id}");
            assert!(LINKS.contains(&format!("id=\"{id}\"")), "{id}");
            assert!(text_of("boot.js").contains(&format!("link(\"{id}\")")), "{id}");
        }
    }
}
