"""What the search finds: words of each record that nobody sees on its page as well, and the script that looks them up.

Material's search box stays; its worker is replaced.  The worker's full-text index finds neither a part of a word nor
`12` in `REQ-012`, takes seconds and hundreds of megabytes at 5,000 records on every page load, and shows every word
that it is given.  Ours looks through the texts themselves, which are loaded when a reader first turns to the box.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import escape

from reqsite.model.han import has_han
from reqsite.model.record import Record
from reqsite.portal import assets
from reqsite.portal.alphabet import pinyin
from reqsite.portal.data import as_json, as_script

SCRIPT = "assets/reqsite/search.js"
"""What has to run before the theme's own script, relative to the root of the site."""
DATA = "search/words.js"
"""The words of the site, relative to its root."""
INDEX = "search/search_index.json"
"""Where search plugins put the words of the site, relative to its root."""
INDEX_JS = "search/search_index.js"
"""The same as a script, where the theme looks for it from a folder."""

_PART = "\u2063"
"""Before each part of a record's words; invisible, should anything else show it."""
_NAME = "\u2064"
"""Between names."""
_INVISIBLE = str.maketrans("", "", _PART + _NAME)
_NAMES_OF_A_TERM = ("en", "zh", "zh_hant", "abbr")
_LISTS_OF_A_TERM = ("aliases", "forbidden")
_INSIDE_WORDS = re.compile(r"</?(?:a|abbr|b|code|del|dfn|em|i|ins|mark|span|strong|sub|sup)\b[^<>]{0,2000}>")
"""Tags that part no words: 查询<a>库存</a> is one."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+")
_FILES = Path(__file__).parent


def entry(
    record: Record, *, live: bool, facts: Sequence[str], titles: Sequence[str], texts: Iterable[str], title: str = ""
) -> str:
    """Return what the search reads of a record, as HTML without a tag: its seven parts, which the script takes apart.

    They are: nothing, the id, `-` for a record that does not bind, the facts, the names, how title and names sound,
    the text.

    Args:
        record: the record.
        live: False for one that does not bind.
        facts: type, status and the like, in words; the result shows them.
        titles: its titles in other languages.
        texts: titles and HTML of its sections.
        title: what it is called in the language of the site; empty for its own title.
    """
    title = title or record.title
    names = _names(record, title, titles)
    sounds = filter(None, map(_sound, (title, *names)))
    said = " · ".join(facts).translate(_INVISIBLE)
    words = (record.id.translate(_INVISIBLE), "" if live else "-", said, _NAME.join(names), _NAME.join(sounds))
    body = _TAG.sub(" ", _INSIDE_WORDS.sub("", " ".join(texts))).translate(_INVISIBLE)
    return f"{_PART}{_PART.join(str(escape(word)) for word in words)}{_PART}{body}"


def files() -> dict[str, bytes]:
    """Return the script: path relative to the root of the site → bytes."""
    return {SCRIPT: assets.lean(_FILES / "assets" / "search" / "search.js")}


def published(index: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files that take the place of a search plugin's index: path relative to the root → bytes.

    The theme loads its index with every page; it gets one without documents.  They are in `DATA`.
    """
    docs = index.get("docs", [])
    words = as_json({"docs": docs, "traditional": _traditional(docs)})
    empty = json.dumps({**index, "docs": []}, ensure_ascii=False)
    return {
        DATA: as_script("REQSITE_SEARCH", words).encode(),
        INDEX: empty.encode(),
        INDEX_JS: f"var __index = {empty};\n".encode(),
    }


def _names(record: Record, title: str, titles: Sequence[str]) -> list[str]:
    """Return how a record is called otherwise: in other languages, and what people say for a term, rightly or not."""
    names = [*titles]
    if record.kind == "term":
        names += [record.text(name) for name in _NAMES_OF_A_TERM]
        names += [name for field in _LISTS_OF_A_TERM for name in record.items(field)]
    unseen = (name.translate(_INVISIBLE).strip() for name in names)
    return [name for name in dict.fromkeys(unseen) if name and name != title]


def _sound(name: str) -> str:
    """Return the pinyin of a name as one word, a capital at the start of each syllable; empty for a Latin name."""
    if not has_han(name):
        return ""
    return "".join(part.capitalize() for sound in pinyin(name) for part in _ALPHANUMERIC.findall(sound))


def _traditional(docs: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return Traditional characters and the simplified ones in their place, as far as this site's words need them."""
    used = {character for doc in docs for character in set(f"{doc.get('title', '')}{doc.get('text', '')}")}
    pairs = [pair for pair in _characters() if pair[0] in used or pair[1] in used]
    return "".join(t for t, _s in pairs), "".join(s for _t, s in pairs)


@functools.cache
def _characters() -> tuple[tuple[str, str], ...]:
    text = (_FILES / "tables" / "traditional.txt").read_text(encoding="utf-8")
    traditional, simplified = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(zip(traditional, simplified, strict=True))
