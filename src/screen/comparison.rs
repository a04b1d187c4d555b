//! How a person's answers compare.

use super::pause::finish;
use crate::model::{Message, View};
use crate::session::Session;
use crate::words;
use analysis::snapshot::Snapshot;
use engine::comparison::compare;
use engine::response::Response;
use engine::routing::RoutingPath;
use ui::comparison::{ComparisonProps, comparison, gathered};
use ui::markup::{all, heading, link, text};
use yew::prelude::*;

/// The answers beside the published figures, and beside the snapshot that stood before.
pub(super) fn screen(
    session: &Session,
    answers: &Response,
    snapshot: Option<&Snapshot>,
    send: &Callback<Message>,
) -> Html {
    let study = &session.study;
    let path = RoutingPath::of(&study.instrument, answers);
    let comparisons = compare(&study.plan, &study.release, &path);
    let shared = session.is_shared();
    // At both ends, because it is long.
    let finish = || if shared { finish(send) } else { Html::default() };
    let figures = ComparisonProps {
        comparisons,
        respondents: study.release.respondents,
        source: study.release.source.clone(),
        to_take_away: !shared,
    };
    let gathered = snapshot.map(|snapshot| gathered(snapshot, &study.plan, &study.instrument, &path));
    all([
        link("nhsuk-back-link app-no-print", "#/done", text("Back")),
        heading(words::fixed_heading(View::Comparison, false)),
        finish(),
        comparison(&figures),
        gathered.unwrap_or_default(),
        finish(),
    ])
}
