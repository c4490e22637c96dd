//! A share on its way to paper: in every form that was asked for, each read back before it may leave.

use crate::{
    crypto::secret::{SecretBytes, SecretText},
    paper::{
        card::{Card, CardError, Style},
        photo::{decode, scan},
        qr::{QUIET_ZONE, QrCode, blocks, png, svg},
    },
    slip39::Mnemonic,
};

/// What is made of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrintFormat {
    /// The words as text.
    Words,
    /// The code in half blocks.
    Qr,
    /// The code as SVG.
    Svg,
    /// The code as PNG.
    Png,
    /// The card as PDF.
    Pdf,
}

impl PrintFormat {
    /// Whether something of this kind is made of a share that is sealed: its file, and with cards a sealed card.
    #[must_use]
    pub const fn is_of_sealed(self) -> bool {
        matches!(self, Self::Words | Self::Pdf)
    }

    /// What the name of such a file ends with.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Words => "txt",
            Self::Qr => "qr.txt",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// A finished file.
#[derive(Debug)]
pub struct Printed {
    /// What it is.
    pub format: PrintFormat,
    /// Its bytes.
    pub bytes: SecretBytes,
}

/// Makes the files of one share. `remark` is the line above its words.
///
/// # Errors
///
/// When the card does not fit on its paper, or anything that was made does not give the share back.
pub fn share(
    card: &Card<'_>,
    mnemonic: &Mnemonic,
    remark: &str,
    formats: &[PrintFormat],
    style: Style,
) -> Result<Vec<Printed>, CardError> {
    // A card has one, too, as a rule.
    let code = if formats == [PrintFormat::Words] { None } else { Some(code(mnemonic)?) };
    let made = |format: &PrintFormat| -> Result<Printed, CardError> {
        let bytes = match (format, &code) {
            (PrintFormat::Words, _) => words(mnemonic, remark)?,
            (PrintFormat::Pdf, code) => card.pdf(style, code.as_ref().map(|(code, _)| code))?,
            (PrintFormat::Svg, Some((code, _))) => proved(svg::draw(code), |text| svg::shows(text, code))?,
            (PrintFormat::Qr, Some((code, _))) => {
                let text = blocks::draw(code, QUIET_ZONE, "\n");
                proved(text, |text| blocks::shows(text, code, QUIET_ZONE))?
            }
            (PrintFormat::Png, Some((_, file))) => SecretBytes::copy_of(file.expose()),
            (_, None) => return Err(CardError::NotProved),
        };
        Ok(Printed { format: *format, bytes })
    };
    formats.iter().map(made).collect()
}

/// The code of a share and the picture of it, which the reader of photographs has read back.
///
/// # Errors
///
/// When what it reads is not the share.
pub fn code(mnemonic: &Mnemonic) -> Result<(QrCode, SecretBytes), CardError> {
    let code = QrCode::of(mnemonic).map_err(|_| CardError::NotProved)?;
    let file = png::draw(&code).map_err(|_| CardError::NotProved)?;
    let picture = decode::decode(file.expose()).map_err(|_| CardError::NotProved)?;
    let is_this = |text: &str| mnemonic.is_spelt_by(text);
    let texts = scan::codes(&picture, is_this);
    if texts.iter().any(|text| is_this(text.expose())) { Ok((code, file)) } else { Err(CardError::NotProved) }
}

/// The words in a text file, below a remark.
///
/// # Errors
///
/// When what was made is not the share.
pub fn words(mnemonic: &Mnemonic, remark: &str) -> Result<SecretBytes, CardError> {
    let mut text = SecretText::with_capacity(remark.len() + mnemonic.expose().len() + 4);
    for part in ["# ", remark, "\n", mnemonic.expose(), "\n"] {
        text.push_str(part);
    }
    proved(text, |text| text.expose().lines().nth(1).is_some_and(|line| mnemonic.is_spelt_by(line)))
}

/// The bytes of a finished text, if it shows what it should.
fn proved(text: SecretText, shows: impl FnOnce(&SecretText) -> bool) -> Result<SecretBytes, CardError> {
    if shows(&text) { Ok(SecretBytes::copy_of(text.expose().as_bytes())) } else { Err(CardError::NotProved) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::record::sample;

    fn codes() -> [QrCode; 2] {
        let (_, shares) = sample::of("2of3", 7);
        [0, 1].map(|at| QrCode::of(&shares[at].1).unwrap())
    }

    /// The text with one sign changed, where `one` stands for the `number`-th time.
    fn with(text: &SecretText, (one, other): (&str, &str), number: usize) -> SecretText {
        let (at, _) = text.expose().match_indices(one).nth(number).unwrap();
        let mut changed = SecretText::with_capacity(text.len() + other.len());
        for part in [&text.expose()[..at], other, &text.expose()[at + one.len()..]] {
            changed.push_str(part);
        }
        changed
    }

    #[test]
    fn a_drawing_of_another_share_or_with_one_module_changed_is_not_let_go() {
        let [code, other] = codes();
        let drawn_svg = || svg::draw(&code);
        assert!(proved(drawn_svg(), |text| svg::shows(text, &code)).is_ok());
        let refused = |text: SecretText, code: &QrCode| proved(text, |text| svg::shows(text, code)).err();
        assert_eq!(refused(drawn_svg(), &other), Some(CardError::NotProved));
        let runs = drawn_svg().expose().matches("\nM").count();
        for number in [0, 1, runs / 2, runs - 1] {
            let changed = with(&drawn_svg(), ("\nM", "\nM1"), number);
            assert_eq!(refused(changed, &code), Some(CardError::NotProved), "run {number}");
            let left_out = with(&drawn_svg(), ("\nM", "\n#"), number);
            assert_eq!(refused(left_out, &code), Some(CardError::NotProved), "run {number}");
        }

        let drawn_blocks = || blocks::draw(&code, QUIET_ZONE, "\n");
        let shows = |text: &SecretText, code: &QrCode| blocks::shows(text, code, QUIET_ZONE);
        assert!(proved(drawn_blocks(), |text| shows(text, &code)).is_ok());
        let refused = |text: SecretText, code: &QrCode| proved(text, |text| shows(text, code)).err();
        assert_eq!(refused(drawn_blocks(), &other), Some(CardError::NotProved));
        for change in [("█", "▀"), ("▄", " "), (" ", "█"), ("▀", "▄")] {
            for number in [0, 50] {
                let changed = with(&drawn_blocks(), change, number);
                assert_eq!(refused(changed, &code), Some(CardError::NotProved), "{change:?} {number}");
            }
        }
    }
}
