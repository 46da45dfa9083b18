"""The guest's root file system, which lives in its memory."""

import pathlib
import re
import shutil

import commands
import cpio

PROGRAMS = ["ip", "devlink", "lspci"]
ACCOUNTS = "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"
GROUPS = "root:x:0:\nnogroup:x:65534:\n"
HOSTS = "127.0.0.1 localhost sriov-lab\n"


def write(file, home, needed):
    """Writes it to a file."""
    archive = cpio.Archive()
    for directory in ("dev", "proc", "sys", "run", "share", "java", "etc"):
        archive.directory(directory)
    archive.directory("tmp", 0o1777)
    archive.file("etc/passwd", ACCOUNTS.encode())
    archive.file("etc/group", GROUPS.encode())
    archive.file("etc/hosts", HOSTS.encode())
    for script in (home / "src/guest").iterdir():
        archive.file("init" if script.name == "init" else f"bin/{script.name}", script.read_bytes(), 0o755)

    busybox(archive, "bin", needed, taken=PROGRAMS)
    programs = [pathlib.Path(path) for path in map(find, PROGRAMS) if path]
    for program in programs:
        archive.file(f"bin/{program.name}", program.read_bytes(), 0o755)
    java = [needed.java / "bin/java", *needed.java.rglob("*.so")]
    for library in libraries([*programs, *java], needed.java):
        archive.file(library, pathlib.Path(library).read_bytes(), 0o755)

    order = (needed.kernel / "modules/load-order").read_text().split()
    for directory in (needed.kernel, needed.driver):
        for module in (directory / "modules").glob("*.ko"):
            archive.file(f"modules/{module.name}", module.read_bytes())
            order += [] if module.stem in order else [module.stem]
    archive.file("modules/load-order", "".join(f"{name}\n" for name in order).encode())
    with open(file, "wb") as out:
        archive.write(out)


def busybox(archive, directory, needed, taken):
    """Adds busybox under all its names but those that other programs have."""
    program = needed.kernel / "busybox"
    archive.file(f"{directory}/busybox", program.read_bytes(), 0o755)
    for name in commands.output([str(program), "--list"], what="asking busybox for its programs").split():
        if name != "busybox" and name not in taken:
            archive.link(f"{directory}/{name}", "busybox")


def find(program):
    return shutil.which(program, path="/usr/bin:/bin:/usr/sbin:/sbin")


def libraries(files, java):
    """The shared libraries of programs, by the paths under which this system's loader finds them."""
    found = set()
    for file in files:
        text = commands.output(["ldd", str(file)], what=f"looking for the libraries of {file.name}")
        found.update(re.findall(r"(?:=> )?(/\S+) \(0x", text))
    return sorted(path for path in found if not path.startswith(str(java)))
