"""Every sentence is there in Chinese too, and the compiled catalogue is the one that the text gives."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_is_translated_and_the_catalogue_is_up_to_date():
    command = [sys.executable, str(ROOT / ".ci" / "translate.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
