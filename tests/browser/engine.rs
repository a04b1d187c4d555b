//! The browsers that the tests run in, and what is particular to each of them.

use super::browser::Habits;
use serde_json::{Value, json};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// Firefox does not write what the policy stopped.
const LISTEN_IN_FIREFOX: &str = "
if (!window.hears) {
  window.hears = true;
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.error(violatedDirective));
}
";

/// WebKit's driver tells nothing of the console: the page takes down what is said there, where that outlives a reload.
const LISTEN_IN_WEBKIT: &str = "
if (!window.hears) {
  window.hears = true;
  const hear = (...said) => {
    window.name = JSON.stringify([...JSON.parse(window.name || '[]'), said.map(String).join(' ')]);
  };
  for (const level of ['error', 'warn']) {
    const say = console[level];
    console[level] = (...said) => { hear(...said); say.apply(console, said); };
  }
  addEventListener('error', ({ message }) => hear(message));
  addEventListener('unhandledrejection', ({ reason }) => hear(reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => hear(violatedDirective));
}
";

/// A browser, of one maker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Engine {
    #[default]
    Chromium,
    Firefox,
    /// WebKitGTK, which is Safari's engine in a small browser.
    WebKit,
}

impl Engine {
    /// The program of its driver: the one that a variable names, or else one on the path.
    pub(crate) fn driver(self) -> OsString {
        let (variable, name) = match self {
            Self::Chromium => ("HIQUALITY_CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("HIQUALITY_GECKODRIVER", "geckodriver"),
            Self::WebKit => ("HIQUALITY_WEBKITDRIVER", "WebKitWebDriver"),
        };
        env::var_os(variable).unwrap_or_else(|| name.into())
    }

    /// The words after which its driver says at which port it listens. WebKit's has to be given one.
    pub(crate) fn announces_its_port(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("successfully on port "),
            Self::Firefox => Some("Listening on 127.0.0.1:"),
            Self::WebKit => None,
        }
    }

    /// Whether it opens a window whatever it is told.
    pub(crate) fn needs_a_screen(self) -> bool {
        self == Self::WebKit
    }

    /// Whether it can be opened again with what it has kept. WebKit forgets everything when its driver closes it.
    pub(crate) fn keeps_its_profile(self) -> bool {
        self != Self::WebKit
    }

    /// What has to run in a page once it is loaded, so that its console can be read.
    pub(crate) fn listens(self) -> &'static str {
        match self {
            Self::Chromium => "",
            Self::Firefox => LISTEN_IN_FIREFOX,
            Self::WebKit => LISTEN_IN_WEBKIT,
        }
    }
}

/// What a home has to have before a browser starts in it.
pub(crate) fn furnishes(engine: Engine, home: &Path, downloads: &Path) {
    if engine == Engine::WebKit {
        // It saves where people's downloads are.
        let config = home.join(".config");
        fs::create_dir(&config).unwrap();
        let place = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
        fs::write(config.join("user-dirs.dirs"), place).unwrap();
    }
}

/// What the driver is asked for.
pub(crate) fn capabilities(habits: &Habits, home: &Path, downloads: &Path) -> Value {
    match habits.engine {
        Engine::Chromium => chromium(habits, home),
        Engine::Firefox => firefox(home, downloads),
        Engine::WebKit => json!({ "browserName": "MiniBrowser" }),
    }
}

fn chromium(habits: &Habits, profile: &Path) -> Value {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.extend(habits.other_name.map(|name| format!("--host-resolver-rules=MAP {name} 127.0.0.1")));
    let mut options = json!({ "args": arguments });
    if let Some(program) = env::var_os("HIQUALITY_CHROMIUM") {
        options["binary"] = json!(PathBuf::from(program));
    }
    let mut logs = json!({ "browser": "ALL" });
    if habits.blocks_storage {
        options["prefs"] = json!({ "profile.default_content_setting_values.cookies": 2 });
    }
    if habits.logs_requests {
        logs["performance"] = json!("ALL");
    }
    json!({ "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": logs })
}

fn firefox(profile: &Path, downloads: &Path) -> Value {
    let mut options = json!({
        "args": [json!("-headless"), json!("-profile"), json!(profile)],
        "prefs": {
            "browser.download.folderList": 2, // the next one
            "browser.download.dir": downloads,
            "browser.download.always_ask_before_handling_new_types": false,
            "permissions.default.persistent-storage": 1, // nobody is there to be asked
            // What pages say on the console is heard, and not what the browser says to itself.
            "devtools.console.stdout.content": true,
            "devtools.console.stdout.chrome": false,
            "messaging-system.log": "off",
        },
    });
    if let Some(program) = env::var_os("HIQUALITY_FIREFOX") {
        options["binary"] = json!(PathBuf::from(program));
    }
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}
