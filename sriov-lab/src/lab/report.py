"""JUnit's reports as the guest leaves them."""

import shutil
import xml.etree.ElementTree as ElementTree

COUNTS = ("tests", "failures", "errors", "skipped")


def collect(source, target, machine):
    """Moves one machine's reports to where Maven's own are and gives their totals, by the names in COUNTS."""
    total = dict.fromkeys(COUNTS, 0)
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.glob("TEST-*.xml")):
        suite = ElementTree.parse(file).getroot()
        for count in COUNTS:
            total[count] += int(suite.get(count, "0"))
        shutil.move(file, target / f"TEST-{machine}-{file.name.removeprefix('TEST-')}")
    return total


def remove(directory):
    """Removes reports of an earlier run: they would be taken for this one's."""
    for file in directory.glob("TEST-*.xml"):
        file.unlink()
