"""Kernel modules as files."""

import lzma
import pathlib


def name_of(file):
    return pathlib.Path(file).name.split(".ko")[0].replace("-", "_")


def content(file):
    data = pathlib.Path(file).read_bytes()
    return lzma.decompress(data) if str(file).endswith(".xz") else data


def needs(data):
    """The modules that a module says it depends on (the key depends of its section .modinfo)."""
    start = data.find(b"\0depends=")
    if start < 0:
        return []
    text = data[start + 1 : data.index(b"\0", start + 1)].decode().removeprefix("depends=")
    return [name.replace("-", "_") for name in text.split(",") if name]


def in_load_order(wanted, files):
    """Gives (name, content) of the wanted modules and of what they need, each after what it needs.

    A name without a file is built into the kernel and left out; files maps names to files.
    """
    ordered = {}

    def add(name):
        if name in ordered or name not in files:
            return
        data = content(files[name])
        for other in needs(data):
            add(other)
        ordered[name] = data

    for name in wanted:
        add(name.replace("-", "_"))
    return list(ordered.items())
