"""Bring the translations up to date: collect every sentence of the code and the templates, write .po and .mo.

python .ci/translate.py           # update the catalogues; says what is still to be translated
python .ci/translate.py --check   # change nothing; exit 1 where a catalogue is behind or has gaps
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "reqsite" / "locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
OPTIONS = {"**/templates/**.html": {"trimmed": "true"}}


def collect() -> Catalog:
    """Return every sentence of the package, with the files it stands in."""
    catalog = Catalog(project="reqsite", header_comment="# Sentences of reqsite.", fuzzy=False)
    found = extract_from_dir(str(ROOT / "reqsite"), METHODS, OPTIONS, KEYWORDS, ("Translators:",))
    for file, _line, message, comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(f"reqsite/{file}", None)], auto_comments=comments)
    return catalog


def update(language: str, template: Catalog) -> tuple[Catalog, bytes, bytes]:
    """Return the language's catalogue brought up to date, and its .po and .mo."""
    path = LOCALES / language / "LC_MESSAGES" / "reqsite.po"
    old = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, project="reqsite", header_comment="# reqsite in this language.", fuzzy=False)
    fresh.creation_date = UNDATED  # the same sentences give the same bytes
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id)
        text = known.string if known else None
        fresh.add(message.id, text, message.locations, auto_comments=message.auto_comments)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, fresh, width=120, omit_header=False, sort_output=True)
    write_mo(mo, fresh)
    return fresh, po.getvalue(), mo.getvalue()


def main() -> int:
    """Update or check every language but English, which is the source."""
    template = collect()
    bad = 0
    for language in ("zh",):
        folder = LOCALES / language / "LC_MESSAGES"
        catalog, po, mo = update(language, template)
        gaps = [m for m in catalog if m.id and not (m.string if isinstance(m.string, str) else all(m.string or [""]))]
        if "--check" in sys.argv:
            stale = [n for n, b in (("reqsite.po", po), ("reqsite.mo", mo)) if (folder / n).read_bytes() != b]
            bad += len(gaps) + len(stale)
            print("".join(f"{folder / n} is behind: run `python .ci/translate.py`.\n" for n in stale), end="")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "reqsite.po").write_bytes(po)
            (folder / "reqsite.mo").write_bytes(mo)
        for message in gaps:
            print(f"{language}: not translated: {message.id!r} ({message.locations[0][0]})")
        print(f"{language}: {len(catalog) - len(gaps)} of {len(catalog)} sentences translated")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
