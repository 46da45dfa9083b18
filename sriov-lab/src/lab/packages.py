"""Debian packages: installing them, and fetching them without installing."""

import os
import pathlib
import re
import shutil
import subprocess
import time

import commands
from problem import LabError

QEMU = "qemu-system-x86_64"
# The first release whose igb and NVMe controllers are what the tests expect.
QEMU_AT_LEAST = 10
# Program that must be there, and the package that brings it.
PROGRAMS = {"gcc": "gcc", "make": "make", "ip": "iproute2", "lspci": "pciutils"}
SOURCES = pathlib.Path("/etc/apt")
BACKPORTS = SOURCES / "sources.list.d/sriov-lab-backports"
TRIES = 3


def apt(*arguments, what, cwd=None):
    """Runs apt-get, again where it fails: mirrors and locks do, for a while."""
    command = ["apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120", *arguments]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C")
    said = ""
    for attempt in range(1, TRIES + 1):
        try:
            done = subprocess.run(
                command,
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=900,
            )
        except FileNotFoundError as error:
            raise LabError("the lab takes its parts from Debian packages, and there is no apt-get here") from error
        except subprocess.TimeoutExpired:
            said = "no answer in 900 s"
            continue
        if done.returncode == 0:
            return
        said = "\n  ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-5:])
        if attempt < TRIES:
            time.sleep(5 * attempt)
    raise LabError(f"{what} failed {TRIES} times: {' '.join(command)}\n  {said}")


def update():
    if os.geteuid() == 0:
        print("lab: updating apt's package lists", flush=True)
        apt("update", what="updating apt's package lists")


def versions(*names):
    """The versions of packages that apt knows: a list of (name, version), newest first for each name."""
    text = commands.output(["apt-cache", "madison", *names], what="asking apt for versions") if names else ""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    return [(row[0], row[1]) for row in rows if len(row) == 3]


def names(prefix):
    return commands.output(["apt-cache", "pkgnames", prefix], what="asking apt for packages").split()


def needed_by(packages):
    """What packages depend on, directly or not, and they themselves: names, in order."""
    only = [f"--no-{kind}" for kind in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]
    text = commands.output(
        ["apt-cache", "depends", "--recurse", "--important", *only, *packages],
        what="asking apt for what packages need",
    )
    return sorted({line for line in text.splitlines() if re.match(r"\w", line)})


def download(directory, packages):
    """Fetches packages (name=version) into a directory and gives their files."""
    print(f"lab: downloading {', '.join(packages)}", flush=True)
    apt("download", *packages, what="downloading packages", cwd=directory)
    return sorted(pathlib.Path(directory).glob("*.deb"))


def unpack(package, directory):
    commands.output(["dpkg", "-x", str(package), str(directory)], what=f"unpacking {package.name}")


def qemu_version():
    """QEMU's major version; 0 where there is none."""
    if not shutil.which(QEMU):
        return 0
    text = commands.output([QEMU, "--version"], what="asking QEMU for its version")
    found = re.search(r"version (\d+)\.", text)
    return int(found.group(1)) if found else 0


def install():
    """Installs the programs that are missing or too old."""
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    old = qemu_version() < QEMU_AT_LEAST
    if not missing and not old:
        return
    if os.geteuid() != 0:
        wanted = missing + ([f"qemu-system-x86 (at least {QEMU_AT_LEAST})"] if old else [])
        raise LabError(f"{' and '.join(wanted)} must be installed: run sriov-lab/lab setup once as root")
    update()
    if missing:
        print(f"lab: installing {', '.join(missing)}", flush=True)
        apt("install", "--no-install-recommends", *missing, what="installing packages")
    if old:
        print("lab: installing QEMU", flush=True)
        options = []
        if not qemu_is_new_enough(candidate("qemu-system-x86")):
            with_backports()
            options = ["-t", f"{codename()}-backports"]
        apt("install", "--no-install-recommends", *options, "qemu-system-x86", what="installing QEMU")
        if qemu_version() < QEMU_AT_LEAST:
            raise LabError(f"this release has no QEMU {QEMU_AT_LEAST}: the lab needs Debian 12 or later")


def candidate(package):
    """The version that apt would install; empty where it knows none."""
    text = commands.output(["apt-cache", "policy", package], what=f"asking apt for {package}")
    found = re.search(r"Candidate: (\S+)", text)
    return found.group(1) if found else ""


def qemu_is_new_enough(version):
    found = re.match(r"(?:\d+:)?(\d+)\.", version)
    return found is not None and int(found.group(1)) >= QEMU_AT_LEAST


def codename():
    text = pathlib.Path("/etc/os-release").read_text()
    found = re.search(r'^VERSION_CODENAME="?([a-z]+)"?$', text, re.MULTILINE)
    if not found or not re.search(r"^ID=debian$", text, re.MULTILINE):
        raise LabError("the lab takes its kernel and QEMU from Debian 12 or later, and this is another system")
    return found.group(1)


def with_backports():
    """Makes the release's backports known to apt: the entry of the release itself with the other suite."""
    suite = f"{codename()}-backports"
    if suite in commands.output(
        ["apt-get", "indextargets", "--format", "$(CODENAME)"], what="asking apt for its sources"
    ).split():
        return
    for form, entry in (("sources", deb822_entry()), ("list", line_entry())):
        if entry:
            file = BACKPORTS.with_suffix("." + form)
            print(f"lab: adding {suite} to apt's sources in {file}", flush=True)
            fresh = file.with_name(file.name + ".new")
            fresh.write_text(entry + "\n")
            fresh.rename(file)
            update()
            return
    raise LabError(f"found no entry for {codename()} in {SOURCES}: add {suite} to apt's sources")


def deb822_entry():
    for file in sorted(SOURCES.glob("sources.list.d/*.sources")):
        for entry in re.split(r"\n\s*\n", file.read_text()):
            lines = [line for line in entry.splitlines() if not line.startswith("#")]
            fields = {line.split(":")[0].lower(): line.partition(":")[2].split() for line in lines if ":" in line}
            if (
                codename() in fields.get("suites", [])
                and "main" in fields.get("components", [])
                and fields.get("enabled", ["yes"])[0].lower() not in ("no", "false", "0")
            ):
                other = {"suites": f"Suites: {codename()}-backports", "components": "Components: main"}
                return "\n".join(other.get(line.split(":")[0].lower(), line) for line in lines)
    return None


def line_entry():
    for file in [SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))]:
        for line in file.read_text().splitlines() if file.exists() else []:
            entry = re.match(r"(deb\s+(?:\[[^]]*\]\s+)?\S+)\s+(\S+)\s+(.*)", line.strip())
            if entry and entry.group(2) == codename() and "main" in entry.group(3).split():
                return f"{entry.group(1)} {codename()}-backports main"
    return None
