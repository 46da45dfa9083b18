"""Everything a machine is made of, from the cache, and into it where it is missing."""

import dataclasses
import hashlib
import pathlib

import cache
import kernel
import packages
import runtime
import systemd

# Changes when what kernel.make leaves in its directory changes.
LAYOUT = 2


@dataclasses.dataclass(frozen=True)
class Ingredients:
    kernel: pathlib.Path
    driver: pathlib.Path
    java: pathlib.Path
    systemd: pathlib.Path


def prepare(home, newest=False):
    with cache.locked():
        packages.install()
        jdk = runtime.jdk(home.parent)
        java = cache.entry(runtime.key(jdk), lambda directory: runtime.make(directory, jdk))
        guests = cached_kernel(newest)
        driver = cached_driver(guests, home / "src/module")
        return Ingredients(guests, driver, java, systemd.cached(newest))


def cached_kernel(newest):
    recipe = hashlib.sha256(f"{LAYOUT} {kernel.MODULES}".encode()).hexdigest()[:8]
    there = sorted(cache.directory().glob(f"kernel-*-{recipe}"), key=lambda path: kernel.number(path.name))
    if there and not newest:
        return there[-1]
    packages.update()
    release, version = kernel.newest()
    return cache.entry(
        f"kernel-{release}-{recipe}", lambda directory: kernel.make(directory, release, version)
    )


def cached_driver(guests, source):
    """The lab's own PF driver, which is built anew when its source changes or the kernel is another."""
    text = b"".join(file.read_bytes() for file in sorted(source.iterdir()))
    key = hashlib.sha256(guests.name.encode() + text).hexdigest()[:12]
    return cache.entry(f"driver-{key}", lambda directory: kernel.lab_driver(directory, guests, source))
