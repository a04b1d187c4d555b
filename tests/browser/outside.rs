//! The `age` command, which knows nothing of the app.

use super::folder::Folder;
use super::tell::tell;
use std::{
    env, fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

/// What it makes of a sealed text, with a key as `age-keygen` writes it. Nothing where there is no such command.
pub(crate) fn opened(sealed: &str, key: &str) -> Option<String> {
    let age = command()?;
    let folder = Folder::new();
    for (name, text) in [("key.txt", key), ("sealed.age", sealed)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut age = Command::new(age);
    let opened = age.args(["-d", "-i", "key.txt", "sealed.age"]).current_dir(folder.path()).output().unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    Some(String::from_utf8(opened.stdout).unwrap())
}

/// What it makes of a key file, for someone who types the passphrase. It takes one from a terminal only, which
/// `script` stands in for.
pub(crate) fn key_in(file: &str, passphrase: &str) -> Option<String> {
    let age = command()?;
    let folder = Folder::new();
    fs::write(folder.path().join("key.age"), file).unwrap();
    let line = format!("'{}' -d -o key.txt key.age", age.display());
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &line, "/dev/null"]).current_dir(folder.path());
    let Ok(mut terminal) = terminal.stdin(Stdio::piped()).stdout(Stdio::null()).spawn() else {
        tell("NOT TESTED: no script command on the path, to type a passphrase for age.");
        return None;
    };
    writeln!(terminal.stdin.take().unwrap(), "{passphrase}").unwrap();
    assert!(terminal.wait().unwrap().success(), "age does not open the key file");
    Some(fs::read_to_string(folder.path().join("key.txt")).unwrap())
}

fn command() -> Option<PathBuf> {
    let named = env::var_os("HIQUALITY_AGE").map(PathBuf::from);
    let mut candidates =
        named.map_or_else(|| vec!["age".into(), "rage".into()], |path| vec![path]).into_iter();
    let found = candidates.find(|command| Command::new(command).arg("--version").output().is_ok());
    if found.is_none() {
        tell("NOT TESTED: no age or rage command on the path or in HIQUALITY_AGE.");
    }
    found
}
