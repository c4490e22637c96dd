//! A policy as it is typed: alone, or as groups with names and custodians. What is accepted is a policy of the standard,
//! and its plan is read back from its canonical form.

use quorate::{
    custody::plan::Plan,
    inside::{PolicyOptions, policy},
    slip39::Policy,
};

use crate::plan::is_kept;

/// One line is a policy; several are groups, and lines that begin with `@` their custodians, with `#` how many are
/// needed.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<String> = text.split('\n').take(64).map(str::to_owned).collect();
    let mut typed = PolicyOptions::default();
    match <[String; 1]>::try_from(lines) {
        Ok([line]) => {
            if let Ok(policy) = line.parse::<Policy>() {
                is_written_again(&policy);
            }
            typed.policy = Some(line);
        }
        Err(lines) => {
            for line in lines {
                match (line.strip_prefix('@'), line.strip_prefix('#')) {
                    (Some(name), _) => typed.custodians.push(name.to_owned()),
                    (_, Some(number)) => typed.groups_needed = Some(number.to_owned()),
                    _ => typed.groups.push(line),
                }
            }
        }
    }
    match policy::plan(&typed) {
        Ok(plan) => {
            is_kept(&plan);
            if plan.people().len() <= 12 {
                let _ = policy::refuse_single_point(&plan);
            }
        }
        Err(failure) => assert!(!failure.message.is_empty() && !failure.hint.is_empty()),
    }
}

fn is_written_again(policy: &Policy) {
    let [group] = policy.groups() else { panic!("one policy, several groups") };
    assert!((1..=group.count()).contains(&group.threshold()) && group.count() <= 16);
    assert!(group.threshold() > 1 || group.count() == 1);
    for between in ["of", "-of-", "/"] {
        let text = format!("{}{between}{}", group.threshold(), group.count());
        assert_eq!(text.parse::<Policy>().as_ref(), Ok(policy));
    }
    assert_eq!(Plan::of_policy(policy, &[], &[]).policy().as_ref(), Ok(policy));
}
