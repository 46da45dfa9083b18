"""The root file system of a machine that systemd boots, in its memory like that of the other."""

import pathlib
import re
import tempfile

import cpio
import initrd
import systemd

# Without one systemd would take the boot for the first, and set more up than a lab needs.
MACHINE_ID = "5210f5210f5210f5210f5210f5210f00\n"


def write(file, home, needed, installed):
    """Writes it to a file: systemd and its configuration, that of src/boot, and the place of iovctl."""
    archive = cpio.Archive()
    for directory in ("dev", "proc", "sys", "run", "share", "usr/lib/jvm/jdk-25", "var/log", "root"):
        archive.directory(directory)
    archive.directory("tmp", 0o1777)
    archive.directory("var/tmp", 0o1777)
    archive.link("var/run", "/run")
    archive.file("etc/passwd", initrd.ACCOUNTS.encode())
    archive.file("etc/group", initrd.GROUPS.encode())
    archive.file("etc/hosts", initrd.HOSTS.encode())
    archive.file("etc/hostname", b"sriov-lab\n")
    archive.directory(str(installed))
    archive.file("etc/lab-iovctl", f"{installed}\n".encode())
    archive.file("etc/machine-id", MACHINE_ID.encode())
    archive.tree(needed.systemd / "root")
    archive.link("etc/systemd/system/default.target", "/usr/lib/systemd/system/multi-user.target")
    programs = {path.name for place in ("bin", "sbin") for path in (needed.systemd / "root/usr" / place).iterdir()}
    initrd.busybox(archive, "usr/bin", needed, taken=programs)
    modules(archive, needed)
    archive.file("init", (home / "src/boot/init").read_bytes(), 0o755)
    archive.tree(home / "src/boot/root")
    with open(file, "wb") as out:
        archive.write(out)


def modules(archive, needed):
    """Adds the kernel's modules where modprobe looks for them."""
    release = re.fullmatch(r"kernel-(.*)-\w+", needed.kernel.name).group(1)
    with tempfile.TemporaryDirectory() as base:
        place = pathlib.Path(base, "lib/modules", release)
        place.mkdir(parents=True)
        for module in (needed.kernel / "modules").glob("*.ko"):
            (place / module.name).symlink_to(module)
        systemd.index(needed.systemd / "root", base, release)
        for path in place.iterdir():
            archive.file(f"usr/lib/modules/{release}/{path.name}", path.read_bytes())
