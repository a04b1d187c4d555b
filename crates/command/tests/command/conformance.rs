//! The FHIR project's own test cases, where they are at hand: not part of this project, so read from beside it.

use serde_json::Value;
use std::io::Write;
use std::process::Command;

#[test]
fn the_cases_of_the_fhir_project_come_out_as_expected() {
    let folder = fixtures::project("../shared/conformance/fhir");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        // Not by println!, so that it is seen without --nocapture.
        writeln!(
            std::io::stderr(),
            "NOT TESTED: the FHIR conformance cases are absent ({}).",
            folder.display()
        )
        .unwrap();
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&expected).unwrap();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        // Where a case has no questionnaire, the command is given the path of one that does not exist.
        let [questionnaire, response] = ["q", "qr"].map(|part| folder.join(format!("{name}-{part}.json")));
        let run = Command::new(env!("CARGO_BIN_EXE_hiquality"))
            .args(["validate", "--json"])
            .arg(questionnaire)
            .arg(response)
            .output()
            .unwrap();
        let judgement: Value =
            serde_json::from_slice(&run.stdout).unwrap_or_else(|error| panic!("{name}: {error}"));
        let warnings = judgement["problems"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|problem| problem["severity"] == "warning")
            .count();
        let accepted = judgement["accepted"].as_bool().unwrap();
        if Some(accepted) != case["accepted"].as_bool() || Some(warnings as u64) != case["warnings"].as_u64()
        {
            wrong.push(format!("{name}: {judgement}, where {case} is expected"));
        }
        assert_eq!(run.status.code(), Some(i32::from(!accepted)), "the exit code of {name}");
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
