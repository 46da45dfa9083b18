"""The directory that host and guest share: tests and what they need go in, reports and a status come out."""

import os
import pathlib
import re
import shutil

from problem import LabError

# The compiler that costs least to run and the collector that costs least to set up: the guest's processor is emulated.
JAVA_OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m", "-Duser.language=en",
                "--enable-native-access=ALL-UNNAMED"]  # fmt: skip
MAIN = "io.sriov.lab.TestRun"
NAMES = re.compile(r"[\w$*]+(#[\w$*]+)?(,[\w$*]+(#[\w$*]+)?)*")


def prepare(directory, class_path, tests):
    """Lays out the directory anew."""
    if not NAMES.fullmatch(tests):
        raise LabError(f"'{tests}' names no tests: give classes or Class#method, with * and separated by commas")
    shutil.rmtree(directory, ignore_errors=True)
    (directory / "lib").mkdir(parents=True)
    (directory / "reports").mkdir()
    entries = []
    for number, source in enumerate(existing(class_path)):
        target = directory / "lib" / f"{number:02}-{source.name}"
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
        entries.append(f"/share/lib/{target.name}")
    arguments = [*JAVA_OPTIONS, f"-cp {':'.join(entries)}", MAIN]
    (directory / "java-arguments").write_text("".join(f"{argument}\n" for argument in arguments))
    (directory / "tests").write_text(tests + "\n")
    # Tests may go on as another user, who must be able to read their classes.
    for path, _, files in os.walk(directory):
        os.chmod(path, 0o755)
        for file in files:
            os.chmod(os.path.join(path, file), 0o644)


def existing(class_path):
    paths = [pathlib.Path(path) for path in class_path.split(os.pathsep) if path]
    paths = [path for path in paths if path.exists()]
    if not any(path.name == "test-classes" for path in paths):
        raise LabError("the tests are not compiled: run ./mvnw -q -Dquick -Plab -pl sriov-lab -am verify -DskipTests")
    return paths
