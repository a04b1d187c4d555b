//! A file between the tablet and the desk: on a stick, by email, through other people's hands and programs.

use super::made_over::{files, made_over, packed, struck, taken_out};
use super::organiser::{
    DETAILS, Day, RECORDS, Reports, code, confirms, exports, someone_walks_off, two_people_answer,
};
use serde_json::json;
use std::fs;
use std::path::Path;
use zip::write::SimpleFileOptions;

fn not_right<'a>(reports: &'a Reports, file: &str) -> &'a str {
    &reports[file]["Not right"]
}

fn bytes(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap()
}

#[tokio::test]
async fn loses_a_record_and_the_tablet_keeps_it() {
    let day = Day::begins().await;
    let Day { tablet, desk, stick, .. } = &day;
    two_people_answer(tablet).await;
    let records = day.exports().await;
    let details = exports(tablet, stick, "Export contact details", DETAILS).await;
    let before = tablet.kept().await;
    let fewer = |file: &Path| {
        made_over(&bytes(file), |list, files| drop(taken_out(files, &struck(list, "hashes", 0))))
    };
    let [of_records, of_details] = [("records.zip", &records), ("details.zip", &details)]
        .map(|(name, file)| stick.gets(name, fewer(file)));
    let reports = day.opens(&[&of_records, &of_details]).await;
    for file in ["records.zip", "details.zip"] {
        assert_eq!(reports[file].get("Check code"), None, "{file}");
        let said = "There is no check code for this file: what is in it is not all that the device put in, and only that.";
        assert!(not_right(&reports, file).contains(said), "{file}: {}", not_right(&reports, file));
    }
    // The tablet's own file is opened after all.
    let reports = day.opens(&[&records]).await;
    tablet.sees("Fingerprint of this device").await;
    let shown = tablet.runs("return [...document.querySelectorAll('dt')].find((it) => it.innerText === 'Fingerprint of this device').nextElementSibling.innerText").await;
    assert_eq!(
        reports[RECORDS]["Its fingerprint"],
        shown.as_str().unwrap(),
        "people compare it at both ends"
    );
    desk.sees("The code covers 2 records, from the device with the fingerprint").await;
    assert_eq!(tablet.kept().await.records(), before.records());
    confirms(tablet, code(&reports[RECORDS])).await;
    tablet.sees("2 records deleted from this device. None remain.").await;
    day.ends().await;
}

#[tokio::test]
async fn is_packed_again_and_opens_all_the_same() {
    let day = Day::begins().await;
    let Day { tablet, stick, .. } = &day;
    two_people_answer(tablet).await;
    let records = day.exports().await;
    let litter =
        ["Export/", "__MACOSX/Export/._manifest.json", ".DS_Store"].map(|name| (name.to_owned(), vec![0]));
    let within = files(&bytes(&records)).into_iter().map(|(name, text)| (format!("Export/{name}"), text));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let again = stick.gets("Export.zip", packed(litter.into_iter().chain(within), options));
    let reports = day.opens(&[&again]).await;
    assert_eq!(reports["Export.zip"].get("Not right"), None);
    confirms(tablet, code(&reports["Export.zip"])).await;
    tablet.sees("2 records deleted from this device. None remain.").await;
    day.ends().await;
}

#[tokio::test]
async fn is_changed_so_that_nobody_could_open_it_and_the_desk_goes_on() {
    let day = Day::begins().await;
    let Day { tablet, desk, stick, .. } = &day;
    someone_walks_off(tablet, "gp").await;
    let records = day.exports().await;
    let says = |name: &'static str, value: serde_json::Value| {
        made_over(&bytes(&records), move |list, _| list[name] = value.clone())
    };
    let label = "Tablet\u{200B} A\u{202E}";
    let crafted = [
        ("number.zip", says("number", json!(4_294_967_295_u32)), "a whole number from 1 to 1,000,000"),
        (
            "label.zip",
            says("label", json!(label)),
            "'Tablet[U+200B zero width space] A[U+202E right-to-left override]'",
        ),
        ("long.zip", says("label", json!("A".repeat(100_000))), "names have 30 letters"),
        ("cut.zip", bytes(&records)[..2_000].to_vec(), "cut short or damaged"),
    ];
    let paths = crafted.iter().map(|(name, file, _)| stick.gets(name, file.clone())).collect::<Vec<_>>();
    let paths = paths.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>();
    let reports = day.opens(&paths).await;
    for (name, _, said) in crafted {
        assert!(not_right(&reports, name).contains(said), "{name}: {}", not_right(&reports, name));
        assert_eq!(reports[name].get("Check code"), None, "{name}");
    }
    // As an earlier version noted it: no list of four thousand million numbers is made of it.
    let noted = r#"
        const [done] = arguments;
        const asked = indexedDB.open('hiquality-desk');
        asked.onsuccess = () => {
          const at = asked.result.transaction('devices', 'readwrite');
          at.objectStore('devices').put('{"label":"Tablet A","numbers":[1,4294967295]}', 'ab'.repeat(32));
          at.oncomplete = () => { asked.result.close(); done(true); };
        };"#;
    desk.awaits(noted, Vec::new()).await;
    desk.reloads().await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    desk.sees("Opened here: export 1.").await;
    let reports = day.opens(&[&records]).await;
    let report = &reports[RECORDS];
    assert_eq!(report.get("Check code"), None, "here the name is known by another key");
    desk.sees("Another device under the same name").await;
    desk.presses("The device shows this fingerprint").await;
    desk.waits_for("the code", async || desk.has(".app-check-code").await).await;
    day.ends().await;
}
