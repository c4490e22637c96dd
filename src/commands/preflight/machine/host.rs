//! Whether somebody else's machine is above or around this one.

use super::{System, printable};
use crate::commands::preflight::finding::MachineFinding;

/// What the makers of virtual machines write where a real one has its own maker and model.
const MAKERS: &[&str] = &[
    "qemu",
    "kvm",
    "vmware",
    "virtualbox",
    "innotek",
    "xen",
    "bochs",
    "parallels",
    "bhyve",
    "amazon ec2",
    "google compute",
    "openstack",
    "ovirt",
    "rhev",
    "virtual machine",
    "apple virtualization",
    "cloud hypervisor",
    "firecracker",
    "hvm domu",
    "linux,dummy-virt",
    "nutanix",
    "digitalocean",
    "hetzner",
];

/// Where maker and model stand, on PCs and elsewhere.
const MODELS: [&str; 4] = [
    "sys/class/dmi/id/sys_vendor",
    "sys/class/dmi/id/product_name",
    "proc/device-tree/compatible",
    "proc/device-tree/model",
];

impl System {
    pub(super) fn virtual_machine(&self) -> MachineFinding {
        const CHECK: &str = "virtual machine";
        if let Some(container) = self.container() {
            let text = format!("{container}: whoever runs the host can read its memory");
            return MachineFinding::judge(CHECK, printable(&text));
        }
        let processor = self.read("proc/cpuinfo");
        let flags = processor.as_deref().and_then(|text| text.lines().find(|line| line.starts_with("flags")));
        let models: Vec<String> = MODELS.iter().filter_map(|name| self.read(name)).collect();
        let is_made_up = models.iter().any(|model| {
            let model = model.to_lowercase();
            MAKERS.iter().any(|maker| model.contains(maker))
        });
        let is_guest = flags.is_some_and(|line| line.split_whitespace().any(|flag| flag == "hypervisor"))
            || is_made_up
            || self.read("sys/hypervisor/type").is_some()
            || self.exists("proc/device-tree/hypervisor")
            // Such devices only a host can offer.
            || self.names("sys/bus/virtio/devices").is_some_and(|devices| !devices.is_empty());
        match is_guest {
            true => MachineFinding::judge(CHECK, "a guest: whoever runs the host can read its memory"),
            false if flags.is_none() && models.is_empty() => {
                MachineFinding::unknown(CHECK, "neither processor nor model can be read")
            }
            false => MachineFinding::fit(CHECK, "none is seen"),
        }
    }

    /// What shows that this is a container.
    fn container(&self) -> Option<String> {
        const NAMED: [&str; 6] = ["/lxc/", "/lxc.payload", "/docker", "kubepods", "libpod", "machine.slice/"];
        if let Some(kind) =
            self.read("run/systemd/container").or_else(|| self.read("run/host/container-manager"))
        {
            return Some(format!("a container ({})", kind.trim()));
        }
        let groups = self.read("proc/self/cgroup").unwrap_or_default();
        let mounts = self.read("proc/self/mountinfo").unwrap_or_default();
        let is_contained =
            ["run/.containerenv", ".dockerenv", "dev/lxc", "dev/.lxc"].iter().any(|name| self.exists(name))
                || NAMED.iter().any(|name| groups.contains(name))
                || mounts.contains(" - fuse.lxcfs ")
                || self
                    .read("proc/1/environ")
                    .is_some_and(|all| all.split('\0').any(|one| one.starts_with("container=")))
                || self.has_own_processes() == Some(true);
        is_contained.then(|| "a container".to_owned())
    }

    /// Whether this is a name space of processes within another, in which those outside are not to be seen; none where
    /// the system does not say.
    pub(super) fn has_own_processes(&self) -> Option<bool> {
        /// The number that the kernel gives the first one, always.
        const FIRST: &str = "pid:[4026531836]";
        Some(self.link("proc/self/ns/pid")?.as_os_str() != FIRST)
    }
}
