//! How the fonts go into the file.
//!
//! Names may need any of 500 characters, so their fonts are addressed by glyph, with a map back for whoever searches or
//! copies the text. The font of the words is addressed by ASCII: the words stand in the file as anybody can read them.

use std::collections::BTreeSet;

use pdf_writer::{
    Filter, Finish as _, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};

use crate::paper::font::Face;

const IDENTITY: SystemInfo<'_> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A text as the file spells it in a font.
pub fn bytes(face: Face, text: &str) -> Vec<u8> {
    match face {
        Face::Mono => text.bytes().filter(u8::is_ascii).collect(),
        Face::Sans | Face::Bold => {
            text.chars().filter_map(|one| face.glyph(one)).flat_map(u16::to_be_bytes).collect()
        }
    }
}

/// Puts a font into the file, with a map back to the characters that were used.
pub fn font(pdf: &mut Pdf, next: &mut Ref, face: Face, used: &BTreeSet<char>) -> Ref {
    let (font, descriptor, file) = (next.bump(), next.bump(), next.bump());
    let (compressed, length) = face.file();
    pdf.stream(file, compressed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    let flags = match face {
        Face::Mono => FontFlags::NON_SYMBOLIC | FontFlags::FIXED_PITCH,
        Face::Sans | Face::Bold => FontFlags::SYMBOLIC,
    };
    let mut described = pdf.font_descriptor(descriptor);
    described.name(name(face)).flags(flags).bbox(Rect::new(-440.0, -265.0, 1390.0, 980.0));
    described.italic_angle(0.0).ascent(928.0).descent(-236.0).cap_height(729.0);
    described.stem_v(if face == Face::Sans { 90.0 } else { 165.0 }).font_file2(file);
    described.finish();
    match face {
        Face::Mono => words_font(pdf, font, descriptor),
        Face::Sans | Face::Bold => names_font(pdf, next, font, descriptor, face, used),
    }
    font
}

fn words_font(pdf: &mut Pdf, font: Ref, descriptor: Ref) {
    let mut written = pdf.indirect(font).dict();
    written.pair(Name(b"Type"), Name(b"Font")).pair(Name(b"Subtype"), Name(b"TrueType"));
    written.pair(Name(b"BaseFont"), name(Face::Mono)).pair(Name(b"Encoding"), Name(b"WinAnsiEncoding"));
    written.pair(Name(b"FirstChar"), i32::from(b' ')).pair(Name(b"LastChar"), i32::from(b'~'));
    written.insert(Name(b"Widths")).array().items(Face::Mono.widths().map(i32::from));
    written.pair(Name(b"FontDescriptor"), descriptor);
}

fn names_font(pdf: &mut Pdf, next: &mut Ref, font: Ref, descriptor: Ref, face: Face, used: &BTreeSet<char>) {
    let (descendant, map) = (next.bump(), next.bump());
    pdf.type0_font(font)
        .base_font(name(face))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(map);
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2).base_font(name(face)).system_info(IDENTITY);
    cid.font_descriptor(descriptor).cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid.widths();
    let mut back = UnicodeCmap::new(Name(b"quorate"), IDENTITY);
    for character in used {
        if let Some((glyph, width)) = face.glyph(*character).zip(face.thousandths(*character)) {
            widths.consecutive(glyph, [f32::from(width)]);
            back.pair(glyph, *character);
        }
    }
    widths.finish();
    cid.finish();
    pdf.cmap(map, &back.finish().into_vec());
}

/// The name of a subset: six letters, then the font.
const fn name(face: Face) -> Name<'static> {
    Name(match face {
        Face::Sans => b"QUORAT+DejaVuSans",
        Face::Bold => b"QUORAT+DejaVuSans-Bold",
        Face::Mono => b"QUORAT+DejaVuSansMono-Bold",
    })
}
