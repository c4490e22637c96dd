//! The languages of the recovery sheet: a file of texts for each, with the same lines and the same placeholders.
//!
//! Commands, and the words of the shares, are English in each.

/// A language of the recovery sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetLanguage {
    /// English, from which the others are translated.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
}

/// Makes the type of the texts, and reads them by the names of its fields.
macro_rules! texts {
    ($($name:ident)*) => {
        /// The texts, in the order of the sheet. What stands in braces is filled in.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Texts {
            $(pub $name: &'static str,)*
        }

        impl Texts {
            #[cfg(test)]
            const NAMES: &[&str] = &[$(stringify!($name)),*];

            fn of(file: &'static str) -> Self {
                Self { $($name: text(file, stringify!($name)),)* }
            }
        }
    };
}

texts! {
    above
    original
    what_this_is
    sealed
    sealed_unnamed
    needed
    one_group
    all_groups
    some_groups
    part_of_group
    group
    as_cards_say
    groups_as_cards_say
    order
    passphrase
    computer
    with_quorate
    printed_by
    printed_by_plan
    check
    recover
    open
    from_files
    with_other_tools
    tried
    without_network
    others
    digits_of_form
    digits_of_unknown
    digits_of_sealed
    wallet_own
    wallet_another
    wallet_unknown
    whom_to_call
    name
    reached_by
    warning
}

/// The lines of a file: what each is called, and its text.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads each of them")]
fn text(file: &'static str, name: &str) -> &'static str {
    let found = lines(file).find(|(own, _)| *own == name);
    found.map(|(_, text)| text).expect("every language has every line")
}

impl SheetLanguage {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Italian, Self::Portuguese];

    /// The code of the language, by ISO 639.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::English => include_str!("en.txt"),
            Self::German => include_str!("de.txt"),
            Self::French => include_str!("fr.txt"),
            Self::Spanish => include_str!("es.txt"),
            Self::Italian => include_str!("it.txt"),
            Self::Portuguese => include_str!("pt.txt"),
        }
    }

    /// Its texts.
    pub(super) fn texts(self) -> Texts {
        Texts::of(self.file())
    }
}

/// A text with each `{name}` replaced by what it stands for; what is filled in is not looked into again.
pub(super) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
    {
        whole.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        whole.push_str(value.unwrap_or_default());
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::paper::font;

    /// The lines of a language by their names; all other lines of its file are remarks.
    fn own(language: SheetLanguage) -> BTreeMap<&'static str, &'static str> {
        let file = language.file();
        let texts: BTreeMap<_, _> = lines(file).collect();
        assert_eq!(texts.len(), file.lines().filter(|line| !line.starts_with('#')).count(), "{language:?}");
        texts
    }

    /// The placeholders of a text, in the order of their names: another language has another order of words.
    fn placeholders(text: &str) -> Vec<&str> {
        let pieces = text.split('{').skip(1).map(|piece| piece.split_once('}').unwrap().0);
        let mut names: Vec<&str> = pieces.collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_has_every_line_with_the_same_placeholders() {
        let english = own(SheetLanguage::English);
        assert_eq!(english.values().map(|text| placeholders(text).len()).sum::<usize>(), 18);
        for language in SheetLanguage::ALL {
            let own = own(language);
            assert!(own.keys().eq(english.keys()), "{language:?}");
            assert_eq!(own.len(), Texts::NAMES.len(), "{language:?}");
            // Reads every line, or ends here.
            let _ = language.texts();
            for (name, text) in &own {
                assert!(!text.trim().is_empty(), "{language:?}: {name}");
                assert_eq!(placeholders(text), placeholders(english[name]), "{language:?}: {name}");
                assert!(font::is_printable(text), "{language:?}: {name} has a letter that no font has");
            }
            let same = own.iter().filter(|(name, text)| **text == english[**name]).count();
            assert!(language == SheetLanguage::English || same <= 1, "{language:?} is not translated");
        }
    }

    #[test]
    fn every_language_has_what_is_typed_as_it_is_typed() {
        for language in SheetLanguage::ALL {
            let own = own(language);
            for (name, typed) in [
                ("what_this_is", "SLIP-0039"),
                ("printed_by", "quorate"),
                ("open", "NEW"),
                ("tried", "shamir-mnemonic 0.3.0"),
                ("digits_of_sealed", "AGE-SECRET-KEY-"),
                ("digits_of_sealed", "Bech32"),
                ("sealed_unnamed", ".age"),
            ] {
                assert!(own[name].contains(typed), "{language:?}: {name} lacks {typed}");
            }
        }
    }

    #[test]
    fn accented_letters_of_these_languages_can_be_printed() {
        assert!(font::is_printable("äöüßÄÖÜéèêàçùœîôûëïñáíóú¿¡ãõâìò’«»"));
    }

    #[test]
    fn what_is_filled_in_is_not_looked_into() {
        assert_eq!(filled("a {x} c {y}{x}", &[("x", "{y}"), ("y", "b")]), "a {y} c b{y}");
        assert_eq!(filled("no end {", &[]), "no end {");
    }
}
