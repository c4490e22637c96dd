#!/usr/bin/env python3
"""Makes the fonts in this folder, and the table of their glyphs, from DejaVu 2.37 (Debian: fonts-dejavu-core).

    pip install fonttools==4.68.0
    python3 subset.py /usr/share/fonts/truetype/dejavu

Only the outlines are kept: PDF needs neither the names nor the tables for shaping. The files are compressed here, once,
because PDF takes them as they are; quorate itself has neither a font parser nor a compressor.
"""

import io
import sys
import zlib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ASCII = list(range(0x20, 0x7F))
# Latin-1, Latin Extended-A, the S and T with comma below of Romanian, Greek, Cyrillic, and a few signs.
NAMES = (
    ASCII
    + list(range(0xA0, 0xAD))
    + list(range(0xAE, 0x180))
    + [0x218, 0x219, 0x21A, 0x21B]
    + list(range(0x386, 0x3CF))
    + list(range(0x400, 0x460))
    + [ord(sign) for sign in "ґҐẞ–—‘’“”„…•€№→"]
)
FACES = [
    ("SANS", "DejaVuSans.ttf", "sans", NAMES),
    ("BOLD", "DejaVuSans-Bold.ttf", "bold", NAMES),
    ("MONO", "DejaVuSansMono-Bold.ttf", "mono", ASCII),
]


def reduced(path: Path, characters: list[int]) -> TTFont:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "FFTM", "kern", "gasp", "OS/2", "post", "name"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def main() -> None:
    source = Path(sys.argv[1])
    here = Path(__file__).parent
    tables = []
    for name, file, stem, characters in FACES:
        font = reduced(source / file, characters)
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        em = font["head"].unitsPerEm
        rows = [
            (code, font.getGlyphID(glyph), round(widths[glyph][0] * 1000 / em))
            for code, glyph in sorted(glyphs.items())
        ]
        # Names are printed glyph by glyph, found by the table below. Words are printed as the bytes that they are, so
        # that they can be read in the PDF file itself; only for them the font needs a map of its own.
        if name != "MONO":
            del font["cmap"]
        written = io.BytesIO()
        font.save(written, reorderTables=None)
        (here / f"{stem}.ttf.zlib").write_bytes(zlib.compress(written.getvalue(), 9))
        cells = [f"(0x{code:04x}, {glyph}, {width})" for code, glyph, width in rows]
        lines = [" ".join(f"{cell}," for cell in cells[at : at + 5]) for at in range(0, len(cells), 5)]
        body = "\n    ".join(lines)
        tables.append(
            f"/// Bytes of {stem}.ttf, uncompressed.\npub const {name}_LENGTH: i32 = {len(written.getvalue())};\n\n"
            f"/// {file}\n#[rustfmt::skip]\npub const {name}: [Glyph; {len(rows)}] = [\n    {body}\n];\n"
        )
    text = "//! Made by `subset.py`: what the fonts beside this file can print, in the order of the characters.\n\n"
    text += "/// A character, its glyph, and its width in thousandths of the font size.\n"
    text += "pub type Glyph = (u16, u16, u16);\n\n"
    (here / "tables.rs").write_text(text + "\n".join(tables))


if __name__ == "__main__":
    main()
