//! How long people wait, on a phone four times slower than this machine: printed beside what it may be, never judged,
//! since a machine that does something else as well is slower. `cargo xtask bench` runs these with a build.

use super::browser::Habits;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::{fs, io::Write, path::Path};

/// How many times everything is done.
const RUNS: usize = 5;

/// A choice, and going on: this many of each in a run.
const STEPS: usize = 12;

/// What is waited for, and what it may take.
struct Wait {
    name: &'static str,
    /// In milliseconds with the questions of the study: at the median, and at the 95th percentile.
    budgets: [Option<f64>; 2],
    /// How many times as long with ten or a hundred times as many.
    growth: Option<f64>,
}

/// A longer study has more to load.
const USABLE: Wait = Wait {
    name: "From nothing until consent can be given (1.6 Mbit/s, 150 ms a request)",
    budgets: [Some(1_300.0), None],
    growth: None,
};
const CHOICE: Wait =
    Wait { name: "From a choice to its paint", budgets: [Some(20.0), Some(30.0)], growth: Some(1.2) };
const GOING_ON: Wait =
    Wait { name: "From Continue to the next question", budgets: [Some(36.0), None], growth: Some(1.2) };

/// The milliseconds of many tries.
#[derive(Debug, Default)]
struct Times(Vec<f64>);

impl Times {
    /// The one that so many percent do not exceed.
    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[(sorted.len() * percent).div_ceil(100).clamp(1, sorted.len()) - 1]
    }
}

/// Runs before every page: a clock that stops when what a script looks for is on the screen.
const CLOCK: &str = "
    addEventListener('TrunkApplicationStarted', ({ detail }) => (window.program = detail.wasm));
    window.painted = (is_there) => new Promise((resolve) => {
        const look = () => (is_there() ? requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now());
            port2.postMessage(0);
        }) : requestAnimationFrame(look));
        look();
    });
    window.usable = painted(() => document.querySelector('#main form input[type=checkbox]'));
";

/// What hosts send to browsers that take Brotli.
fn compress(site: &Site) {
    fn within(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                within(&path);
                continue;
            }
            let mut compressed = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
            compressed.write_all(&fs::read(&path).unwrap()).unwrap();
            fs::write(format!("{}.br", path.display()), compressed.into_inner()).unwrap();
        }
    }
    within(site.folder());
}

/// The site, whose questionnaire asks everything so many times.
fn site_with(copies: usize) -> Site {
    let site = Site::of_an_organiser();
    if copies > 1 {
        site.edit("study/questionnaire.json", |text| {
            let mut questionnaire: Value = serde_json::from_str(text).unwrap();
            let items = questionnaire["item"].as_array().unwrap().clone();
            // Consent is asked for once.
            let more = (1..copies)
                .flat_map(|copy| items[1..].iter().map(move |item| fixtures::suffixed(item, copy)));
            questionnaire["item"] = items.iter().cloned().chain(more).collect();
            questionnaire.to_string()
        });
    }
    compress(&site);
    site
}

async fn slow(visitor: &Visitor) {
    visitor.browser.tools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
}

/// 1.6 Mbit/s, and 150 ms for each request.
async fn slow_line(visitor: &Visitor) {
    visitor.browser.tools("Network.enable", json!({})).await;
    let line = json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 });
    visitor.browser.tools("Network.emulateNetworkConditions", line).await;
}

async fn milliseconds(visitor: &Visitor, script: &str, arguments: Vec<Value>) -> f64 {
    let script = format!("const done = arguments[arguments.length - 1]; ({script})(...arguments).then(done)");
    visitor.awaits(&script, arguments).await.as_f64().unwrap()
}

/// The times by the number of questions: each beside its budget, and as a multiple of the first.
fn print(wait: &Wait, all: &BTreeMap<usize, Times>) {
    println!("{}", wait.name);
    let first = all.values().next().unwrap();
    for (at, (questions, times)) in all.iter().enumerate() {
        let columns = [50, 95].into_iter().zip(wait.budgets).map(|(percent, budget)| {
            let (here, growth) = (times.percentile(percent), wait.growth.filter(|_| budget.is_some()));
            match at {
                0 => column(format!("{here:>7.1} ms"), here, budget),
                _ => {
                    let many = here / first.percentile(percent);
                    column(format!("{here:>7.1} ms, {many:.2} times"), many, growth)
                }
            }
        });
        println!("{questions:>8} questions: {}", columns.collect::<Vec<_>>().join(" / "));
    }
}

/// A figure beside its budget, where it has one.
fn column(words: String, figure: f64, budget: Option<f64>) -> String {
    match budget {
        Some(budget) if figure > budget => format!("{words} (OVER {budget})"),
        Some(budget) => format!("{words} (of {budget})"),
        None => words,
    }
}

#[tokio::test]
#[ignore = "prints figures"]
async fn how_long_people_wait() {
    let mut usable: BTreeMap<usize, Times> = BTreeMap::new();
    let mut choice: BTreeMap<usize, Times> = BTreeMap::new();
    let mut going_on: BTreeMap<usize, Times> = BTreeMap::new();
    let mut memory: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let sites = [1, 10, 100].map(|copies| (copies * 24, site_with(copies)));
    for _ in 0..RUNS {
        for (questions, site) in &sites {
            let visitor = Visitor::before(Habits::default(), site).await;
            visitor.prepares(CLOCK).await;
            slow(&visitor).await;
            slow_line(&visitor).await;
            visitor.opens(&format!("{}#/consent", site.address())).await;
            let cold = milliseconds(&visitor, "() => usable", Vec::new()).await;
            usable.entry(*questions).or_default().0.push(cold);
            visitor.browser.tools("Network.emulateNetworkConditions", json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 })).await;
            visitor.ticks_every_statement().await;
            visitor.presses("Continue").await;
            visitor.is_asked("role").await;
            let choices = choice.entry(*questions).or_default();
            for step in 0..STEPS {
                let choose = "(nth) => {
                    const inputs = document.querySelectorAll('#main form input[type=radio]');
                    const input = inputs[nth % inputs.length];
                    const begun = performance.now();
                    input.click();
                    return painted(() => input.checked).then((now) => now - begun);
                }";
                choices.0.push(milliseconds(&visitor, choose, vec![json!(step)]).await);
            }
            let steps = going_on.entry(*questions).or_default();
            for _ in 0..STEPS {
                let go_on = "() => {
                    const heading = document.querySelector('h1');
                    const begun = performance.now();
                    document.querySelector('#main button[type=submit]').click();
                    return painted(() => document.querySelector('h1') !== heading).then((now) => now - begun);
                }";
                steps.0.push(milliseconds(&visitor, go_on, Vec::new()).await);
            }
            visitor.browser.tools("HeapProfiler.collectGarbage", json!({})).await;
            let heap = "return [performance.memory.usedJSHeapSize, program.memory.buffer.byteLength]";
            let heap = visitor.runs(heap).await;
            memory.insert(*questions, (heap[0].as_f64().unwrap(), heap[1].as_f64().unwrap()));
            visitor.leaves().await;
        }
    }
    println!(
        "\nMedian / 95th percentile of {RUNS} runs, CPU four times slower, each with its budget; times those at 24 questions\n"
    );
    print(&USABLE, &usable);
    print(&CHOICE, &choice);
    print(&GOING_ON, &going_on);
    println!("Memory halfway, JavaScript + WebAssembly");
    for (questions, (heap, program)) in memory {
        println!("    {questions:>6} questions: {:.1} + {:.1} MB", heap / 1e6, program / 1e6);
    }
}
