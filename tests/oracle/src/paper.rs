//! What is printed, read by other people's programs: the codes by `zbarimg`, from the pictures and from rendered pages;
//! the text of cards and sheets by poppler, with the place of every word on the paper.
//!
//! Runs where `QUORATE_BIN` names the program and the tools are installed; with `CI` set both must be.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::answers::program;

/// Names of 40 characters, and no wider ones among people: Greek, Cyrillic, Czech.
const NAMES: [&str; 3] = [
    "Αλεξάνδρα Παπαδοπούλου-Κωνσταντινίδου 12",
    "Екатерина Александровна Преображенская12",
    "Přemysl Řehoř Žďárský-Dvořáková Ěščřžýá1",
];

/// Names of groups and of a set, as long.
const GROUPS: [&str; 2] =
    ["Vorstand und Kassenprüfung der Stiftung1", "Οι φύλακες των κλειδιών, Θεσσαλονίκη 200"];
const LABEL: &str = "Сокровищница братства слесарей, часть 01";

/// 80 characters.
const CONTACT: &str = "Notariat Müller & Söhne, Bahnhofstrasse 12, 8001 Zürich, +41 44 000 00 00, night";

const PAPERS: [(&str, f64, f64, f64); 3] =
    [("a4", 595.0, 842.0, 40.0), ("letter", 612.0, 792.0, 40.0), ("a5", 419.5, 595.0, 26.0)];

/// Bytes of a key, and words of a share of it.
const SIZES: [(usize, usize); 5] = [(16, 20), (32, 33), (48, 46), (64, 59), (128, 110)];

/// The program, if it is named and every tool is there.
fn ready(tools: &[&str]) -> Option<String> {
    let program = program()?;
    for tool in tools {
        let is_there = Command::new(tool).arg("--version").output().is_ok();
        assert!(is_there || env::var_os("CI").is_none(), "{tool} must be there");
        if !is_there {
            eprintln!("NOT RUN: no {tool}; apt-get install zbar-tools poppler-utils librsvg2-bin qpdf");
            return None;
        }
    }
    Some(program)
}

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("quorate-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// A file with a key of so many bytes.
    fn key(&self, bytes: usize) -> String {
        let path = self.path(&format!("key-{bytes}"));
        fs::write(&path, (0..bytes).map(|at| at as u8).collect::<Vec<_>>()).unwrap();
        path
    }

    /// The files in one of its folders, by name.
    fn files(&self, name: &str) -> BTreeMap<String, String> {
        let Ok(entries) = fs::read_dir(self.0.join(name)) else { return BTreeMap::new() };
        let file = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().unwrap();
            (name, entry.path().to_str().unwrap().to_owned())
        };
        entries.map(|entry| file(entry.unwrap())).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether a run of the program did what it was told; if not it must have said that the paper is too small.
fn prints(program: &str, arguments: &[&str]) -> bool {
    let run = Command::new(program).arg("-q").args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    match run.status.code() {
        Some(0) => true,
        Some(2) if told.contains(" words do not fit on ") => false,
        code => panic!("{arguments:?}: {code:?} {told}"),
    }
}

/// What a tool prints, which must succeed.
fn tool(name: &str, arguments: &[&str]) -> String {
    let run = Command::new(name).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{name} {arguments:?}: {told}");
    String::from_utf8(run.stdout).unwrap()
}

/// What zbar reads, with QR codes alone asked for: by itself it also sees bar codes in the rows of a dense one, by chance.
fn zbar(pictures: &[String]) -> String {
    let mut arguments = vec!["-q", "--raw", "-Sdisable", "-Sqrcode.enable"];
    arguments.extend(pictures.iter().map(String::as_str));
    tool("zbarimg", &arguments)
}

/// Each picture shows its share, to zbar and to our own reader.
fn are_read(program: &str, pictures: &[String], shares: &[String], what: &str) {
    let scanned: Vec<String> = zbar(pictures).lines().map(str::to_ascii_lowercase).collect();
    assert_eq!(scanned, shares, "zbarimg: {what}");
    let mut arguments = vec!["-q", "card", "--format", "words"];
    arguments.extend(pictures.iter().map(String::as_str));
    let ours: Vec<String> = tool(program, &arguments).lines().map(str::to_owned).collect();
    assert_eq!(ours, shares, "our own reader: {what}");
}

/// Each file of a folder with this ending, made into a picture.
fn rendered(folder: &Folder, of: &str, ending: &str, render: impl Fn(&str, &str)) -> Vec<String> {
    let mut pictures = Vec::new();
    for (name, path) in folder.files(of) {
        if name.ends_with(ending) {
            let picture = folder.path(&format!("{}-{name}", of.replace('/', "-")));
            render(&path, &picture);
            pictures.push(
                ["", ".png"]
                    .map(|end| format!("{picture}{end}"))
                    .into_iter()
                    .find(|at| Path::new(at).exists())
                    .unwrap(),
            );
        }
    }
    pictures
}

fn page(pdf: &str, picture: &str) {
    tool("pdftoppm", &["-r", "150", "-gray", "-png", "-singlefile", pdf, picture]);
}

/// The words of each share in a folder.
fn words(folder: &Folder, of: &str) -> Vec<String> {
    let share = |path: &String| fs::read_to_string(path).unwrap().lines().nth(1).unwrap().to_owned();
    folder.files(of).iter().filter(|(name, _)| name.ends_with(".txt")).map(|(_, path)| share(path)).collect()
}

#[test]
fn every_code_is_read_from_pictures_and_from_printed_pages() {
    let Some(program) = ready(&["zbarimg", "pdftoppm"]) else { return };
    let has_svg = ready(&["rsvg-convert"]).is_some();
    let folder = Folder::new("codes");
    for (bytes, count) in SIZES {
        let (key, set) = (folder.key(bytes), format!("set-{bytes}"));
        let out = folder.path(&set);
        let split = ["split", "2of3", "--exponent", "0", "--kind", "raw", "--in", &key, "-o", &out];
        assert!(prints(&program, &[&split[..], &["--format", "words,png,svg,pdf"]].concat()));
        let secret = format!("{set}/secret");
        let shares = words(&folder, &secret);
        assert!(shares.len() == 3 && shares.iter().all(|share| share.split(' ').count() == count));
        let pictures: Vec<String> =
            folder.files(&secret).into_values().filter(|path| path.ends_with(".png")).collect();
        are_read(&program, &pictures, &shares, &format!("PNG, {count} words"));
        if has_svg {
            let svg = |from: &str, to: &str| {
                drop(tool("rsvg-convert", &["-d", "150", "-p", "150", "-o", to, from]))
            };
            let pictures = rendered(&folder, &secret, ".svg", svg);
            are_read(&program, &pictures, &shares, &format!("SVG, {count} words"));
        }
        let pictures = rendered(&folder, &secret, ".pdf", page);
        are_read(&program, &pictures, &shares, &format!("PDF, {count} words"));
        let texts: Vec<String> =
            folder.files(&secret).into_values().filter(|path| path.ends_with(".txt")).collect();
        for (paper, ..) in PAPERS {
            for style in ["--date=2026-11-23", "--qr-only", "--large"] {
                let printed = format!("print-{bytes}-{paper}{style}");
                let out = folder.path(&printed);
                let mut card = vec!["card", "--format", "pdf", "--paper", paper, style, "-o", &out];
                card.extend(texts.iter().map(String::as_str));
                if prints(&program, &card) {
                    let pictures = rendered(&folder, &format!("{printed}/secret"), ".pdf", page);
                    are_read(&program, &pictures, &shares, &format!("{count} words on {paper} {style}"));
                } else {
                    assert!(style != "--qr-only" && (paper == "a5" || style == "--large"), "{printed}");
                }
            }
        }
    }
}

/// A word on a page, as poppler finds it, with its box: left, upper, right and lower edge.
type Found = (String, [f64; 4]);

/// The words of each page.
fn boxes(pdf: &str) -> Vec<Vec<Found>> {
    let mut pages = Vec::new();
    for line in tool("pdftotext", &["-bbox", pdf, "-"]).lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(Vec::new());
        } else if let Some(word) = line.strip_prefix("<word ") {
            let (attributes, text) = word.split_once('>').unwrap();
            let edge = |name: &str| {
                let (_, value) = attributes.split_once(&format!("{name}=\"")).unwrap();
                value.split_once('"').unwrap().0.parse().unwrap()
            };
            let edges = ["xMin", "yMin", "xMax", "yMax"].map(edge);
            let text = text.trim_end_matches("</word>").to_owned();
            pages.last_mut().unwrap().push((text, edges));
        }
    }
    pages
}

/// What is laid out badly: words outside of the margins, and words over each other.
fn misplaced(pdf: &str, (width, height, margin): (f64, f64, f64)) -> Vec<String> {
    const SLACK: f64 = 1.0;
    let mut told = Vec::new();
    for words in boxes(pdf) {
        for (at, one) in words.iter().enumerate() {
            let [left, upper, right, lower] = one.1;
            let low = margin - SLACK;
            if left < low || upper < low || right > width - low || lower > height - low {
                told.push(format!("outside: {one:?}"));
            }
            for other in &words[at + 1..] {
                let [other_left, other_upper, other_right, other_lower] = other.1;
                let across = right.min(other_right) - left.max(other_left);
                let down = lower.min(other_lower) - upper.max(other_upper);
                if across > SLACK && down > SLACK {
                    told.push(format!("over each other: {one:?} {other:?}"));
                }
            }
        }
    }
    told
}

/// The pages of a file; and every font must be in it.
fn pages(pdf: &str) -> usize {
    let fonts = tool("pdffonts", &[pdf]);
    let fonts: Vec<Vec<&str>> = fonts.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    assert!(!fonts.is_empty(), "{pdf}");
    for font in &fonts {
        // From the end: generation, object, unicode, subset, embedded.
        assert_eq!(font[font.len() - 5], "yes", "{pdf}: {font:?}");
    }
    let info = tool("pdfinfo", &[pdf]);
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    pages.trim().parse().unwrap()
}

/// The arguments that name everything that can be named, as long as names can be.
fn long_names() -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for (option, value) in [
        ("--group", format!("{}=2of3", GROUPS[0])),
        ("--group", format!("{}=2of3", GROUPS[1])),
        ("--groups-needed", "1".to_owned()),
        ("--label", LABEL.to_owned()),
        ("--contact", CONTACT.to_owned()),
        ("--date", "2026-11-23".to_owned()),
    ] {
        named.extend([option.to_owned(), value]);
    }
    for name in NAMES.iter().chain(&NAMES) {
        named.extend(["--custodian".to_owned(), (*name).to_owned()]);
    }
    named
}

/// Prints a set in one style, and gives the folder, if it fits.
fn set_in_style(
    program: &str,
    folder: &Folder,
    bytes: usize,
    (paper, style): (&str, &str),
    names: &[String],
) -> Option<String> {
    let out = format!("{bytes}-{paper}{style}-{}", names.len());
    let (key, path) = (folder.key(bytes), folder.path(&out));
    let mut arguments = vec!["split", "--exponent", "0", "--kind", "raw", "--in", &key, "-o", &path];
    arguments.extend(["--format", "words,pdf", "--paper", paper]);
    arguments.extend((!style.is_empty()).then_some(style));
    arguments.extend(names.iter().map(String::as_str));
    prints(program, &arguments).then_some(out)
}

const STYLES: [&str; 5] = ["", "--large", "--no-qr", "--qr-only", "--blank"];

/// Every card and sheet of these lengths in every style: nothing leaves the margins, and nothing is over another.
fn is_well_placed(name: &str, lengths: impl Iterator<Item = usize>, names: &[String]) {
    let Some(program) = ready(&["pdftotext"]) else { return };
    let folder = Folder::new(name);
    let mut faults = Vec::new();
    for bytes in lengths {
        for (paper, width, height, margin) in PAPERS {
            for style in STYLES {
                let Some(out) = set_in_style(&program, &folder, bytes, (paper, style), names) else {
                    let takes = match (paper, style) {
                        (_, "--qr-only") | ("a4", "" | "--no-qr" | "--blank") | ("letter", "") => 128,
                        ("letter", "--no-qr" | "--blank") => 96,
                        ("a5", "--no-qr" | "--blank") => 64,
                        ("a5", "") => 40,
                        _ => 0,
                    };
                    assert!(bytes > takes, "{bytes} bytes, {paper} {style}");
                    continue;
                };
                let cards = ["secret", "public"].map(|part| folder.files(&format!("{out}/{part}")));
                let is_sheet = |name: &str| name.ends_with("-sheet.pdf");
                // The cards of a set differ in names only: one of each script.
                let card = |(name, _): &(&String, &String)| name.ends_with(".pdf") && !is_sheet(name);
                let of_cards = cards.iter().flatten().filter(card).take(if bytes % 32 == 0 { 3 } else { 1 });
                let of_sheets = cards.iter().flatten().filter(|(name, _)| bytes == 64 && is_sheet(name));
                for (name, path) in of_cards.chain(of_sheets) {
                    let told = misplaced(path, (width, height, margin));
                    faults
                        .extend(told.iter().map(|fault| format!("{bytes} {paper} {style} {name}: {fault}")));
                }
                fs::remove_dir_all(folder.path(&out)).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}

#[test]
fn with_long_names_nothing_leaves_its_place_at_any_length() {
    is_well_placed("long", (16..=128).step_by(2), &long_names());
}

#[test]
fn with_short_names_and_with_none_nothing_leaves_its_place() {
    let short =
        ["2of3", "--label", "Treasury", "--custodian", "Al", "--custodian", "Bo", "--custodian", "Cy"];
    for (name, names) in [("short", &short[..]), ("none", &["2of3"])] {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        is_well_placed(name, (16..=128).step_by(16), &names);
    }
}

/// A text without line ends.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_card_gives_its_words_and_names_back() {
    let Some(program) = ready(&["pdftotext", "pdffonts", "pdfinfo"]) else { return };
    let folder = Folder::new("text");
    for (bytes, count) in SIZES {
        for (paper, ..) in PAPERS {
            for style in STYLES {
                let Some(out) = set_in_style(&program, &folder, bytes, (paper, style), &long_names()) else {
                    continue;
                };
                let shares = words(&folder, &format!("{out}/secret"));
                let part = if style == "--blank" { "public" } else { "secret" };
                let cards = folder.files(&format!("{out}/{part}"));
                let is_card = |name: &str| {
                    name.ends_with(".pdf") && !name.contains("-sheet") && !name.contains("-report")
                };
                let cards = cards.iter().filter(|(name, _)| is_card(name));
                let mut seen = 0;
                for ((name, path), share) in cards.zip(&shares) {
                    seen += 1;
                    assert_eq!(pages(path), 1, "{path}");
                    let text = flowing(&tool("pdftotext", &["-raw", path, "-"]));
                    let listed = (1..).zip(share.split(' ')).map(|(at, word)| format!("{at} {word}"));
                    let listed = listed.collect::<Vec<_>>().join(" ");
                    let has_words = !matches!(style, "--blank" | "--qr-only");
                    assert_eq!(text.contains(&listed), has_words, "{path}: {text}");
                    if style == "--blank" {
                        let own: Vec<&str> = share.split(' ').skip(4).collect();
                        let is_there = own.windows(2).any(|two| text.contains(&two.join(" ")));
                        assert!(!is_there, "words of a share are on a blank card: {text}");
                        let numbers = (1..=count).map(|at| at.to_string()).collect::<Vec<_>>().join(" ");
                        assert!(text.contains(&numbers), "{path}: {text}");
                    }
                    assert!(text.contains(LABEL), "the label, {path}: {text}");
                    let plain = |name: &str| name.to_lowercase().replace([' ', '-'], "-");
                    let custodian = NAMES.iter().find(|own| name.ends_with(&format!("-{}.pdf", plain(own))));
                    assert!(text.contains(custodian.unwrap()), "the custodian, {path}: {text}");
                    assert!(text.contains("2026-11-23") && text.contains(CONTACT), "{path}: {text}");
                }
                assert_eq!(seen, 6, "{out}");
            }
        }
    }
}

#[test]
fn sheets_say_what_the_parts_of_a_sealed_file_open() {
    let Some(program) = ready(&["pdftotext", "pdffonts", "pdfinfo", "sha256sum"]) else { return };
    let folder = Folder::new("sealed");
    for (name, is_told) in [("archive-2026.tar".to_owned(), true), ("W".repeat(200), false)] {
        let file = folder.path(&name);
        fs::write(&file, "what is sealed").unwrap();
        for (paper, width, height, margin) in PAPERS {
            let out = folder.path(&format!("{}-{paper}", name.len()));
            let split = ["split", "3of5", "--exponent", "0", "--seal", &file, "-o", &out];
            assert!(prints(&program, &[&split[..], &["--format", "pdf", "--paper", paper]].concat()));
            let public = folder.files(&format!("{}-{paper}/public", name.len()));
            let sealed = format!("{name}.age");
            let hash = tool("sha256sum", &[&public[&sealed]]);
            let (cover, recovery) = (&public["cover-sheet.pdf"], &public["recovery-sheet.pdf"]);
            for sheet in [cover, recovery] {
                let text = tool("pdftotext", &["-layout", sheet, "-"]);
                assert_eq!(text.contains(&sealed), is_told, "{text}");
                assert!(text.contains("quorate recover --open SEALED -o NEW"), "{text}");
                assert!(!text.contains("--as age"), "{text}");
                assert_eq!(pages(sheet), 1, "{sheet}");
                let faults = misplaced(sheet, (width, height, margin));
                assert!(faults.is_empty(), "{sheet}: {faults:#?}");
            }
            let text = tool("pdftotext", &["-layout", cover, "-"]);
            assert!(text.contains(hash.split(' ').next().unwrap()), "{text}");
        }
    }
}

#[test]
fn sheets_name_everything_and_a_recovery_sheet_is_one_page() {
    let Some(program) = ready(&["pdftotext", "pdffonts", "pdfinfo"]) else { return };
    let folder = Folder::new("sheets");
    let letters = "ABCDEFGHIJKLMNOP";
    let long = |end: String| format!("{}{end}", "W".repeat(40 - end.len()));
    let mut many: Vec<String> = ["--groups-needed", "9", "--label"].map(str::to_owned).to_vec();
    many.push("Щ".repeat(40));
    many.extend(["--contact".to_owned(), "Щ".repeat(80)]);
    for group in letters.chars() {
        many.extend(["--group".to_owned(), format!("{}=9of16", long(group.to_string()))]);
        for member in letters.chars() {
            many.extend(["--custodian".to_owned(), long(format!("{group}{member}"))]);
        }
    }
    for (paper, width, height, margin) in PAPERS {
        for (names, groups) in [(long_names(), 2), (many.clone(), 16)] {
            let out = set_in_style(&program, &folder, 32, (paper, ""), &names).unwrap();
            let public = folder.files(&format!("{out}/public"));
            let [cover, recovery] = ["cover-sheet.pdf", "recovery-sheet.pdf"].map(|name| &public[name]);
            assert_eq!(pages(recovery), 1, "{recovery}");
            if groups == 2 {
                let picture = folder.path(&format!("cover-{}", paper.to_lowercase()));
                tool("pdftoppm", &["-r", "150", "-png", "-singlefile", cover, &picture]);
                let code = zbar(&[format!("{picture}.png")]);
                let hash = tool("sha256sum", &[&public["record.json"]]);
                let hash = hash.split(' ').next().unwrap().to_ascii_uppercase();
                assert!(
                    code.starts_with("QUORATE-RECORD/1/") && code.trim_end().ends_with(&hash),
                    "{code} {hash}"
                );
            }
            assert!(pages(cover) == 1 || groups == 16, "{cover}");
            for sheet in [cover, recovery, &public["ceremony-report.pdf"]] {
                let faults = misplaced(sheet, (width, height, margin));
                assert!(faults.is_empty(), "{sheet}: {faults:#?}");
            }
            let [on_cover, on_recovery] =
                [cover, recovery].map(|sheet| flowing(&tool("pdftotext", &["-raw", sheet, "-"])));
            let named = names.chunks(2).filter(|pair| matches!(pair[0].as_str(), "--group" | "--custodian"));
            for name in named {
                let is_group = name[0] == "--group";
                let name = name[1].trim_end_matches("=2of3").trim_end_matches("=9of16");
                assert!(on_cover.contains(name), "{name}: {on_cover}");
                assert_eq!(on_recovery.contains(name), is_group, "{name}: {on_recovery}");
            }
            for share in words(&folder, &format!("{out}/secret")) {
                // The first four words tell what may be told.
                let own: Vec<&str> = share.split(' ').skip(4).collect();
                for three in own.windows(3).map(|three| three.join(" ")) {
                    let is_there = on_cover.contains(&three) || on_recovery.contains(&three);
                    assert!(!is_there, "words of a share are on a sheet: {three}");
                }
            }
            let cards = folder.files(&format!("{out}/secret"));
            let cards = cards.iter().filter(|(name, _)| name.ends_with(".pdf"));
            for (_, card) in cards.step_by(37) {
                let faults = misplaced(card, (width, height, margin));
                assert!(faults.is_empty(), "{card}: {faults:#?}");
            }
            assert!(on_recovery.contains(if groups == 2 { "Any 1 of these" } else { "Any 9 of these" }));
        }
    }
}

#[test]
fn a_report_of_a_drill_has_its_place_for_everything_and_no_word_of_a_share() {
    let Some(program) = ready(&["pdftotext", "pdffonts", "pdfinfo"]) else { return };
    let folder = Folder::new("report");
    let texts = ["Ж".repeat(200), "W".repeat(200)];
    for (out, names, brought) in
        [("long", long_names(), 6), ("few", long_names(), 3), ("none", vec!["2of3".to_owned()], 3)]
    {
        let (key, path, record) =
            (folder.key(32), folder.path(out), folder.path(&format!("{out}/public/record.json")));
        let split = ["split", "--kind", "raw", "--exponent", "0", "--fingerprint", "--in", &key, "-o", &path];
        let style = ["--format", "words,pdf"];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(prints(&program, &[&split[..], &style, &names].concat()));
        let shares = folder.files(&format!("{out}/secret"));
        let shares = shares.iter().filter(|(name, _)| name.ends_with(".txt")).map(|(_, path)| path.as_str());
        let report = folder.path(&format!("{out}.pdf"));
        let mut drill = vec!["drill", "--no-input", "--record", &record, "--report", &report];
        drill.extend(["--scenario", &texts[0], "--remediation", &texts[1], "--next", "2099-06-01"]);
        drill.extend(NAMES.iter().flat_map(|name| ["--attendee", name]));
        drill.extend(shares.take(brought));
        assert!(prints(&program, &drill));
        let faults = misplaced(&report, (595.0, 842.0, 40.0));
        assert!(faults.is_empty(), "{out}: {faults:#?}");
        assert!(pages(&report) <= 2, "{out}");
        let text = flowing(&tool("pdftotext", &["-raw", &report, "-"]));
        let mut told = vec!["Outcome: passed", "this is the key that was split", "2099-06-01"];
        told.extend([
            "Dates, times, places and names are statements of the operator.",
            "Cards of the plan that were not brought",
        ]);
        told.extend(NAMES);
        for told in told {
            assert!(text.contains(told), "{told}: {text}");
        }
        for share in words(&folder, &format!("{out}/secret")) {
            let own: Vec<&str> = share.split(' ').collect();
            let is_there = own.windows(2).any(|two| text.contains(&two.join(" ")));
            assert!(!is_there, "words of a share are in a report: {text}");
        }
        assert!(!text.contains("000102030405"), "the key is in a report: {text}");
    }
}

#[test]
fn whatever_holds_the_practice_key_says_so() {
    let Some(program) = ready(&["pdftotext"]) else { return };
    let folder = Folder::new("specimen");
    let (key, out) = (folder.path("key"), folder.path("set"));
    fs::write(&key, "quorate practice: worthless key!").unwrap();
    let split = ["split", "2of3", "--kind", "raw", "--in", &key, "--format", "pdf", "-o", &out];
    assert!(prints(&program, &split));
    let parts = ["secret", "public"].map(|part| folder.files(&format!("set/{part}")));
    let files = parts.iter().flat_map(BTreeMap::values).filter(|file| file.ends_with(".pdf"));
    let files: Vec<&String> = files.collect();
    assert_eq!(files.len(), 6);
    let record = fs::read_to_string(folder.path("set/public/record.json")).unwrap();
    assert!(record.contains("\"practice\": true"), "{record}");
    for file in files {
        // Slanting letters are told one by one.
        let text: String = tool("pdftotext", &["-raw", file, "-"]).split_whitespace().collect();
        assert!(text.contains("SPECIMEN"), "{file}");
    }
}

#[test]
fn every_file_is_whole_to_a_strict_reader() {
    let Some(program) = ready(&["qpdf"]) else { return };
    let folder = Folder::new("strict");
    for (paper, ..) in PAPERS {
        for style in ["", "--no-qr", "--qr-only", "--blank"] {
            let out = set_in_style(&program, &folder, 32, (paper, style), &long_names()).unwrap();
            for part in ["secret", "public"] {
                for (name, path) in folder.files(&format!("{out}/{part}")) {
                    if name.ends_with(".pdf") {
                        tool("qpdf", &["--check", &path]);
                    }
                }
            }
        }
    }
}
