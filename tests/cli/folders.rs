//! A folder with shares in it, and files that others may read.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{desk::Desk, known};

#[test]
fn the_shares_in_a_folder_are_read_and_what_is_none_is_passed_over() {
    let (desk, shares) = (Desk::new(), known::shares("extendable"));
    fs::create_dir_all(desk.path("cards/old")).unwrap();
    let put = |name: &str, text: &str| fs::write(desk.path(name), text).unwrap();
    put("cards/b.txt", &shares[1]);
    put("cards/a.txt", &format!("1. {}\n", shares[0]));
    put("cards/notes.txt", "from Bob\n");
    put("cards/photo.png", "no picture at all\n");
    put("cards/.hidden", &shares[2]);
    put("cards/old/c.txt", &shares[2]);
    let read = desk.run(&["check", "cards", "--json"]);
    let sources: Vec<String> = read.json()["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| share["source"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sources, ["cards/a.txt", "cards/b.txt"], "{read:?}");
    assert!(read.says("cards/notes.txt: no share in it, passed over"));
    let named = desk.run(&["recover", "cards/a.txt", "cards/b.txt"]);
    assert_eq!(desk.run(&["recover", "cards/"]).product(), named.product());
    // Words that are nearly a share are told, and not passed over.
    put("cards/notes.txt", &shares[2].replacen(' ', " academic ", 1));
    assert_eq!(desk.run(&["recover", "cards"]).code, 3);
    fs::create_dir(desk.path("empty")).unwrap();
    assert_eq!(desk.refused(3, &["check", "empty"]).error, "empty: there is no share in it");
}

#[test]
fn a_picture_in_a_folder_that_cannot_be_read_is_warned_of() {
    let (desk, shares) = (Desk::new(), known::shares("extendable"));
    fs::create_dir(desk.path("cards")).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path("cards").join(name), bytes).unwrap();
    put("a.txt", shares[0].as_bytes());
    put("b.txt", shares[1].as_bytes());
    put("notes.txt", b"from Bob\n");
    put("empty.txt", b"");
    let may_be_cards = [
        ("no-code.png", white(), "no QR code could be read in this picture"),
        ("cut.png", white()[..40].to_vec(), "the picture is cut off or damaged"),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "this is HEIC, which cannot be read here"),
        ("c.txt.age", b"age-encryption.org/v1\n\xff\xfe".to_vec(), "the file is cut off in its header"),
    ];
    for (name, bytes, _) in &may_be_cards {
        put(name, bytes);
    }
    let named = desk.run(&["recover", "cards/a.txt", "cards/b.txt"]);
    for arguments in [&["recover", "cards"][..], &["-q", "recover", "cards"]] {
        let read = desk.run(arguments);
        assert_eq!(read.product(), named.product());
        for (name, _, why) in &may_be_cards {
            assert!(read.says(&format!("quorate: warning: cards/{name}: {why}")), "{name}: {read:?}");
        }
        assert_eq!(read.stderr.matches("it may be a card, but was passed over").count(), 4, "{read:?}");
        // What cannot be a card is worth no warning.
        for name in ["notes.txt", "empty.txt"] {
            let told = format!("quorate: cards/{name}: no share in it, passed over");
            assert_eq!(read.says(&told), arguments[0] != "-q", "{read:?}");
        }
    }
    fs::remove_file(desk.path("cards/a.txt")).unwrap();
    fs::remove_file(desk.path("cards/b.txt")).unwrap();
    assert_eq!(desk.refused(3, &["check", "cards"]).error, "cards: there is no share in it");
}

/// A picture of nothing.
fn white() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[255; 64 * 64]).unwrap();
    file
}

#[test]
fn files_that_others_may_read_are_told_once() {
    let (desk, shares) = (Desk::new(), known::shares("extendable"));
    let names = desk.put_shares(&shares[..2]);
    let mode =
        |name: &str, mode| fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    let told = |arguments: &[&str]| desk.run(arguments).stderr.matches("can be read by others").count();
    let recover = ["recover", &names[0], &names[1]];
    assert_eq!(told(&recover), 0, "nobody else may enter the folder");
    fs::set_permissions(desk.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(told(&recover), 1);
    assert!(
        desk.run(&recover).says("1.txt and 1 more file can be read by others on this machine: chmod 600")
    );
    mode(&names[0], 0o600);
    assert!(desk.run(&recover).says("2.txt can be read by others on this machine: chmod 600"));
    mode(&names[1], 0o600);
    assert_eq!(told(&recover), 0);
    // Whoever reads one that is sealed cannot open it, and it is sent by any channel.
    desk.put("sealed.age", "age-encryption.org/v1\n-> X25519 ...\n");
    assert_eq!(told(&["check", "sealed.age"]), 0);
}
