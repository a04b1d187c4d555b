//! Short names in place of those by which a program's WebAssembly and its JavaScript call each other: each has sixteen
//! random digits, stands in both, and can't be compressed.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use wasm_encoder::{
    ExportSection, ImportSection, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{Parser, Payload};

/// Gives them short names, and takes out what is only there to be read by people and tools.
///
/// The first of the modules is the program itself; others take from it, by the same names, what is theirs as well.
pub(crate) fn shorten(modules: &mut [&mut Vec<u8>], script: &mut String) -> Result<()> {
    let names = short_names(modules.first().context("there is no program")?, script)?;
    for module in modules {
        **module = renamed(module, &names, |_| false)?;
    }
    *script = with_names(script, &names);
    Ok(())
}

/// A compiled program without the names of its functions and what it was linked by, which would make its JavaScript
/// larger, too. What is left of notes is for the tool that writes that.
pub(crate) fn without(module: &[u8]) -> Result<Vec<u8>> {
    renamed(module, &BTreeMap::new(), |note| {
        !(note == "name" || note == "linking" || note == "producers" || note.starts_with("reloc."))
    })
}

/// What can be renamed: what tools have named, and nothing that is known to others by its name.
fn short_names(program: &[u8], script: &str) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut add = |name: &str| {
        if name.starts_with("__") && !names.contains_key(name) {
            let short = short(names.len());
            names.insert(name.to_owned(), short);
        }
    };
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    add(import?.name);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    add(export?.name);
                }
            }
            _ => {}
        }
    }
    if let Some(taken) = pieces(script).find(|piece| names.values().any(|short| short == piece)) {
        bail!("its JavaScript uses the name {taken} already");
    }
    Ok(names)
}

/// `$a`, `$b` and so on.
fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        if number < 26 {
            return format!("${name}");
        }
        number = number / 26 - 1;
    }
}

fn renamed(module: &[u8], names: &BTreeMap<String, String>, keeps: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let name_of = |name| names.get(name).map_or(name, String::as_str);
    let mut as_it_is = RoundtripReencoder;
    let mut written = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import?;
                    section.import(import.module, name_of(import.name), as_it_is.entity_type(import.ty)?);
                }
                written.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let export = export?;
                    section.export(name_of(export.name), as_it_is.export_kind(export.kind)?, export.index);
                }
                written.section(&section);
            }
            Payload::CustomSection(note) if !keeps(note.name()) => {}
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = module.get(range).context("a section is beyond the end")?;
                    written.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(written.finish())
}

fn with_names(script: &str, names: &BTreeMap<String, String>) -> String {
    pieces(script).map(|piece| names.get(piece).map_or(piece, String::as_str)).collect()
}

/// The names in a script, and what is between them.
fn pieces(script: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    let mut rest = script;
    std::iter::from_fn(move || {
        let of_name = is_of_name(rest.chars().next()?);
        let end = rest.find(|letter| is_of_name(letter) != of_name).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, ExportKind, Function, FunctionSection, TypeSection,
    };

    /// A module with an import and an export for each of these names.
    fn module(from: &str, imports: &[&str], exports: &[&str]) -> Vec<u8> {
        let (mut types, mut imported, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        let (mut exported, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        for name in imports {
            imported.import(from, name, EntityType::Function(0));
        }
        for (name, index) in exports.iter().zip(u32::try_from(imports.len()).unwrap()..) {
            functions.function(0);
            exported.export(name, ExportKind::Func, index);
            let mut function = Function::new([]);
            function.instructions().unreachable().end();
            code.function(&function);
        }
        let mut module = Module::new();
        let noted = CustomSection { name: "producers".into(), data: (&[0]).into() };
        module.section(&types).section(&imported).section(&functions).section(&exported).section(&code);
        module.section(&noted);
        module.finish()
    }

    #[test]
    fn a_program_and_its_script_call_each_other_by_the_same_short_names() {
        let mut program = module(
            "./a_bg.js",
            &["__wbg_append_dbf7ad2f48413560", "__wbg_now_1"],
            &["memory", "__wbindgen_start"],
        );
        let mut script = "const imports = { __wbg_append_dbf7ad2f48413560: (a) => a, __wbg_now_1() {} };\n\
            function __wbg_init() { wasm.__wbindgen_start(wasm.memory, \"é__wbg_now_1\"); }"
            .to_owned();
        shorten(&mut [&mut program], &mut script).unwrap();
        assert_eq!(program, {
            let with_note = module("./a_bg.js", &["$a", "$b"], &["memory", "$c"]);
            renamed(&with_note, &BTreeMap::new(), |_| false).unwrap()
        });
        assert_eq!(
            script,
            "const imports = { $a: (a) => a, $b() {} };\n\
             function __wbg_init() { wasm.$c(wasm.memory, \"é__wbg_now_1\"); }"
        );
    }

    #[test]
    fn what_comes_later_takes_from_the_program_what_has_other_names_there() {
        let mut program = module("./a_bg.js", &[], &["memory", "__shared_1"]);
        let mut late = module("program", &["__shared_1", "memory"], &[]);
        shorten(&mut [&mut program, &mut late], &mut String::new()).unwrap();
        assert_eq!(
            late,
            renamed(&module("program", &["$a", "memory"], &[]), &BTreeMap::new(), |_| false).unwrap()
        );
    }

    #[test]
    fn nothing_else_of_a_program_changes_but_that_notes_are_left_out() {
        let plain = module("./a_bg.js", &["now"], &["memory"]);
        let after = renamed(&plain, &BTreeMap::new(), |_| false).unwrap();
        let note = CustomSection { name: "producers".into(), data: (&[0]).into() };
        let mut again = after;
        wasm_encoder::Section::append_to(&note, &mut again);
        assert_eq!(again, plain);
    }

    #[test]
    fn only_what_a_tool_reads_is_left_of_a_program_s_notes() {
        let plain = module("./a_bg.js", &["now"], &["memory"]);
        let note = |name: &'static str| CustomSection { name: name.into(), data: (&[0]).into() };
        let with = |names: &[&'static str]| {
            let mut module = renamed(&plain, &BTreeMap::new(), |_| false).unwrap();
            names.iter().for_each(|&name| wasm_encoder::Section::append_to(&note(name), &mut module));
            module
        };
        let compiled =
            with(&["__wasm_bindgen_unstable", "linking", "reloc.CODE", "target_features", "producers"]);
        assert_eq!(without(&compiled).unwrap(), with(&["__wasm_bindgen_unstable", "target_features"]));
    }

    #[test]
    fn a_script_that_has_such_a_name_already_is_refused() {
        let mut program = module("./a_bg.js", &["__wbg_now_1"], &[]);
        let mut script = "let $a = 1; now.__wbg_now_1()".to_owned();
        let error = shorten(&mut [&mut program], &mut script).unwrap_err();
        assert_eq!(error.to_string(), "its JavaScript uses the name $a already");
    }

    #[test]
    fn there_are_short_names_for_as_many_as_there_are() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(short),
            ["$a", "$z", "$aa", "$az", "$ba", "$zz", "$aaa"]
        );
    }
}
