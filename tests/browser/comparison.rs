//! The published figures, as a respondent sees them beside their own answers.

use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

/// Every table, as it is read out: headings of columns, and of each row the answer and its figures.
const TABLES: &str = "
const spoken = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim();
};
const all = (within, role) => [...within.querySelectorAll(`[role=${role}]`)];
return [...document.querySelectorAll('main section')].map((section) => ({
  item: section.getAttribute('aria-labelledby').replace('compared-', ''),
  heads: all(section, 'columnheader').map(spoken),
  rows: all(section, 'row').slice(1).map((row) => [...all(row, 'rowheader'), ...all(row, 'cell')].map(spoken)),
  text: section.innerText,
}));";

/// Someone who answers for a practice, engages communities often and by two strategies, and compares.
async fn compares(site: &Site) -> Visitor {
    let visitor = Visitor::of(site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.rates("importance", 10).await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "informing").await;
    visitor.chooses("strategies", "hubs").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A table that the study's files ask for.
struct Published {
    item: String,
    heads: Vec<String>,
    bases: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The tables that the study's files ask for, figures as [`TABLES`] reads them.
fn published(site: &Site) -> Vec<Published> {
    let [release, plan] = ["study/release.json", "study/analysis.json"]
        .map(|name| serde_json::from_str::<Value>(&site.read(name)).unwrap());
    let questionnaire = super::questionnaire::Questionnaire::of(&site.read("study/questionnaire.json"));
    let group =
        |id: &Value| release["groups"].as_array().unwrap().iter().find(|group| group["id"] == *id).unwrap();
    let compared = plan["compared"].as_array().unwrap().iter();
    let table = |compared: &Value| {
        let item = text(&compared["item"]);
        let figure = release["figures"]
            .as_array()
            .unwrap()
            .iter()
            .find(|figure| figure["item"] == item.as_str())
            .unwrap();
        let series: Vec<&Value> = figure["series"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|series| !series["people"].is_null())
            .collect();
        let label = |series: &&Value| text(&group(&series["group"])["label"]);
        let heads = ["Answer".to_owned()].into_iter().chain(series.iter().map(label)).collect();
        let bases =
            series.iter().map(|series| format!("{}: {} people", label(series), series["people"])).collect();
        let cell = |series: &Value, code: &Value| {
            let cell = series["cells"].as_array().unwrap().iter().find(|cell| cell["code"] == *code).unwrap();
            let percent = match series["percentOf"].as_str().unwrap() {
                "people" => cell["percent"].as_f64().unwrap(),
                // Published as a share of ticks. People see the share of people.
                _ => cell["count"].as_f64().unwrap() / series["people"].as_f64().unwrap() * 100.0,
            };
            format!("{percent:.1} %")
        };
        let is_scale = questionnaire.options(&item).is_empty();
        let row = |option: &Value| {
            let code = &option["code"];
            let label = if is_scale {
                text(&option["label"])
            } else {
                questionnaire.label(&item, code.as_str().unwrap())
            };
            [label].into_iter().chain(series.iter().map(|series| cell(series, code))).collect()
        };
        let rows = figure["options"].as_array().unwrap().iter().map(row).collect();
        Published { item: item.clone(), heads, bases, rows }
    };
    compared.map(table).collect()
}

#[tokio::test]
async fn every_figure_in_the_comparison_is_the_published_one() {
    let site = Site::as_built();
    let visitor = compares(&site).await;
    let shown = visitor.runs(TABLES).await;
    let shown: Vec<_> = shown.as_array().unwrap().iter().collect();
    let published = published(&site);
    assert_eq!(published.len(), 21, "the study compares so many questions and domains");
    assert_eq!(shown.len(), published.len());
    let mut cells = 0;
    for (table, Published { item, heads, bases, rows }) in shown.into_iter().zip(published) {
        assert_eq!(table["item"], item.as_str());
        assert_eq!(table["heads"], json!(heads), "{item}");
        for base in bases {
            assert!(text(&table["text"]).contains(&base), "{item}: {base}");
        }
        let shown = table["rows"].as_array().unwrap();
        assert_eq!(shown.len(), rows.len(), "{item}");
        for (shown, row) in shown.iter().zip(&rows) {
            let label = text(&shown[0]);
            assert_eq!(
                label.trim_end_matches("Your answer").trim_end_matches([',', ' ', '\n']),
                row[0],
                "{item}"
            );
            assert_eq!(shown.as_array().unwrap()[1..], row[1..], "{item}: {}", row[0]);
            cells += row.len() - 1;
        }
    }
    assert!(cells > 150, "only {cells} figures were compared");
    visitor.sees("182 respondents").await;
    visitor.sees("HiQUALITY — General Practice community engagement approaches").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_reads_first_in_words_how_their_answers_compare() {
    let site = Site::as_built();
    let visitor = compares(&site).await;
    let tables = visitor.runs(TABLES).await;
    let section = |item: &str| {
        let section = tables.as_array().unwrap().iter().find(|table| table["item"] == item).unwrap();
        text(&section["text"]).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let frequency = section("frequency");
    let sentence = "You said Often. 31 % of respondents said the same; 41 % said often or always.";
    assert!(frequency.contains(sentence), "{frequency}");
    assert!(
        frequency.contains("Among those answering for a GP practice, 26 % said the same."),
        "{frequency}"
    );
    let importance = section("importance");
    assert!(
        importance.contains("You said 10 on the scale. 69 % of respondents said high (8 to 10)."),
        "{importance}"
    );
    let strategies = section("strategies");
    assert!(strategies.contains("You ticked 2 of 7."), "{strategies}");
    // 116 of 174 people and 66 of 102: never 25.1 %, which is the share of ticks.
    assert!(strategies.contains("67 % ticked") && strategies.contains("65 % ticked"), "{strategies}");
    assert!(!strategies.contains("25.1"), "{strategies}");
    assert!(section("reach").contains("You did not answer this question."));
    let marked: Vec<&Value> = tables
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|table| table["rows"].as_array().unwrap())
        .map(|row| &row[0])
        .filter(|label| text(label).ends_with("Your answer"))
        .collect();
    assert_eq!(marked.len(), 4, "one for importance, one for frequency, two for strategies: {marked:?}");

    let summary = visitor.saves("Save this summary to a file", "hiquality-summary.txt").await;
    assert!(summary.contains(sentence), "{summary}");

    // On paper the figures are there and the buttons are not.
    visitor.browser.tools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    assert!(visitor.has("section [role=cell]").await);
    assert!(!visitor.has("main button").await && !visitor.has(".nhsuk-back-link").await);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_never_engages_communities_is_told_what_they_were_not_asked() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "never").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    let tables = visitor.runs(TABLES).await;
    for table in tables.as_array().unwrap() {
        let not_asked =
            ["strategies", "reach", "effectiveness", "evaluation"].contains(&table["item"].as_str().unwrap());
        let says = text(&table["text"]).contains("You were not asked this question.");
        assert_eq!(says, not_asked, "{}", table["item"]);
    }

    // It is there again on the next visit.
    visitor.loads("?").await;
    visitor.presses("see how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Never.").await;
    visitor.leaves().await;
}
