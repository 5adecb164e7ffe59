"""Each numbered case of publishing is shown by a test that names it, or said in the guide not to be proven."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
CASES = {*range(1, 71), *range(79, 110)}
"""Crashes and disks, races, tampering, aliases, git, wrong input, output, reproduction, the command line."""
NOT_PROVEN = {11: "A crash of the machine, as opposed to one of the program"}
"""Case → how the guide speaks of it."""
GUIDE = ROOT / "docs_src" / "guide" / "how-to" / "publish.md"


def named():
    """Return the cases that the tests name."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for match in re.finditer(r"\bCases? (\d+(?:(?:, | and | to )\d+)*)", path.read_text(encoding="utf-8")):
            found |= {int(number) for number in re.findall(r"\d+", match[1])}
    return found


def test_every_case_is_named_by_a_test_or_said_not_to_be_proven():
    assert sorted(CASES - named() - NOT_PROVEN.keys()) == []


def test_what_is_not_proven_stands_in_the_guide():
    text = GUIDE.read_text(encoding="utf-8")
    assert [case for case, words in NOT_PROVEN.items() if words not in text] == []
