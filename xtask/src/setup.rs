//! Everything the project needs beyond Rust and Node.js, each in one pinned version and, but for the
//! browsers and the command that opens sealed files, in a folder of the project. What is there already costs a look and no more.

use crate::commands::{NPM, cargo, command, find, output, root, run};
use anyhow::{Context, Error, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// Drives Firefox. Debian has no package of it.
const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    package: "geckodriver",
    version: "0.37.1",
    options: &["--locked"],
    takes: "1 to 2 minutes",
};

/// A browser of the tests: the programs that it takes, by the variables in which the tests are told of them.
pub(crate) struct Browser {
    pub(crate) programs: Vec<(&'static str, PathBuf)>,
}

/// Sees to all of it.
pub(crate) fn for_everything() -> Result<()> {
    for_build()?;
    let mut programs = vec![age()?];
    programs.extend(chromium()?.programs.into_iter().map(|(_, program)| program));
    let mut missing = Vec::new();
    for (name, browser) in other_browsers() {
        match browser {
            Ok(browser) => programs.extend(browser.programs.into_iter().map(|(_, program)| program)),
            Err(why) => missing.push(format!("The tests will not run in {name}. {}", reasons(&why))),
        }
    }
    match nginx() {
        Ok(nginx) => programs.push(nginx),
        Err(why) => missing.push(format!("The tests of docs/collect.md will not run. {}", reasons(&why))),
    }
    println!("Everything is there that has to be; the tests will use:");
    programs.iter().for_each(|program| println!("  {}", program.display()));
    missing.iter().for_each(|missing| println!("{missing}"));
    Ok(())
}

/// Why something is not there and what to do about it, in a line.
pub(crate) fn reasons(error: &Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Sees to what a build needs.
pub(crate) fn for_build() -> Result<()> {
    wasm_target()?;
    npm_packages()
}

/// The folder of the tools that this project installs for itself.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

pub(crate) fn say(what: &str, takes: &str) {
    eprintln!("\nSetting up: {what}. This usually takes {takes}.");
}

fn wasm_target() -> Result<()> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))
        .context("rustc, the Rust compiler, could not be run. Install Rust by rustup, then try again.")?;
    if Path::new(&sysroot).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "This Rust has no standard library for {TARGET}, and no rustup to fetch it with. Install Rust by \
             rustup, or your system's package of that library (on Debian libstd-rust-dev-wasm32), then try again."
        );
    }
    say(&format!("Rust's standard library for {TARGET}"), "half a minute");
    run(command("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("Could not add the target {TARGET}. Check the network, then try: rustup target add {TARGET}")
    })
}

/// Whether the source of Rust's standard library is there, fetched where that can be done. A build does without it
/// where it can't.
pub(crate) fn library_source() -> bool {
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    if !source.is_file() && find("rustup").is_some() {
        say("the source of Rust's standard library", "a few seconds");
        let _ = run(command("rustup").args(["component", "add", "rust-src"])); // what is there afterwards counts
    }
    source.is_file()
}

/// A command-line tool written in Rust.
struct Tool {
    name: &'static str,
    package: &'static str,
    version: &'static str,
    options: &'static [&'static str],
    takes: &'static str,
}

impl Tool {
    fn is_there(&self) -> bool {
        let program = tools().join("bin").join(self.name);
        let version = output(command(program).arg("--version"));
        let version = version.as_deref().and_then(|version| version.lines().next());
        version.is_some_and(|version| version == format!("{} {}", self.name, self.version))
    }

    fn install(&self) -> Result<()> {
        if self.is_there() {
            return Ok(());
        }
        say(&format!("{} {}, compiled from source", self.package, self.version), self.takes);
        let mut install = cargo();
        install
            .args(["install", self.package, "--version", self.version, "--force", "--root"])
            .arg(tools())
            .args(self.options)
            // These tools run for a second: compiling them fast beats compiling fast ones.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        run(&mut install).with_context(|| {
            format!(
                "Could not install {} {}. Check that the Rust package registry can be reached and that a C \
                 compiler is installed, then try again.",
                self.package, self.version
            )
        })?;
        if !self.is_there() {
            bail!("{} was installed, but does not say that it is {}.", self.name, self.version);
        }
        Ok(())
    }
}

fn npm_packages() -> Result<()> {
    if packages_are_there()? {
        return Ok(());
    }
    let version = output(command(NPM).arg("--version")).context(
        "npm is not installed: the NHS design system comes from it. Install Node.js 20 or later with npm \
         (on Debian nodejs and npm), then try again.",
    )?;
    let major = version.split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < 9) {
        bail!(
            "npm here is {version}, and 9 or later is needed. Install Node.js 20 or later, then try again."
        );
    }
    say("the packages of package.json from npm", "half a minute");
    run(command(NPM).args(["ci", "--no-fund", "--no-audit"])).context(
        "Could not install the packages of package.json. Check that the npm registry can be reached, then try: \
         npm ci",
    )
}

/// Whether every package of `package.json` is there in the version that it names.
fn packages_are_there() -> Result<bool> {
    let wanted = read_json(&root().join("package.json"))?;
    let wanted = wanted["devDependencies"].as_object().context("package.json has no devDependencies.")?;
    Ok(wanted.iter().all(|(name, version)| {
        let package = root().join("node_modules").join(name).join("package.json");
        read_json(&package).is_ok_and(|package| package["version"] == *version)
    }))
}

fn read_json(path: &Path) -> Result<serde_json::Value> {
    let text = fs::read_to_string(path).with_context(|| format!("Could not read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}

/// Chromium and its driver.
pub(crate) fn chromium() -> Result<Browser> {
    let look = || {
        let chromium = program("HIQUALITY_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
        let driver = program("HIQUALITY_CHROMEDRIVER", &["chromedriver", "chromium.chromedriver"])?;
        Ok(chromium.zip(driver))
    };
    // The fonts have the widths of Arial, which most people will see the pages in.
    let packages = ["chromium", "chromium-driver", "fonts-liberation"];
    let Some((chromium, driver)) = had(look, "Chromium and its driver", "1 minute", &packages)? else {
        bail!(
            "Chromium or its driver is missing, and the tests in a browser need both. {} Or leave those tests out \
             with --no-browser.",
            how_to_install()
        );
    };
    Ok(Browser { programs: vec![("HIQUALITY_CHROMIUM", chromium), ("HIQUALITY_CHROMEDRIVER", driver)] })
}

/// The browsers beside Chromium, by their names. The tests do without them where they can't be had.
pub(crate) fn other_browsers() -> [(&'static str, Result<Browser>); 2] {
    [("Firefox", firefox()), ("WebKitGTK", webkit())]
}

/// Firefox and its driver.
fn firefox() -> Result<Browser> {
    let look = || program("HIQUALITY_FIREFOX", &["firefox-esr", "firefox"]);
    let Some(firefox) = had(look, "Firefox", "1 minute", &["firefox-esr"])? else {
        bail!(
            "Firefox is missing. Install it (on Debian firefox-esr), and name it in HIQUALITY_FIREFOX where it is not \
             on the path."
        );
    };
    let leads_to_a_snap = firefox == Path::new("/usr/bin/firefox") && Path::new("/snap/firefox").exists();
    if leads_to_a_snap || firefox.starts_with("/snap") {
        bail!(
            "The Firefox here is a snap, which can't reach the folders of the tests. Install another one, and name it \
             in HIQUALITY_FIREFOX."
        );
    }
    let driver = match program("HIQUALITY_GECKODRIVER", &["geckodriver"])? {
        Some(driver) => driver,
        None => {
            GECKODRIVER.install()?;
            tools().join("bin").join(GECKODRIVER.name)
        }
    };
    Ok(Browser { programs: vec![("HIQUALITY_FIREFOX", firefox), ("HIQUALITY_GECKODRIVER", driver)] })
}

/// The driver of WebKitGTK, whose package brings the engine and a small browser, and a screen for it that nobody sees.
fn webkit() -> Result<Browser> {
    let look = || {
        let driver = program("HIQUALITY_WEBKITDRIVER", &["WebKitWebDriver"])?;
        let screen = program("HIQUALITY_XVFB", &["Xvfb"])?;
        Ok(driver.zip(screen))
    };
    let Some((driver, screen)) =
        had(look, "WebKitGTK and its driver", "1 minute", &["webkit2gtk-driver", "xvfb"])?
    else {
        bail!(
            "WebKitWebDriver or Xvfb is missing, which there are for Linux only. Install them (on Debian \
             webkit2gtk-driver and xvfb), and name them in HIQUALITY_WEBKITDRIVER and HIQUALITY_XVFB where they are \
             not on the path."
        );
    };
    Ok(Browser { programs: vec![("HIQUALITY_WEBKITDRIVER", driver), ("HIQUALITY_XVFB", screen)] })
}

/// The program that a variable names, or the first of these that is on the path.
fn program(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(variable).map(PathBuf::from) {
        if !named.is_file() {
            bail!("{variable} names {}, where there is no program. Correct it or unset it.", named.display());
        }
        return Ok(Some(named));
    }
    Ok(names.iter().find_map(|name| find(name)))
}

/// Whether packages can be installed here without asking anyone.
fn may_install() -> bool {
    let is_root = output(Command::new("id").arg("-u")).is_some_and(|user| user == "0");
    is_root && find("apt-get").is_some()
}

/// What a look finds, if need be after packages were installed where that can be done without asking anyone.
fn had<Found>(
    look: impl Fn() -> Result<Option<Found>>,
    what: &str,
    takes: &str,
    packages: &[&str],
) -> Result<Option<Found>> {
    let found = look()?;
    if found.is_some() || !may_install() {
        return Ok(found);
    }
    say(&format!("{what}, for the tests"), takes);
    install(packages).with_context(|| {
        format!("Could not install {what} by apt-get. Check the network, then try again.")
    })?;
    look()
}

fn install(packages: &[&str]) -> Result<()> {
    static KNOWS_WHAT_THERE_IS: AtomicBool = AtomicBool::new(false);
    if !KNOWS_WHAT_THERE_IS.load(Ordering::Relaxed) {
        run(command("apt-get").args(["update", "--quiet"]))?;
        KNOWS_WHAT_THERE_IS.store(true, Ordering::Relaxed);
    }
    run(command("apt-get")
        .args(["install", "--quiet", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn how_to_install() -> String {
    let ways = [
        ("apt-get", "sudo apt-get install chromium chromium-driver"),
        ("dnf", "sudo dnf install chromium chromedriver"),
        ("pacman", "sudo pacman -S chromium"),
        ("zypper", "sudo zypper install chromium chromedriver"),
        ("apk", "sudo apk add chromium chromium-chromedriver"),
        ("brew", "brew install --cask chromium chromedriver"),
    ];
    let way = ways.iter().find(|(manager, _)| find(manager).is_some());
    way.map_or_else(
        || {
            "Install Chromium or Chrome and the ChromeDriver of the same version, and name them in \
             HIQUALITY_CHROMIUM and HIQUALITY_CHROMEDRIVER where they are not on the path."
                .to_owned()
        },
        |(_, way)| format!("Install them by: {way}"),
    )
}

/// The command that opens sealed files. The tests open with it what the app has sealed: another program than the one
/// that sealed it.
pub(crate) fn age() -> Result<PathBuf> {
    let look = || program("HIQUALITY_AGE", &["age", "rage"]);
    had(look, "age, which opens sealed files", "a few seconds", &["age"])?.context(
        "The command age is missing, with which the tests open sealed files. Install the package age of your \
         system, or rage, and name the program in HIQUALITY_AGE where it is not on the path.",
    )
}

/// nginx, which is a storage as `docs/collect.md` says. The tests do without it where it can't be had.
pub(crate) fn nginx() -> Result<PathBuf> {
    // Debian has it where only its administrator's shell looks.
    let look = || program("HIQUALITY_NGINX", &["nginx", "/usr/sbin/nginx"]);
    had(look, "nginx, a storage", "a few seconds", &["nginx-light"])?.context(
        "nginx is missing. Install it (on Debian nginx-light), and name it in HIQUALITY_NGINX where it is not on the \
         path.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_npm_package_is_pinned_to_one_version() {
        let package = read_json(&root().join("package.json")).unwrap();
        for (name, version) in package["devDependencies"].as_object().unwrap() {
            let version = version.as_str().unwrap();
            assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{name} {version}");
        }
    }

    #[test]
    fn the_lock_file_of_npm_names_no_download_address() {
        let lock = fs::read_to_string(root().join("package-lock.json")).unwrap();
        assert!(!lock.contains("\"resolved\""));
    }
}
