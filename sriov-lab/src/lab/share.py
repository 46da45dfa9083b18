"""What host and guest share: tests and what they need go in, reports and a status come out."""

import hashlib
import os
import pathlib
import re
import shutil
import zipfile

import commands
from problem import LabError

MAIN = "io.sriov.lab.TestRun"
JAVA_OPTIONS = [
    # The guest's processor is emulated: the compiler that costs least to run, the collector that costs least to set
    # up, and the classes of the cache where they are expected, so that no pointer in them has to be changed.
    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0",
    "-Xmx384m", "-Duser.language=en", "--enable-native-access=ALL-UNNAMED",
]  # fmt: skip
NAMES = re.compile(r"[\w$*]+(#[\w$*]+)?(,[\w$*]+(#[\w$*]+)?)*")


def libraries(directory, class_path, java):
    """Lays out the jars of a class path and their cache of classes; those of the same class path stay."""
    entries = existing(class_path)
    key = digest(entries, java)
    if not (directory / "key").exists() or (directory / "key").read_text() != key:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        fill(directory, entries, java)
        readable(directory)
        (directory / "key").write_text(key)


def prepare(directory, jars, tests):
    """Lays out a machine's directory, and leaves nothing of an earlier run but what it needs as well."""
    if not NAMES.fullmatch(tests):
        raise LabError(f"'{tests}' names no tests: give classes or Class#method, with * and separated by commas")
    shutil.rmtree(directory / "reports", ignore_errors=True)
    for name in ("reports", "lib"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    (directory / "status").unlink(missing_ok=True)
    arguments = [*options(jars, "/share/lib"), MAIN]
    (directory / "java-arguments").write_text("".join(f"{argument}\n" for argument in arguments))
    (directory / "tests").write_text(tests + "\n")
    readable(directory)


def readable(directory):
    """Tests may go on as another user, who must be able to read their classes."""
    for path, _, files in os.walk(directory):
        os.chmod(path, 0o755)
        for file in files:
            os.chmod(os.path.join(path, file), 0o644)


def existing(class_path):
    paths = [pathlib.Path(path) for path in class_path.split(os.pathsep) if path]
    paths = [path for path in paths if path.is_file() or path.is_dir() and any(path.iterdir())]
    if not any(path.name == "test-classes" for path in paths):
        raise LabError("the tests are not compiled: run ./mvnw -q -Dquick -Plab -pl sriov-lab -am verify -DskipTests")
    return paths


def files_of(entry):
    return sorted(file for file in entry.rglob("*") if file.is_file()) if entry.is_dir() else [entry]


def digest(entries, java):
    """Tells one class path from another, by its content."""
    sum = hashlib.sha256(f"{java} {JAVA_OPTIONS}".encode())
    for entry in entries:
        for file in files_of(entry):
            sum.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return sum.hexdigest()


def fill(directory, entries, java):
    """Makes a jar of every entry, and a cache of the classes as the JVM loads and links them (JEP 483)."""
    for number, entry in enumerate(entries):
        jar = directory / f"{number:02}-{entry.name.removesuffix('.jar')}.jar"
        if entry.is_dir():
            with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
                # With its directories: JUnit finds a package's classes by its directory.
                for path in sorted(entry.rglob("*")):
                    archive.write(path, path.relative_to(entry))
        else:
            shutil.copyfile(entry, jar)
    training = [*options(directory, str(directory)), MAIN, "Training", str(directory / "training")]
    # The training run is on the host: without the extension that cleans a guest's devices.
    no_extension = "-Djunit.jupiter.extensions.autodetection.enabled=false"
    command = [str(java / "bin/java"), f"-XX:AOTCacheOutput={directory / 'classes.aot'}", no_extension]
    try:
        commands.output([*command, *training], what="training the guest's Java", timeout=180)
    except LabError as error:
        print(f"lab: the tests will start slowly: {error}", flush=True)
        (directory / "classes.aot").unlink(missing_ok=True)
    shutil.rmtree(directory / "training", ignore_errors=True)


def options(directory, place):
    """Java's options for the jars of a directory, which its JVM finds at another place."""
    jars = [f"{place}/{jar.name}" for jar in sorted(directory.glob("*.jar"))]
    cache = [f"-XX:AOTCache={place}/classes.aot"] if (directory / "classes.aot").exists() else []
    return [*JAVA_OPTIONS, *cache, "-cp", ":".join(jars)]
