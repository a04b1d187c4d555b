//! The programs of the site: from Rust to WebAssembly and the JavaScript that starts it.

use crate::{
    bundle::Files,
    commands::{cargo, command, output, root, run},
    names,
    precache::{fill, short_hash},
    setup, smaller,
    split::Split,
};
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsString,
    fs, mem,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// A program as the page loads it.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) script: String,
    pub(crate) wasm: Vec<u8>,
    /// The files that it loads late.
    pub(crate) late: Files,
}

/// Compiles the programs, and makes of each what a page can load.
pub(crate) fn build<const N: usize>(names: [&'static str; N]) -> Result<[Program; N]> {
    let library = Library::to_build_with();
    compile(&names, library)?;
    let mut programs =
        names.map(|name| Program { name, script: String::new(), wasm: Vec::new(), late: Files::new() });
    for program in &mut programs {
        program.finish().with_context(|| format!("The program {} was not built", program.name))?;
    }
    Ok(programs)
}

impl Program {
    fn finish(&mut self) -> Result<()> {
        let compiled = target_folder().join(TARGET).join("release").join(format!("{}.wasm", self.name));
        let compiled =
            fs::read(&compiled).with_context(|| format!("{} could not be read", compiled.display()))?;
        let mut split = Split::of(compiled, &root().join("target/web").join(self.name))?;
        self.bind(names::without(&mem::take(&mut split.main))?, !split.late.is_empty())?;
        split.write_loader(&mut self.script)?;
        let mut modules = vec![&mut self.wasm];
        modules.extend(split.late.values_mut());
        // The worker is in nobody's way, and this takes its time.
        if DIVIDED.iter().any(|(divided, _)| *divided == self.name) {
            for module in &mut modules {
                **module = smaller::wasm(module)?;
            }
        }
        names::shorten(&mut modules, &mut self.script)?;
        self.script = smaller::script(&self.script)?;
        for (part, wasm) in split.late {
            let name = format!("{}-{part}-{}.wasm", self.name, short_hash(&[&wasm]));
            fill(&mut self.script, &Split::place_of(&part), &name)?;
            self.late.insert(name, wasm);
        }
        Ok(())
    }

    /// Writes the JavaScript between the page and the program.
    fn bind(&mut self, compiled: Vec<u8>, is_split: bool) -> Result<()> {
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes(self.name, compiled).web(true)?.typescript(false).demangle(false);
        bindgen.remove_name_section(true).omit_default_module_path(true).keep_lld_exports(is_split);
        let mut output = bindgen.generate_output()?;
        if !(output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty()) {
            bail!("it brings scripts of its own, which the site has no place for");
        }
        self.script = output.js().to_owned();
        self.wasm = output.wasm_mut().emit_wasm();
        Ok(())
    }
}

/// Where cargo compiles.
fn target_folder() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The programs that people wait for, of which a part is loaded late, each with its package. To be divided they are
/// compiled in a way that makes a program larger.
const DIVIDED: [(&str, &str); 2] = [("app", "hiquality"), ("desk", "desk")];

fn compile(programs: &[&str], library: Library) -> Result<()> {
    let flags = flags(library)?;
    let compile = |what: &[&str], options: &[&str]| {
        let mut cargo = cargo();
        cargo
            .args(what)
            .args(["--release", "--locked", "--target", TARGET, "--target-dir"])
            .arg(target_folder())
            .args(options)
            .env("CARGO_ENCODED_RUSTFLAGS", &flags)
            .env_remove("RUSTFLAGS");
        library.prepare(&mut cargo);
        run(&mut cargo).context(
            "The programs were not compiled. If crates could not be downloaded, check that the Rust package registry \
             can be reached",
        )
    };
    let is_whole = |name: &&&str| DIVIDED.iter().all(|(divided, _)| *divided != **name);
    let whole = programs.iter().filter(is_whole).flat_map(|name| ["--bin", name]);
    compile(&["build"].into_iter().chain(whole).collect::<Vec<_>>(), &[])?;
    for (name, package) in DIVIDED {
        let what = ["rustc", "--features=split", "--bin", name, "--package", package];
        compile(&what, &["--", "-Clink-args=--emit-relocs"])?;
    }
    Ok(())
}

/// Which standard library goes into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Library {
    /// As it comes with the compiler.
    Shipped,
    /// Compiled with the page, for size, and without what words a panic: a tenth less to download.
    Small,
}

impl Library {
    /// The compiler that the small library was tried with. What it takes is not yet stable, so that another compiler
    /// may not know it.
    const TRIED: &str = "rustc 1.95.";

    fn to_build_with() -> Self {
        let version = output(command("rustc").arg("--version")).unwrap_or_default();
        if version.starts_with(Self::TRIED) && setup::library_source() {
            return Self::Small;
        }
        eprintln!(
            "The page will be a tenth larger than it could be: for less it takes {}x and its component rust-src.",
            Self::TRIED
        );
        Self::Shipped
    }

    fn prepare(self, command: &mut Command) {
        if self == Self::Small {
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
        }
    }

    fn flags(self) -> &'static str {
        match self {
            Self::Shipped => "-Cpanic=abort",
            Self::Small => "-Zunstable-options\x1f-Cpanic=immediate-abort",
        }
    }
}

/// Flags that take this machine's folders out of the binary, so that every machine builds the same.
fn flags(library: Library) -> Result<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).context("no home folder")?;
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).context("rustc could not be run")?;
    let mut flags = OsString::from(library.flags());
    for (folder, name) in [(root(), "/hiquality"), (&home, "/cargo"), (Path::new(&sysroot), "/rust")] {
        // \x1f is the separator that cargo reads, so that a folder's name may have spaces.
        flags.push("\x1f--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}
