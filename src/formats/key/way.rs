//! From the form that a key came in to the form that it is asked for in.
//!
//! A master secret is bytes, and the same bytes are another key in another form: the entropy of BIP-39 words, taken as a
//! BIP-32 seed, opens a wallet without a coin in it, and no error says so. People have lost funds that way with every
//! tool of the field. So each pair of forms has its cell in one table, which docs/build/format.md shows.

use super::{Form, Language};

/// What a master secret is when it is shown in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The key as it came.
    Itself,
    /// The bytes that were split, and nothing made of them.
    Bytes,
    /// The BIP-32 master key of the wallet that these words open. It needs their BIP-39 passphrase, which no share holds.
    WalletOfWords(Language),
    /// The BIP-32 master key of the wallet whose seed was split.
    WalletOfSeed,
    /// Nothing says what the bytes are: whoever asks takes them to be this.
    Assumed,
    /// Another key than the one that was split.
    Another,
}

impl Way {
    /// The way of a key that came in the form `came`, none where nobody knows, and is asked for in the form `asked`.
    #[must_use]
    pub fn of(came: Option<Form>, asked: Form) -> Self {
        match (came, asked) {
            (Some(came), asked) if came == asked => Self::Itself,
            // There is no other writing of a seed.
            (Some(Form::Bip39Seed), Form::Hex) => Self::Itself,
            (_, Form::Hex | Form::Raw | Form::Bip39Seed) => Self::Bytes,
            // Hex is how any key may have come.
            (None | Some(Form::Hex | Form::Raw), _) => Self::Assumed,
            (Some(Form::Bip39(language)), Form::Xprv) => Self::WalletOfWords(language),
            (Some(Form::Bip39Seed), Form::Xprv) => Self::WalletOfSeed,
            // Words of another list are another seed, and a WIF of another network or compression is other addresses.
            _ => Self::Another,
        }
    }

    /// Whether what is shown is the very key that was split, and not something made of it or taken for it.
    #[must_use]
    pub const fn is_the_key(self) -> bool {
        matches!(self, Self::Itself)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::key::Network;

    const WIF: Form = Form::Wif { network: Network::Mainnet, compressed: true };
    const WORDS: Form = Form::Bip39(Language::English);

    /// The forms that can be asked for, and those that a key may have come in.
    const ASKED: [(&str, Form); 6] = [
        ("hex", Form::Hex),
        ("raw", Form::Raw),
        ("bip39", WORDS),
        ("xprv", Form::Xprv),
        ("wif", WIF),
        ("age", Form::Age),
    ];
    const CAME: [(&str, Option<Form>); 8] = [
        ("nobody knows", None),
        ("hex", Some(Form::Hex)),
        ("raw", Some(Form::Raw)),
        ("bip39", Some(WORDS)),
        ("bip39-seed", Some(Form::Bip39Seed)),
        ("xprv", Some(Form::Xprv)),
        ("wif", Some(WIF)),
        ("age", Some(Form::Age)),
    ];

    fn told(way: Way) -> &'static str {
        match way {
            Way::Itself => "the key",
            Way::Bytes => "its bytes",
            Way::WalletOfWords(_) => "wallet of the words",
            Way::WalletOfSeed => "wallet of the seed",
            Way::Assumed => "warned",
            Way::Another => "refused",
        }
    }

    #[test]
    fn every_pair_of_forms_stands_in_the_documents_table() {
        let document = include_str!("../../../docs/build/format.md");
        let heads = ASKED.map(|(name, _)| format!(" `{name}` |")).concat();
        assert!(document.contains(&format!("| came as |{heads}\n")), "{heads}");
        for (name, came) in CAME {
            let name = if came.is_some() { format!("`{name}`") } else { name.to_owned() };
            let cells = ASKED.map(|(_, asked)| format!(" {} |", told(Way::of(came, asked)))).concat();
            let row = format!("| {name} |{cells}\n");
            assert!(document.contains(&row), "docs/build/format.md lacks the row:\n{row}");
        }
    }

    #[test]
    fn only_the_form_that_a_key_came_in_is_the_key() {
        for (name, came) in CAME {
            for (other, asked) in ASKED {
                let is_same = came == Some(asked) || (name, other) == ("bip39-seed", "hex");
                assert_eq!(Way::of(came, asked).is_the_key(), is_same, "{name} as {other}");
            }
        }
    }

    #[test]
    fn another_list_network_or_compression_is_another_key() {
        let another = [
            (WORDS, Form::Bip39(Language::French)),
            (WIF, Form::Wif { network: Network::Testnet, compressed: true }),
            (WIF, Form::Wif { network: Network::Mainnet, compressed: false }),
        ];
        for (came, asked) in another {
            assert_eq!(Way::of(Some(came), asked), Way::Another);
            assert_eq!(Way::of(Some(asked), came), Way::Another);
        }
        let way = Way::of(Some(Form::Bip39(Language::French)), Form::Xprv);
        assert_eq!(way, Way::WalletOfWords(Language::French), "its words, not the English ones");
    }
}
