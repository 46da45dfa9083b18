"""One run of the machines, each from boot to reports."""

import collections
import ctypes
import os
import pathlib
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import bootroot
import boots
import initrd
import iovctl
import machine
import report
import share
from problem import LabError

# Under emulation on a busy host a boot has taken 30 s.
BOOT_SECONDS = 180
LAST_LINES = 40
PR_SET_PDEATHSIG = 1


def run(home, needed, options):
    """Gives the exit status: 0 if all tests passed, 1 if not."""
    work = home / "target/lab"
    work.mkdir(parents=True, exist_ok=True)
    report.remove(home / "target/surefire-reports")
    shared = work / "share"
    share.prepare(shared, class_path(work, options.class_path), options.tests, needed.java)
    shares = {"share": shared, "java": needed.java}
    status = 0
    if options.shell or boots.others(home, shared / "lib", options.tests):
        initrd.write(work / "initrd", home, needed)
        status |= run_machine(needed, work / "initrd", shares, options, work / "console.log")
    if options.shell:
        return status
    for boot, tests in boots.of(home, options.tests).items():
        print(f"lab: {boot} has a machine of its own, with systemd", flush=True)
        share.begin(shared, tests)
        iovctl.install(work / "iovctl", home, needed.java)
        bootroot.write(work / "initrd-systemd", home, needed, boot, iovctl.place(work / "iovctl"))
        shares["iovctl"] = work / "iovctl"
        status |= run_machine(needed, work / "initrd-systemd", shares, options, work / f"console-{boot}.log", boot)
        keep(shared / "journal", work / f"journal-{boot}.log")
    return status


def run_machine(needed, root, shares, options, log, name="tests"):
    """Boots a machine, which runs the tests that its share names; gives the exit status."""
    # The path of a socket must be short.
    sockets = pathlib.Path(tempfile.mkdtemp(prefix="sriov-lab-"))
    try:
        command = machine.arguments(needed, root, shares, sockets / "monitor", options.shell)
        if options.shell:
            return subprocess.run(command).returncode
        problem, up = watch(command, log, options.timeout)
        if problem and not up:
            # What failed is the emulation: of a booting machine, on a host that may be too busy, or QEMU itself.
            print(f"lab: {problem}; booting once more", flush=True)
            problem, _ = watch(command, log, options.timeout)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
    return verdict(problem, shares["share"], log.parent.parent / "surefire-reports", log, name)


def keep(file, place):
    if file.exists():
        shutil.move(file, place)


def class_path(work, given):
    """The class path that Maven gave, now or the last time."""
    kept = work / "class-path"
    if given:
        kept.write_text(given)
    if not kept.exists():
        raise LabError("the tests are not compiled: run ./mvnw -q -Dquick -Plab -pl sriov-lab -am verify -DskipTests")
    return kept.read_text()


def watch(command, log, timeout):
    """Runs QEMU and keeps its console; gives what went wrong, None where nothing did, and whether that is for the tests to answer."""
    begun = time.monotonic()
    print("lab: booting", flush=True)
    qemu = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    console = Console(log, begun)
    try:
        with console:
            problem = follow(qemu, console, begun, timeout)
    finally:
        if qemu.poll() is None:
            qemu.kill()
        qemu.wait()
    if not problem and qemu.returncode != 0:
        problem = f"QEMU ended with status {qemu.returncode}"
    if not problem and not console.up:
        problem = "the guest ended before it was up"
    if console.panicked:
        problem = "the guest's kernel panicked"
    if problem and console.test:
        problem += f"; the last test that began is {console.test}"
    # QEMU's emulation of a processor with several threads now and then fails an assertion of its own
    # (iotlb_to_section in system/physmem.c), which says nothing of the tests.
    return problem, console.up and qemu.returncode != -signal.SIGABRT


def follow(qemu, console, begun, timeout):
    """Reads the console until QEMU closes it; gives what went wrong where it does not in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(qemu.stdout, selectors.EVENT_READ)
        while True:
            limit = timeout if console.up else min(timeout, BOOT_SECONDS)
            if not selector.select(max(0, begun + limit - time.monotonic())):
                return f"the guest {'did not end' if console.up else 'was not up'} within {limit} s"
            data = os.read(qemu.stdout.fileno(), 65536)
            if not data:
                qemu.wait(timeout=30)
                return None
            console.take(data)


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Console:
    """What the guest says: all of it goes to a file, each line with its second, and the tests' part to the terminal."""

    def __init__(self, log, begun):
        self.file = open(log, "w", encoding="utf-8")
        self.begun = begun
        self.rest = b""
        self.up = False
        self.panicked = False
        self.test = ""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.rest:
            self.line(self.rest)
        self.file.close()

    def take(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.line(line)

    def line(self, raw):
        text = raw.decode("utf-8", "replace").rstrip("\r")
        self.file.write(f"{time.monotonic() - self.begun:7.2f} {text}\n")
        self.file.flush()
        self.panicked |= "Kernel panic" in text
        self.up |= text.startswith("lab: up")
        if text.startswith("begin "):
            self.test = text.removeprefix("begin ")
        elif self.up:
            print(text, flush=True)


def verdict(problem, shared, reports, log, name):
    status = shared / "status"
    ended = status.read_text().strip() if status.exists() else None
    try:
        total = report.collect(shared / "reports", reports, name)
    except ElementTree.ParseError as error:
        total = dict.fromkeys(report.COUNTS, 0)
        problem = problem or f"a report is not XML: {error}"
    print(
        f"Tests run: {total['tests']}, Failures: {total['failures']}, Errors: {total['errors']},"
        f" Skipped: {total['skipped']}",
        flush=True,
    )
    if problem or ended is None:
        with open(log, encoding="utf-8") as file:
            for line in collections.deque(file, LAST_LINES):
                print(line, end="")
        problem = problem or "the guest ended before its tests"
        print(f"lab: failed: {problem}; the whole console is in {log}", flush=True)
        return 1
    if total["tests"] == 0:
        print(f"lab: failed: no test was run; the console is in {log}", flush=True)
        return 1
    if total["failures"] + total["errors"] > 0 or ended != "0":
        print(f"lab: failed: the tests ended with status {ended}; the console is in {log}", flush=True)
        return 1
    return 0
