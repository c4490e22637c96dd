"""A machine under qemu, and whoever sits before it: a screen that is read by its pictures, and keys that are pressed. Nothing
that ships has a serial line; so nothing here asks for one."""

import json
import lzma
import pathlib
import re
import shutil
import socket
import subprocess
import time

from told import FIRMWARE, expect

PATIENCE = 180
# Megabytes of memory, much of which the firmware takes for itself.
BY_UEFI = 384
# The mark of a text in the kernel's own font: the letter A, 8 by 16.
LETTER_A = bytes.fromhex("000010386cc6c6fec6c6c6c600000000")
# What the font draws beyond ASCII, as far as pages of quorate use it.
BEYOND = {0xDC: "▄", 0xDF: "▀", 0xC4: "─", 0xB3: "│", 0xFA: "·", 0x81: "ü", 0x84: "ä", 0x94: "ö", 0xE1: "ß", 0x82: "é", 0xA4: "ñ", 0x95: "ò"}
NAMED = {
    " ": "spc", "-": "minus", "=": "equal", "[": "bracket_left", "]": "bracket_right", ";": "semicolon", "'": "apostrophe",
    "`": "grave_accent", "\\": "backslash", ",": "comma", ".": "dot", "/": "slash", "\n": "ret", "\t": "tab",
}
SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./"))
# Where these signs are on a German keyboard, by the keys of an English one.
GERMAN = {
    "y": ["z"], "z": ["y"], "/": ["shift", "7"], "-": ["slash"], "_": ["shift", "slash"], ";": ["shift", "comma"],
    "'": ["shift", "backslash"], "$": ["shift", "4"], "*": ["shift", "bracket_right"], "|": ["alt_r", "less"],
    ":": ["shift", "dot"], ">": ["shift", "less"], "&": ["shift", "6"], "=": ["shift", "0"], "?": ["shift", "minus"],
}


def unpacked(kernel):
    """A kernel's program, as it lies in memory."""
    return lzma.LZMADecompressor().decompress(kernel[kernel.find(b"\xfd7zXZ\0") :])


def font_of(program):
    """What each picture of a sign means, from the kernel that draws it."""
    begin = program.index(LETTER_A) - 65 * 16
    meaning = {}
    for code in [*range(0x20, 0x7F), *BEYOND]:
        picture = program[begin + code * 16 : begin + code * 16 + 16]
        meaning.setdefault(picture, BEYOND.get(code, chr(code)))
    return meaning


def rows_of(picture, font):
    """The lines of text on a picture of the screen, in the format PPM."""
    magic, width, height, most, pixels = picture.split(maxsplit=4) if picture[:2] == b"P6" else (b"", 0, 0, 0, b"")
    if magic != b"P6" or most != b"255":
        return []
    # Splitting eats dark pixels at the beginning, which look like blanks.
    width, height = int(width), int(height)
    pixels = picture[len(picture) - width * height * 3 :]
    # One colour of three is enough to tell ink from paper; the brightest of them for coloured ink.
    ink = [bytes(map(max, row[0::3], row[1::3], row[2::3])) for row in
           (pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height))]
    table = bytes(48 if value < 64 else 49 for value in range(256))
    bits = [row.translate(table) for row in ink]
    rows = []
    for top in range(0, height - 15, 16):
        lines = bits[top : top + 16]
        row = []
        # Text modes of a VGA have a column of air beside each sign.
        for left in range(0, width - 7, 9 if width == 720 else 8):
            cell = bytes(int(line[left : left + 8], 2) for line in lines)
            row.append(font.get(cell) or font.get(bytes(byte ^ 255 for byte in cell)) or under_cursor(cell, font))
        rows.append("".join(row).rstrip())
    return rows


def under_cursor(cell, font):
    """The cursor is two lines at the foot of a sign."""
    return font.get(cell[:14] + b"\0\0", "\ufffd")


def firmware(place):
    """UEFI with Secure Boot and the keys of Microsoft, as machines are sold."""
    place.mkdir(exist_ok=True)
    shutil.copy(FIRMWARE / "OVMF_VARS_4M.ms.fd", place / "variables.fd")
    (place / "firmware.log").unlink(missing_ok=True)
    return [
        "-machine", "q35,smm=on", "-global", "driver=cfi.pflash01,property=secure,value=on",
        "-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={FIRMWARE}/OVMF_CODE_4M.secboot.fd",
        "-drive", f"if=pflash,unit=1,format=raw,file={place}/variables.fd",
        # The firmware's own console, of which the medium knows nothing.
        "-serial", f"file:{place}/firmware.log",
    ]


class Machine:
    """A computer that was switched on."""

    def __init__(self, work, font, megabytes, options):
        self.work, self.font, self.megabytes = pathlib.Path(work), font, megabytes
        self.work.mkdir(parents=True, exist_ok=True)
        self.layout = "us"
        (self.work / "qmp").unlink(missing_ok=True)
        # Its streams are its own: a left-over must not hold those of this script.
        self.qemu = subprocess.Popen(
            ["nice", "-n", "10", "qemu-system-x86_64", "-accel", "tcg", "-m", str(megabytes), "-display", "none",
             "-serial", "none", "-parallel", "none", "-monitor", "none", "-no-reboot", "-no-shutdown",
             "-rtc", "base=utc", "-qmp", f"unix:{self.work}/qmp,server=on,wait=off", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(self.work / "qemu.log", "w"))
        deadline = time.monotonic() + 60
        self.line = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.line.connect(str(self.work / "qmp"))
                break
            except OSError:
                if time.monotonic() > deadline or self.qemu.poll() is not None:
                    raise SystemExit("qemu does not start: " + (self.work / "qemu.log").read_text()[-400:])
                time.sleep(0.1)
        self.monitor = self.line.makefile("rw")
        self.monitor.readline()
        self.why_off = None
        self.ask("qmp_capabilities")

    def ask(self, name, **arguments):
        """An answer of qemu's; what it tells in between of why the guest is off is noted."""
        self.monitor.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
        self.monitor.flush()
        while True:
            answer = json.loads(self.monitor.readline() or '{"error": "qemu is gone"}')
            if answer.get("event") == "SHUTDOWN":
                self.why_off = answer["data"]["reason"]
            if "error" in answer:
                raise SystemExit(f"qemu: {answer['error']}")
            if "return" in answer:
                return answer["return"]

    def picture(self):
        path = self.work / "screen.ppm"
        self.ask("screendump", filename=str(path))
        return path.read_bytes()

    def screen(self):
        """What stands on the screen, line by line."""
        return rows_of(self.picture(), self.font)

    def wait_for(self, *texts, patience=PATIENCE):
        """Waits until one of the texts stands on the screen, and gives the screen."""
        deadline = time.monotonic() + patience
        while True:
            shown = "\n".join(self.screen())
            if any(text in shown for text in texts):
                return shown
            if time.monotonic() > deadline or self.qemu.poll() is not None:
                raise SystemExit(f"waited in vain for {texts!r}; the screen says:\n{shown}")
            time.sleep(0.5)

    def wait_for_firmware(self, text, patience=PATIENCE):
        """Waits for what the firmware, or the boot loader through it, writes to the console of its own."""
        log, deadline = self.work / "firmware.log", time.monotonic() + patience
        while True:
            told = re.sub(r"\x1b\[[0-9;=?]*[A-Za-z]", "", log.read_text(errors="replace")) if log.exists() else ""
            if text in told:
                return told
            if time.monotonic() > deadline or self.qemu.poll() is not None:
                raise SystemExit(f"waited in vain for {text!r}; the firmware says:\n{told[-1500:]}")
            time.sleep(0.5)

    def wait_until_off(self, patience=PATIENCE):
        deadline = time.monotonic() + patience
        while self.ask("query-status")["status"] != "shutdown":
            if time.monotonic() > deadline:
                raise SystemExit("it does not switch itself off; the screen says:\n" + "\n".join(self.screen()))
            time.sleep(0.5)
        # Not so if the kernel has stopped at a fault, which would leave all in memory.
        expect("it has switched itself off", self.why_off == "guest-shutdown", f"{self.why_off}")

    def press(self, *keys):
        """Keys at once, by qemu's names."""
        self.ask("send-key", keys=[{"type": "qcode", "data": key} for key in keys], **{"hold-time": 20})
        time.sleep(0.06)

    def type_in(self, text):
        """A text, on a keyboard of the machine's layout."""
        for sign in text:
            if self.layout == "de" and sign in GERMAN:
                self.press(*GERMAN[sign])
                continue
            keys = ["shift"] if sign in SHIFTED or sign.isupper() else []
            plain = SHIFTED.get(sign, sign.lower())
            self.press(*keys, NAMED.get(plain, plain))

    def memory(self):
        """All of its memory."""
        path = self.work / "memory"
        path.unlink(missing_ok=True)
        self.ask("pmemsave", val=0, size=self.megabytes << 20, filename=str(path))
        content = path.read_bytes()
        path.unlink()
        return content

    def end(self):
        self.qemu.kill()
        self.qemu.wait()
        self.line.close()
