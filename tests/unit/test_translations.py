"""Every sentence is there in Chinese too, and the compiled catalogue is the one that the text gives."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_is_translated_and_the_catalogue_is_up_to_date():
    command = [sys.executable, str(ROOT / ".ci" / "translate.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_sentence_stands_inside_another_string_where_nobody_collects_it():
    found = []
    for path in sorted((ROOT / "reqsite").rglob("*.py")):
        strings = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.JoinedStr)]
        calls = [n for string in strings for n in ast.walk(string) if isinstance(n, ast.Call)]
        said = [n.lineno for n in calls if isinstance(n.func, ast.Name) and n.func.id in {"_", "plural"}]
        found += [f"{path.relative_to(ROOT)}:{line}" for line in said]
    assert found == []
