use super::*;

fn are_alike(one: &str, other: &str) -> bool {
    alike([((), one), ((), other)]).is_some()
}

/// Names as people have them, in the form that keyboards give.
const REAL: [&str; 30] = [
    "alice",
    "O'Brien",
    "O\u{2019}Brien",
    "Smith-Jones",
    "Łukasz",
    "Žofie",
    "José",
    "Zoë",
    "Müller",
    "Strauß",
    "Ångström",
    "Þórbergur",
    "İbrahim",
    "Nguyễn Thị Ngọc Ánh",
    "Γιώργος",
    "Οδυσσεύς",
    "Дмитрий",
    "Наталья",
    "Ґалаґан",
    "محمد",
    "فاطمة الزهراء",
    "علی رضا",
    "שָׁלוֹם",
    "דוד",
    "प्रिया शर्मा",
    "श्रीकान्त",
    "王小明",
    "山田 太郎",
    "김민준",
    "Dr. Anna 2",
];

#[test]
fn real_names_of_many_scripts_are_clear_and_unlike_each_other() {
    for name in REAL {
        // Hebrew points have an order of their own in Unicode; keyboards do not keep it.
        let composed: String = name.nfc().collect();
        assert_eq!(unclear(&composed), None, "{name}");
    }
    let all_but_apostrophes = REAL.into_iter().filter(|name| !name.starts_with("O'"));
    assert_eq!(alike(all_but_apostrophes.map(|name| ((), name))), None);
    assert!(are_alike("O'Brien", "O\u{2019}Brien"));
    let numbered: Vec<String> = (1..=16).map(|number| format!("custodian {number}")).collect();
    assert_eq!(alike(numbered.iter().map(|name| ((), name.as_str()))), None);
}

#[test]
fn what_hides_or_only_looks_like_a_blank_is_unclear() {
    let with = |sign: char| unclear(&format!("ali{sign}ce"));
    for name in [" alice", "alice ", "al  ice"] {
        assert_eq!(unclear(name), Some(Unclear::Blank), "{name:?}");
    }
    for sign in
        "\u{a0}\u{1680}\u{2000}\u{2009}\u{202f}\u{205f}\u{3000}\u{2028}\u{85}\t\n\u{2800}\u{16fe4}\u{1d159}"
            .chars()
    {
        assert_eq!(with(sign), Some(Unclear::Blank), "{:x}", sign as u32);
    }
    let hidden = [
        0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d,
        0x200e, 0x202a, 0x202e, 0x2060, 0x2065, 0x2069, 0x206f, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0,
        0xfff0, 0xfff8, 0xfff9, 0xfffb, 0x1bca0, 0x1d173, 0x1d17a, 0xe0000, 0xe0061, 0xe0100, 0xe0fff, 0, 7,
        0x1b, 0x7f, 0x9b,
    ];
    for sign in hidden.map(|code| char::from_u32(code).unwrap()) {
        assert_eq!(with(sign), Some(Unclear::Unseen), "{:x}", sign as u32);
    }
    for sign in ['\u{e000}', '\u{f8ff}', '\u{f0000}', '\u{10ffff}', '\u{fdd0}', '\u{ffff}'] {
        assert_eq!(with(sign), Some(Unclear::Private), "{:x}", sign as u32);
    }
    for name in ["jose\u{301}", "\u{212b}ngström", "q\u{307}\u{323}"] {
        assert_eq!(unclear(name), Some(Unclear::NotComposed), "{name}");
    }
}

/// Of each pair at least one is unclear, or they are alike: so an attacker wrote one person twice.
#[test]
fn one_person_is_not_written_twice() {
    for (one, other) in [
        ("jos\u{e9}", "jose\u{301}"),
        ("alice", "Alice"),
        ("alice", "alice "),
        ("al ice", "al  ice"),
        ("a b", "a\u{a0}b"),
        ("alice", "\u{430}lice"),
        ("alice", "alice\u{3164}"),
        ("alice", "alice\u{fe0f}"),
        ("alice", "al\u{34f}ice"),
        ("alice", "alice\u{2800}"),
        ("alice", "alice\u{e0061}"),
        ("alice", "alice\u{e0100}"),
        ("alice", "ali\u{ad}ce"),
        ("alice", "alice\u{3000}"),
        ("alice", "alice\u{17b4}"),
        ("alice", "alice\u{1d173}"),
        ("alice", "alice\u{ffa0}"),
        ("alice", "alice\u{180e}"),
        ("alice", "\u{61c}alice"),
        ("alice", "alice\u{fff9}"),
        ("alice", "\u{ff41}lice"),
        ("alice", "alice\u{e000}"),
    ] {
        let is_unclear = unclear(one).or(unclear(other)).is_some();
        assert!(is_unclear || are_alike(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn what_looks_alike_is_alike() {
    for (one, other) in [
        ("alice", "Alice"),
        ("alice", "\u{430}lice"),
        ("alice", "\u{410}lice"),
        ("alice", "\u{ff41}lice"),
        ("Straße", "STRASSE"),
        ("Marnie", "Mamie"),
        ("Ian", "lan"),
        ("josé", "jose\u{301}"),
        ("Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"),
        ("custodian 1", "custodian l"),
        ("a-b", "a\u{2010}b"),
    ] {
        assert!(are_alike(one, other), "{one} {other}");
        assert!(are_alike(other, one), "{other} {one}");
    }
    for (one, other) in [("alice", "alicia"), ("jose", "josé"), ("bob", "rob"), ("Marnie", "Mamie R.")] {
        assert!(!are_alike(one, other), "{one} {other}");
    }
    assert!(!are_alike("alice", "alice"), "one name twice is one");
    assert_eq!(meant(["alice", "bob"], "Bob"), Some("bob"));
    assert_eq!((meant(["Bob", "bob"], "bob"), meant(["alice", "bob"], "carol")), (None, None));
    assert_eq!(alike([(1, "a"), (2, "b"), (3, "A"), (4, "B")]), Some([(1, "a"), (3, "A")]));
}
