"""Take the user guide's pictures of a portal: `python .ci/screenshots.py`, after a change of what pages look like.

Builds this repository's portal in a folder of its own, opens it as a reader would, and writes PNG files into
docs_src/guide/images/. The same portal in the same browser gives the same bytes.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs_src" / "guide" / "images"
WIDTH = 1280
MOST_BYTES = 60_000
MOST_COLOURS = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]


@dataclass(frozen=True)
class Shot:
    """One picture: the upper part of a page, after something has been done there."""

    name: str
    address: str
    """Relative to the portal's top."""
    height: int
    """In pixels."""
    before: Callable[[Page], None] = lambda _page: None


def main() -> int:
    """Write all pictures; return 1 where one is too large for the guide."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    too_large = False
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site)
        for shot, picture in pictures(site):
            (IMAGES / f"{shot.name}.png").write_bytes(picture)
            print(f"{shot.name}.png  {len(picture):,} bytes")
            too_large = too_large or len(picture) > MOST_BYTES
    if too_large:
        print(f"a picture has more than {MOST_BYTES:,} bytes: lower its height", file=sys.stderr)
    return int(too_large)


def build(site: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=ROOT, env={**environment, "NO_MKDOCS_2_WARNING": "1"}, check=True, timeout=600)


def pictures(site: Path) -> Iterator[tuple[Shot, bytes]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        for shot in SHOTS:
            yield shot, take(browser, site, shot)
        browser.close()


def take(browser: Browser, site: Path, shot: Shot) -> bytes:
    page = browser.new_page(
        viewport={"width": WIDTH, "height": shot.height},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    page.goto(f"{site.as_uri()}/{shot.address}")
    page.evaluate("document.fonts.ready")
    shot.before(page)
    picture = page.screenshot(animations="disabled", caret="hide")
    page.close()
    return with_a_palette(picture)


def with_a_palette(png: bytes) -> bytes:
    """Return a PNG of 8-bit RGB with a palette of its most frequent colours, which halves it and is hardly seen."""
    (header,) = (data for kind, data in chunks(png) if kind == b"IHDR")
    width, height, *form = struct.unpack(">IIBB", header[:10])
    if form != [8, 2]:
        raise ValueError("not what the browser writes: a PNG of 8-bit RGB")
    stream = zlib.decompress(b"".join(data for kind, data in chunks(png) if kind == b"IDAT"))
    rows = unfiltered(stream, width * 3)
    pixels = [[row[at : at + 3] for at in range(0, len(row), 3)] for row in rows]
    counted = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))][
        :MOST_COLOURS
    ]
    place = {colour: nearest(colour, palette) for colour in counted} | {c: n for n, c in enumerate(palette)}
    lines = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in pixels)
    return SIGNATURE + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", b"".join(palette)),
            chunk(b"IDAT", zlib.compress(lines, 9)),
            chunk(b"IEND", b""),
        )
    )


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, data) of the parts of a PNG (https://www.w3.org/TR/png-3/#5DataRep)."""
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def unfiltered(stream: bytes, length: int) -> Iterator[bytes]:
    """Yield the rows of a picture of three bytes a pixel, each `length` bytes long (PNG, section 9)."""
    above = bytes(length)
    for start in range(0, len(stream), length + 1):
        kind, row = stream[start], bytearray(stream[start + 1 : start + 1 + length])
        for at in range(length if kind else 0):
            left, corner = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)  # noqa: PLR2004 bytes of a pixel
            row[at] = (
                row[at] + (0, left, above[at], (left + above[at]) // 2, paeth(left, above[at], corner))[kind]
            ) % 256
        above = bytes(row)
        yield above


def paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n], strict=True)))


def find_browser() -> str:
    """Ask the tests' own finder, so that both use the same browser."""
    command = [sys.executable, str(ROOT / "tests" / "find_browser.py")]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def wait_for_the_table(page: Page) -> None:
    expect(page.locator(".rs-shown")).not_to_be_empty()


def open_a_card(page: Page) -> None:
    page.locator(".rs-section a.rs-term").first.hover()
    expect(page.locator(".rs-card")).to_be_visible()


def search_for_a_word(page: Page) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("stale")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


SHOTS = (
    Shot("home", "index.html", 820),
    Shot("record", "requirements/REQ-018.html", 720),
    Shot("card", "requirements/REQ-018.html", 480, open_a_card),
    Shot("list", "requirements/index.html#status=implemented", 680, wait_for_the_table),
    Shot("matrix", "traceability/requirement-test.html", 680, wait_for_the_table),
    Shot("search", "index.html", 480, search_for_a_word),
    Shot("document", "document/index.html", 560),
)


if __name__ == "__main__":
    sys.exit(main())
