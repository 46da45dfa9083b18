"""The guest's kernel: Debian's own, its modules, and netdevsim built for it."""

import os
import re
import shutil
import tarfile

import commands
import modules
import packages
from problem import LabError

SERIES = "6.12"
MODULES = [
    # the share with the host
    "virtio_pci", "9pnet_virtio", "9p",
    # SR-IOV devices and what binds to them
    "igb", "igbvf", "nvme", "vfio-pci", "vfio_iommu_type1", "pci-stub", "pci-pf-stub",
    # what netdevs are put into
    "psample", "dummy", "bridge", "bonding", "8021q", "macvlan", "veth",
]  # fmt: skip
NETDEVSIM = "drivers/net/netdevsim"


def newest():
    """The newest kernel of the series that can be fetched with its headers and its source, as (release, version)."""
    found = candidates()
    if not found and os.geteuid() == 0:
        packages.with_backports()
        found = candidates()
    if not found:
        raise LabError(
            f"apt knows no package linux-image-{SERIES}.*-amd64 with its source: run sriov-lab/lab setup as root"
            " on Debian 12 or 13"
        )
    _, release, version = max(found)
    return release, version


def candidates():
    image = re.compile(rf"linux-image-({re.escape(SERIES)}\.\d+\+deb\d+(?:\.\d+)?-amd64)")
    images = [name for name in packages.names(f"linux-image-{SERIES}.") if image.fullmatch(name)]
    sources = {version for _, version in packages.versions(f"linux-source-{SERIES}")}
    return [
        (number(name), image.fullmatch(name).group(1), version)
        for name, version in packages.versions(*images)
        if version in sources
    ]


def number(text):
    """Numbers of a name for comparing: 6.12.9 is less than 6.12.117."""
    return [int(digits) for digits in re.findall(r"\d+", text)]


def make(directory, release, version):
    """Fills a directory with vmlinuz, busybox, modules/*.ko, modules/load-order, and headers/*.deb to build more with."""
    work = directory.with_name("work")
    work.mkdir()
    base = release.removesuffix("-amd64")
    fetched = packages.download(
        work,
        [f"{name}={version}" for name in (
            f"linux-image-{release}", f"linux-source-{SERIES}", f"linux-headers-{release}",
            f"linux-headers-{base}-common", f"linux-kbuild-{base}",
        )] + ["busybox-static"],
    )  # fmt: skip
    root = work / "root"
    (directory / "headers").mkdir()
    for file in fetched:
        packages.unpack(file, root)
        if file.name.startswith(("linux-headers-", "linux-kbuild-")):
            file.rename(directory / "headers" / file.name)
        else:
            file.unlink()
    shutil.copy(root / f"boot/vmlinuz-{release}", directory / "vmlinuz")
    busybox = next(path for path in (root / "bin/busybox", root / "usr/bin/busybox") if path.exists())
    shutil.copy(busybox, directory / "busybox")

    tree = next(path for path in (root / "lib/modules", root / "usr/lib/modules") if path.exists()) / release
    files = {modules.name_of(file): file for file in tree.rglob("*.ko*")}
    files["netdevsim"] = netdevsim(work, root)
    (directory / "modules").mkdir()
    order = modules.in_load_order([*MODULES, "netdevsim"], files)
    for name, content in order:
        (directory / "modules" / f"{name}.ko").write_bytes(content)
    (directory / "modules/load-order").write_text("".join(f"{name}\n" for name, _ in order))
    shutil.rmtree(work)


def netdevsim(work, root):
    """Builds netdevsim, which Debian leaves out, from the source of the same package."""
    print("lab: building netdevsim for the guest's kernel", flush=True)
    source = work / NETDEVSIM
    source.mkdir(parents=True)
    extract(root / f"usr/src/linux-source-{SERIES}.tar.xz", source)
    return module(root, source, "netdevsim", "CONFIG_NETDEVSIM=m", "KCFLAGS=-DCONFIG_NETDEVSIM_MODULE=1")


def lab_driver(directory, kernel, source):
    """Builds the lab's own PF driver for a kernel that was made; fills a directory with modules/*.ko."""
    print("lab: building the lab's PF driver for the guest's kernel", flush=True)
    work = directory.with_name("work")
    shutil.copytree(source, work / "source")
    for file in (kernel / "headers").iterdir():
        packages.unpack(file, work / "root")
    (directory / "modules").mkdir()
    shutil.copy(module(work / "root", work / "source", "sriov-lab"), directory / "modules/sriov_lab.ko")
    shutil.rmtree(work)


def module(root, source, name, *settings):
    """Builds a module with the only kernel headers that were unpacked in root, and gives its file."""
    (headers,) = (path for path in (root / "usr/src").glob("linux-headers-*") if not path.name.endswith("-common"))
    makefile = headers / "Makefile"
    makefile.write_text(makefile.read_text().replace("/usr/src/", f"{root}/usr/src/"))
    # The kernel's type information is of no use here and would need another program (pahole).
    (headers / "vmlinux").unlink(missing_ok=True)
    commands.output(
        ["make", "-C", str(headers), f"-j{os.cpu_count()}", f"M={source}", *settings, "modules"],
        what=f"building {name}",
    )
    built = source / f"{name}.ko"
    commands.output(["strip", "--strip-debug", str(built)], what=f"building {name}")
    return built


def extract(archive, directory):
    """Takes netdevsim's files out of the kernel's source, and stops after them: the archive is long."""
    found = False
    with tarfile.open(archive, "r|xz") as source:
        for member in source:
            _, inside, name = member.name.partition(f"/{NETDEVSIM}/")
            if inside and member.isfile() and "/" not in name:
                found = True
                (directory / name).write_bytes(source.extractfile(member).read())
            elif found and not inside:
                return
    if not found:
        raise LabError(f"{archive.name} has no {NETDEVSIM}")
