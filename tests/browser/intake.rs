//! A folder that was fetched from the box, opened at the desk.

use super::keys::{Keys, PASSPHRASE};
use super::organiser::opens_the_key;
use super::site::Site;
use super::stick::Stick;
use super::visitor::Visitor;
use seal::envelope::seal;
use seal::sha256;
use std::fs;

/// How many people submitted.
const PEOPLE: usize = 120;

#[tokio::test]
async fn a_whole_folder_is_opened_and_once_more_with_only_what_is_new() {
    let (keys, stick) = (Keys::make(), Stick::new());
    let site = Site::sealing_to(&keys);
    let key = stick.gets("key.age", keys.file());
    let folder = key.with_file_name("box");
    fs::create_dir(&folder).unwrap();
    let delivered = || {
        let sealed = seal(&fixtures::record(true, None), &[1024], &keys.recipients()).unwrap();
        fs::write(folder.join(format!("{}.age", sha256(sealed.as_bytes()))), sealed).unwrap();
    };
    (0..PEOPLE).for_each(|_| delivered());
    fs::write(folder.join("notes.txt"), "Call them back.").unwrap();
    fs::write(folder.join(format!("{}.age", "0".repeat(64))), "<html>Not found</html>").unwrap();
    fs::write(folder.join("hiquality-answers.json"), fixtures::record(false, None)).unwrap();
    fs::write(folder.join(".DS_Store"), "x").unwrap();

    let desk = Visitor::of(&site).await;
    desk.loads("#/desk/keys").await;
    desk.is_at("/desk/keys", "Keys").await;
    opens_the_key(&desk, &key, PASSPHRASE).await;
    desk.presses("Open files").await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    let opens = async || {
        desk.writes("folder", folder.to_str().unwrap()).await;
        desk.presses("Open the files").await;
    };
    opens().await;
    desk.sees("123 files were gone through: 121 records are new. Something is not right in several of them")
        .await;
    desk.sees("notes.txt: This is neither an export of a device nor a sealed record").await;
    desk.sees("It was changed, or cut short, since it was sealed").await;
    desk.sees("121 records: 120 complete, 1 broken off.").await;
    desk.sees("1 record could not be kept in this browser.").await;

    delivered();
    opens().await;
    desk.sees("124 files were gone through: 1 record is new.").await;
    desk.sees("122 records: 121 complete, 1 broken off.").await;
    desk.leaves().await;
}
