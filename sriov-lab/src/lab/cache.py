"""The cache directory: entries that are there whole or not at all."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import tempfile

from problem import LabError

UNFINISHED = "unfinished-"


def directory():
    given = os.environ.get("SRIOV_LAB_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(given or os.path.join(base, "sriov-lab")).absolute()


@contextlib.contextmanager
def locked():
    """Lets one process at a time make entries; what others left unfinished is removed."""
    cache = directory()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = open(cache / "lock", "w")
    except OSError as error:
        raise LabError(f"cannot write the cache: {error}; set SRIOV_LAB_CACHE to another directory") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in cache.glob(UNFINISHED + "*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def entry(name, make):
    """Gives an entry's directory; where it is missing, make(directory) fills it first."""
    finished = directory() / name
    if not finished.is_dir():
        work = pathlib.Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=directory()))
        try:
            made = work / "entry"
            made.mkdir()
            make(made)
            made.rename(finished)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return finished
