"""Which machines a pattern of tests takes: those with an annotation have the one that systemd boots."""

import fnmatch
import pathlib
import zipfile

TESTS = "tests"
BOOT = "boot"
ANNOTATIONS = (b"Lio/sriov/lab/Installed;", b"Lio/sriov/lab/Boot;")


def of(libraries, pattern):
    """The machines that have a test by the pattern; the one without systemd where none has."""
    with zipfile.ZipFile(next(pathlib.Path(libraries).glob("*-test-classes.jar"))) as archive:
        classes = {pathlib.PurePath(name).stem: name for name in archive.namelist() if name.endswith(".class")}
        chosen = {name for part in pattern.split(",") for name in fnmatch.filter(classes, part.partition("#")[0])}
        installed = {name for name in chosen if any(one in archive.read(classes[name]) for one in ANNOTATIONS)}
    return ([TESTS] if chosen != installed or not chosen else []) + ([BOOT] if installed else [])
