//! Shares on their way to paper: the files of `split --format` and `card`, what goes down a pipe, and what is refused.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    process::Command,
};

use serde_json::{Value, json};

use crate::{
    desk::{Desk, HUSH, Ran},
    known,
};

/// The published practice key.
const PRACTICE: &str = "quorate practice: worthless key!";

/// What a watermark is drawn with, and nothing else.
const FAINT: &[u8] = b"\n0.94 g\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    desk
}

/// A desk with the shares of 3of5, `1.txt` and so on.
fn desk_with_shares() -> Desk {
    let desk = desk();
    desk.put_shares(&known::shares("three_of_five"));
    desk
}

/// Splits as told, and gives the shares from the files with words.
fn split(desk: &Desk, arguments: &[&str], folder: &str) -> Vec<String> {
    let ran = desk.run(&[&["split", "--exponent", "0", "-o", folder], arguments].concat());
    assert_eq!((ran.code, ran.product()), (0, ""), "{arguments:?}: {ran:?}");
    words(desk, folder)
}

/// The shares in the files with words, by the names of the files.
fn words(desk: &Desk, folder: &str) -> Vec<String> {
    let secret = format!("{folder}/secret/");
    let names = desk.names().into_iter().filter(|name| name.starts_with(&secret));
    let texts = names.filter(|name| name.ends_with(".txt") && !name.ends_with(".qr.txt"));
    texts.map(|name| desk.read(&name).lines().nth(1).unwrap().to_owned()).collect()
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    fs::read(desk.path(name)).unwrap()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What lies in a folder, each below its name.
fn listed(desk: &Desk, folder: &str) -> Vec<String> {
    let inside = |name: String| name.strip_prefix(&format!("{folder}/")).map(str::to_owned);
    desk.names().into_iter().filter_map(inside).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_format_is_a_file_of_its_own_for_its_owner_only() {
    let desk = desk();
    let names = ["--custodian", "Alice B", "--custodian", "Bob", "--custodian", "Jiří"];
    let arguments = ["2of3", "--in", "key", "--format", "pdf,words,qr,svg,png,words"];
    split(&desk, &[&arguments[..], &names].concat(), "out");
    let reports = ["ceremony-report.json", "ceremony-report.pdf"];
    let sheets = ["cover-sheet.pdf", "journal.jsonl", "record.json", "recovery-sheet.pdf"];
    let sheets = reports.into_iter().chain(sheets).map(|name| format!("public/{name}"));
    let mut expected: Vec<String> = sheets.chain(["public/", "secret/"].map(str::to_owned)).collect();
    for stem in ["1-alice-b", "2-bob", "3-jiří"] {
        expected.extend(["pdf", "png", "qr.txt", "svg", "txt"].map(|end| format!("secret/{stem}.{end}")));
    }
    expected.sort_unstable();
    assert_eq!(listed(&desk, "out"), expected);
    for name in listed(&desk, "out").iter().map(|name| format!("out/{name}")).chain(["out/".to_owned()]) {
        let mode = fs::metadata(desk.path(&name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode, if name.ends_with('/') { 0o700 } else { 0o600 }, "{name}");
    }
    for (end, begin) in
        [("pdf", &b"%PDF-1."[..]), ("png", b"\x89PNG\r\n"), ("svg", b"<?xml "), ("qr.txt", b"\x1b[30;107m")]
    {
        assert!(bytes(&desk, &format!("out/secret/2-bob.{end}")).starts_with(begin), "{end}");
    }
}

#[test]
fn each_format_alone_is_that_and_nothing_else() {
    let desk = desk();
    for (format, end) in [("words", "txt"), ("qr", "qr.txt"), ("svg", "svg"), ("png", "png")] {
        split(&desk, &["2of3", "--in", "key", "--format", format], format);
        let files = (1..=3).map(|number| format!("secret/share-{number}.{end}"));
        let public = ["", "ceremony-report.json", "ceremony-report.pdf", "journal.jsonl", "record.json"];
        let public = public.map(|name| format!("public/{name}")).to_vec();
        assert_eq!(listed(&desk, format), [public, vec!["secret/".to_owned()], files.collect()].concat());
    }
}

#[test]
fn the_same_share_is_the_same_file() {
    let desk = desk_with_shares();
    for folder in ["one", "other"] {
        let ran = desk.run(&["card", "2.txt", "4.txt", "-o", folder, "--format", "words,qr,svg,png,pdf"]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let names = listed(&desk, "one");
    assert_eq!(names, listed(&desk, "other"));
    assert_eq!(names.len(), 2 * 5 + 3, "the shares, the recovery sheet, two folders: {names:?}");
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        assert_eq!(bytes(&desk, &format!("one/{name}")), bytes(&desk, &format!("other/{name}")), "{name}");
    }
    assert_eq!(words(&desk, "one"), [1, 3].map(|at: usize| known::shares("three_of_five")[at].clone()));
}

#[test]
fn what_split_prints_card_prints_again() {
    let desk = desk();
    let formats = ["--format", "words,qr,svg,png"];
    split(&desk, &[&["2of3", "--in", "key"], &formats[..]].concat(), "set");
    let texts = [1, 2, 3].map(|number| format!("set/secret/share-{number}.txt"));
    let mut card = vec!["card", "-o", "again"];
    card.extend(formats.iter().copied().chain(texts.iter().map(String::as_str)));
    assert_eq!(desk.run(&card).code, 0);
    for name in listed(&desk, "set").iter().filter(|name| name.starts_with("secret/s")) {
        let [first, again] = ["set", "again"].map(|folder| bytes(&desk, &format!("{folder}/{name}")));
        // The line above the words tells what a lone share does not know.
        let is_words = name.ends_with(".txt") && !name.ends_with(".qr.txt");
        assert!(is_words || first == again, "{name}");
    }
    assert_eq!(words(&desk, "set"), words(&desk, "again"));
}

#[test]
fn with_a_record_card_prints_what_split_printed() {
    let desk = desk();
    let groups =
        ["--group", "board=2of3", "--group", "ops=1of1", "--groups-needed", "2", "--accept-single-point"];
    let names = ["--custodian=alice", "--custodian=bob", "--custodian=carol", "--custodian=dana"];
    let how = ["--in", "key", "--label", "Treasury", "--date", "2026-11-25", "--format", "words,pdf"];
    split(&desk, &[&groups[..], &names, &how].concat(), "set");
    let shares = ["set/secret/ops-1-dana.txt", "set/secret/board-2-bob.txt"];
    let card =
        ["card", "--record", "set/public/record.json", "--date", "2026-11-25", "--format", "words,pdf"];
    let ran = desk.run(&[&card[..], &shares, &["-o", "again"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        listed(&desk, "again").into_iter().filter(|name| name.starts_with("secret/")).collect::<Vec<_>>(),
        [
            "secret/",
            "secret/board-2-bob.pdf",
            "secret/board-2-bob.txt",
            "secret/ops-1-dana.pdf",
            "secret/ops-1-dana.txt"
        ]
    );
    let [ops, board] = shares.map(|share| desk.read(share).lines().nth(1).unwrap().to_owned());
    assert_eq!(words(&desk, "again"), [board, ops]);
    let above = desk.read("again/secret/ops-1-dana.txt");
    assert!(above.contains("share 1 of 1, group ops, for dana"), "{above}");
}

#[test]
fn with_a_record_card_prints_no_share_that_was_not_dealt() {
    let desk = desk_with_shares();
    split(&desk, &["2of3", "--in", "key", "--date", "2026-11-25"], "set");
    let record = ["card", "--record", "set/public/record.json"];
    let refused = desk.refused(6, &[&record[..], &["1.txt", "-o", "out"]].concat());
    assert!(refused.error.contains(", the record of set "), "{refused:?}");
    for more in [&["set/secret/share-1.txt", "--of", "3"][..], &["--blank"]] {
        desk.refused(2, &[&record[..], more, &["-o", "out"]].concat());
    }
}

#[test]
fn cards_of_groups_are_named_after_them() {
    let desk = desk();
    let groups = known::groups();
    desk.put("a", &groups[0][1]).put("b", &groups[2][4]);
    assert_eq!(
        desk.run(&["card", "a", "b", "--format", "png", "--custodian=x", "--custodian=y", "-o", "out"]).code,
        0
    );
    assert_eq!(listed(&desk, "out"), ["secret/", "secret/group1-2-x.png", "secret/group3-5-y.png"]);
}

#[test]
fn words_and_codes_go_down_a_pipe() {
    let desk = desk_with_shares();
    let shares = known::shares("three_of_five");
    assert_eq!(desk.run(&["card", "3.txt"]).product(), format!("{}\n", shares[2]));
    let two = desk.run(&["card", "3.txt", "1.txt", "--format", "words"]);
    assert_eq!(two.product(), format!("{}\n{}\n", shares[2], shares[0]));
    assert_eq!(desk.pipe(&shares[4], &["card"]).product(), format!("{}\n", shares[4]));
    assert_eq!(desk.pipe(shares[4].to_uppercase(), &["card", "-"]).product(), format!("{}\n", shares[4]));
    let blocks = desk.run(&["card", "3.txt", "--format", "qr"]).lines();
    let width = blocks[0].chars().count();
    for line in &blocks {
        let modules =
            line.strip_prefix("\x1b[30;107m").and_then(|line| line.strip_suffix("\x1b[0m")).unwrap();
        assert!(modules.chars().all(|block| " ▀▄█".contains(block)), "{line:?}");
        assert_eq!(line.chars().count(), width);
    }
    let side = width - "\x1b[30;107m\x1b[0m".len();
    assert_eq!(blocks.len(), side.div_ceil(2), "two modules a character");
    assert!(blocks[..2].iter().all(|line| !line.contains(['▀', '▄', '█'])), "the quiet zone");
    let other = desk.run(&["card", "1.txt", "--format", "qr"]).lines();
    let both = desk.run(&["card", "3.txt", "1.txt", "--format", "qr"]).lines();
    assert_eq!(both, [blocks, other].concat());
}

#[test]
fn one_file_goes_down_a_pipe_and_several_do_not() {
    let desk = desk_with_shares();
    desk.run(&["card", "1.txt", "--format", "svg,png,pdf", "-o", "files"]);
    for format in ["svg", "png", "pdf"] {
        let ran = desk.run(&["card", "1.txt", "--format", format]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.stdout, bytes(&desk, &format!("files/secret/share-1.{format}")), "{format}");
        let refused = desk.refused(2, &["card", "1.txt", "2.txt", "--format", format]);
        assert!(refused.hint.contains("-o DIR"), "{refused:?}");
    }
    for arguments in [
        &["card", "1.txt", "--format", "words,png"][..],
        &["card", "1.txt", "--format", "words,qr"],
        &["split", "2of3", "--in", "key", "--format", "pdf"],
        &["split", "2of3", "--in", "key", "--format", "qr"],
        &["split", "2of3", "--in", "key", "--format", "words,qr"],
    ] {
        assert!(desk.refused(2, arguments).hint.contains("-o DIR"), "{arguments:?}");
    }
    let ran = desk.run(&["card", "--blank", "--format", "pdf"]);
    assert!(ran.code == 0 && ran.stdout.starts_with(b"%PDF-1."));
}

#[test]
fn what_is_only_for_cards_needs_cards() {
    let desk = desk_with_shares();
    for option in [
        &["--paper", "a5"][..],
        &["--large"],
        &["--no-qr"],
        &["--qr-only"],
        &["--blank"],
        &["--date", "2026-11-23"],
        &["--contact", HUSH],
        &["--sheet-language", "de"],
    ] {
        for format in ["words", "qr", "svg,png"] {
            let what = ["--format", format, "-o", "out"];
            for start in [&["card", "1.txt"][..], &["split", "2of3", "--in", "key"]] {
                // The record that a split writes has a day, too.
                if (start[0], option[0]) == ("split", "--date") {
                    continue;
                }
                let refused = desk.refused(2, &[start, &what, option].concat());
                assert!(refused.error.contains(option[0]), "{refused:?}");
                assert!(refused.hint.contains("--format pdf"), "{refused:?}");
            }
        }
    }
}

#[test]
fn options_that_make_no_card_are_refused() {
    let desk = desk_with_shares();
    let long = "x".repeat(41);
    let contact = "x".repeat(81);
    for (option, reason) in [
        (&["--date", "hunter2"][..], "not a day"),
        (&["--date", "2026-02-29"], "not a day"),
        (&["--date", ""], "not a day"),
        (&["--no-qr", "--qr-only"], "exclude each other"),
        (&["--blank", "--qr-only"], "exclude each other"),
        (&["--blank", "--no-qr"], "exclude each other"),
        (&["--paper", HUSH], "--paper"),
        (&["--format", HUSH], "--format"),
        (&["--format", "pdf,hunter2"], "--format"),
        (&["--format", ""], "--format"),
        (&["--contact", "hunter2\u{1b}[31m"], "control characters"),
        (&["--contact", " "], "empty or too long"),
        (&["--contact", &contact], "empty or too long"),
        (&["--contact", "山田"], "cannot print"),
        (&["--label", "山田"], "cannot print"),
        (&["--label", "🔑 hunter2"], "cannot print"),
        (&["--label", &long], "empty or too long"),
    ] {
        for start in [&["card", "1.txt"][..], &["split", "2of3", "--in", "key"]] {
            let pdf: &[&str] = if option[0] == "--format" { &[] } else { &["--format", "pdf"] };
            let arguments = [start, &["-o", "out"], pdf, option].concat();
            let refused = desk.refused(2, &arguments);
            assert!(refused.error.contains(reason), "{arguments:?}: {refused:?}");
            assert_eq!(desk.refused_json(2, &arguments)["code"], "usage");
        }
    }
}

#[test]
fn a_name_that_paper_cannot_print_is_good_for_everything_else() {
    let desk = desk_with_shares();
    let named = ["--label", "金庫", "--custodian", "山田"];
    let ran =
        desk.run(&[&["card", "1.txt", "-o", "one", "--format", "words,qr,svg,png"], &named[..]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(listed(&desk, "one").contains(&"secret/1-山田.png".to_owned()));
    let others = ["--custodian", "b", "--custodian", "c"];
    split(&desk, &[&["2of3", "--in", "key"], &named[..], &others].concat(), "set");
    assert!(desk.read("set/secret/1-山田.txt").starts_with("# SLIP-0039. 金庫: "));
}

#[test]
fn card_refuses_what_does_not_go_with_its_shares() {
    let desk = desk_with_shares();
    desk.put("other", &known::shares("other_set")[1]).put("empty", "# nothing\n");
    desk.put("wrong", known::misspelt(&known::shares("three_of_five")[0], 7, "acid"));
    desk.put("all", known::shares("three_of_five").join("\n"));
    for (exit, arguments, reason) in [
        (2, &["1.txt", "--of", "2"][..], "--of is smaller"),
        (2, &["5.txt", "--of", "4"], "--of is smaller"),
        (2, &["1.txt", "--of", "17"], "1 to 16"),
        (2, &["1.txt", "--of", "0"], "1 to 16"),
        (2, &["1.txt", "--of", HUSH], "1 to 16"),
        (2, &["1.txt", "--custodian", "a", "--custodian", "b"], "2 custodians for 1 share"),
        (2, &["all", "--custodian", HUSH], "1 custodian for 5 shares"),
        (2, &["1.txt", "--words", "33"], "exclude each other"),
        (2, &["1.txt", "--blank", "--words", "33"], "exclude each other"),
        (2, &["-", "-"], "two things"),
        (5, &["1.txt", "other"], "does not belong"),
        (5, &["1.txt", "2.txt", "3.txt", "other"], "does not belong"),
        (3, &["wrong"], "word 7"),
        (3, &["1.txt", "wrong"], "word 7"),
        (3, &["empty"], "no share"),
        (3, &["key"], "hexadecimal digits"),
        (1, &["./nowhere.txt"], "names no file"),
    ] {
        for output in [&["-o", "out"][..], &["-o", "out", "--format", "words"]] {
            let arguments = [&["card"], arguments, output].concat();
            let refused = desk.refused(exit, &arguments);
            assert!(refused.error.contains(reason), "{arguments:?}: {refused:?}");
        }
    }
    desk.refused(3, &["card"]);
    let refused = desk.refused(2, &["card", "--blank", "--format", "pdf", "--custodian", HUSH]);
    assert!(refused.error.contains("no custodian"), "{refused:?}");
    for words in ["21", "0", "111", "1000", HUSH] {
        let refused = desk.refused(2, &["card", "--blank", "--format", "pdf", "--words", words]);
        assert!(refused.error.contains("--words"), "{refused:?}");
    }
}

#[test]
fn a_folder_that_exists_is_never_written_to() {
    let desk = desk_with_shares();
    desk.put("taken", "mine");
    fs::create_dir(desk.path("folder")).unwrap();
    symlink("elsewhere", desk.path("dangling")).unwrap();
    for name in ["taken", "folder", "dangling", "folder/", "."] {
        for start in [
            &["card", "1.txt"][..],
            &["card", "--blank"],
            &["split", "2of3", "--in", "key", "--format", "pdf"],
        ] {
            let refused = desk.refused(7, &[start, &["-o", name]].concat());
            assert!(refused.error.contains("exists already"), "{refused:?}");
        }
    }
    desk.refused(2, &["card", "1.txt", "-o", "/"]);
    desk.refused(1, &["card", "1.txt", "-o", "nowhere/out"]);
    assert_eq!(desk.read("taken"), "mine");
}

#[test]
fn words_that_the_paper_is_too_small_for_are_refused_with_the_smallest_that_does() {
    let desk = desk();
    for (name, bytes) in [("k32", 32), ("k64", 64), ("k128", 128)] {
        desk.put(name, "c3".repeat(bytes));
    }
    for (key, options, hint) in [
        ("k128", &["--paper", "a5"][..], "--paper letter"),
        ("k32", &["--paper", "a5", "--large"], "--paper letter"),
        ("k64", &["--paper", "letter", "--large"], "--paper a4"),
        ("k128", &["--large", "--no-qr"], "leave out --large"),
        ("k128", &["--paper", "letter", "--large"], "leave out --large"),
    ] {
        let start = ["split", "2of3", "--exponent", "0", "--in", key, "-o", "out", "--format", "words,pdf"];
        let arguments = [&start[..], options].concat();
        let refused = desk.refused(2, &arguments);
        assert!(refused.error.contains(" words do not fit on "), "{arguments:?}: {refused:?}");
        assert!(refused.hint.contains(hint), "{arguments:?}: {refused:?}");
        assert_eq!(desk.refused_json(2, &arguments)["code"], "usage");
    }
    split(&desk, &["2of3", "--in", "k128", "--format", "pdf", "--paper", "a5", "--qr-only"], "codes");
    split(&desk, &["2of3", "--in", "k32", "--format", "pdf", "--paper", "a5"], "small");
}

#[test]
fn whoever_follows_the_hint_gets_his_cards() {
    let desk = desk();
    desk.put("k64", "c3".repeat(64)).put("k128", "c3".repeat(128));
    let print = |key: &str, paper: &str, style: &[&str], out: &str| {
        let start = ["split", "2of3", "--exponent", "0", "--in", key, "--format", "pdf", "--paper", paper];
        desk.run(&[&start[..], style, &["-o", out]].concat())
    };
    for key in ["k64", "k128"] {
        for paper in ["a4", "letter", "a5"] {
            for style in [&[][..], &["--large"], &["--no-qr"], &["--large", "--no-qr"]] {
                let out = format!("{key}-{paper}{}", style.join(""));
                let ran = print(key, paper, style, &out);
                if ran.code == 0 {
                    continue;
                }
                let (_, hint) = ran.stderr.split_once("hint: ").unwrap();
                let paper = hint.split_once("--paper ").unwrap().1.split([' ', '\n']).next().unwrap();
                let is_kept = |option: &&str| !hint.contains("leave out") || *option != "--large";
                let style: Vec<&str> = style.iter().copied().filter(is_kept).collect();
                let again = print(key, paper, &style, &out);
                assert_eq!((ran.code, again.code), (2, 0), "{out}: {hint} {again:?}");
            }
        }
    }
}

#[test]
fn blank_cards_hold_no_word_and_lie_in_public() {
    let desk = desk_with_shares();
    let ran = desk.run(&["card", "2.txt", "--blank", "--label", "Treasury", "-o", "blank"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(listed(&desk, "blank"), ["public/", "public/recovery-sheet.pdf", "public/share-2.pdf"]);
    let ran = desk.run(&["card", "--blank", "--words", "110", "-o", "any"]);
    assert_eq!((ran.code, listed(&desk, "any")), (0, vec!["public/".into(), "public/blank-card.pdf".into()]));
    let shares = split(&desk, &["2of3", "--in", "key", "--blank", "--format", "words,pdf"], "set");
    assert_eq!(shares.len(), 3);
    assert!(listed(&desk, "set").iter().all(|name| !name.starts_with("secret/") || !name.ends_with(".pdf")));
    for name in [
        "blank/public/share-2.pdf",
        "any/public/blank-card.pdf",
        "set/public/share-1.pdf",
        "set/public/share-3.pdf",
    ] {
        let card = bytes(&desk, name);
        // Words are written in this font, and as they are; there is neither the font nor a word.
        assert!(!holds(&card, b"/mono"), "{name}");
        for word in shares.iter().chain(&known::shares("three_of_five")).flat_map(|share| share.split(' ')) {
            assert!(!holds(&card, format!("({word})").as_bytes()), "{name}: {word}");
        }
        // A code is the only thing that is drawn to a scale of its own.
        assert!(!holds(&card, b" cm\n"), "{name}");
    }
    let card = desk.run(&["card", "2.txt", "--format", "pdf"]).stdout;
    assert!(
        [&b"/mono"[..], b"(scandal)", b" cm\n"].iter().all(|part| holds(&card, part)),
        "what is looked for is there"
    );
}

#[test]
fn a_split_into_blank_cards_alone_would_lose_the_key_and_is_refused() {
    let desk = desk_with_shares();
    for key in [&["--generate", "256"][..], &["--in", "key"], &["--from", "1.txt", "2.txt", "3.txt"]] {
        let refused =
            desk.refused(2, &[&["split", "2of3", "--blank", "--format", "pdf", "-o", "out"], key].concat());
        assert!(
            refused.error.contains("nobody would get the shares") && refused.hint.contains("words,pdf"),
            "{refused:?}"
        );
    }
}

#[test]
fn the_cover_sheet_has_every_hash_in_full() {
    let desk = desk();
    desk.put("big", "what is sealed");
    let ran = desk.run(&["split", "2of3", "--seal", "big", "--format", "words,pdf", "-o", "out"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let record: Value = serde_json::from_str(&desk.read("out/public/record.json")).unwrap();
    // A line may end anywhere in them.
    let text = known::text_of_pdf(&bytes(&desk, "out/public/cover-sheet.pdf"));
    let text: String = text.split_whitespace().collect();
    let of_record = quorate::crypto::hash::sha256_hex(desk.read("out/public/record.json").as_bytes());
    for hash in [record["plan_hash"].as_str(), record["sealed"]["sha256"].as_str(), Some(&of_record)] {
        let hash = hash.unwrap();
        assert!(hash.len() == 64 && text.contains(hash), "{hash}: {text}");
    }
    // What the plan becomes later is another plan, with another hash.
    assert!(text.contains("thehashoftheplanofthedeal"), "{text}");
    let sheet = known::text_of_pdf(&bytes(&desk, "out/public/recovery-sheet.pdf"));
    let sheet: String = sheet.split_whitespace().collect();
    let of_deal = format!("fortheplanofthedeal{}.", &record["plan_hash"].as_str().unwrap()[..32]);
    assert!(sheet.contains(&of_deal), "{sheet}");
}

#[test]
fn sheets_hold_no_share_and_no_key() {
    let desk = desk();
    let hex = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0";
    desk.put("long", hex);
    let shares = split(&desk, &["2of3", "--in", "long", "--format", "words,pdf"], "out");
    let raw: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
    // The one code is that of the record; tests/oracle reads it.
    for (name, codes) in [("out/public/cover-sheet.pdf", 1), ("out/public/recovery-sheet.pdf", 0)] {
        let sheet = bytes(&desk, name);
        assert!(!holds(&sheet, hex.as_bytes()) && !holds(&sheet, &raw), "{name}");
        assert_eq!(sheet.windows(4).filter(|part| part == b" cm\n").count(), codes, "{name}");
        for word in shares.iter().flat_map(|share| share.split(' ')) {
            assert!(!holds(&sheet, format!("({word})").as_bytes()), "{name}: {word}");
        }
        // Prose is written by the numbers of its letters, and may well have one word of a share.
        let text = known::text_of_pdf(&sheet).to_lowercase();
        assert!(text.contains("key") && !text.contains(&hex[..8]), "{name}: {text}");
        let words: Vec<&str> = text.split(|sign: char| !sign.is_alphabetic()).collect();
        for share in &shares {
            let share: Vec<&str> = share.split(' ').collect();
            let run = share.windows(3).find(|run| words.windows(3).any(|said| said == *run));
            assert_eq!(run, None, "{name}: {text}");
        }
    }
}

#[test]
fn a_folder_with_a_whole_quorum_is_called_that() {
    const WHOLE: &str = "holds a whole quorum";
    let desk = desk_with_shares();
    for (at, (shares, is_whole)) in [
        (&["1.txt"][..], false),
        (&["1.txt", "2.txt"], false),
        (&["1.txt", "1.txt", "1.txt"], false),
        (&["1.txt", "5.txt", "3.txt"], true),
        (&["1.txt", "2.txt", "3.txt", "4.txt", "5.txt"], true),
    ]
    .into_iter()
    .enumerate()
    {
        for format in ["words", "pdf"] {
            let out = format!("out-{at}-{format}");
            let ran = desk.run(&[&["card", "--format", format, "-o", &out], shares].concat());
            assert_eq!((ran.code, ran.says(WHOLE)), (0, is_whole), "{shares:?}: {ran:?}");
            assert!(ran.says(&format!("the files are in {out}")), "{ran:?}");
        }
    }
    let blank = desk.run(&["card", "1.txt", "2.txt", "3.txt", "--blank", "-o", "blank"]);
    assert!(blank.code == 0 && !blank.says(WHOLE), "{blank:?}");
    let ran = desk.run(&["split", "2of3", "--in", "key", "--format", "png", "-o", "set"]);
    assert!(ran.code == 0 && ran.says(WHOLE), "{ran:?}");
}

#[test]
fn a_share_that_comes_twice_is_printed_once() {
    let desk = desk_with_shares();
    let ran = desk.run(&["card", "1.txt", "2.txt", "1.txt", "--format", "png", "-o", "out"]);
    assert!(ran.says("this share is here already; it counts once"), "{ran:?}");
    assert_eq!(listed(&desk, "out"), ["secret/", "secret/share-1.png", "secret/share-2.png"]);
}

#[test]
fn quiet_is_silent_on_paper_too() {
    let desk = desk_with_shares();
    for (at, arguments) in [
        &["card", "1.txt", "2.txt", "3.txt", "--format", "words,qr,svg,png,pdf"][..],
        &["card", "1.txt", "1.txt"],
        &["card", "--blank"],
        &["split", "2of3", "--in", "key", "--format", "words,qr,svg,png,pdf"],
    ]
    .into_iter()
    .enumerate()
    {
        let out = format!("out{at}");
        let ran = desk.run(&[arguments, &["-q", "-o", &out]].concat());
        assert_eq!((ran.code, ran.product(), ran.stderr.as_str()), (0, "", ""), "{arguments:?}");
    }
    for format in ["words", "qr", "svg", "png", "pdf"] {
        assert_eq!(desk.run(&["card", "1.txt", "-q", "--format", format]).stderr, "", "{format}");
    }
}

#[test]
fn cards_of_the_practice_key_are_specimens() {
    let desk = desk_with_shares();
    desk.put("practice", PRACTICE);
    let practice = ["2of3", "--kind", "raw", "--in", "practice", "--format", "words,pdf"];
    split(&desk, &practice, "practised");
    let texts = [1, 2].map(|number| format!("practised/secret/share-{number}.txt"));
    let both = desk.run(&["card", &texts[0], &texts[1], "-o", "both"]);
    assert!(both.code == 0 && both.says("PRACTICE"), "{both:?}");
    for name in [
        "practised/secret/share-1.pdf",
        "practised/secret/share-3.pdf",
        "practised/public/recovery-sheet.pdf",
        "practised/public/cover-sheet.pdf",
        "both/secret/share-2.pdf",
        "both/public/recovery-sheet.pdf",
    ] {
        assert!(holds(&bytes(&desk, name), FAINT), "{name}");
    }
    desk.run(&["card", "1.txt", "2.txt", "3.txt", "-o", "real"]);
    for name in ["real/secret/share-1.pdf", "real/public/recovery-sheet.pdf"] {
        assert!(!holds(&bytes(&desk, name), FAINT), "{name}");
    }
}

fn texts(of: &Value) -> Vec<String> {
    of.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_document_of_a_split_names_every_file() {
    let desk = desk();
    let arguments = ["split", "2of3", "--in", "key", "-o", "out", "--json", "--format"];
    let document = desk.run(&[&arguments[..], &["pdf,words,png"]].concat()).json();
    for (number, share) in (1..).zip(document["shares"].as_array().unwrap()) {
        let files = ["txt", "png", "pdf"].map(|end| format!("secret/share-{number}.{end}"));
        assert_eq!(share["files"], json!(files));
        assert_eq!(share["file"], files[0]);
        assert!(share.get("mnemonic").is_none());
    }
    let named = document["shares"].as_array().unwrap().iter().flat_map(|share| texts(&share["files"]));
    let mut named: Vec<String> = named.chain(texts(&document["public"])).collect();
    named.sort_unstable();
    let there: Vec<String> = listed(&desk, "out").into_iter().filter(|name| !name.ends_with('/')).collect();
    assert_eq!(named, there);
    desk.put("again", known::HEX);
    let words = desk.run(&["split", "2of3", "--in", "again", "--json"]).json();
    assert!(words.get("public").is_none() && words["shares"][0].get("files").is_none());
    desk.refused_json(2, &["split", "2of3", "--in", "key", "--format", "png"]);
}

#[test]
fn the_document_of_a_card_names_every_file_or_holds_the_words() {
    let desk = desk_with_shares();
    let shares = known::shares("three_of_five");
    let document = desk.run(&["card", "2.txt", "5.txt", "--json"]).json();
    assert_eq!(document["schema"], "quorate/card");
    assert_eq!((&document["output"], &document["public"]), (&Value::Null, &json!([])));
    let first = &document["shares"][0];
    assert_eq!(
        *first,
        json!({"source": "2.txt", "group": 1, "member": 2, "custodian": null, "standing": null, "mnemonic": shares[1]})
    );
    let named = ["--custodian", "Al", "--custodian", "Bo", "--label", "x y", "--format", "png,pdf"];
    let ran = desk.run(&[&["card", "2.txt", "5.txt", "--json", "-o", "out"], &named[..]].concat());
    let document = ran.json();
    assert_eq!((&document["label"], &document["output"]), (&json!("x y"), &json!("out")));
    assert_eq!(document["shares"][1]["files"], json!(["secret/5-bo.png", "secret/5-bo.pdf"]));
    assert_eq!(document["shares"][1]["custodian"], "Bo");
    assert_eq!(document["public"], json!(["public/recovery-sheet.pdf"]));
    assert!(document["shares"][0].get("mnemonic").is_none());
    let blank = desk.run(&["card", "--blank", "--json", "-o", "blank"]).json();
    assert_eq!((&blank["shares"], &blank["public"]), (&json!([]), &json!(["public/blank-card.pdf"])));
    let blank = desk.run(&["card", "1.txt", "--blank", "--json", "-o", "own"]).json();
    assert_eq!(blank["shares"][0]["files"], json!([]));
    desk.refused_json(2, &["card", "2.txt", "--format", "png"]);
    desk.refused_json(2, &["card", "--blank", "--format", "pdf"]);
    let exists = desk.refused_json(7, &["card", "2.txt", "-o", "out"]);
    assert_eq!(exists["code"], "exists");
}

#[test]
fn a_document_that_nobody_takes_leaves_the_files_and_says_so() {
    let desk = desk_with_shares();
    let file = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = desk.command(&["card", "1.txt", "--json", "-o", "print"]);
    let ran = Ran::of(command.stdout(file).output().unwrap());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.says("quorate: hint: the files are still in print"), "{ran:?}");
    assert!(desk.path("print/secret/share-1.pdf").exists());
}

#[test]
fn what_another_run_left_unfinished_is_not_touched() {
    let desk = desk_with_shares();
    // The shell becomes the program, so that both have the same process number.
    let script = "mkdir .quorate-unfinished-$$ && touch .quorate-unfinished-$$/mine && exec \"$0\" \"$@\"";
    let mut command = Command::new("bash");
    command.args(["-c", script, env!("CARGO_BIN_EXE_quorate"), "card", "1.txt", "-o", "print"]);
    desk.furnish(&mut command);
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says("was left by a run that was killed"), "{ran:?}");
    assert!(desk.names().iter().any(|name| name.ends_with("/mine")), "{:?}", desk.names());
}
