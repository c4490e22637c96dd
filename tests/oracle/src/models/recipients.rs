//! To whom shares of a drawn plan are sealed: identities that protect nothing, an SSH key among them, and passphrases.

use std::{collections::BTreeSet, fs};

use quorate::{
    crypto::secret::SecretBytes,
    custody::plan::{PASSPHRASE, SealedTo},
    formats::{
        age::{Opens, small},
        identity::{self, OwnIdentity},
    },
};
use serde_json::{Value, json};

use super::{
    draw::{PLACES, some},
    of_hundred, one,
};
use crate::stream::Stream;

/// Identities with their recipients: one for each card of the largest plan that is drawn.
const KEYS: [[&str; 2]; 16] = [
    [
        "AGE-SECRET-KEY-12DN5Q9GGZYGUXLKZZL532498W2HQEYUREQ3ZC2RVA6YYCYE94QZS6GAPY4",
        "age18qvlv9859p7ncyly77cz3hlmepkah263uwzut7v0r8grns3mzslqyuxefz",
    ],
    [
        "AGE-SECRET-KEY-1ZN8SZCTCS3XKTLW0JHMND9C4087GTYLC5JTTSEFVAFC28EKATZGQFAAQ4T",
        "age1lznahqma7gahutuwhgzwhpmj2c2etxqyzg29nmt5vxu2eckjhg2sc8h6z5",
    ],
    [
        "AGE-SECRET-KEY-10EZNNVWNN7DWL5AR0KM6X7H92PMJST5PE584L0CZRS6A3SPF59AQ8SF0KD",
        "age1dgg7mylzl5fs5xlue578adf7h65h9q3v9t8xc4vjgtfgltmrgpwqtnc689",
    ],
    [
        "AGE-SECRET-KEY-1R5TUT44KZ25T290SVCYY4NKFCTSHMQYH4UAA90M5X3AL3HRJZG0QTC5N5U",
        "age1rrvc9sfew5tup3rqwatz4phejq74ryd7plyw8en9scjwpualfsys8yvfgu",
    ],
    [
        "AGE-SECRET-KEY-1MLNRCGUERNA4W89YN5QTXNT6XZYG4DPTTKXLH7GQ9XDJPA35TVHS55T6AH",
        "age15zh7vswl780wnug68h4z33sc8ee78re43jx4ydm9nvda4kpycfpq8rxy0g",
    ],
    [
        "AGE-SECRET-KEY-16PQLGSMZ79LGEZK8HC2Q4VFXVUPF5XZLUSTHYTGKLWCL3G4AKYVSN2ZXMP",
        "age1m4scym6k3gja0wplxxgr0v4j5nr5ty5wxlkp9tuc9wd325ea0s8s9mv7ug",
    ],
    [
        "AGE-SECRET-KEY-1J7PEG76VMPFK602S5G7206TCX7ADWA5CRTY2JJJ84Y7VXW4PMGHQ6XG26W",
        "age1w4lvx77tmw76uatckd67dp5lycqp93qdqajmxwa5kv7kec6fz3us3rwu2q",
    ],
    [
        "AGE-SECRET-KEY-1Z38P3AP33NUGHFWDTG4M90UZ76CTA0AYTQ820R20JR3UW6D3J7HQQ32DMP",
        "age1npveg05lnf4thp23s9rk2mx899vqf6ll6p2a6hq0dtza2j5zygzstkgw68",
    ],
    [
        "AGE-SECRET-KEY-1AWQ70W62N5THYSDZCVRH7DFWHG087G8LU47ZLLGVT7VST9ZS8X8QX3VVXW",
        "age1qj6vqxukp5rhsatr4lh5dtjllgasymek55gz0nq37w5d4492cphsjfmtm6",
    ],
    [
        "AGE-SECRET-KEY-1TJJCJLYXW7Q70EHLV8HFCG7WTT9WD2NV5M4WS0ST9HVDNN3VQDWSQ30K3S",
        "age1th90cghv9d2w9l7anyckfmgy8vhj7e9a2lnfyy4z2zr6r72js49qkpwkx5",
    ],
    [
        "AGE-SECRET-KEY-12GHHJZVHD4AU8VYUSE9L43Z729DTY3DVVGNA8YLP2245XGT6YVRS8RLTHL",
        "age1ynyqz8ye4vulgqfdh5rwf3m6mj0kzvyj6x4dd7w2ejqshnvrlgvsv0hm7u",
    ],
    [
        "AGE-SECRET-KEY-1ZGZGSLM9R96FKAZVQKUXYQXPLDSES936DZW5LCKJMJYPTJ3SXYRSA2ZNHX",
        "age1vh7sq7wkr7y2rzxt8099yvgz7jhncwcj9ev0nzvkdrjqkqmdv9sserkwzh",
    ],
    [
        "AGE-SECRET-KEY-1NLQL3HZU4G23NFRXFGEYXFA484GXGRNE6WUM2FHLRX253U6KS5WS3W8XL4",
        "age1w370kg80rnqa73jrq8034ptzz2rtynhr500tygcv824dymkate3ssg0dtm",
    ],
    [
        "AGE-SECRET-KEY-187W68QTGH0NRAD7NG4T748FVD9FYE3H6LP7FU2HDP3CDZU5C9F0Q572A4H",
        "age1exm5tdk8k23s0xmuerl0nas0vvmgfrjj0d6kj5zxpjak2lf6f44qlvxx4d",
    ],
    [
        "AGE-SECRET-KEY-1DQTR3X9WAE7VZJHQ8KHPPMUDG67VNV879C706NCZHXMR9QP9RUASGYQ6Q8",
        "age1mdkv929y77mwl6ltfc80npwz6uqad5d23u85u4m5qfl03ycwhpvsl82qgj",
    ],
    [SSH, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS"],
];

const SSH: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACAkwrLVacsOr8CRm3C+5HgtPDgzA0V+MYborUO/lm7gUgAAAIhA+NdfQPjX
XwAAAAtzc2gtZWQyNTUxOQAAACAkwrLVacsOr8CRm3C+5HgtPDgzA0V+MYborUO/lm7gUg
AAAED+l9lD6FDAjxt1qOPI41dEFsvAMN5djaChG6l63FByfiTCstVpyw6vwJGbcL7keC08
ODMDRX4xhuitQ7+WbuBSAAAAAXgBAgME
-----END OPENSSH PRIVATE KEY-----
";

/// Seals some cards of a plan that are not, each to somebody of its own. Passphrases are for those in the room only: `split` shows
/// them on a terminal.
pub fn seal(plan: &mut Value, people: &[&str], may_be_words: bool, stream: &mut Stream) {
    let mut free = free(plan);
    stream.shuffle(&mut free);
    let groups = plan["groups"].as_array_mut().unwrap();
    for card in groups.iter_mut().flat_map(|group| group["custodians"].as_array_mut().unwrap()) {
        if card.get("recipient").is_some() || !of_hundred(50, stream) {
            continue;
        }
        let recipient = match free.last() {
            _ if may_be_words && of_hundred(15, stream) => PASSPHRASE.to_owned(),
            None => continue,
            // As it stands in the file of the key: the comment is left out of what is hashed.
            Some(recipient) if recipient.starts_with("ssh") => format!("{recipient} bob@example.org"),
            Some(recipient) => (*recipient).to_owned(),
        };
        if recipient != PASSPHRASE {
            free.pop();
        }
        card["recipient"] = recipient.into();
        if of_hundred(60, stream) {
            card["identity_access"] = some(people, 2, stream);
        }
        if of_hundred(50, stream) {
            card["identity_places"] = some(&PLACES, 2, stream);
        }
    }
}

/// A recipient that no card of a plan has.
pub fn another(plan: &Value, stream: &mut Stream) -> &'static str {
    let free = free(plan);
    one::<&str>(&free, stream)
}

/// Another recipient for one card, which no other has; and where that stands, from 0.
pub fn reseal(plan: &mut Value, stream: &mut Stream) -> (usize, usize) {
    let free = free(plan);
    let groups = plan["groups"].as_array_mut().unwrap();
    let group = stream.below(groups.len());
    let cards = groups[group]["custodians"].as_array_mut().unwrap();
    let member = stream.below(cards.len());
    cards[member]["recipient"] = json!(one(&free, stream));
    (group, member)
}

/// Recipients that no card of a plan has.
fn free(plan: &Value) -> Vec<&'static str> {
    let groups = plan["groups"].as_array().unwrap();
    let cards = groups.iter().flat_map(|group| group["custodians"].as_array().unwrap());
    let taken: BTreeSet<&str> = cards.filter_map(|card| card["recipient"].as_str()).map(bare).collect();
    KEYS.iter().map(|[_, recipient]| *recipient).filter(|recipient| !taken.contains(recipient)).collect()
}

/// A recipient without a comment.
fn bare(recipient: &str) -> &str {
    recipient.strip_suffix(" bob@example.org").unwrap_or(recipient)
}

/// What the holders of a plan read aloud, as `split` takes it.
pub fn codes(plan: &Value) -> Vec<String> {
    let mut codes = Vec::new();
    let groups = plan["groups"].as_array().unwrap();
    for (at, group) in (1..).zip(groups) {
        for (member, card) in (1..).zip(group["custodians"].as_array().unwrap()) {
            let sealed_to: Option<SealedTo> = card["recipient"].as_str().map(|text| text.parse().unwrap());
            if let Some(code) = sealed_to.and_then(|to| to.code()) {
                let number = if groups.len() == 1 { format!("{member}") } else { format!("{at}.{member}") };
                codes.extend(["--recipient-code".to_owned(), format!("{number}={code}")]);
            }
        }
    }
    codes
}

/// The file with the words of a share: a sealed one is opened into a file beside it.
pub fn opened(file: &str) -> String {
    let Some(plain) = file.strip_suffix(".age") else { return file.to_owned() };
    let own: Vec<OwnIdentity> = KEYS
        .iter()
        .flat_map(|[identity, _]| identity::read(&SecretBytes::copy_of(identity.as_bytes())).unwrap())
        .collect();
    let own: Vec<&dyn Opens> = own.iter().map(|one| one as &dyn Opens).collect();
    let share = small::open(&fs::read(file).unwrap(), &own).unwrap();
    let plain = format!("{plain}.txt");
    fs::write(&plain, share.expose()).unwrap();
    plain
}
