//! The style sheet: the design system's part and the project's own, as one file.

use crate::commands::{command, root};
use anyhow::{Context, Result, bail};
use std::fs;

/// Writes the style sheet to where the page's head names it, and returns it.
pub(crate) fn make() -> Result<String> {
    let styles = compile()?;
    if let Some(address) = outside_address(&styles) {
        bail!("It names {address}. Everything that a page loads must be the site's own: take that out.");
    }
    let folder = root().join("target/web");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("style.css"), &styles)?;
    Ok(styles)
}

/// The Sass compiler is the one that the design system is written for: others were seen to lose rules.
fn compile() -> Result<String> {
    let mut sass = command("node");
    sass.args(["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--no-charset"])
        .args(["--quiet-deps", "--load-path=node_modules/nhsuk-frontend/dist"])
        .arg("xtask/nhsuk.scss");
    let compiled = sass.output().context("node could not be run. Install Node.js 20 or later.")?;
    if !compiled.status.success() {
        bail!("{}", String::from_utf8_lossy(&compiled.stderr));
    }
    Ok(String::from_utf8(compiled.stdout)?)
}

/// The first address in a style sheet that is not part of the style sheet itself.
fn outside_address(styles: &str) -> Option<&str> {
    let after = |mark| styles.split(mark).skip(1);
    let import = after("@import").next();
    let url = after("url(").find(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with("data:"));
    import.or(url).map(|rest| rest.split([')', ';']).next().unwrap_or(rest).trim())
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
