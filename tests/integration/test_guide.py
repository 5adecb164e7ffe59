"""The user guide, run: what a page tells the reader to write is written, what it tells to call is called."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs_src" / "guide"
TUTORIAL = GUIDE / "tutorial.md"
CI = GUIDE / "how-to" / "ci.md"
"""Its files are run, job by job, by `test_ci_recipes.py`."""
GENERATED = "<!-- Written by .ci/reference.py"
HAND_WRITTEN = [path for path in sorted(GUIDE.rglob("*.md")) if GENERATED not in path.read_text(encoding="utf-8")]

ANYTHING = "…"
"""Stands in the output that a page shows for whatever differs from one machine to the next."""

FENCE = re.compile(r"(?P<marks>`{3,})(?P<language>[\w-]*)(?P<options>.*)")
TITLE = re.compile(r'title="([^"]+)"')
OUR_PROGRAMS = ("reqsite", "mkdocs", "properdocs")


@dataclass(frozen=True)
class Block:
    """A fenced code block of a page."""

    language: str
    title: str
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Call:
    """A line that begins with `$`, and the lines below it, which it should print."""

    command: str
    output: tuple[str, ...]
    line: int


def blocks_of(page: Path) -> list[Block]:
    found = []
    lines = enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)
    for number, line in lines:
        if fence := FENCE.fullmatch(line):
            title = TITLE.search(fence["options"])
            inner: list[str] = []
            for _number, inside in lines:
                if inside == fence["marks"]:
                    break
                inner.append(inside)
            found.append(Block(fence["language"], title[1] if title else "", tuple(inner), number))
    return found


def calls_of(block: Block) -> list[Call]:
    found: list[Call] = []
    for number, line in enumerate(block.lines, start=block.line + 1):
        if line.startswith("$ "):
            found.append(Call(line.removeprefix("$ "), (), number))
        else:
            found[-1] = Call(found[-1].command, (*found[-1].output, line), found[-1].line)
    return found


def is_run(page: Path) -> bool:
    return any(block.language == "console" for block in blocks_of(page))


class Reader:
    """Someone who does what a page says, from top to bottom, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = folder / "work"
        self.folder.mkdir()
        self.exit_code = 0

    def write(self, block: Block) -> None:
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(block.lines) + "\n", encoding="utf-8", newline="")

    def call(self, command: str) -> str:
        """Run a line in a shell that stays in the folder where the line before it ended; return what it printed."""
        if command == "echo $?":
            shown, self.exit_code = self.exit_code, 0
            return f"{shown}\n"
        where = self.home / "folder"
        done = subprocess.run(
            ["sh", "-c", f"{command}\ncode=$?\npwd > {shlex.quote(str(where))}\nexit $code"],
            cwd=self.folder,
            env={
                "HOME": str(self.home),
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "PYTHONUTF8": "1",
                "NO_MKDOCS_2_WARNING": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.folder = Path(where.read_text(encoding="utf-8").rstrip("\n"))
        self.exit_code = done.returncode
        return done.stdout

    def read(self, page: Path) -> None:
        for block in blocks_of(page):
            if block.title:
                self.write(block)
            calls = calls_of(block) if block.language == "console" else []
            for number, call in enumerate(calls):
                printed = self.call(call.command)
                where = f"{page.relative_to(ROOT)}:{call.line}: $ {call.command}\n"
                assert fits(call.output, printed), f"{where}{printed}"
                told = [following.command for following in calls[number + 1 : number + 2]] == ["echo $?"]
                assert self.exit_code == 0 or told, f"{where}ended with {self.exit_code}, which the page does not say"


def fits(shown: tuple[str, ...], printed: str) -> bool:
    """Return whether a page shows what was printed; a line `…` is any number of lines, `…` in a line any text."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == ANYTHING else re.escape(line.rstrip()).replace(ANYTHING, r"[^\n]*?") + r"\n"
        for line in shown
    )
    lines = [line.rstrip() for line in printed.rstrip().split("\n")] if printed.strip() else []
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


@pytest.mark.parametrize(
    "page", [p for p in HAND_WRITTEN if is_run(p)], ids=lambda page: page.relative_to(GUIDE).as_posix()
)
def test_a_page_can_be_followed_line_by_line(page, tmp_path):
    reader = Reader(tmp_path)
    if page != TUTORIAL:
        start = {block.title: block for block in blocks_of(TUTORIAL)}
        reader.write(start["mkdocs.yml"])
        reader.write(start["docs_src/index.md"])
    reader.read(page)


@pytest.mark.parametrize("page", [p for p in HAND_WRITTEN if p != CI], ids=lambda p: p.relative_to(GUIDE).as_posix())
def test_a_command_in_a_file_for_ci_is_one_that_the_page_has_run(page):
    blocks = blocks_of(page)
    run = {call.command for block in blocks if block.language == "console" for call in calls_of(block)}
    in_files = {
        line.strip().removeprefix("- ").removeprefix("run: ").split(" > ")[0]
        for block in blocks
        if block.language == "yaml"
        for line in block.lines
        if line.strip().removeprefix("- ").removeprefix("run: ").startswith(tuple(f"{p} " for p in OUR_PROGRAMS))
    }
    assert in_files <= {command.split(" > ")[0] for command in run}


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda page: page.relative_to(GUIDE).as_posix())
def test_a_command_that_is_not_run_is_one_that_would_never_end(page):
    left_out = [
        line
        for block in blocks_of(page)
        if block.language in ("text", "", "sh", "shell", "bash")
        for line in block.lines
        if line.split(" ")[0] in OUR_PROGRAMS
    ]
    assert all(" serve" in line for line in left_out)


def test_the_guide_has_a_tutorial_how_to_pages_a_reference_and_an_explanation():
    parts = {path.relative_to(GUIDE).parts[0] for path in HAND_WRITTEN}
    assert parts == {"index.md", "tutorial.md", "how-to", "reference", "explanation"}


def test_the_generated_reference_is_up_to_date():
    committed = {path.relative_to(GUIDE / "reference").as_posix(): path for path in (GUIDE / "reference").rglob("*.md")}
    generated = reference_generator().pages()
    stale = [name for name, text in generated.items() if read(committed.get(name)) != text]
    left_behind = [name for name in committed if name.startswith("rules/") and name not in generated]
    assert (stale, left_behind) == ([], []), "run: python .ci/reference.py"


def test_output_that_a_page_does_not_show_is_noticed():
    assert not fits(("one",), "one\ntwo\n")
    assert not fits(("one", "two"), "one\n")
    assert not fits((), "one\n")


def test_an_ellipsis_stands_for_any_text_and_a_line_of_it_for_any_lines():
    assert fits(("in … s",), "in 1.2 s\n")
    assert fits((ANYTHING, "last"), "first\nsecond\nlast\n")
    assert not fits(("in … s",), "in 1.2\n")


def reference_generator():
    specification = importlib.util.spec_from_file_location("reference", ROOT / ".ci" / "reference.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def read(path: Path | None) -> str:
    return path.read_text(encoding="utf-8") if path else ""
