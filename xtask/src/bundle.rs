//! From sources to `dist/`.

use crate::{commands::root, page::Page, precache, programs, setup, smaller, styles};
use anyhow::{Context, Result};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::Instant,
};
use xtask::host;

/// The files of a site, by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The built site.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Sets up and builds.
pub(crate) fn build() -> Result<()> {
    setup::for_build()?;
    let start = Instant::now();
    let styles = styles::make().context("Could not make the style sheet")?;
    let read = |name: &str| {
        fs::read_to_string(root().join(name)).with_context(|| format!("{name} could not be read"))
    };
    let (page, service_worker) = (read("index.html")?, read("sw.js")?);
    let page = Page::read(&page)?;
    let boot = smaller::script(&read("boot.js")?)?;
    let deliver = smaller::script(&read("deliver.js")?)?;
    let mut files = Files::new();
    for part in page.copied() {
        copy(part, &mut files)
            .with_context(|| format!("{part}, which index.html names, could not be read"))?;
    }
    let programs = programs::build(["app", "desk", "worker"])?;
    let service_worker = precache::with_delivery(&service_worker, &deliver)?;
    let page = page.with_its_files(&mut files, styles, [boot, deliver], programs)?;
    let build = precache::finish(&mut files, page, &service_worker).context("Could not finish the site")?;
    write(&files, &dist()).context("Could not write dist/")?;
    println!("This is build {build}. Built dist/ in {:.0} s.", start.elapsed().as_secs_f64());
    Ok(())
}

/// Sets up and writes the style sheet alone.
pub(crate) fn styles() -> Result<()> {
    setup::for_build()?;
    styles::make().context("Could not make the style sheet")?;
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

/// Takes a file or a folder of the project into the site.
fn copy(part: &str, files: &mut Files) -> io::Result<()> {
    let path = root().join(part);
    if path.is_file() {
        files.insert(part.to_owned(), fs::read(path)?);
        return Ok(());
    }
    for name in precache::files_below(&path)? {
        files.insert(format!("{part}/{name}"), fs::read(path.join(&name))?);
    }
    Ok(())
}

/// Writes a site in the place of the one before.
fn write(files: &Files, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_site_before_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        let site = |names: &[&str]| names.iter().map(|&name| (name.to_owned(), b"text".to_vec())).collect();
        write(&site(&["app-1.js", "study/old.json"]), &dist).unwrap();
        write(&site(&["app-2.js", "icons/1.png"]), &dist).unwrap();
        assert_eq!(precache::files_below(&dist).unwrap(), ["app-2.js", "icons/1.png"]);
    }
}
