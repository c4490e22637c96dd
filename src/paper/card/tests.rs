use super::*;
use crate::{
    crypto::entropy::Scripted,
    paper::font::{Face, Type},
    slip39::{Deal, Exponent, MasterSecret, Mnemonic, Passphrase, Share},
};

const PAPERS: [Paper; 3] = [Paper::A5, Paper::Letter, Paper::A4];

fn shares(bytes: usize, policy: &str) -> Vec<Share> {
    let secret = MasterSecret::copy_of(&vec![7; bytes]).unwrap();
    let exponent = Exponent::from_bits(0);
    let ems = secret.encrypt(&Passphrase::empty(), exponent, &mut Scripted(1), &mut |_| {}).unwrap();
    let deal = Deal::new(&policy.parse().unwrap(), ems, &mut Scripted(2)).unwrap();
    deal.groups()[0].iter().map(|share| Share::parse(share.mnemonic().expose()).unwrap()).collect()
}

fn card<'a>(share: &Share, mnemonic: &'a Mnemonic) -> Card<'a> {
    Card {
        label: Some("Treasury"),
        part: Some(Part { header: *share.header(), group_name: None, count: Some(5) }),
        custodian: Some("Alice"),
        mnemonic: Some(mnemonic),
        words: share.word_count(),
        wallet: Wallet::Another,
        contact: None,
        date: None,
        is_specimen: false,
    }
}

#[test]
fn every_number_of_words_fits_on_whole_pages_and_is_refused_where_it_does_not() {
    for bytes in (16..=128).step_by(2) {
        let share = &shares(bytes, "3of5")[1];
        let mnemonic = share.mnemonic();
        let code = QrCode::of(&mnemonic).unwrap();
        let card = card(share, &mnemonic);
        for content in [Shows::Both, Shows::Words, Shows::Code] {
            let made = PAPERS
                .map(|paper| card.pdf(Style { paper, is_large: false, content }, Some(&code)).map(|_| ()));
            assert_eq!(made[2], Ok(()), "{bytes} {content:?}");
            if content != Shows::Words {
                assert_eq!(made[1], Ok(()), "{bytes} {content:?}");
            }
            if bytes <= if content == Shows::Both { 40 } else { 64 } {
                assert_eq!(made[0], Ok(()), "{bytes} {content:?}");
            }
            for (refused, paper) in made.iter().zip(PAPERS) {
                let Err(error) = refused else { continue };
                let fits = |at: &usize| made[*at].is_ok();
                let smallest = (0..3).find(fits).map(|at| PAPERS[at]);
                assert_eq!(*error, CardError::TooSmall { words: card.words, paper, smallest });
            }
        }
    }
}

#[test]
fn large_words_are_larger_or_refused() {
    let share = &shares(32, "3of5")[0];
    let mnemonic = share.mnemonic();
    let code = QrCode::of(&mnemonic).unwrap();
    let card = card(share, &mnemonic);
    let size = |paper, is_large| {
        let style = Style { paper, is_large, content: Shows::Words };
        Some(Layout::of(&card, style, None)?.grid?.size)
    };
    assert!(size(Paper::A4, true) > size(Paper::A4, false));
    let large =
        |paper| card.pdf(Style { paper, is_large: true, content: Shows::Both }, Some(&code)).map(|_| ());
    assert_eq!((large(Paper::A4), large(Paper::Letter)), (Ok(()), Ok(())));
    // Three columns of 33 large words are higher than half a page.
    assert_eq!(size(Paper::A5, true), None);
    assert!(matches!(large(Paper::A5), Err(CardError::TooSmall { smallest: Some(Paper::Letter), .. })));
}

#[test]
fn the_same_card_is_the_same_file() {
    let share = &shares(32, "3of5")[0];
    let mnemonic = share.mnemonic();
    let code = QrCode::of(&mnemonic).unwrap();
    let [one, other] = [(); 2].map(|()| card(share, &mnemonic).pdf(Style::default(), Some(&code)).unwrap());
    assert!(one.matches(other.expose()));
}

#[test]
fn a_card_with_another_share_on_it_is_not_proved() {
    let shares = shares(32, "3of5");
    let [one, other] = [0, 1].map(|at: usize| shares[at].mnemonic());
    let card = card(&shares[0], &one);
    let code = QrCode::of(&one).unwrap();
    let file = card.pdf(Style::default(), Some(&code)).unwrap();
    assert_eq!(card.prove(&file, true, Some(&code)), Ok(()));
    let wrong_words = Card { mnemonic: Some(&other), ..card.clone() };
    assert_eq!(wrong_words.prove(&file, true, None), Err(CardError::NotProved));
    let wrong_code = QrCode::of(&other).unwrap();
    assert_eq!(card.prove(&file, true, Some(&wrong_code)), Err(CardError::NotProved));
    let without = card.pdf(Style { content: Shows::Words, ..Style::default() }, Some(&code)).unwrap();
    assert_eq!(card.prove(&without, true, Some(&code)), Err(CardError::NotProved));
}

#[test]
fn a_blank_card_holds_no_word() {
    let share = &shares(32, "3of5")[0];
    let mnemonic = share.mnemonic();
    let blank = Card { mnemonic: None, ..card(share, &mnemonic) };
    let file = blank.pdf(Style::default(), None).unwrap();
    assert!(read_back::words(&file).is_empty());
    assert_eq!(read_back::runs(&file).count(), 0);
}

#[test]
fn the_rule_is_told_as_it_is() {
    let rule = |policy: &str, count| {
        let header = *shares(16, policy)[0].header();
        Part { header, group_name: None, count }.rule()
    };
    assert_eq!(
        rule("3of5", Some(5)),
        "Share 1 of 5. Any 3 of the 5 cards bring the key back. One alone reveals nothing."
    );
    assert_eq!(
        rule("3of3", Some(3)),
        "Share 1 of 3. All 3 cards together bring the key back. One alone reveals nothing."
    );
    assert_eq!(
        rule("3of5", None),
        "Share 1. Any 3 cards of the set bring the key back. One alone reveals nothing."
    );
    assert_eq!(rule("1of1", Some(1)), "Share 1 of 1. Alone it is the whole key.");
}

#[test]
fn groups_are_told_as_they_are() {
    let mut header = *shares(16, "2of3")[1].header();
    (header.set.group_threshold, header.set.group_count, header.group) = (2, 3, 0);
    let rule = |header, group_name| Part { header, group_name, count: Some(3) }.rule();
    assert_eq!(
        rule(header, Some("board")),
        "Share 2 of 3, group board. Any 2 cards complete the group; any 2 of the 3 groups bring the key back. One alone reveals nothing."
    );
    header.set.group_threshold = 3;
    assert_eq!(
        rule(header, None),
        "Share 2 of 3, group 1. Any 2 cards complete the group; all 3 groups together bring the key back. One alone reveals nothing."
    );
    (header.set.group_threshold, header.member_threshold) = (1, 1);
    assert_eq!(
        rule(header, None),
        "Share 2 of 3, group 1. It completes its group; any one of the 3 groups brings the key back. Alone it is the whole key."
    );
}

#[test]
fn what_cannot_be_replaced_is_not_said_to_be() {
    let lost = |policy: &str, count| {
        let share = &shares(16, policy)[0];
        let mnemonic = share.mnemonic();
        let card = card(share, &mnemonic);
        let part = Part { header: *share.header(), group_name: None, count };
        wording::if_lost(&Card { part: Some(part), ..card })
    };
    for (policy, count) in [("1of1", 1), ("3of3", 3)] {
        assert!(lost(policy, Some(count)).ends_with("Without it the key cannot be recovered."), "{policy}");
    }
    assert!(lost("3of5", Some(5)).ends_with("The other cards can replace it, as long as 3 still exist."));
    for (policy, needed) in [("3of5", 3), ("1of1", 1)] {
        let told = format!("Other cards can replace it only if {needed} still exist.");
        assert!(lost(policy, None).ends_with(&told), "{policy}");
    }
}

#[test]
fn notes_are_of_what_is_on_the_card() {
    let share = &shares(32, "3of5")[0];
    let mnemonic = share.mnemonic();
    let card = card(share, &mnemonic);
    let notes = |card: &Card<'_>, is_large, content| {
        wording::notes(card, Style { paper: Paper::A4, is_large, content }).join("\n")
    };
    let blank = Card { mnemonic: None, ..card.clone() };
    for (card, content, has_words, has_code) in [
        (&card, Shows::Both, true, true),
        (&card, Shows::Words, true, false),
        (&card, Shows::Code, false, true),
        (&blank, Shows::Both, true, false),
    ] {
        let told = notes(card, false, content);
        assert_eq!(told.contains("four letters"), has_words, "{told}");
        assert_eq!(told.contains("The code holds the same words."), has_words && has_code, "{told}");
        assert_eq!(told.contains("Scan it offline"), !has_words, "{told}");
        assert_eq!(notes(card, true, content).contains("the rows on a screen differ"), has_words);
    }
}

#[test]
fn large_words_stand_in_three_columns_far_from_the_next_number() {
    let share = &shares(32, "3of5")[0];
    let mnemonic = share.mnemonic();
    let code = QrCode::of(&mnemonic).unwrap();
    for (paper, content) in
        [(Paper::A4, Shows::Both), (Paper::Letter, Shows::Both), (Paper::A4, Shows::Words)]
    {
        let code = Some(&code).filter(|_| content != Shows::Words);
        let layout = Layout::of(&card(share, &mnemonic), Style { paper, is_large: true, content }, code);
        let grid = layout.unwrap().grid.unwrap();
        assert_eq!(grid.columns, 3);
        let word = Type::new(Face::Mono, grid.size).width("wildlife");
        let number = Type::new(Face::Sans, grid.size * layout::NUMBER).width("10");
        // The next number ends a third of a letter before its word.
        let air = grid.column - word - number - grid.size * 0.35;
        assert!(air > grid.size * 0.5, "{paper:?} {content:?}: {air}");
    }
}

#[test]
fn a_finder_is_told_where_to_return_it() {
    let share = &shares(16, "3of5")[0];
    let mnemonic = share.mnemonic();
    let card = card(share, &mnemonic);
    assert!(wording::if_found(&card).ends_with("return it to Alice:"), "an address is written below");
    let with = Card { contact: Some("1 Sample Street"), ..card };
    assert!(wording::if_found(&with).ends_with("return it to: 1 Sample Street"));
}
