"""The archive format of an initial RAM file system: cpio, new ASCII format (newc)."""

import os
import stat


class Archive:
    """Collects files and directories; parents are added by themselves."""

    def __init__(self):
        self.parts = []
        self.paths = set()

    def directory(self, path, mode=0o755):
        path = path.strip("/")
        if path and path not in self.paths:
            self.directory(path.rpartition("/")[0])
            self._add(path, stat.S_IFDIR | mode, b"")

    def file(self, path, data, mode=0o644):
        self.directory(path.strip("/").rpartition("/")[0])
        self._add(path.strip("/"), stat.S_IFREG | mode, data)

    def link(self, path, target):
        self.directory(path.strip("/").rpartition("/")[0])
        self._add(path.strip("/"), stat.S_IFLNK | 0o777, target.encode())

    def tree(self, directory):
        """Adds all that is below a directory of the host."""
        for path in sorted(directory.rglob("*")):
            name = str(path.relative_to(directory))
            if path.is_symlink():
                self.link(name, os.readlink(path))
            elif path.is_dir():
                self.directory(name)
            else:
                self.file(name, path.read_bytes(), stat.S_IMODE(path.stat().st_mode))

    def write(self, file):
        self._add("TRAILER!!!", 0, b"")
        file.writelines(self.parts)

    def _add(self, path, mode, data):
        self.paths.add(path)
        name = path.encode() + b"\0"
        fields = [len(self.paths), mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0]
        header = b"070701" + b"".join(b"%08x" % field for field in fields)
        self.parts += [header, name, bytes(-(len(header) + len(name)) % 4), data, bytes(-len(data) % 4)]
