//! How a person's answers compare.

use super::pause::finish;
use crate::model::{Message, View};
use crate::session::{Afterwards, Session};
use crate::words::{self, headings};
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
    Afterwards { plan, release, .. }: &Afterwards,
    answers: &Response,
    snapshot: Option<&Snapshot>,
    send: &Callback<Message>,
) -> Html {
    let path = RoutingPath::of(&session.instrument, answers);
    let comparisons = compare(plan, release, &path);
    let shared = session.is_shared();
    // At both ends, because it is long.
    let finish = || if shared { finish(send) } else { Html::default() };
    let figures = ComparisonProps {
        comparisons,
        respondents: release.respondents,
        source: release.source.clone(),
        to_take_away: !shared,
    };
    let gathered = snapshot.map(|snapshot| gathered(snapshot, plan, &session.instrument, &path));
    all([
        link("nhsuk-back-link app-no-print", "#/done", text(words::BACK)),
        heading(headings::fixed_heading(View::Comparison, false)),
        finish(),
        comparison(&figures),
        gathered.unwrap_or_default(),
        finish(),
    ])
}
