//! A host on which things change, and that can be out of reach; and what its pages and their service worker say.

use super::browser::Habits;
use super::engine::Engine;
use super::folder::Folder;
use super::keys::Keys;
use super::meddler::{Given, Meddler};
use super::patience;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    env, fs, io,
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use xtask::host::{Hosted, serve};

/// Writes down what the Content-Security-Policy stopped.
const LISTEN: &str = "
window.stopped = [];
addEventListener('securitypolicyviolation', (event) => stopped.push(event.violatedDirective));";

/// A host that an organiser puts files on, and that can be out of reach.
pub(crate) struct Host {
    pub(crate) files: Folder,
    address: String,
    running: Running,
}

#[expect(dead_code, reason = "held until it is to stop")]
enum Running {
    Answering(Hosted),
    /// It changes what it gives.
    Meddling(Meddler),
    /// It takes every request, and answers none.
    Silent(TcpListener),
    No,
}

impl Host {
    /// A host of the build, and someone who has not been there yet.
    pub(crate) async fn and_visitor() -> (Self, Visitor) {
        let (host, visitor) = Self::and_visitor_with(Engine::Chromium).await;
        visitor.prepares(LISTEN).await;
        (host, visitor)
    }

    /// The same in any browser.
    pub(crate) async fn and_visitor_with(engine: Engine) -> (Self, Visitor) {
        let site = Site::as_built();
        let visitor = Visitor::before(Habits::of(engine), &site).await;
        let address = site.address().to_owned();
        drop(site);
        let files = Folder::new();
        let built = env::var_os("HIQUALITY_DIST").map(PathBuf::from);
        copy(&built.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")), files.path())
            .unwrap();
        let mut host = Self { files, address, running: Running::No };
        host.comes_back();
        (host, visitor)
    }

    /// A host of the build, and someone who has been there once.
    pub(crate) async fn and_guest() -> (Self, Visitor) {
        let (host, visitor) = Self::and_visitor().await;
        visitor.loads("").await;
        is_prepared(&visitor).await;
        (host, visitor)
    }

    pub(crate) fn goes_away(&mut self) {
        self.running = Running::No;
    }

    pub(crate) fn comes_back(&mut self) {
        self.goes_away();
        let (port, path) = self.place();
        self.running = Running::Answering(serve(self.files.path(), path, port).unwrap());
    }

    /// From now on it changes what it gives.
    pub(crate) fn meddles(&mut self, change: impl Fn(&str, &mut Given) + Send + Sync + 'static) {
        self.goes_away();
        let (port, path) = self.place();
        self.running = Running::Meddling(Meddler::of(self.files.path(), path, port, change));
    }

    /// It can be reached, and never answers.
    pub(crate) fn falls_silent(&mut self) {
        self.goes_away();
        self.running = Running::Silent(TcpListener::bind(("127.0.0.1", self.place().0)).unwrap());
    }

    fn place(&self) -> (u16, &str) {
        let (_, rest) = self.address.rsplit_once(':').unwrap();
        let (port, _) = rest.split_once('/').unwrap();
        (port.parse().unwrap(), &rest[port.len()..])
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.files.path().join(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.files.path().join(name);
        fs::write(&path, text).unwrap();
        // Hosts tell times in whole seconds: two versions of the same second would look like one.
        let later = SystemTime::now() + Duration::from_secs(60);
        fs::File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
    }

    pub(crate) fn edit(&self, name: &str, edited: impl FnOnce(&str) -> String) {
        let before = self.read(name);
        let after = edited(&before);
        assert_ne!(before, after, "{name} was to change");
        self.write(name, &after);
    }

    /// From now on records are sealed to these keys.
    pub(crate) fn seals_to(&self, keys: &Keys) {
        self.edit("study/settings.json", |text| {
            let mut settings: Value = serde_json::from_str(text).unwrap();
            settings["recipients"] = json!(keys.public());
            settings["withdrawUntil"] = json!("2027-03-31");
            settings.to_string()
        });
    }

    pub(crate) fn build(&self) -> String {
        let sw = self.read("sw.js");
        let (_, rest) = sw.split_once("const BUILD = \"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn style(&self) -> String {
        self.beginning("style-").remove(0)
    }

    /// The names of its files that begin so, in order.
    pub(crate) fn beginning(&self, with: &str) -> Vec<String> {
        let names = fs::read_dir(self.files.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.starts_with(with)).collect();
        names.sort_unstable();
        names
    }

    /// Puts another build there, with another style sheet. Returns the build's name.
    pub(crate) fn gets_a_new_build(&self) -> String {
        let (old, style) = (self.build(), self.style());
        let styled = format!("{}\nh1 {{ color: #005eb8 }}", self.read(&style));
        let new = hash(styled.as_bytes())[..16].to_owned();
        self.replaces(&style, &format!("style-{new}.css"), styled.as_bytes());
        self.edit("index.html", |page| page.replace(&old, &new));
        self.edit("sw.js", |sw| sw.replace(&old, &new));
        new
    }

    /// The same, where this program is another one, too.
    pub(crate) fn gets_a_new_build_of(&self, programs: &[&str]) -> String {
        for program in programs {
            let files = self.beginning(&format!("{program}-"));
            let stem = files[0][..program.len() + 17].to_owned();
            let new = format!("{program}-{}", &hash(stem.as_bytes())[..16]);
            // What it loads late stays as it is.
            for name in files.into_iter().filter(|name| name.starts_with(&stem)) {
                let mut file = fs::read(self.files.path().join(&name)).unwrap();
                if name.ends_with(".js") {
                    file = self.read(&name).replace(&stem, &new).into_bytes(); // its loader names it
                }
                self.replaces(&name, &name.replace(&stem, &new), &file);
            }
            self.edit("index.html", |page| page.replace(&stem, &new));
        }
        self.gets_a_new_build()
    }

    /// Puts a file of a build in the place of another.
    fn replaces(&self, old: &str, new: &str, bytes: &[u8]) {
        let path = |name: &str| self.files.path().join(name);
        let was = hash(&fs::read(path(old)).unwrap());
        fs::remove_file(path(old)).unwrap();
        fs::write(path(new), bytes).unwrap();
        self.edit("sw.js", |sw| sw.replace(old, new).replace(&was, &hash(bytes)));
        if self.read("index.html").contains(old) {
            self.edit("index.html", |page| page.replace(old, new));
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&to)?;
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

/// Tells the service worker a word, and hears its answer.
pub(crate) async fn tells(visitor: &Visitor, word: &str) -> Value {
    tells_one(visitor, word, "", false).await
}

/// Tells the new version that waits a word, and hears its answer.
pub(crate) async fn tells_the_next(visitor: &Visitor, word: &str) -> Value {
    tells_one(visitor, word, "", true).await
}

pub(crate) async fn tells_one(visitor: &Visitor, word: &str, text: &str, waits: bool) -> Value {
    let script = "
        const [word, text, waits, done] = arguments;
        askHiqualityServiceWorker(word, text, waits).then(done, (error) => done(String(error)));";
    // A page that just then loads itself again is asked anew.
    let ask = async || {
        visitor.browser.client.execute_async(script, vec![json!(word), json!(text), json!(waits)]).await.ok()
    };
    patience::until(ask).await.unwrap()
}

/// Waits until everything is there that a respondent needs without a network.
pub(crate) async fn is_prepared(visitor: &Visitor) {
    visitor.waits_for("the survey to be kept", async || tells(visitor, "build").await.is_string()).await;
}

/// Reloads, and waits until the app has started.
pub(crate) async fn comes_again(visitor: &Visitor) {
    visitor.reloads().await;
    visitor
        .waits_for("the app to start", async || {
            visitor.runs("return document.documentElement.dataset.app === 'started'").await == true
        })
        .await;
}

/// The build that the page is of.
pub(crate) async fn build(visitor: &Visitor) -> String {
    let build = "return document.querySelector('meta[name=hiquality-build]')?.content ?? ''"; // while it loads
    visitor.runs(build).await.as_str().unwrap().to_owned()
}

pub(crate) async fn waits_for_build(visitor: &Visitor, new: &str) {
    visitor.waits_for("the new build", async || build(visitor).await == new).await;
}

/// Leaves, with nothing on the console and nothing stopped by the policy.
pub(crate) async fn leaves(visitor: Visitor) {
    assert_eq!(visitor.runs("return stopped").await, json!([]));
    visitor.leaves().await;
}

/// Asks the host for a new version, and whether one waits then.
pub(crate) async fn updates(visitor: &Visitor) -> Value {
    visitor.awaits("updateHiqualityServiceWorker().then(arguments[0])", Vec::new()).await
}

/// Tells the new version that its time has come, and waits until it has taken over.
pub(crate) async fn takes_over(visitor: &Visitor) {
    let waits = async || {
        let script = "
            const done = arguments[0];
            navigator.serviceWorker.getRegistration().then(({ waiting }) => done(waiting !== null));";
        // A page that just then loads itself again is asked anew.
        visitor.browser.client.execute_async(script, Vec::new()).await.ok()
    };
    visitor
        .waits_for("the new version to take over", async || {
            tells_the_next(visitor, "take over").await; // the page before may just be closing
            waits().await == Some(json!(false))
        })
        .await;
}
