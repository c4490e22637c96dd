//! Shares that do not go together: who is at fault is named, whichever came first, and nothing is released.

use crate::{desk::Desk, known};

/// Asserts that these shares, in every rotation, are refused with 5, and gives the documents.
fn refused_in_every_order(shares: &[String]) -> Vec<serde_json::Value> {
    (0..shares.len())
        .map(|turn| {
            let desk = Desk::new();
            let mut names = desk.put_shares(shares);
            names.rotate_left(turn);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            desk.refused(5, &[&["recover"], &names[..]].concat());
            desk.refused(5, &[&["recover", "-o", "key"], &names[..]].concat());
            let check = desk.refused_json(5, &[&["check"], &names[..]].concat());
            let recover = desk.refused_json(5, &[&["recover"], &names[..]].concat());
            assert_eq!(check["message"], recover["message"]);
            recover
        })
        .collect()
}

#[test]
fn a_foreign_share_is_named_whichever_came_first() {
    let mut shares = known::shares("three_of_five")[..3].to_vec();
    shares.push(known::shares("other_set")[3].clone());
    for document in refused_in_every_order(&shares) {
        assert_eq!(document["code"], "foreign-share", "{document}");
        assert_eq!(document["share"], "4.txt", "{document}");
        assert!(document["hint"].as_str().unwrap().contains("run again without it"));
    }
}

#[test]
fn of_two_that_are_strangers_to_each_other_neither_is_blamed() {
    let shares = [known::shares("three_of_five")[0].clone(), known::shares("other_set")[1].clone()];
    for document in refused_in_every_order(&shares) {
        let message = document["message"].as_str().unwrap();
        assert!(message.contains("1.txt") && message.contains("2.txt"), "{message}");
    }
}

#[test]
fn a_foreign_share_brought_three_times_is_still_one() {
    let foreign = known::shares("other_set")[3].clone();
    let shares = [&known::shares("three_of_five")[..2], &vec![foreign; 3]].concat();
    for document in refused_in_every_order(&shares) {
        let named = document["share"].as_str().unwrap();
        assert!(["3.txt", "4.txt", "5.txt"].contains(&named), "{document}");
    }
}

#[test]
fn a_share_with_another_threshold_is_named_whichever_came_first() {
    let mut shares = known::shares("three_of_five")[..3].to_vec();
    shares.push(known::shares("lower_threshold")[3].clone());
    for document in refused_in_every_order(&shares) {
        assert_eq!(document["share"], "4.txt", "{document}");
    }
}

#[test]
fn two_shares_of_one_index_that_differ_are_both_named() {
    let mut shares = known::shares("three_of_five")[..3].to_vec();
    shares.push(known::shares("altered")[1].clone());
    for document in refused_in_every_order(&shares) {
        assert_eq!(document["code"], "same-index", "{document}");
        let message = document["message"].as_str().unwrap();
        assert!(message.contains("2.txt") && message.contains("4.txt"), "{message}");
        assert_eq!((&document["group"], &document["member"]), (&1.into(), &2.into()));
    }
}

#[test]
fn an_altered_share_beside_enough_good_ones_is_named_and_nothing_is_released() {
    for surplus in [1, 2] {
        let mut shares = known::shares("three_of_five")[..2 + surplus].to_vec();
        shares.push(known::shares("altered")[4].clone());
        let culprit = format!("{}.txt", shares.len());
        for document in refused_in_every_order(&shares) {
            assert_eq!(document["code"], "altered-share", "{document}");
            assert_eq!((&document["share"], &document["member"]), (&culprit.as_str().into(), &5.into()));
        }
    }
}

#[test]
fn at_the_threshold_an_altered_share_is_found_but_cannot_be_named() {
    let mut shares = known::shares("three_of_five")[..2].to_vec();
    shares.push(known::shares("altered")[2].clone());
    for document in refused_in_every_order(&shares) {
        assert_eq!((&document["code"], &document["group"]), (&"digest".into(), &1.into()));
        assert!(document.get("share").is_none());
        assert!(document["hint"].as_str().unwrap().contains("one more share"));
    }
}

#[test]
fn a_group_of_another_deal_is_named_where_a_third_tells() {
    let groups = known::groups();
    let mimic = known::shares("group_of_another_deal");
    let two = [&groups[0][..2], &mimic[..3]].concat();
    for document in refused_in_every_order(&two) {
        assert_eq!(document["code"], "digest", "{document}");
        assert!(document["hint"].as_str().unwrap().contains("one more group"));
    }
    let three = [&groups[0][..2], &groups[1][..2], &mimic[..3]].concat();
    for document in refused_in_every_order(&three) {
        assert!(
            document["message"].as_str().unwrap().contains("altered, or of another set: group 3"),
            "{document}"
        );
    }
}

#[test]
fn a_repeated_share_counts_once_and_that_is_told() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put_shares(&shares);
    desk.put("copy.txt", known::abbreviated(&shares[0]));
    let refused = desk.refused(4, &["recover", "1.txt", "2.txt", "copy.txt"]);
    assert!(refused.error.contains("2 of the 3 shares needed are here: 1 more"), "{refused:?}");
    assert!(refused.error.contains("copy.txt: this share is here already and counts once"), "{refused:?}");
    let enough = desk.run(&["recover", "1.txt", "2.txt", "copy.txt", "3.txt"]);
    assert_eq!(enough.product(), format!("{}\n", known::reference_key()));
    assert!(enough.says("copy.txt: this share is here already; it counts once"));
}

#[test]
fn too_few_are_counted() {
    let desk = Desk::new();
    let names = desk.put_shares(&known::shares("three_of_five"));
    let document = desk.refused_json(4, &["recover", &names[0]]);
    assert_eq!(document["code"], "too-few-shares");
    assert_eq!(document["message"], "1 of the 3 shares needed are here: 2 more");
}

#[test]
fn of_several_faults_an_unreadable_share_is_told_first_and_too_few_last() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put_shares(&shares);
    desk.put("foreign", &known::shares("other_set")[0]);
    desk.put("altered", &known::shares("altered")[3]);
    desk.put("wrong", known::misspelt(&shares[4], 4, "acid"));
    desk.refused(3, &["recover", "1.txt", "foreign", "wrong"]);
    desk.refused(3, &["recover", "foreign", "1.txt", "2.txt", "3.txt", "altered", "wrong"]);
    desk.refused(5, &["recover", "1.txt", "foreign"]);
    desk.refused(5, &["recover", "1.txt", "2.txt", "3.txt", "foreign", "altered"]);
    desk.refused(4, &["recover", "1.txt", "altered"]);
}

#[test]
fn shares_that_were_not_needed_and_could_not_be_tested_are_told() {
    let groups = known::groups();
    let desk = Desk::new();
    desk.put("shares", [&groups[0][..2], &groups[1][1..], &groups[2][..1]].concat().join("\n"));
    let back = desk.run(&["recover", "shares"]);
    assert_eq!(back.product(), format!("{}\n", known::reference_key()));
    assert!(back.says("group 3, share 1: not needed, and too few of its group to be tested"));
}
