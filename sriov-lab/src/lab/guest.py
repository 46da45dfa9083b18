"""One run of the machines, each from boot to reports."""

import collections
import contextlib
import os
import pathlib
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
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

# Under emulation on a busy host a boot has taken 30 s, and one by systemd, which waits for a PF that never comes, 100 s.
BOOT_SECONDS = 300
# An emulator that has failed is started again, up to so many times in all.
BOOTS = 3
LAST_LINES = 40


def run(home, needed, options):
    """Gives the exit status: 0 if all tests passed, 1 if not."""
    work = home / "target/lab"
    work.mkdir(parents=True, exist_ok=True)
    report.remove(home / "target/surefire-reports")
    share.libraries(work / "lib", class_path(work, options.class_path), needed.java)
    if options.shell:
        root, shares = tests_machine(home, needed, work, options.tests)
        with monitor() as socket:
            command = machine.arguments(needed, root, shares, socket, work / "qemu-tests.log", shell=True)
            return subprocess.run(command).returncode
    places = {boots.TESTS: tests_machine, boots.BOOT: boot_machine}
    chosen = boots.of(work / "lib", options.tests)
    prepared = [Machine(name, needed, *places[name](home, needed, work, options.tests), work, options) for name in chosen]
    # They wait more than they work, so that they take little longer at the same time than one of them alone.
    for one in prepared:
        one.start()
    for one in prepared:
        one.join()
    for one in prepared:
        if one.error:
            raise one.error
    return max(one.status for one in prepared)


def tests_machine(home, needed, work, tests):
    """What the machine of most tests has: its root file system, and its shares."""
    share.prepare(work / "share", work / "lib", tests)
    initrd.write(work / "initrd", home, needed)
    return work / "initrd", {"share": work / "share", "lib": work / "lib", "java": needed.java}


def boot_machine(home, needed, work, tests):
    """What the machine has that systemd boots: its root file system, and its shares."""
    share.prepare(work / "share-boot", work / "lib", tests)
    iovctl.install(work / "iovctl", home, needed.java)
    bootroot.write(work / "initrd-boot", home, needed, iovctl.place(work / "iovctl"))
    shares = {"share": work / "share-boot", "lib": work / "lib", "java": needed.java, "iovctl": work / "iovctl"}
    return work / "initrd-boot", shares


class Machine(threading.Thread):
    """Boots a machine, which runs the tests that its share names; leaves the exit status, or what kept it from one."""

    def __init__(self, name, needed, root, shares, work, options):
        # QEMU dies with its thread, and that with the command.
        super().__init__(name=name, daemon=True)
        self.needed, self.root, self.shares, self.work, self.options = needed, root, shares, work, options
        self.log = work / f"console-{name}.log"
        self.status, self.error = 1, None

    def run(self):
        try:
            with monitor() as socket:
                trace = self.work / f"qemu-{self.name}.log"
                command = machine.arguments(self.needed, self.root, self.shares, socket, trace, shell=False)
                for boot in range(1, BOOTS + 1):
                    problem, up = watch(command, self.log, self.options.timeout)
                    if not problem or up or boot == BOOTS:
                        break
                    # What failed is the emulation: of a booting machine, on a host that may be too busy, or QEMU itself.
                    self.log.replace(self.work / f"console-{self.name}-{boot}.log")
                    say(f"lab: {problem}; booting once more")
            self.status = verdict(problem, self.shares["share"], self.work.parent / "surefire-reports", self.log, self.name)
        except (LabError, OSError) as error:
            self.error = error


@contextlib.contextmanager
def monitor():
    """A place for the socket of QEMU's monitor, whose path must be short."""
    with tempfile.TemporaryDirectory(prefix="sriov-lab-") as directory:
        yield pathlib.Path(directory, "monitor")


def say(text):
    """Says a line; several machines have something to say."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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
    qemu = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
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
            say(text)


def verdict(problem, shared, reports, log, name):
    status = shared / "status"
    ended = status.read_text().strip() if status.exists() else None
    try:
        total = report.collect(shared / "reports", reports, name)
    except ElementTree.ParseError as error:
        total = dict.fromkeys(report.COUNTS, 0)
        problem = problem or f"a report is not XML: {error}"
    say(
        f"lab: {name}: Tests run: {total['tests']}, Failures: {total['failures']}, Errors: {total['errors']},"
        f" Skipped: {total['skipped']}"
    )
    if problem or ended is None:
        with open(log, encoding="utf-8") as file:
            say("".join(collections.deque(file, LAST_LINES)).rstrip("\n"))
        problem = problem or "the guest ended before its tests"
        say(f"lab: failed: {problem}; the whole console is in {log}")
        return 1
    if total["tests"] == 0:
        say(f"lab: failed: no test was run; the console is in {log}")
        return 1
    if total["failures"] + total["errors"] > 0 or ended != "0":
        say(f"lab: failed: the tests ended with status {ended}; the console is in {log}")
        return 1
    return 0
