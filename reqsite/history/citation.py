"""How a record's words are cited: `REQ-0012@1.2.0 #ab12cd34`: its id, a release that has them, their fingerprint."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SHORT = 8
"""So many digits of the normative fingerprint stand in a citation."""
_LONGEST = 300
_FORM = re.compile(r"([^@]+)@ ?(?:([^\s@#]{1,60}) ?# ?([0-9a-f]{8,64})|(v?\d+\.\d[\w.+-]*))", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """Which words are meant."""

    id: str
    release: str
    fingerprint: str = ""
    """The beginning of the normative one, empty where the citation names none."""

    def __str__(self) -> str:
        mark = f" #{self.fingerprint[:SHORT]}" if self.fingerprint else ""
        return f"{self.id}@{self.release}{mark}"

    def names(self, fingerprint: str) -> bool:
        """Return True where words with this fingerprint are those that are cited, as far as the citation says."""
        return fingerprint.startswith(self.fingerprint)


def parse_citation(text: str) -> Citation | None:
    """Return the citation that a text is; None where it is none. Full-width signs are as good as others."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())
    match = _FORM.fullmatch(plain)
    if match is None:
        return None
    return Citation(match[1].strip(), match[2] or match[4], (match[3] or "").lower())
