"""iovctl as a user has it: the distribution unpacked, ready for a fast start on the guest's Java."""

import os
import shutil

import commands
import share
from problem import LabError


def install(directory, home, java):
    """Unpacks the distribution of this source tree; what was made of the same one stays."""
    distribution = home.parent / "sriov-cli/target/iovctl"
    if not (distribution / "bin/iovctl").exists():
        raise LabError("iovctl is not packaged: run ./mvnw -q -Dquick -Plab -pl sriov-lab -am verify -DskipTests")
    key = share.digest([path for path in share.files_of(distribution) if path.suffix != ".aot"], java)
    kept = directory.with_suffix(".key")
    if directory.exists() and kept.exists() and kept.read_text() == key:
        return
    kept.unlink(missing_ok=True)
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(distribution, directory, ignore=shutil.ignore_patterns("*.aot"))
    commands.output(
        [str(directory / "bin/iovctl")],
        what="training iovctl",
        timeout=180,
        env=dict(os.environ, JAVA_HOME=str(java), IOVCTL_TRAIN="1"),
    )
    kept.write_text(key)


def place(directory):
    """Where the guest has it: at the host's own path, because the cache of its classes fits no other.

    A service with a /tmp of its own could not see it there.
    """
    return "/opt/iovctl" if str(directory).startswith(("/tmp/", "/var/tmp/")) else str(directory)
