"""Which tests run in which machine: a test that has a directory in src/boot boots a machine of its own."""

import fnmatch
import pathlib
import zipfile


def of(home, tests):
    """The boots that a pattern of tests names, each with its part of the pattern: a dictionary in order of names."""
    chosen = {}
    for boot in sorted(path.name for path in (home / "src/boot").glob("*Test")):
        parts = [part for part in tests.split(",") if fnmatch.fnmatchcase(boot, part.partition("#")[0])]
        if parts:
            chosen[boot] = ",".join(boot + "#" + (part.partition("#")[2] or "*") for part in parts)
    return chosen


def others(home, libraries, tests):
    """Whether a pattern of tests also names some that need no boot of their own, or none at all."""
    names = set()
    for jar in pathlib.Path(libraries).glob("*-test-classes.jar"):
        with zipfile.ZipFile(jar) as archive:
            names.update(pathlib.PurePath(name).stem for name in archive.namelist() if name.endswith(".class"))
    names -= {path.name for path in (home / "src/boot").glob("*Test")}
    patterns = [part.partition("#")[0] for part in tests.split(",")]
    return any(fnmatch.filter(names, pattern) for pattern in patterns) or not of(home, tests)
