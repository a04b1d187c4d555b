//! `cargo xtask`: sets up, builds, serves, checks and measures HiQuality.

mod bundle;
mod checks;
mod commands;
mod names;
mod page;
mod precache;
mod programs;
mod setup;
mod sizes;
mod smaller;
mod split;
mod stores;
mod styles;

use clap::Parser;
use std::process::ExitCode;

/// Sets up, builds, serves, checks and measures HiQuality
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Task {
    /// Fetch what the project needs, in pinned versions; the other tasks do so themselves
    Setup,
    /// Write the site into dist/, to be put under any path of any static host
    Build,
    /// Build the site and serve it on this machine
    Serve {
        /// Port to serve at
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Path to serve under, such as /sub/path/
        #[arg(long, default_value = "/")]
        path: String,
    },
    /// Run every check: format, lints, documentation, tests, build, tests in browsers
    Test {
        /// Leave out the tests in browsers
        #[arg(long)]
        no_browser: bool,
    },
    /// Try the storages of docs/collect.md in emulators of Azure and S3, which takes more than a gigabyte in .tools/
    Stores,
    /// Write the style sheet into target/web/, as trunk asks for; the other tasks do so themselves
    Styles,
    /// Print what is downloaded beside its budgets, how long people wait, and what the engine costs
    Bench,
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Setup => setup::for_everything(),
        Task::Build => bundle::build(),
        Task::Serve { port, path } => bundle::serve(port, &path),
        Task::Test { no_browser } => checks::all(!no_browser),
        Task::Stores => stores::check(),
        Task::Styles => bundle::styles(),
        Task::Bench => sizes::bench(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            for cause in error.chain().skip(1) {
                eprintln!("  {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
