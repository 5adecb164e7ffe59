"""Figures that a record names in its front matter: flowcharts, wireframes, prototypes, each in a file or on the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from reqsite.model.record import Value

FIELD = "figures"
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
"""What a browser shows as a picture; any other file is linked to."""
KEYS = ("type", "caption", "alt", "file", "url", "date")
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Figure:
    """One of them, as written."""

    number: int
    """Its place in the list, from 0."""
    type: str = ""
    """`flowchart`, `wireframe`, `prototype` …, or a word of the writer's own."""
    caption: str = ""
    alt: str = ""
    """What it shows, for who cannot see it."""
    file: str = ""
    """Relative to the file of the record."""
    url: str = ""
    date: str = ""

    @property
    def is_image(self) -> bool:
        """True where a browser shows its file as a picture."""
        return self.file.lower().endswith(IMAGES)

    @property
    def words(self) -> str:
        """What stands for the picture where it is not seen."""
        return self.alt or self.caption

    @property
    def host(self) -> str:
        """The name of the host of a web address; empty for an address that no page may lead to."""
        if any(letter.isspace() or not letter.isprintable() for letter in self.url):
            return ""
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
        except ValueError:
            return ""
        return host if parts.scheme in _SCHEMES and "@" not in parts.netloc else ""


def figures_of(value: Value | None) -> Iterator[Figure]:
    """Yield the figures that a field's value names; a text alone is a file, or a web address."""
    members = value if isinstance(value, tuple) else (value,) if value else ()
    for number, member in enumerate(members):
        if isinstance(member, str):
            if text := member.strip():
                yield Figure(number, url=text) if "://" in text else Figure(number, file=text)
        elif isinstance(member, Mapping):
            said = {name: text.strip() for name, text in member.items() if name in KEYS and isinstance(text, str)}
            yield Figure(number, **said)
