//! What a PDF that this program did not make seems to hold, so that a refusal names the command that helps.

/// What stands on the pages of a PDF, as far as its objects tell without being unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfPages {
    /// Pictures: a scanner or a telephone made it.
    Pictures,
    /// Text, and no picture.
    Text,
    /// Its objects are packed, and nothing tells.
    Untold,
}

impl PdfPages {
    /// What a file has.
    #[must_use]
    pub fn of(file: &[u8]) -> Self {
        let names = |name: &[u8]| file.windows(name.len()).any(|bytes| bytes == name);
        // A scan whose words were recognised has both, and its text is only as good as that.
        if names(b"/Subtype/Image") || names(b"/Subtype /Image") {
            Self::Pictures
        } else if names(b"/Font") {
            Self::Text
        } else {
            Self::Untold
        }
    }
}
