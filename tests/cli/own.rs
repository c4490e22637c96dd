//! What `split` wrote is read again, in every form, by every command that takes shares: `drill DIR/secret/*` works.

use crate::{desk::Desk, known};

/// All the files with shares in a folder, as a shell gives them for `*`.
fn files(desk: &Desk, folder: &str) -> Vec<String> {
    let is_in = |name: &String| name.starts_with(&format!("{folder}/secret/")) && !name.ends_with('/');
    desk.names().into_iter().filter(is_in).collect()
}

/// The arguments of a command, with all these files at once.
fn run(desk: &Desk, before: &[&str], files: &[String], after: &[&str]) -> crate::desk::Ran {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    desk.run(&[before, &files, after].concat())
}

#[test]
fn every_command_takes_the_whole_folder_that_split_wrote() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-24", "-o", "set"];
    let every = [&split[..], &["--format", "words,qr,svg,png,pdf"]].concat();
    assert_eq!(desk.run(&every).code, 0);
    let all = files(&desk, "set");
    assert_eq!(all.len(), 15, "{all:?}");
    let record = ["--record", "set/public/record.json", "--date", "2026-11-25"];
    let drill = run(&desk, &["drill"], &all, &record);
    assert!(drill.product().contains("passed"), "{drill:?}");
    assert_eq!(run(&desk, &["recover"], &all, &[]).product().trim_end(), known::HEX);
    assert_eq!(run(&desk, &["check"], &all, &record).code, 0);
    assert_eq!(
        run(&desk, &["split", "2of2", "--accept-single-point", "--from"], &all, &["-o", "new"]).code,
        0
    );
    assert_eq!(run(&desk, &["card"], &all, &["-o", "cards"]).code, 0);
    let two: Vec<String> = all.iter().filter(|name| !name.contains("share-3")).cloned().collect();
    let reissued = run(&desk, &["reissue"], &two, &["--member", "3"]);
    let lost = desk.read("set/secret/share-3.txt");
    assert_eq!(Some(reissued.product().trim_end()), lost.lines().nth(1));
    // The same share in five files is one.
    let one: Vec<String> = all.iter().filter(|name| name.contains("share-1")).cloned().collect();
    assert_eq!(run(&desk, &["recover"], &one, &[]).code, 4);
}

#[test]
fn a_blank_card_among_the_others_is_named_and_stops_nothing() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-24", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    assert_eq!(desk.run(&["card", "--blank", "--format", "pdf", "-o", "print"]).code, 0);
    std::fs::copy(desk.path("print/public/blank-card.pdf"), desk.path("set/secret/blank-card.pdf")).unwrap();
    let all = files(&desk, "set");
    assert_eq!(all.len(), 4, "{all:?}");
    let record = ["--record", "set/public/record.json", "--date", "2026-11-25"];
    for ran in [run(&desk, &["drill"], &all, &record), run(&desk, &["recover"], &all, &[])] {
        assert!(
            ran.code == 0 && ran.says("warning: set/secret/blank-card.pdf: a blank card, passed over"),
            "{ran:?}"
        );
    }
    let refused = desk.refused(3, &["recover", "set/secret/blank-card.pdf"]);
    assert!(refused.error.contains("there is no share on it"), "{refused:?}");
}

#[test]
fn each_form_alone_gives_the_share_back() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for (number, format) in
        [&["words"][..], &["qr"], &["svg"], &["png"], &["pdf"], &["pdf", "--no-qr"], &["pdf", "--qr-only"]]
            .iter()
            .enumerate()
    {
        let folder = format!("set{number}");
        let split = ["split", "2of3", "--in", "key", "--exponent", "0", "-o", &folder, "--format"];
        assert_eq!(desk.run(&[&split[..], format].concat()).code, 0);
        let recovered = run(&desk, &["recover"], &files(&desk, &folder), &[]);
        assert_eq!(recovered.product().trim_end(), known::HEX, "{format:?}");
    }
}

#[test]
fn a_code_on_the_screen_that_was_kept_is_read() {
    let desk = Desk::new();
    let names = desk.put_shares(&known::shares("three_of_five")[..3]);
    for name in &names {
        let code = desk.run(&["card", name, "--format", "qr"]).product().to_owned();
        desk.put(&format!("{name}.code"), code);
    }
    let codes: Vec<String> = names.iter().map(|name| format!("{name}.code")).collect();
    assert_eq!(run(&desk, &["recover"], &codes, &[]).product().trim_end(), known::reference_key());
    // Half of it is no share, and is told as a picture is.
    let half = desk.read("1.txt.code");
    desk.put("half", half.lines().take(12).collect::<Vec<_>>().join("\n"));
    let refused = desk.refused(3, &["check", "half"]);
    assert!(refused.error.contains("no QR code could be read"), "{refused:?}");
}

#[test]
fn names_of_outputs_stand_for_files() {
    let desk = Desk::new();
    let names = desk.put_shares(&known::shares("three_of_five")[..3]);
    desk.put("key", known::HEX);
    let set = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-24", "-o", "set"];
    assert_eq!(desk.run(&set).code, 0);
    let plan = desk.run(&["plan", "2of3"]).product().to_owned();
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    let recover = ["recover", &names[0], &names[1], &names[2], "-o"];
    let drill = ["drill", &names[0], &names[1], &names[2]];
    for pipe in ["-", "/dev/stdin", "/dev/fd/0"] {
        for line in [
            &recover[..],
            &["split", "2of3", "--in", "key", "-o"],
            &["split", "2of3", "--in", "key", "--record"],
            &["card", "1.txt", "-o"],
            &["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o"],
            &[&drill[..], &["--report"]].concat(),
            &[&drill[..], &["--plan", "plan.toml", "--new-record"]].concat(),
            &["check", "1.txt", "--record", "set/public/record.json", "--receipt", &"0".repeat(32), "-o"],
        ] {
            let refused = desk.refused(2, &[line, &[pipe]].concat());
            assert!(refused.error.contains("takes a file, not a pipe"), "{line:?}: {refused:?}");
        }
        let record = desk.read("set/public/record.json");
        for line in [
            &["note", pipe, "heard", "1"][..],
            &["check", "1.txt", "--record", pipe],
            &["recover", "1.txt", "--record", pipe],
            &["drill", "1.txt", "--record", pipe],
            &["reissue", "1.txt", "--member", "2", "--record", pipe],
            &["split", "2of3", "--from", "1.txt", "--old-record", pipe, "-o", "never"],
        ] {
            let refused = desk.refused_piped(2, &record, line);
            assert!(refused.error.contains("a pipe has none"), "{line:?}: {refused:?}");
        }
    }
    for folder in ["cards.pdf", "a.PNG", "b.svg"] {
        for line in [
            &["split", "2of3", "--in", "key", "-o", folder][..],
            &["card", "1.txt", "-o", folder],
            &["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o", folder],
        ] {
            let refused = desk.refused(2, line);
            assert!(refused.error.contains("makes a folder"), "{line:?}: {refused:?}");
        }
    }
}

#[test]
fn a_file_that_is_called_as_standard_input_is_never_changes_how_that_is_read() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("-", "whatever stands here");
    for text in [&shares[0], "1-1c41ef496eccfbeba439714085df8437"] {
        let piped = desk.pipe(text, &["check", "-"]);
        assert!(!piped.says("there is no share in it"), "{piped:?}");
    }
    assert_eq!(
        desk.pipe(shares[..3].join("\n"), &["recover", "-"]).product().trim_end(),
        known::reference_key()
    );
}
