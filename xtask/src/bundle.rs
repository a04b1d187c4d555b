//! From sources to `dist/`.

use crate::{
    commands::{cargo, command, output, root, run},
    precache, setup,
};
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};
use xtask::host;

/// The built site.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Sets up and builds.
pub(crate) fn build() -> Result<()> {
    setup::for_build()?;
    let start = Instant::now();
    style_sheet().context("Could not make the style sheet")?;
    let library = Library::to_build_with();
    fetch(library)?;
    bundle(library)?;
    precache::finish(&dist()).context("Could not finish the site")?;
    println!("Built dist/ in {:.0} s.", start.elapsed().as_secs_f64());
    Ok(())
}

/// Builds, and serves until interrupted.
pub(crate) fn serve(port: u16, path: &str) -> Result<()> {
    build()?;
    let hosted = host::serve(&dist(), path, port).with_context(|| {
        format!("Could not serve {path} at port {port}. Others are chosen by --path and --port.")
    })?;
    println!("Serving {} until Ctrl+C is pressed.", hosted.address);
    hosted.forever();
    Ok(())
}

/// The design system's part and the project's own, as one file.
///
/// The Sass compiler is the one that the design system is written for: others were seen to lose rules.
fn style_sheet() -> Result<()> {
    let mut sass = command("node");
    sass.args(["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--no-charset"])
        .args(["--quiet-deps", "--load-path=node_modules/nhsuk-frontend/dist"])
        .arg("xtask/nhsuk.scss");
    let compiled = sass.output().context("node could not be run. Install Node.js 20 or later.")?;
    if !compiled.status.success() {
        bail!("{}", String::from_utf8_lossy(&compiled.stderr));
    }
    let mut styles = String::from_utf8(compiled.stdout)?;
    styles += &fs::read_to_string(root().join("style.css")).context("style.css could not be read")?;
    if let Some(address) = outside_address(&styles) {
        bail!("It names {address}. Everything that a page loads must be the site's own: take that out.");
    }
    let folder = root().join("target/web");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join("style.css"), styles)?)
}

/// The first address in a style sheet that is not part of the style sheet itself.
fn outside_address(styles: &str) -> Option<&str> {
    let after = |mark| styles.split(mark).skip(1);
    let import = after("@import").next();
    let url = after("url(").find(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with("data:"));
    import.or(url).map(|rest| rest.split([')', ';']).next().unwrap_or(rest).trim())
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
            Self::Shipped => "",
            Self::Small => "\x1f-Zunstable-options\x1f-Cpanic=immediate-abort",
        }
    }
}

/// Downloads the crates, because the bundler is told to stay off the network.
fn fetch(library: Library) -> Result<()> {
    let rustc = output(command("rustc").arg("-vV")).context("rustc could not be run")?;
    let here = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut fetch = cargo();
    fetch.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown", "--target", here]);
    library.prepare(&mut fetch);
    run(&mut fetch)
        .context("Could not download the crates. Check that the Rust package registry can be reached")
}

fn bundle(library: Library) -> Result<()> {
    let bin = setup::tools().join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(bin.clone()).chain(env::split_paths(&path)))?;
    let mut trunk = command(bin.join("trunk"));
    trunk
        .args(["build", "--release"])
        .env("PATH", path)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(library)?)
        .env_remove("RUSTFLAGS")
        // trunk reads it as its own option, and fails at the usual value 1.
        .env_remove("NO_COLOR");
    library.prepare(&mut trunk);
    run(&mut trunk).context("The site was not built: trunk's own words are above")?;
    // A lock of trunk's own, which is no part of the site.
    let lock = dist().join(".trunk-lock");
    if lock.exists() {
        fs::remove_file(lock)?;
    }
    Ok(())
}

/// Flags that take this machine's folders out of the binary, so that every machine builds the same, and
/// the names of functions, a quarter of its bytes. What wasm-bindgen reads of it stays.
fn flags(library: Library) -> Result<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).context("no home folder")?;
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).context("rustc could not be run")?;
    let mut flags = OsString::from("-Clink-args=--strip-all --keep-section=target_features");
    flags.push(library.flags());
    for (folder, name) in [(root(), "/hiquality"), (&home, "/cargo"), (Path::new(&sysroot), "/rust")] {
        // \x1f is the separator that cargo reads, so that a folder's name may have spaces.
        flags.push("\x1f--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
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
}
