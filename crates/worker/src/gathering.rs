//! Figures of the records that come in on a shared device, in memory only.

use analysis::snapshot::{Rules, SnapshotCounter};
use engine::consent;
use engine::fhir::{Questionnaire, QuestionnaireResponse};
use engine::instrument::Instrument;
use engine::json::{Misfit, Value};
use engine::plan::Plan;
use engine::record;
use engine::routing::RoutingPath;
use seal::refusal::Refusal;
use seal::{random, sha256};

/// The status of a record that somebody submitted; others are of people who broke off.
const COMPLETED: &str = "completed";

/// How many seconds an interview takes at least that someone means. Shorter ones are of people who look at the survey, or
/// who want figures to move.
const MEANT: u32 = 60;

/// What is gathered, by the study's files.
#[derive(Debug)]
pub(super) struct Gathering {
    files: [String; 2],
    instrument: Instrument,
    plan: Plan,
    counter: SnapshotCounter,
}

impl Gathering {
    /// Begins with nobody, by the texts of `questionnaire.json` and `analysis.json`.
    pub(super) fn begin(questionnaire: &str, analysis: &str) -> Result<Self, Refusal> {
        let first = |misfits: Vec<Misfit>| misfits.first().map(ToString::to_string).unwrap_or_default();
        let document = |text| Value::read(text).map_err(|error| Refusal::BadStudy(error.to_string()));
        let questionnaire_read = Questionnaire::read(&document(questionnaire)?);
        let questionnaire_read = questionnaire_read.map_err(|misfits| Refusal::BadStudy(first(misfits)))?;
        let instrument = Instrument::read(&questionnaire_read).map_err(|defects| {
            Refusal::BadStudy(defects.first().map(ToString::to_string).unwrap_or_default())
        })?;
        let plan = Plan::read(&document(analysis)?).map_err(|misfits| Refusal::BadStudy(first(misfits)))?;
        let files = [questionnaire, analysis].map(|text| sha256(text.as_bytes()));
        Ok(Self { files, instrument, plan, counter: SnapshotCounter::new(Rules::shared_device()) })
    }

    /// Whether it goes by these files.
    pub(super) fn goes_by(&self, questionnaire: &str, analysis: &str) -> bool {
        self.files == [questionnaire, analysis].map(|text| sha256(text.as_bytes()))
    }

    /// Counts a record, if it is complete, has an answer and did not take too few seconds.
    pub(super) fn count(&mut self, record: &str, seconds: u32) -> Result<(), Refusal> {
        let document = Value::read(record).map_err(|_| Refusal::NotARecord)?;
        let document = QuestionnaireResponse::read(&document).map_err(|_| Refusal::NotARecord)?;
        let response = record::response_in(&self.instrument, &document);
        let path = RoutingPath::of(&self.instrument, &response);
        if document.status.as_deref() == Some(COMPLETED) && seconds >= MEANT && has_answer(&path) {
            self.counter.count(&self.plan, &path, u64::from_le_bytes(random()?));
        }
        Ok(())
    }

    /// The standing snapshot, as text.
    pub(super) fn snapshot(&self) -> Option<String> {
        self.counter.snapshot().map(|snapshot| snapshot.written().to_string())
    }
}

/// Whether any question is answered. The statements of consent always are.
fn has_answer(path: &RoutingPath) -> bool {
    let instrument = path.instrument();
    let mut items = instrument.items().iter().enumerate();
    items.any(|(at, item)| !consent::is_statement(instrument, at) && !path.answers(&item.id).is_empty())
}
