"""The recipe: what it makes, twice, and what it does not make; and the sticks of the people."""

import os
import re
import shutil
import sys

from told import FIRMWARE, ROOT, WORK, expect, not_run, run, say

PACKAGES = {
    "xorriso": "xorriso", "mcopy": "mtools", "mkfs.vfat": "dosfstools", "cpio": "cpio", "zstd": "zstd",
    "qemu-system-x86_64": "qemu-system-x86", "mkfs.exfat": "exfatprogs",
}

# What release/image says where a mirror has dropped a package, or there is none.
GONE = "any more"


def have_tools():
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        not_run("this is no Debian, whose packages the medium is made of")
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    missing += [] if (FIRMWARE / "OVMF_CODE_4M.secboot.fd").exists() else ["ovmf"]
    if missing:
        run("apt-get", "update")
        done = run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)
        if done.returncode:
            not_run(f"{', '.join(missing)}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")


def build(program):
    """The medium, made twice in other surroundings; with the lock, or with what Debian has today."""
    first, second = WORK / "quorate.iso", WORK / "again" / "other.iso"
    lock = ROOT / "release/image.lock"
    surroundings = dict(os.environ)
    done = run(ROOT / "release/image", program, first)
    if GONE in done.stderr:
        run("apt-get", "update")
        done = run(ROOT / "release/image", program, first)
    if GONE in done.stderr:
        say("REFRESHED: Debian does not give out what release/image.lock names; this is not the medium of the lock")
        lock = shutil.copy(lock, WORK / "image.lock")
        surroundings["QUORATE_IMAGE_LOCK"] = str(lock)
        done = run(ROOT / "release/image", "--refresh", env=surroundings)
        if done.returncode:
            not_run(f"Debian's packages are not to be had: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        done = run(ROOT / "release/image", program, first, env=surroundings)
    if done.returncode:
        sys.exit(f"release/image failed: {done.stderr}")
    print(done.stderr, end="")
    other = {**surroundings, "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "TMPDIR": str(WORK / "again")}
    second.parent.mkdir(exist_ok=True)
    again = run("bash", "-c", f"umask 077; exec '{ROOT}/release/image' '{program}' '{second}'", env=other)
    expect("built twice, in other surroundings, it is the same to the last byte",
           again.returncode == 0 and first.read_bytes() == second.read_bytes(), again.stderr)
    size = first.stat().st_size
    expect(f"its {size / 1e6:.1f} MB are at most 24", size <= 24 << 20)
    return first, lock


def refusals(program, lock):
    """What must not be built."""
    place = WORK / "other"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT / "release", place / "release")
    for name in ("docs", "Cargo.toml"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(lock, place / "release/image.lock")
    packages = ["--packages", WORK / "packages"]
    listed = place / "release/image.d/modules"
    for module in ("e1000e", "nvme"):
        listed.write_text(f"{(ROOT / 'release/image.d/modules').read_text()}\n{module}\n")
        done = run(place / "release/image", *packages, program, place / "out.iso")
        made = (place / "out.iso").exists()
        expect(f"no medium with the module {module}", done.returncode == 1 and "forbidden" in done.stderr and not made,
               done.stderr)
    dynamic = run(place / "release/image", *packages, "/bin/ls", place / "out.iso")
    expect("no medium with a program that needs libraries", dynamic.returncode == 1 and "libraries" in dynamic.stderr)
    sum_of = re.compile(r"(package busybox-static \S+ )(\w)")
    changed_lock = sum_of.sub(lambda found: found[1] + ("1" if found[2] == "0" else "0"), lock.read_text())
    (place / "release/image.lock").write_text(changed_lock)
    listed.write_text((ROOT / "release/image.d/modules").read_text())
    changed = run(place / "release/image", *packages, program, place / "out.iso")
    expect("no medium of a package with another sum", changed.returncode == 1 and "not the one" in changed.stderr)
    gone_lock = re.sub(r"(package busybox-static) \S+", r"\1 0:0.0-1", lock.read_text())
    (place / "release/image.lock").write_text(gone_lock)
    gone = run(place / "release/image", *packages, program, place / "out.iso")
    expect("no medium of a package that Debian gives out no more", gone.returncode == 1 and GONE in gone.stderr, gone.stderr)
    expect("nothing is left of those", not (place / "out.iso").exists())
    fresh = run(place / "release/image", "--refresh")
    told = (place / "release/image.lock").read_text()
    lines = [line for line in told.splitlines() if line.startswith("package ")]
    right = len(lines) == lock.read_text().count("\npackage ") and not re.search("0:0.0-1", told)
    expect("a new lock names what Debian gives out, by its sum", fresh.returncode == 0 and right, fresh.stderr)


def sticks():
    """Two sticks as people have them: exFAT without a table, and FAT32 in a partition."""
    exfat, fat = WORK / "exfat.img", WORK / "fat.img"
    for path, size in ((exfat, 32 << 20), (fat, 48 << 20)):
        path.write_bytes(b"")
        with open(path, "r+b") as file:
            file.truncate(size)
    run("mkfs.exfat", exfat, check=True)
    run("mkfs.vfat", "-F", "32", "--offset", "2048", fat, (48 << 10) - 1024, check=True)
    entry = bytes([0, 0, 0, 0, 0x0C, 0, 0, 0]) + (2048).to_bytes(4, "little") + ((48 << 11) - 2048).to_bytes(4, "little")
    with open(fat, "r+b") as file:
        file.seek(446)
        file.write(entry + bytes(48) + b"\x55\xaa")
    return exfat, fat
