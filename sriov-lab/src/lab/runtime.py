"""The guest's Java: a JDK 25 cut down to what tests need."""

import hashlib
import pathlib
import shutil

import commands

MODULES = ["java.base", "java.compiler", "java.logging", "java.management", "java.xml", "jdk.unsupported", "jdk.zipfs"]


def jdk(project):
    """The JDK 25 that the build uses, too."""
    found = commands.output(
        ["sh", "-c", '. .mvn/jdk25.sh && printf %s "$JAVA_HOME"'], what="looking for a JDK 25", cwd=project
    )
    return pathlib.Path(found)


def key(home):
    """Tells one JDK, and what is taken of it, from another."""
    parts = (home / "release").read_bytes() + " ".join(MODULES).encode()
    return f"java-{hashlib.sha256(parts).hexdigest()[:12]}"


def make(directory, home):
    print("lab: cutting down the JDK for the guest", flush=True)
    image = directory.with_name("image")
    commands.output(
        [str(home / "bin/jlink"), "--add-modules", ",".join(MODULES), "--strip-java-debug-attributes",
         "--no-header-files", "--no-man-pages", "--generate-cds-archive", "--output", str(image)],
        what="linking a Java for the guest",
    )  # fmt: skip
    for path in sorted(image.iterdir()):
        shutil.move(path, directory / path.name)
