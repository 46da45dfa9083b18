"""The directory that host and guest share: tests and what they need go in, reports and a status come out."""

import os
import pathlib
import re
import shutil

from problem import LabError

PACKAGE = "io.sriov.lab"
# The compiler that costs least to run and the collector that costs least to set up: the guest's processor is emulated.
JAVA_OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m", "-Duser.language=en",
                "--enable-native-access=ALL-UNNAMED"]  # fmt: skip
LAUNCHER_OPTIONS = ["--disable-banner", "--disable-ansi-colors", "--details=testfeed", "--fail-if-no-tests",
                    "--reports-dir=/share/reports"]  # fmt: skip
NAME = re.compile(r"[\w$*]+(#\w+)?")


def prepare(directory, class_path, tests):
    """Lays out the directory anew."""
    shutil.rmtree(directory, ignore_errors=True)
    (directory / "lib").mkdir(parents=True)
    (directory / "reports").mkdir()
    entries = []
    roots = []
    for number, source in enumerate(existing(class_path)):
        target = directory / "lib" / f"{number:02}-{source.name}"
        if source.is_dir():
            shutil.copytree(source, target)
            roots.append(f"/share/lib/{target.name}")
        else:
            shutil.copyfile(source, target)
        entries.append(f"/share/lib/{target.name}")
    (directory / "java-arguments").write_text("\n".join([*JAVA_OPTIONS, f"-cp {':'.join(entries)}"]) + "\n")
    chosen = selection(tests, roots)
    (directory / "test-arguments").write_text("\n".join([*LAUNCHER_OPTIONS, *chosen]) + "\n")
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


def selection(tests, roots):
    """The launcher's arguments for names as --tests takes them."""
    names = tests.split(",")
    for name in names:
        if not NAME.fullmatch(name):
            raise LabError(f"'{name}' names no tests: --tests takes Class, Cla*ss or Class#method, separated by commas")
    methods = [f"--select-method={PACKAGE}.{name}" for name in names if "#" in name]
    classes = [name.replace("$", r"\$").replace("*", r"[^.]*") for name in names if "#" not in name]
    if not classes:
        return methods
    if methods:
        raise LabError("--tests takes classes or methods, not both at once")
    pattern = rf"{re.escape(PACKAGE)}\.(?:.*\.)?(?:{'|'.join(classes)})"
    return [f"--scan-classpath={os.pathsep.join(roots)}", f"--include-classname={pattern}"]
