//! Whether this machine is online, and whether files lie elsewhere.

use std::collections::BTreeSet;

use super::{System, printable};
use crate::commands::preflight::finding::MachineFinding;

/// The name of the check that refuses a ceremony.
pub(in crate::commands::preflight) const NETWORK: &str = "network";

/// How an interface is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Down,
    /// It is switched on, and nothing is at its other end: a cable or a radio network would be enough.
    Waiting,
    Up,
    Unknown,
}

impl System {
    /// Which interfaces there are, the process asks of its own network; `/sys` may be that of another one.
    pub(super) fn network(&self) -> MachineFinding {
        let Some(listed) = self.read("proc/self/net/dev") else {
            return MachineFinding::unknown(
                NETWORK,
                "/proc/self/net/dev cannot be read, so quorate cannot see what is up",
            );
        };
        let lines = listed.lines().skip(2);
        let names: BTreeSet<String> =
            lines.filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned())).collect();
        let shown = self.names("sys/class/net").map(|shown| shown.into_iter().collect::<BTreeSet<_>>());
        let is_own = shown.is_some_and(|mut shown| {
            // What binds interfaces together has a file of its own there.
            shown.remove("bonding_masters");
            shown == names
        });
        let routed = self.routed();
        let link = |name: &str| match is_own {
            _ if routed.contains(name) => Link::Up,
            true => self.link_of(name),
            false => Link::Unknown,
        };
        let others = names.iter().filter(|name| *name != "lo");
        let links: Vec<(&String, Link)> = others.map(|name| (name, link(name))).collect();
        let told = |link: Link, what: &str| {
            let names: Vec<&str> =
                links.iter().filter(|(_, found)| *found == link).map(|(name, _)| name.as_str()).collect();
            (!names.is_empty()).then(|| printable(&format!("{} {what}", names.join(", "))))
        };
        if let Some(up) = told(Link::Up, "is up") {
            return MachineFinding::unfit(NETWORK, up);
        }
        if let Some(unknown) = told(Link::Unknown, "is there, and /sys does not say whether it is up") {
            return MachineFinding::unknown(NETWORK, unknown);
        }
        match told(
            Link::Waiting,
            "is switched on and waits for a cable or for Wi-Fi: make sure that nothing connects",
        ) {
            Some(waiting) => MachineFinding::judge(NETWORK, waiting),
            None => MachineFinding::fit(NETWORK, "no interface is up"),
        }
    }

    /// The interfaces with an address of version 6 or a way to anywhere.
    fn routed(&self) -> BTreeSet<String> {
        let ways = self.read("proc/self/net/route").unwrap_or_default();
        let addresses = self.read("proc/self/net/if_inet6").unwrap_or_default();
        let first = ways.lines().skip(1).filter_map(|line| line.split_whitespace().next());
        let last = addresses.lines().filter_map(|line| line.split_whitespace().last());
        first.chain(last).map(str::to_owned).collect()
    }

    /// Some interfaces, such as tunnels, never say how they are; these count by their flag.
    fn link_of(&self, name: &str) -> Link {
        const ON: u32 = 1;
        let said = |file: &str| Some(self.read(&format!("sys/class/net/{name}/{file}"))?.trim().to_owned());
        let flags =
            said("flags").and_then(|flags| u32::from_str_radix(flags.trim_start_matches("0x"), 16).ok());
        match (said("operstate").as_deref(), flags) {
            (Some("up"), _) => Link::Up,
            (_, None) | (None, _) => Link::Unknown,
            (Some(_), Some(flags)) if flags & ON == 0 => Link::Down,
            (Some("unknown"), _) => Link::Up,
            _ if said("carrier").as_deref() == Some("1") => Link::Up,
            _ => Link::Waiting,
        }
    }

    pub(super) fn remote_files(&self) -> MachineFinding {
        const CHECK: &str = "remote files";
        // Of other machines, and of a host above this one.
        const REMOTE: &[&str] = &[
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "ceph",
            "lustre",
            "gfs2",
            "ocfs2",
            "orangefs",
            "beegfs",
            "9p",
            "virtiofs",
            "vboxsf",
            "vmhgfs",
            "prl_fs",
            "davfs",
            "fuse.sshfs",
            "fuse.rclone",
            "fuse.glusterfs",
            "fuse.s3fs",
            "fuse.gcsfuse",
            "fuse.davfs2",
            "fuse.curlftpfs",
            "fuse.google-drive-oca",
            "fuse.cephfs",
            "fuse.vmhgfs-fuse",
            "fuse.prl_fsd",
        ];
        const LOCAL: &[&str] = &[
            "fuse.portal",
            "fuse.gvfsd-fuse",
            "fuse.lxcfs",
            "fuse.snapfuse",
            "fuse.squashfuse",
            "fuse.fuse-overlayfs",
            "fuse.ntfs-3g",
            "fuse.exfat",
            "fuse.veracrypt",
            "fuse.gocryptfs",
            "fuse.cryfs",
            "fuse.encfs",
        ];
        let Some(mounts) = self.read("proc/self/mountinfo") else {
            return MachineFinding::unknown(CHECK, "/proc/self/mountinfo cannot be read");
        };
        let mounted = mounts.lines().filter_map(|line| {
            let kind = line.split(" - ").nth(1)?.split(' ').next()?;
            Some((kind, format!("{} is {kind}", line.split(' ').nth(4).unwrap_or_default())))
        });
        let mounted: Vec<(&str, String)> = mounted.collect();
        let is_remote = |kind: &str| REMOTE.contains(&kind);
        let is_unclear = |kind: &str| kind.starts_with("fuse.") && !LOCAL.contains(&kind);
        if let Some((_, mount)) = mounted.iter().find(|(kind, _)| is_remote(kind)) {
            return MachineFinding::unfit(CHECK, printable(mount));
        }
        match mounted.iter().find(|(kind, _)| is_unclear(kind)) {
            Some((_, mount)) => {
                let text = format!("{mount}: a program keeps these files, perhaps elsewhere");
                MachineFinding::judge(CHECK, printable(&text))
            }
            None => MachineFinding::fit(CHECK, "no folder lies on another machine"),
        }
    }
}
