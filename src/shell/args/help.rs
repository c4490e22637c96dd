//! The longer texts of the help.

/// What a bare `quorate` prints.
pub const OVERVIEW: &str = "\
Prepare
  plan         a plan to start from: who answers for which card, what must hold
  policy       who can freeze the key, and who can take it, before there is one
  practice     the life of a key in five minutes, on a published practice key
  preflight    is this machine fit for a ceremony?

In the room
  split        make the shares of a key, proved before any is shown

Afterwards
  check        is this share still good? For one custodian, or for several
  note         write down who was heard, what was lost, which receipt came
  status       what is due, who could freeze the key today, whom to call
  drill        prove that any quorum brings the key back, without showing it
  card         print shares that exist: cards, QR codes, blank cards

Disaster
  recover      bring the key back from any quorum of shares
  reissue      make a lost share again, word for word

Exit codes
  0 done   1 system   2 usage   3 input invalid   4 not enough shares
  5 shares do not belong together   6 a check failed   7 refused for safety

`quorate COMMAND --help` says more, `quorate man` all of it. Shares are
SLIP-0039: other tools and wallets read them.";

/// Below the options of `plan`.
pub const PLAN_MORE: &str = "\
A commented file to edit. It holds no secret, but names people.

Examples
  quorate plan > plan.toml
  quorate plan 2of3 > plan.toml
  quorate policy --plan plan.toml                what does it mean?";

/// Below the options of `policy`.
pub const POLICY_MORE: &str = "\
Lists every smallest set of people whose absence freezes the key, and every
smallest set who can take it together; the same by place. A card is frozen only
when all who can reach it are absent, and taken by any one of them. A keyholder
who is unreachable but healthy is a case of its own, beside loss and theft.

Exit codes: 0 all rules of the plan are kept, 6 one is broken, or with --absent
or --lost the key would be frozen.

Examples
  quorate policy 3of5
  quorate policy --group board=2of3 --group ops=3of5
  quorate policy --plan plan.toml
  quorate policy --plan plan.toml --absent bob --lost carol";

/// Below the options of `split`.
pub const SPLIT_MORE: &str = "\
The key comes from --in, from a pipe, or from a hidden prompt. With --generate
or --from nobody sees it.

Where the shares go
  On a terminal, one custodian at a time sees their share; it is wiped before
  the next. Into a pipe, one share a line, by group and then member. With -o,
  the files of each share, in every --format that is asked for: pdf is a card
  for each custodian, with a recovery sheet for every envelope and a cover
  sheet for the owner; png, svg and qr are the QR code alone.

A key that is a file, or too long for shares (PEM, PGP, SSH, a keystore), is
sealed with --seal, of any size: in the age format, to a fresh key, which is
what is split. Keep copies of the sealed file; without it the shares open
nothing. The file itself stays where it is.

Before any share is shown, every quorum is recombined, and one is read back
from its final words and compared with the key as it was given.

Examples
  quorate split 3of5                            type the key, see the shares
  quorate split 3of5 --in key.txt -o ceremony   one file a custodian
  quorate split 3of5 --format pdf -o ceremony   one card a custodian
  quorate split --plan plan.toml -o ceremony    custodians from a plan
  quorate split --group board=2of3 --group ops=3of5 --generate 256
  quorate split 3of5 --bip39-as seed            for a wallet of 59 words
  quorate split 3of5 --seal key.pem -o sealed   any file, of any size
  quorate split 4of7 --from a.txt b.txt c.txt   a new set of the same key
  quorate split 3of5 --from sskr.txt            from another tool to SLIP-0039";

/// Below the options of `recover`.
pub const RECOVER_MORE: &str = "\
Shares come in any order. More than are needed are welcome: each is tested
against the others, and one that does not agree is named, never skipped.

The key goes to a pipe or to a new file. On a terminal it is shown until you
press Enter, then wiped.

SLIP-0039 has no wrong passphrase: every passphrase gives some key. Without
one, recovery asks on a terminal, and takes it to be empty in a pipe.

With --open a file that was sealed to the key is given back instead. It is
proved to its last byte before anything appears under its name, and before
anything goes down a pipe, for which it is read twice. With --as age the key
itself opens it with any age program.

A share is a line of words in a file, or a QR code in a picture; a picture may
show several. A hand scanner that types works at the prompt.

Shares of Vault, ssss, sharks and blahaj are taken with --from-format, and SSKR
is recognised. Where nothing can confirm the result, it is released only with
--threshold N --accept-unconfirmed. Bring more shares than needed: they must
agree, which says that they belong together, not that they are the right ones.

Examples
  quorate recover                               type the shares, see the key
  quorate recover a.txt b.jpg c.png -o key.txt
  quorate recover a.txt b.txt c.txt --as bip39
  quorate recover a.txt b.txt c.txt --open key.pem.age -o key.pem
  quorate recover --from-format vault --threshold 3 --accept-unconfirmed *.txt";

/// Below the options of `check`.
pub const CHECK_MORE: &str = "\
A lone keyholder learns whether the words of their share are whole, which one is
wrong if one is, and what the share says of itself. Nothing is recovered or
shown. Several shares are also tested together.

With --record a lone keyholder also learns whether this is the very card that
was dealt. With --receipt they prove it to somebody far away: a line signed by
the share, without a secret, that may travel by any way.

Exit codes: 0 good, 3 a share is not whole, 5 shares contradict each other,
6 a share is not the one that was dealt. A lone share, or several that are too
few, are no failure.

Examples
  quorate check                                 type one share
  quorate check alice.txt
  quorate check photo.jpg                       the code on a card
  quorate check alice.txt --record record.json  the very card that was dealt?
  quorate check --record record.json --receipt 4be0c47ad3f1082b9d65a17f3e0c55d2
  quorate --json check alice.txt bob.txt
  quorate check --from-format vault --threshold 3 *.txt   of another tool";

/// Below the options of `drill`.
pub const DRILL_MORE: &str = "\
A recovery in every way that the shares allow, up to the key and no further:
each quorum of each group is recombined, then each quorum of groups, and all
must give the same. What a group gives is the same whichever members bring it,
so that their sum is enough: 10 + 1 for five shares of 3of5. While it runs, a
quorum is in this machine's memory: take an offline one, as for a recovery.

Then the key is derived once, if a passphrase is given or the record says that
there is none, and compared with the fingerprint in the record. Without a
fingerprint nothing can confirm the passphrase, and the drill says so.

With --open the key must open the sealed file to its last byte; nothing of it
is written. Where the record names one that was not opened, that is said.

With --record each share must be the very card that was dealt, the cards that
were not exercised are named, and the journal gets a line, whatever the end.
With --report the same is written to be printed and signed; a drill that fails
has a report, too. Dates and attendees are statements of the operator.

Exit codes: 0 passed, 3 a share is not whole, 4 not enough shares, 5 shares
contradict each other, 6 not the card that was dealt, or not the key.

Examples
  quorate drill                                 type the shares
  quorate drill *.txt --record record.json
  quorate drill a.txt b.txt c.txt --record record.json \\
    --report drill.pdf --attendee Ann --attendee Bob \\
    --scenario 'Carol is away' --next 2027-05-01";

/// Below the options of `note`.
pub const NOTE_MORE: &str = "\
Adds one line to the journal beside the record, bound to the line before, and
prints the code of the new head. Write the code down, or send it to somebody:
any change, swap or deletion up to a head that somebody else holds is detected.

No share belongs on the machine where the record is kept, and none is needed.
Where the journal cannot be written to, nothing is noted: the line to add is
told on stderr, and the exit code is 1.

`challenge` asks for receipts: it gives a fresh challenge for every keyholder to
sign. A receipt counts for the day on which its challenge was given, never for
the day that it says, nor that of its noting.

Examples
  quorate note record.json heard alice
  quorate note record.json challenge
  quorate note record.json absent bob --text \"on a ship until March\"
  quorate note record.json handed-over 1.2
  quorate note record.json seal alice --text \"bag A-00417\"
  quorate note record.json receipt from-carol.png
  quorate note record.json destroyed alice --set 12345   her card of an old set";

/// Below the options of `status`.
pub const STATUS_MORE: &str = "\
For the ordinary machine where the record is kept, every night: who was heard,
which cards were checked, how many further absences would freeze the key, whom
to call, and who could still take it with old cards. It also gives the
challenge that keyholders sign as a receipt; `note RECORD challenge` gives a
fresh one. A sealed file is looked for beside the record, or where --sealed
says, and compared with it. Where a plan sets no deadlines the usual ones apply:
heard within 45 days, checked within 190, drilled within 370.

All that is due or wrong is told, whatever else cannot be read. Without
--expect-head nothing tells whether history was rewritten, and that is said.

Exit codes: 0 nothing is due, 6 something is due or wrong, or cannot be told.

Examples
  quorate status record.json
  quorate status record.json --expect-head 3f9a-12bc-...
  quorate status record.json --journal
  quorate --json status record.json              for a nightly script";

/// Below the options of `preflight`.
pub const PREFLIGHT_MORE: &str = "\
Looks at what the system tells of itself: network, swap, hibernation, crash
reports, debuggers, code that others load into this program, remote and
recorded sessions, remote files, a host above this machine, the clock; tries
the kernel's random bytes, and the program's own core on known answers; and
prints the SHA-256 of its file, to compare with the one that was published.

Each line begins with fit, unfit, judge (for you to judge) or unknown (it
cannot be told from here, which is not fit). Cameras, printers and who else is
in the room cannot be seen at all.

`split`, `recover`, `drill` and `reissue` do the same before they begin on a
terminal, and so does whatever asks for a secret or shows one there. A machine
that is online, or of which that cannot be told, is refused; --online-anyway
overrides.

Exit codes: 0 nothing is unfit or unknown, 6 something is.

Examples
  quorate preflight
  quorate --json preflight";

/// Below the options of `card`.
pub const CARD_MORE: &str = "\
Makes nothing new: the same share, once more. The shares must be of one set;
one is enough. With -o the files go to DIR/secret, what holds no secret to
DIR/public. Without -o, words and qr are shown on the terminal or go to a
pipe, and so does any one file of one share.

Examples
  quorate card alice.txt --format pdf -o print        a card
  quorate card alice.txt --format qr                  its code on the screen
  quorate card photo.jpg --format words > alice.txt   from paper to words
  quorate card --blank --format pdf -o print          to write on by hand";

/// Below the options of `reissue`.
pub const REISSUE_MORE: &str = "\
A quorum of its group gives a lost share back, the same words, whoever comes.
Other groups neither help nor are needed. The key is not recovered. More
shares than needed are welcome: each is tested against the others.

The only share of its group comes from enough other groups. No share that is
left says that it was the only one: --of 1 does.

Nothing is revoked: a card that turns up again still works. If somebody may
have found it, make a new set (quorate split --from) and destroy the old
cards. If it was stolen, and more could be, make a new key.

It goes where `quorate card` has one share go. How many shares there are no
share says: a number that was never dealt gets a share, too.

Examples
  quorate reissue a.txt b.txt c.txt --member 4        its words
  quorate reissue --member 4                          type the shares, see it
  quorate reissue a.txt b.txt --member 2.1 -o print   a card, of group 2";

/// Below the options of `practice`.
pub const PRACTICE_MORE: &str = "\
Works in a temporary folder on a published key that protects nothing, prints
every real command before it runs it, and removes the folder at the end.";
