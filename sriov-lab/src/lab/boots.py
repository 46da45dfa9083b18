"""Which machines a pattern of tests takes: those of booting, and of iovctl as it is installed, have one of their own."""

import fnmatch
import pathlib
import zipfile

TESTS = "tests"
BOOT = "boot"
INSTALLED = ("BootTest", "IovctlTest")


def of(libraries, pattern):
    """The machines that have a test by the pattern; the one without systemd where none has."""
    with zipfile.ZipFile(next(pathlib.Path(libraries).glob("*-test-classes.jar"))) as archive:
        names = [pathlib.PurePath(name).stem for name in archive.namelist() if name.endswith(".class")]
    chosen = {name for part in pattern.split(",") for name in fnmatch.filter(names, part.partition("#")[0])}
    booting = {name for name in chosen if name.endswith(INSTALLED)}
    return ([TESTS] if chosen != booting or not chosen else []) + ([BOOT] if booting else [])
