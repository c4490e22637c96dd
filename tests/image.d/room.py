"""What people do at a machine that runs the medium: from its menu to `off`, and what is found in its memory."""

import re
import time

import machine


class Room(machine.Machine):
    """A machine with the medium in it, past its menu."""

    number, end_of = 0, ""

    def begin(self):
        """From the first page to the shell; gives all that stood on the screen."""
        seen = self.wait_for("Then press Enter")
        # Keys that come while the shell begins to read are lost to it; people are slower.
        time.sleep(3)
        self.type_in("yz-/_ 1")
        if self.layout == "de":
            self.press("semicolon")
            self.press("apostrophe")
            self.press("bracket_left")
            self.press("minus")
        self.type_in("\n")
        seen += self.wait_for("Right? Press")
        self.type_in("\n")
        seen += self.wait_for("to begin")
        self.type_in("\n")
        self.wait_for("quorate:~#")
        return seen

    def command(self, line):
        """Types a command on an empty screen, and gives what it says."""
        self.start(line)
        return self.wait_for(self.end_of)

    def start(self, line):
        # What is typed must not be taken for what is said, nor the end of the last command for that of this one.
        self.number += 1
        self.end_of = f"END {self.number}: "
        self.type_in(f"clear; {line}; echo E''ND {self.number}: $?\n")

    def recover(self, shares):
        """The key of shares, by a prompt without a passphrase; it is left on the screen."""
        self.start(f"quorate recover {shares} -o /dev/shm/key; cat /dev/shm/key")
        shown = self.wait_for("keyboard test", self.end_of)
        for _ in range(3):
            if self.end_of not in shown:
                self.type_in("\n")
                time.sleep(1.5)
                shown = "\n".join(self.screen())
        shown = self.wait_for(self.end_of)
        found = re.search(r"^[0-9a-f]{64}$", shown, re.MULTILINE)
        return found and found[0], shown

    def split(self):
        """A split at the console: each share is read from its page and typed back from there. Gives, of each share, its words
        by number and those that were typed; and the last page."""
        self.start("quorate split 2of3 --generate 128 --exponent 0")
        shares, before = [], ""
        while True:
            deadline = time.monotonic() + machine.PATIENCE
            while (page := "\n".join(self.screen())) == before:
                if time.monotonic() > deadline:
                    raise SystemExit(f"the screen does not change:\n{page}")
                time.sleep(0.3)
            asked = re.search(r"word (\d+) \(.*from the card", page)
            words = dict(re.findall(r"(\d+)\. ([a-z]+)", page))
            if self.end_of in page:
                return shares, page
            if "they are wiped" in page and len(words) == 20:
                shares.append((words, []))
                self.type_in("\n")
            elif asked:
                shares[-1][1].append(shares[-1][0][asked[1]])
                self.type_in(shares[-1][1][-1] + "\n")
            elif re.search("type the day|Enter begins|Enter shows the words|Enter goes on|press Enter|Enter ends", page):
                self.type_in("\n")
            else:
                time.sleep(0.3)
                continue
            before = page

    def left(self, needles):
        """What stands around each of these that is in its memory, by kind."""
        content = self.memory()
        # Most pages are empty, which takes them out of a long search.
        pages = (content[begin : begin + 4096] for begin in range(0, len(content), 4096))
        content = b"".join(page for page in pages if page.count(0) < 4096)
        places = {kind: [content.find(needle) for needle in all_of] for kind, all_of in needles.items()}
        return {kind: [content[max(at - 80, 0) : at + 120] for at in all_of if at >= 0] for kind, all_of in places.items()}


def needles_of(split, share, key, held):
    """What no memory may hold: what stood on pages, what was typed, neighbours in a share's line, the key. What the medium
    itself holds is no sign of anything: words of published test shares, and such as "device memory" in a page of the guide."""
    pairs = [pair for words, _ in split for pair in zip(list(words.values()), list(words.values())[1:])]
    pairs += list(zip(share, share[1:]))
    typed = [pair for _, typed in split for pair in zip(typed, typed[1:])]
    needles = {
        "on a page": [f"{number:>4}. {word}" for words, _ in split for number, word in words.items()],
        "two words": [f"{one} {other}" for one, other in pairs],
        "typed": [f"{one}{end}{other}" for one, other in typed for end in "\r\n"],
        "the key": [key],
    }
    # As signs of the screen, each with its colour, and as the console keeps them for Unicode.
    kinds = {kind: [needle.encode() for needle in all_of] for kind, all_of in needles.items()}
    kinds["on the screen"] = [b"\x07".join(bytes([sign]) for sign in pair) for pair in kinds["two words"]]
    kinds["in Unicode"] = [pair.decode().encode("utf-32-le") for pair in kinds["two words"]]
    kinds["the key"].append(bytes.fromhex(key))
    return {kind: [needle for needle in all_of if not any(needle in part for part in held)] for kind, all_of in kinds.items()}
