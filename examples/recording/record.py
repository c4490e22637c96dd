#!/usr/bin/env python3
"""Records a ceremony of the real program, on the published practice key, which protects nothing, and draws it as an SVG.

    examples/recording/record.py target/release/quorate > examples/recording/ceremony.svg

Needs Python 3.9 and tmux, which is the terminal. The words differ each time, for the shares are dealt anew.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from html import escape

COLUMNS, ROWS = 92, 17
KEY = "quorate practice: worthless key!"
# Pixels of a character, and of what is around the screen.
WIDE, HIGH, EDGE = 8.4, 18, 14
COLOURS = {31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea"}


class Terminal:
    """A shell in a window of tmux, and what its screen showed when."""

    def __init__(self, program, folder):
        self.socket = os.path.join(folder, "tmux")
        self.frames = []
        shell = f"env -i TERM=tmux-256color HOME={shlex.quote(folder)} PATH=/usr/bin:/bin bash --norc --noprofile"
        size = ["-x", str(COLUMNS), "-y", str(ROWS)]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-s", "r", *size, "-c", folder, shell)
        # The machine that records has a network, as a rule; the README says the same.
        self.type(f"alias quorate='{program} --online-anyway'; PS1='$ '; unset HISTFILE; clear")
        self.press("Enter")
        self.wait(r"^\$ $")

    def tmux(self, *arguments):
        ran = subprocess.run(["tmux", "-S", self.socket, *arguments], check=True, capture_output=True, text=True)
        return ran.stdout

    def type(self, text):
        self.tmux("send-keys", "-t", "r", "-l", text)

    def press(self, key):
        self.tmux("send-keys", "-t", "r", key)

    def screen(self, *more):
        return self.tmux("capture-pane", "-t", "r", "-p", *more)

    def wait(self, pattern, seconds=60):
        """Waits until the screen shows the pattern, which a line may break between words."""
        until = time.monotonic() + seconds
        pattern = pattern.replace(" ", r"\s+")
        while not (found := re.search(pattern, self.screen().rstrip() + " ", re.MULTILINE)):
            if time.monotonic() > until:
                sys.exit(f"waited in vain for {pattern}:\n{self.screen()}")
            time.sleep(0.05)
        return found

    def show(self, seconds):
        """Keeps what the screen shows now, for so long."""
        time.sleep(0.3)
        self.frames.append((seconds, self.screen("-e").rstrip("\n").split("\n")))

    def command(self, text):
        self.type(text)
        self.show(1.5)
        self.press("Enter")


def words_on(screen):
    """The words of the share that the screen shows, in their order."""
    return [word for _, word in sorted((int(at), word) for at, word in re.findall(r"(\d+)\. +([a-z]+)", screen))]


def custodian(terminal, is_shown):
    """One custodian: reads the words, writes them down, and types three of them back. Gives the words."""
    show = terminal.show if is_shown else lambda seconds: None
    terminal.wait("Enter shows the words")
    show(2)
    terminal.press("Enter")
    terminal.wait("then press Enter")
    words = words_on(terminal.screen())
    show(4)
    terminal.press("Enter")
    asked = 0
    for _ in range(3):
        while (at := int(terminal.wait(r".*word (\d+) \(row").group(1))) == asked:
            time.sleep(0.05)
        asked = at
        terminal.type(words[asked - 1])
        show(1.5)
        terminal.press("Enter")
        time.sleep(0.2)
        if asked != at:
            break
    terminal.wait("read back")
    show(2)
    terminal.press("Enter")
    return words


def ceremony(terminal):
    """Split, check and recover, as three people do it."""
    terminal.command("quorate split 2of3 --in key --kind raw")
    terminal.wait("everybody may read this")
    terminal.show(5)
    terminal.press("Enter")
    shares = [custodian(terminal, number == 0) for number in range(3)]
    terminal.wait(r"no record is left")
    terminal.press("C-l")
    time.sleep(0.3)

    terminal.command("quorate check")
    typed(terminal, shares[0], True)
    terminal.wait("good, all 33 words")
    terminal.show(4)
    terminal.press("C-l")
    time.sleep(0.3)

    terminal.command("quorate recover")
    typed(terminal, shares[0], False)
    typed(terminal, shares[2], True)
    terminal.wait("enough shares are here")
    terminal.show(2)
    for question in ("Enter goes on", "keyboard test", "passphrase .hidden"):
        terminal.wait(question)
        terminal.press("Enter")
    terminal.wait("the recovered key")
    terminal.show(6)
    terminal.press("Enter")
    terminal.wait(r"^\$ +$")
    terminal.show(3)


def typed(terminal, words, is_shown):
    """A share, typed hidden, four letters a word."""
    terminal.wait("type the words|type its words")
    terminal.type(" ".join(word[:4] for word in words[:20]) + " ")
    if is_shown:
        terminal.show(2)
    terminal.type(" ".join(word[:4] for word in words[20:]))
    time.sleep(0.3)
    if is_shown:
        terminal.show(2)
    terminal.press("Enter")


def runs(line):
    """The pieces of a line, each with its style."""
    style, found = {}, []
    for code, text in re.findall(r"(?:\x1b\[([0-9;]*)m)?([^\x1b]*)", line):
        for number in (int(number or 0) for number in code.split(";")) if code is not None else ():
            if number in (0, 39):
                style = {} if number == 0 else {key: value for key, value in style.items() if key != "fill"}
            elif number == 1:
                style = {**style, "font-weight": "bold"}
            elif number in COLOURS:
                style = {**style, "fill": COLOURS[number]}
        if text:
            found.append((style, text))
    return found


def drawn(line, row):
    """A line of a frame as SVG; each piece is as wide as a terminal has it, whatever the font."""
    pieces, column = [], 0
    for style, text in runs(line.rstrip()):
        # A renderer may make one blank of several.
        for piece in re.finditer(r"\S+(?: \S+)*", text):
            marks = "".join(f' {key}="{value}"' for key, value in style.items())
            x, width = EDGE + (column + piece.start()) * WIDE, len(piece.group()) * WIDE
            place = f'x="{x:.0f}" y="{EDGE + 30 + row * HIGH}" textLength="{width:.0f}"'
            pieces.append(f"<text {place}{marks}>{escape(piece.group())}</text>")
        column += len(text)
    return "".join(pieces)


def svg(frames):
    """The frames, one after the other. Where nothing moves, the last one is shown."""
    width, height = round(COLUMNS * WIDE + 2 * EDGE), ROWS * HIGH + 2 * EDGE + 20
    total = sum(seconds for seconds, _ in frames)
    style, groups, begin = [], [], 0.0
    for number, (seconds, lines) in enumerate(frames):
        start, end = 100 * begin / total, 100 * (begin + seconds) / total
        steps = f"0%{{opacity:0}}{start:.2f}%{{opacity:1}}{end:.2f}%{{opacity:0}}"
        if number == 0:
            steps = f"0%{{opacity:1}}{end:.2f}%{{opacity:0}}"
        style.append(f"@keyframes f{number}{{{steps}}}#f{number}{{animation:f{number} {total:g}s step-end infinite}}")
        text = "".join(drawn(line, row) for row, line in enumerate(lines))
        groups.append(f'<g id="f{number}" opacity="{int(number == len(frames) - 1)}">{text}</g>')
        begin += seconds
    still = "@media (prefers-reduced-motion:reduce){g{animation:none!important}}"
    dots = "".join(f'<circle cx="{EDGE + 6 + 18 * at}" cy="16" r="5" fill="#484f58"/>' for at in range(3))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>A ceremony: a key is split, a card is checked, the key is recovered</title>",
        f"<style>text{{font:14px monospace;fill:#e6edf3}}{''.join(style)}{still}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>{dots}',
        *groups,
        "</svg>",
    ])


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "key"), "w", encoding="ascii") as key:
            key.write(KEY)
        terminal = Terminal(program, folder)
        try:
            ceremony(terminal)
        finally:
            terminal.tmux("kill-server")
    print(svg(terminal.frames))


if __name__ == "__main__":
    main()
