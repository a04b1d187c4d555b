//! What a program loads late: functions that are marked in it, by `wasm_split`, are taken out with all that nothing else
//! in it needs.

use anyhow::{Context, Result, anyhow};
use std::{collections::BTreeMap, fs, path::Path};
use wasm_split_cli_support::Options;

/// By this name the program asks for its own loader, until the loader stands in its script.
const LOADER: &str = "./late.js";

/// A program in pieces.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub(crate) main: Vec<u8>,
    /// What is loaded late, by the names that are given in the source.
    pub(crate) late: BTreeMap<String, Vec<u8>>,
}

impl Split {
    /// Divides a compiled program. It stays whole where nothing in it is marked.
    pub(crate) fn of(compiled: Vec<u8>, folder: &Path) -> Result<Self> {
        // The names of what is marked are written out in the program, whatever else is in it.
        if !compiled.windows(MARK.len()).any(|bytes| bytes == MARK) {
            return Ok(Self { main: compiled, ..Self::default() });
        }
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let main = folder.join("main.wasm");
        let mut options = Options::new(&compiled);
        options.output_dir = folder;
        options.main_out_path = &main;
        options.link_name = LOADER;
        let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
        let mut late = BTreeMap::new();
        for path in split.split_modules {
            let name =
                path.file_stem().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix("split_"));
            let name = name.with_context(|| format!("{} is not for one mark alone", path.display()))?;
            late.insert(name.to_owned(), fs::read(&path)?);
        }
        Ok(Self { main: fs::read(main)?, late })
    }

    /// Puts the loader into the script of the program, which is bound to be asked for it.
    pub(crate) fn write_loader(&self, script: &mut String) -> Result<()> {
        if self.late.is_empty() {
            return Ok(());
        }
        let from = format!(" from \"{LOADER}\"");
        let line =
            script.lines().find(|line| line.contains(&from)).context("the program asks for nothing late")?;
        let name = line.trim_start_matches("import * as ").split(' ').next().unwrap_or_default();
        let mut loader = format!("const {name} = {{\n");
        for part in self.late.keys() {
            loader += &format!("  __wasm_split_load_{part}: late(\"./{}\"),\n", Self::place_of(part));
        }
        loader += "};\n";
        loader += LOAD;
        *script = script.replacen(line, &loader, 1);
        Ok(())
    }

    /// Where in the script the name of a file is to stand.
    pub(crate) fn place_of(part: &str) -> String {
        format!("{{{part}}}")
    }
}

const MARK: &[u8] = b"__wasm_split_00";

/// Loads a part once, into the memory and the table of functions of the program. Where it can't be had, the program hears
/// so, and may ask again. Hosts may send any type: it is not compiled while it comes.
const LOAD: &str = r#"
function late(name) {
  let coming;
  const load = async () => {
    const answer = await fetch(new URL(name, import.meta.url));
    if (!answer.ok) throw new Error(`${name}: the host answered ${answer.status}`);
    await WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: wasm });
  };
  return async (callback, data) => {
    coming ??= load();
    const isHere = await coming.then(() => true, console.error);
    if (!isHere) coming = undefined;
    wasm.__indirect_function_table.get(callback)(data, Boolean(isHere));
  };
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import * as import1 from \"./late.js\"\nfunction imports() { return import1; }\n";

    fn with(parts: &[&str]) -> Split {
        Split { main: Vec::new(), late: parts.iter().map(|&name| (name.to_owned(), Vec::new())).collect() }
    }

    #[test]
    fn a_program_in_which_nothing_is_marked_stays_whole() {
        let folder = tempfile::tempdir().unwrap();
        let split = Split::of(b"program".to_vec(), folder.path()).unwrap();
        assert_eq!((split.main, split.late.len()), (b"program".to_vec(), 0));
        let mut script = SCRIPT.to_owned();
        with(&[]).write_loader(&mut script).unwrap();
        assert_eq!(script, SCRIPT);
    }

    #[test]
    fn the_script_has_a_loader_for_each_part_where_it_would_ask_another_file_for_it() {
        let mut script = SCRIPT.to_owned();
        with(&["late", "later"]).write_loader(&mut script).unwrap();
        let loaders = "const import1 = {\n  __wasm_split_load_late: late(\"./{late}\"),\n  \
            __wasm_split_load_later: late(\"./{later}\"),\n};\n";
        assert_eq!(script, format!("{loaders}{LOAD}\nfunction imports() {{ return import1; }}\n"));
    }

    #[test]
    fn what_is_no_program_is_refused_rather_than_left_whole() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Split::of([b"no program: ", MARK].concat(), folder.path()).is_err());
        let error = with(&["late"]).write_loader(&mut String::new()).unwrap_err();
        assert_eq!(error.to_string(), "the program asks for nothing late");
    }
}
