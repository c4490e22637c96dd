//! What can be typed after `reissue`.

use clap::Args;

use crate::{
    commands::options::{
        handout::HandoutOptions,
        holders::{Identities, Sealing},
    },
    transfer::delivery::read_back::ReadBack,
};

/// Make a lost share again, word for word, from a quorum of its group
#[derive(Args, Debug, Default)]
pub struct Options {
    /// The shares that are left: files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for
    /// standard input; without any, shares are typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// The number of the lost share; where there are several groups, that of its group before it, such as 2.1
    #[arg(long, value_name = "[G.]M")]
    pub member: String,
    /// Compare with this record, which knows how many shares there are and, with its journal, whose they are today; and note
    /// it there
    #[arg(long, value_name = "FILE")]
    pub record: Option<String>,
    /// On a terminal, how much of the share its custodian types back from the new card: three words find one wrong word
    /// of 33 in 9 of 100 cases, all the words find it always [default: 3]
    #[arg(long, value_name = "HOW")]
    pub read_back: Option<ReadBack>,
    /// One more card of the same set, which was never dealt: the new plan, that has it as the last of its group
    #[arg(long, value_name = "FILE", requires_all = ["expect_plan", "record"])]
    pub plan: Option<String>,
    /// Refuse any new plan but the one with this hash, of which quorate policy shows 32 digits
    #[arg(long, value_name = "HASH", requires = "plan")]
    pub expect_plan: Option<String>,

    /// What opens sealed shares.
    #[command(flatten)]
    pub opening: Identities,

    /// To whom it is sealed.
    #[command(flatten)]
    pub sealing: Sealing,
    /// With --to: somebody who has seen that the new recipient is right; two people, repeat for each
    #[arg(long = "sign-off", value_name = "NAME", requires = "to", help_heading = "Holders far away")]
    pub signed_off: Vec<String>,

    /// What it is called, how it looks and where it goes.
    #[command(flatten)]
    pub handout: HandoutOptions,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate reissue a.txt b.txt c.txt --member 4        its words
  quorate reissue --member 4                          type the shares, see it
  quorate reissue a.txt b.txt --member 2.1 -o print   a card, of group 2";

/// The end of its help.
pub const MORE: &str = "\
Any quorum of its group gives a lost share back, with the same words.
Other groups neither help nor are needed. The key is not recovered. More
shares than needed are welcome: each is tested against the others. On a
terminal, quorate asks for shares that the files lack.

The only share of its group comes from enough other groups. The other
shares cannot tell that it was the only one: say so with --of 1.

Nothing is revoked: a card that turns up again still works. If somebody may
have found it, make a new set (quorate split --from) and destroy the old
cards. If it was stolen, and more could be, make a new key.

With --record the card bears the name of who has it today, by the journal. If
another set was made of this one, quorate says so.

The share goes where `quorate card` puts one. No share says how many there are,
so a number that was never dealt gets a share, too. With --record it gets none,
unless everybody has agreed on a new plan that has one more card: --plan and
--expect-plan. The record stays as it is: the journal tells of the card, and
only with that line do check, policy and status know it.";
