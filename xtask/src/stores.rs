//! `cargo xtask stores`: the set-ups of `docs/collect.md` for Azure and S3, in emulators of them. They weigh too much for
//! `cargo xtask test`.

use crate::{
    bundle, checks,
    commands::{NPM, command, find, run},
    setup,
};
use anyhow::{Context, Result, bail};
use std::{env, fs, path::PathBuf};

/// Microsoft's emulator of Azure's storage, on npm.
const AZURITE: &str = "azurite@3.37.0";
/// What comes from PyPI, each into an environment of its own: the vendors' commands, and an emulator of S3.
const AZURE: (&str, &[&str]) = ("azure", &["azure-cli==2.91.0"]);
const S3: (&str, &[&str]) = ("s3", &["awscli==1.46.3", "moto[s3,server]==5.2.5"]);

/// Fetches the emulators and the commands, builds the site where there is none, and runs the tests.
pub(crate) fn check() -> Result<()> {
    setup::for_build()?;
    let (chromium, age) = (setup::chromium()?, setup::age()?);
    let azurite = azurite()?;
    let [azure, s3] = [python(AZURE)?, python(S3)?];
    if !bundle::dist().join("index.html").is_file() {
        bundle::build()?;
    }
    run(checks::browser_tests(&chromium, &age)
        .env("HIQUALITY_AZURITE", azurite)
        .env("HIQUALITY_MOTO", s3.join("moto_server"))
        .env("HIQUALITY_VENDORS", env::join_paths([azure, s3])?)
        .args(["--", "--ignored", "stores::"]))
}

/// The script that starts Azurite's blobs.
fn azurite() -> Result<PathBuf> {
    let home = setup::tools().join(AZURITE);
    let script = home.join("node_modules/azurite/dist/src/blob/main.js");
    if !script.is_file() {
        setup::say(AZURITE, "1 minute");
        fs::create_dir_all(&home)?;
        run(command(NPM).arg("install").arg("--prefix").arg(&home).args([
            "--no-fund",
            "--no-audit",
            AZURITE,
        ]))
        .context("Could not install Azurite. Check that the npm registry can be reached, then try again.")?;
    }
    Ok(script)
}

/// The folder of the programs of an environment of Python with these packages.
fn python((name, packages): (&str, &[&str])) -> Result<PathBuf> {
    let home = setup::tools().join(format!("python-{name}"));
    let programs = home.join("bin");
    // Written last, so that what was broken off is begun again.
    let (list, mark) = (packages.join("\n"), home.join("hiquality-has"));
    if fs::read_to_string(&mark).is_ok_and(|has| has == list) {
        return Ok(programs);
    }
    let Some(python) = find("python3") else {
        bail!("Python 3 is missing, which the vendors' commands are written in. Install it, then try again.");
    };
    setup::say(&packages.join(" and "), "2 to 4 minutes");
    run(command(python).args(["-m", "venv"]).arg(&home)).context(
        "Python can't make an environment. Install its module venv (on Debian python3-venv), then try again.",
    )?;
    run(command(programs.join("pip"))
        .args(["install", "--quiet", "--disable-pip-version-check"])
        .args(packages))
    .context("Could not install them. Check that PyPI can be reached, then try again.")?;
    fs::write(mark, list)?;
    Ok(programs)
}
