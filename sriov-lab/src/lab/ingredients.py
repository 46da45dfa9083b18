"""Everything a machine is made of, from the cache, and into it where it is missing."""

import dataclasses
import hashlib
import pathlib

import cache
import kernel
import packages
import runtime

# Changes when what kernel.make leaves in its directory changes.
LAYOUT = 1


@dataclasses.dataclass(frozen=True)
class Ingredients:
    kernel: pathlib.Path
    java: pathlib.Path


def prepare(home, newest=False):
    with cache.locked():
        packages.install()
        jdk = runtime.jdk(home.parent)
        java = cache.entry(runtime.key(jdk), lambda directory: runtime.make(directory, jdk))
        return Ingredients(cached_kernel(newest), java)


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
