"""Which browser the tests use; run as a script, it prints the path."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_browser() -> str | None:
    """Return $REQSITE_BROWSER, a browser on PATH, or playwright's own, in this order."""
    named = os.environ.get("REQSITE_BROWSER")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or find_playwright_browser()


def find_playwright_browser() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


if __name__ == "__main__":
    sys.stdout.write(find_browser() or "")
