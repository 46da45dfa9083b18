"""The systemd of the machines that boot with it: Debian's own, with udev, kmod, ip and the libraries that they need."""

import pathlib
import shutil

import cache
import commands
import packages
from problem import LabError

PROGRAMS = ["systemd", "udev", "kmod", "iproute2"]
# Debian's packages have files at the old places of these, which are links since /usr is merged.
MERGED = ["bin", "lib", "lib64", "sbin"]
LIBRARIES = "usr/lib/x86_64-linux-gnu"
# What is of no use to a machine without users, keyboards and languages.
LEFT_OUT = [
    "etc/init.d", f"{LIBRARIES}/gconv", "usr/lib/systemd/system-generators", "usr/lib/udev/hwdb.d", "usr/share",
]  # fmt: skip
# What is started of all that Debian's targets want: the rest costs half of a boot, and has nothing to do there.
STARTED = {
    "systemd-journald.service", "systemd-journald.socket", "systemd-journald-dev-log.socket",
    "systemd-udevd.service", "systemd-udevd-control.socket", "systemd-udevd-kernel.socket",
    "systemd-udev-trigger.service", "systemd-modules-load.service",
}  # fmt: skip
# Changes when what make leaves in its directory changes.
LAYOUT = 4


def cached(newest):
    """The directory root of an entry of the cache is the machine's."""
    there = sorted(cache.directory().glob(f"systemd-*-{LAYOUT}"), key=lambda path: path.stat().st_mtime)
    if there and not newest:
        return there[-1]
    version = packages.candidate("systemd")
    if not version:
        raise LabError("apt knows no package systemd: run apt-get update as root")
    return cache.entry(f"systemd-{version.replace(':', '.')}-{LAYOUT}", make)


def make(directory):
    work = directory.with_name("work")
    work.mkdir()
    wanted = [name for name in packages.needed_by(PROGRAMS) if name.startswith(("lib", "zlib")) or name in PROGRAMS]
    root = directory / "root"
    for file in packages.download(work, wanted):
        packages.unpack(file, root)
    for name in MERGED:
        if (root / name).exists():
            shutil.copytree(root / name, root / "usr" / name, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(root / name)
        (root / name).symlink_to(f"usr/{name}")
    for name in LEFT_OUT:
        shutil.rmtree(root / name, ignore_errors=True)
    for link in (root / "usr/lib/systemd/system").glob("*.wants/*"):
        if link.name not in STARTED:
            link.unlink()
    shutil.rmtree(work)


def index(root, base, release):
    """Indexes the modules in base/lib/modules/release with a root's own depmod, which need not be this system's."""
    libraries = root / LIBRARIES
    commands.output(
        [str(libraries / "ld-linux-x86-64.so.2"), "--argv0", "depmod", "--library-path", str(libraries),
         str(root / "usr/bin/kmod"), "-b", str(pathlib.Path(base)), release],
        what="indexing the kernel's modules",
    )  # fmt: skip
