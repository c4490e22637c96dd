//! A page in the macros of man(7), which groff and mandoc read.

/// A page that is being written.
#[derive(Debug)]
pub(super) struct Roff {
    source: String,
}

impl Roff {
    /// Begins a page of section 1: its title, the day that it was last changed, and what it belongs to.
    pub(super) fn titled(title: &str, day: &str, program: &str) -> Self {
        let title = title.to_uppercase().replace('-', "\\-");
        let head = format!(".TH \"{title}\" 1 {day} \"{program}\" \"User Commands\"\n");
        // No word is broken, and no blank is put in: names and options are to be copied.
        Self { source: format!("{head}.nh\n.ad l\n") }
    }

    /// A section.
    pub(super) fn section(&mut self, heading: &str) {
        self.request("SH", heading);
    }

    /// A section within one.
    pub(super) fn subsection(&mut self, heading: &str) {
        self.request("SS", heading);
    }

    fn request(&mut self, name: &str, heading: &str) {
        self.source.push_str(&format!(".{name} \"{}\"\n", escaped(heading).replace('"', "\\(dq")));
    }

    /// Begins a paragraph. Right below a heading there is none to begin.
    pub(super) fn paragraph(&mut self) {
        let last = self.source.lines().next_back().unwrap_or_default();
        if ![".SH ", ".SS ", ".PP"].iter().any(|heading| last.starts_with(heading)) {
            self.source.push_str(".PP\n");
        }
    }

    /// A term, already set in its fonts, with what is said of it indented below.
    pub(super) fn term(&mut self, term: &str, said: &str) {
        self.source.push_str(&format!(".TP\n{term}\n"));
        self.text(said);
    }

    /// Running text: lines of it are filled again.
    pub(super) fn text(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.set(&running(line));
        }
    }

    /// A line that is already set in its fonts.
    pub(super) fn set(&mut self, line: &str) {
        self.source.push_str(&format!("{}\n", guarded(line)));
    }

    /// Values of an option, each with what is said of it, indented and close together.
    pub(super) fn values(&mut self, values: &[(String, String)]) {
        self.source.push_str(".RS\n.PD 0\n");
        for (name, said) in values {
            self.term(&bold(name), said);
        }
        self.source.push_str(".PD\n.RE\n");
    }

    /// Lines as they are, such as people type them.
    pub(super) fn verbatim<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        self.source.push_str(".EX\n");
        for line in lines {
            self.source.push_str(&format!("{}\n", guarded(&escaped(line))));
        }
        // At its end groff breaks words again.
        self.source.push_str(".EE\n.nh\n");
    }

    /// The page.
    pub(super) fn into_source(self) -> String {
        self.source
    }
}

/// A text of which groff changes no character. It would make other signs of hyphens and quotation marks, and nobody could
/// copy an option from the page.
pub(super) fn escaped(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' => set.push_str("\\(rs"),
            '-' => set.push_str("\\-"),
            '\'' => set.push_str("\\(aq"),
            '`' => set.push_str("\\(ga"),
            '^' => set.push_str("\\(ha"),
            '~' => set.push_str("\\(ti"),
            other => set.push(other),
        }
    }
    set
}

/// What is typed as it stands.
pub(super) fn bold(text: &str) -> String {
    format!("\\fB{}\\fR", escaped(text))
}

/// What stands for something else.
pub(super) fn italic(text: &str) -> String {
    format!("\\fI{}\\fR", escaped(text))
}

/// Running text, in which what is typed stands between backticks, or begins with two hyphens.
fn running(line: &str) -> String {
    let pieces = line.split('`').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { bold(piece) } else { with_options(piece) }).collect()
}

fn with_options(piece: &str) -> String {
    let words = piece.split(' ').map(|word| {
        let name = word.strip_prefix('(').unwrap_or(word);
        let length = name.find(|sign: char| !sign.is_ascii_lowercase() && sign != '-').unwrap_or(name.len());
        match name.starts_with("--") && length > 2 {
            true => {
                let before = &word[..word.len() - name.len()];
                format!("{before}{}{}", bold(&name[..length]), escaped(&name[length..]))
            }
            false => escaped(word),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A line that is no request, whatever it begins with.
fn guarded(line: &str) -> String {
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_request_or_another_sign() {
        let mut roff = Roff::titled("quorate-split", "2026-12-01", "quorate 0.1.0");
        roff.section("EXAMPLES");
        roff.paragraph();
        roff.text(".so /etc/passwd\n'x\nsee `status -v` and (--with it), a\\b");
        roff.verbatim([".TH", "--scenario 'Carol is away' \\"].into_iter());
        assert_eq!(
            roff.into_source(),
            ".TH \"QUORATE\\-SPLIT\" 1 2026-12-01 \"quorate 0.1.0\" \"User Commands\"\n.nh\n.ad l\n.SH \"EXAMPLES\"\n\
             \\&.so /etc/passwd\n\\(aqx\nsee \\fBstatus \\-v\\fR and (\\fB\\-\\-with\\fR it), a\\(rsb\n\
             .EX\n\\&.TH\n\\-\\-scenario \\(aqCarol is away\\(aq \\(rs\n.EE\n.nh\n"
        );
    }
}
