//! Sticks as people have them: exFAT, which knows no owners and no modes, no links, no renaming without replacing, no
//! capitals, and not all signs in names.
//!
//! It is mounted for real, by root and with `mkfs.exfat` and `mount.exfat-fuse`; where the system forbids that, the test
//! says that it did not run. What poorer media answer is tried without any in `tests/memory` (`faults`).

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{able, desk::Desk, known};

/// A stick, plugged in at `stick` on a desk.
struct Stick<'a> {
    desk: &'a Desk,
    device: String,
}

/// What a command says, if it ends well.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

impl<'a> Stick<'a> {
    fn plugged_in(desk: &'a Desk) -> Option<Self> {
        for (tool, package) in
            [("mkfs.exfat", "exfatprogs"), ("mount.exfat-fuse", "exfat-fuse"), ("losetup", "mount")]
        {
            if !able::has(tool, package) {
                return None;
            }
        }
        let (image, place) = (desk.path("image"), desk.path("stick"));
        fs::File::create(&image).unwrap().set_len(16 << 20).unwrap();
        fs::create_dir(&place).unwrap();
        said("mkfs.exfat", &[image.to_str().unwrap()]).expect("an exFAT file system");
        let Some(device) = said("losetup", &["-f", "--show", image.to_str().unwrap()]) else {
            return not_run("no loop device can be had");
        };
        let stick = Self { desk, device };
        if said("mount.exfat-fuse", &[&stick.device, place.to_str().unwrap()]).is_none() {
            return not_run("the system mounts nothing");
        }
        Some(stick)
    }

    /// The names in a folder of it.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.desk.path("stick").join(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Stick<'_> {
    fn drop(&mut self) {
        let place = self.desk.path("stick");
        for _ in 0..50 {
            if said("umount", &[place.to_str().unwrap()]).is_some() || !is_mounted(&place) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let _ = said("losetup", &["-d", &self.device]);
    }
}

fn is_mounted(place: &Path) -> bool {
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap();
    mounts.split_whitespace().any(|word| Path::new(word) == place)
}

fn not_run<T>(reason: &str) -> Option<T> {
    able::not_run(&format!("no stick with exFAT: {reason}"));
    None
}

fn laden_desk() -> Desk {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    desk.put("key", known::HEX);
    desk
}

const EYES: &str = "keeps no permissions: whoever can reach the medium can read it";

#[test]
fn everything_can_be_written_to_a_stick_and_nobody_is_promised_that_it_is_for_his_eyes() {
    let desk = laden_desk();
    let Some(stick) = Stick::plugged_in(&desk) else { return };
    let day = ["--date", "2026-11-25"];
    for (line, has_secret) in [
        ("split 2of3 --in key --exponent 0 --format words,png,pdf -o stick/set", true),
        ("split 2of3 --in key --exponent 0 --record stick/record.json", false),
        ("recover 1.txt 2.txt 3.txt -o stick/key.txt", true),
        ("card 1.txt --format pdf -o stick/card", true),
        ("reissue 1.txt 2.txt 3.txt --member 4 -o stick/again", true),
        ("drill 1.txt 2.txt 3.txt --report stick/drill.pdf", false),
        ("note stick/record.json heard 2", false),
        ("note stick/record.json lost 2", false),
        ("recover stick/set/secret/share-1.txt stick/set/secret/share-3.png", false),
    ] {
        let is_dated = !line.starts_with("recover");
        let words: Vec<&str> = line.split(' ').collect();
        let arguments = [&words[..], if is_dated { &day[..] } else { &[] }].concat();
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
        assert_eq!(ran.says(EYES), has_secret, "{line}: {ran:?}");
        assert!(!ran.says("owner only"), "{line}: {ran:?}");
    }
    assert_eq!(desk.read("stick/key.txt"), format!("{}\n", known::reference_key()));
    assert_eq!(desk.read("stick/journal.jsonl").lines().count(), 3);
    assert!(!stick.names("").iter().any(|name| name.starts_with(".quorate")), "{:?}", stick.names(""));
    // On a disk of this machine there is nothing to warn of.
    let ran = desk.run(&["recover", "1.txt", "2.txt", "3.txt", "-o", "key.txt"]);
    assert!(!ran.says(EYES) && ran.says("readable by its owner only"), "{ran:?}");
}

#[test]
fn names_that_differ_by_capitals_only_or_hold_what_a_stick_forbids_overwrite_nothing() {
    let desk = laden_desk();
    let Some(stick) = Stick::plugged_in(&desk) else { return };
    let split = |rest: &[&str]| {
        let split = ["split", "2of6", "--in", "key", "--exponent", "0", "--date", "2026-11-25"];
        desk.run(&[&split[..], rest].concat())
    };
    let custodians = ["Bob", "a-b-c", "CON", "a:b?*<>|\"c", "nul.", "a b c"];
    let custodians: Vec<&str> = custodians.iter().flat_map(|name| ["--custodian", name]).collect();
    let ran = split(&[&custodians[..], &["-o", "stick/set"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(stick.names("set/secret").len(), 6, "{:?}", stick.names("set/secret"));
    for taken in ["stick/SET", "stick/Set"] {
        assert_eq!(split(&["-o", taken]).code, 7);
    }
    assert_eq!(desk.run(&["recover", "1.txt", "2.txt", "3.txt", "-o", "stick/key.txt"]).code, 0);
    assert_eq!(desk.run(&["recover", "1.txt", "2.txt", "3.txt", "-o", "stick/KEY.TXT"]).code, 7);
    let forbidden = split(&["-o", "stick/a:b"]);
    assert!(forbidden.code == 1 && forbidden.says("stick/a:b"), "{forbidden:?}");
    assert_eq!(stick.names(""), ["key.txt", "set"]);
    // The stick takes both for one letter.
    let groups =
        ["--group", "\u{17f}a=2of2", "--group", "sa=2of2", "--groups-needed", "2", "-o", "stick/groups"];
    let ran = desk.run(&[&["split", "--in", "key", "--accept-single-point"], &groups[..]].concat());
    assert_eq!(ran.code, 2, "{ran:?}");
}
