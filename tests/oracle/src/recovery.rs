//! Splitting and recovering, digest included, against `bc-shamir`, in both directions.

use bc_shamir::{recover_secret, split_secret};
use quorate::{
    crypto::secret::SecretBytes,
    slip39::math::shamir::{self, Point},
};

use crate::stream::Stream;

const SETS: usize = 1_000;

/// What one set is made of: threshold, count, secret, and which members come, in some order.
fn draw(stream: &mut Stream) -> (u8, u8, Vec<u8>, Vec<u8>) {
    let count = 2 + stream.below(15);
    let threshold = 2 + stream.below(count - 1);
    // 16 to 32 bytes: `bc-shamir` takes no more.
    let bytes = 16 + 2 * stream.below(9);
    let secret = stream.bytes(bytes);
    let mut members: Vec<u8> = (0..16).take(count).collect();
    stream.shuffle(&mut members);
    members.truncate(threshold);
    (threshold.try_into().unwrap(), count.try_into().unwrap(), secret, members)
}

#[test]
fn bc_shamir_recovers_what_we_split() {
    let mut stream = Stream::new(41);
    for _ in 0..SETS {
        let (threshold, count, secret, members) = draw(&mut stream);
        let values = shamir::split(threshold, count, &SecretBytes::copy_of(&secret), &mut stream).unwrap();
        let indices: Vec<usize> = members.iter().map(|&member| member.into()).collect();
        let shares: Vec<&[u8]> = indices.iter().map(|&member| values[member].expose()).collect();
        assert_eq!(recover_secret(&indices, &shares).unwrap(), secret, "{threshold} of {count}: {members:?}");
        let altered = [&[shares[0][0] ^ 1], &shares[0][1..]].concat();
        let altered: Vec<&[u8]> = [&[altered.as_slice()], &shares[1..]].concat();
        assert!(recover_secret(&indices, &altered).is_err(), "it looks at the digest too");
    }
}

#[test]
fn we_recover_what_bc_shamir_splits() {
    let mut stream = Stream::new(42);
    for _ in 0..SETS {
        let (threshold, count, secret, members) = draw(&mut stream);
        let shares =
            split_secret(threshold.into(), count.into(), &secret, &mut bc_rand::SecureRandomNumberGenerator)
                .unwrap();
        let points: Vec<Point<'_>> =
            members.iter().map(|&member| (member, shares[usize::from(member)].as_slice())).collect();
        assert!(shamir::recover(&points).unwrap().matches(&secret), "{threshold} of {count}: {members:?}");
    }
}
