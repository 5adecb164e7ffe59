"""A receipt: the file in which the answers of one person come back, each bound to the words that it was given for."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reqsite.i18n import MessageError, _
from reqsite.model import strict_json

FORMAT = 1
"""Grows when a reader of the old form would misread the new one."""
AGREE, OBJECT, DISCUSS = "agree", "object", "discuss"
ANSWERS = (AGREE, OBJECT, DISCUSS)
WHOLE = ""
"""The id of an answer about the release as a whole, bound to its catalog digest."""
LARGEST = 16 * 1024 * 1024
_MOST_ANSWERS = 100_000
_LONGEST_COMMENT, _LONGEST_TEXT = 20_000, 500
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BadReceiptError(MessageError):
    """A file that is no receipt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says to one record."""

    id: str
    """`WHOLE` for the release."""
    fingerprint: str
    """The normative one of the words that were read; for the release its catalog digest."""
    answer: str
    """One of `ANSWERS`."""
    comment: str = ""
    title: str = ""
    """Of the record, for whoever reads the file."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answers of one person in one role to one release."""

    role: str
    name: str
    """Who answered."""
    time: str
    """ISO 8601 with the offset from UTC, to the second."""
    release: str
    catalog_digest: str
    answers: tuple[Answer, ...]
    project: str = ""
    """Name of the site."""
    evidence: tuple[str, ...] = field(default=())
    """What proves answers that were not given in the portal: ids of documents, mails in plain words."""

    @property
    def content(self) -> bytes:
        """The bytes of the file: the same for the same receipt."""
        plain: dict[str, Any] = {
            "format": FORMAT,
            "project": self.project,
            "release": self.release,
            "catalog_digest": self.catalog_digest,
            "role": self.role,
            "name": self.name,
            "time": self.time,
            "answers": [
                {
                    "id": answer.id,
                    "title": answer.title,
                    "fingerprint": answer.fingerprint,
                    "answer": answer.answer,
                    "comment": answer.comment,
                }
                for answer in self.answers
            ],
        }
        if self.evidence:
            plain["evidence"] = list(self.evidence)
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def moment(self) -> dt.datetime:
        """When it was given."""
        return dt.datetime.fromisoformat(self.time)


def parse_receipt(content: bytes) -> Receipt:
    """Return the receipt that a file says.

    Raises:
        BadReceiptError: It says none.
    """
    if len(content) > LARGEST:
        raise BadReceiptError(_("The file is too large for a receipt."))
    try:
        data = strict_json.parse(content)
    except ValueError:
        raise BadReceiptError(_("The file is no JSON, or says something twice.")) from None
    if not isinstance(data, dict) or not isinstance(data.get("answers"), list):
        raise BadReceiptError(_("The file is no receipt: it has no answers."))
    if data.get("format") != FORMAT:
        raise BadReceiptError(
            _("The receipt has the format {number}: it needs a newer reqsite.", number=str(data.get("format"))[:20])
        )
    if len(data["answers"]) > _MOST_ANSWERS:
        raise BadReceiptError(_("The receipt has more than {limit} answers.", limit=_MOST_ANSWERS))
    evidence = data.get("evidence", [])
    if not isinstance(evidence, list):
        raise BadReceiptError(_("'{name}' is missing, or no text.", name="evidence"))
    return Receipt(
        role=_text(data, "role"),
        name=_text(data, "name"),
        time=_time(data),
        release=_text(data, "release"),
        catalog_digest=_digest(data, "catalog_digest"),
        answers=_answers(data["answers"]),
        project=_text(data, "project", can_be_empty=True),
        evidence=tuple(_text({"evidence": proof}, "evidence") for proof in evidence),
    )


def _answers(entries: list[Any]) -> tuple[Answer, ...]:
    answers = tuple(_answer(entry) for entry in entries)
    seen: set[str] = set()
    for answer in answers:
        if answer.id in seen:
            raise BadReceiptError(_("The receipt answers {id} twice.", id=answer.id or _("the whole release")))
        seen.add(answer.id)
    return answers


def _answer(entry: Any) -> Answer:  # noqa: ANN401 JSON of any shape
    if not isinstance(entry, dict):
        raise BadReceiptError(_("One of the answers is none."))
    record_id = _text(entry, "id", can_be_empty=True)
    if entry.get("answer") not in ANSWERS:
        raise BadReceiptError(
            _("{id}: the answer is not one of: {answers}.", id=record_id or "*", answers=", ".join(ANSWERS))
        )
    return Answer(
        record_id,
        _digest(entry, "fingerprint"),
        entry["answer"],
        _text(entry, "comment", can_be_empty=True, limit=_LONGEST_COMMENT),
        _text(entry, "title", can_be_empty=True, limit=_LONGEST_COMMENT),
    )


def _text(data: Mapping[str, Any], name: str, *, can_be_empty: bool = False, limit: int = _LONGEST_TEXT) -> str:
    value = data.get(name, "" if can_be_empty else None)
    if not isinstance(value, str) or not (value.strip() or can_be_empty):
        raise BadReceiptError(_("'{name}' is missing, or no text.", name=name))
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadReceiptError(_("'{name}' holds half a character.", name=name))
    if len(value) > limit:
        raise BadReceiptError(_("'{name}' is longer than {limit} characters.", name=name, limit=limit))
    return value


def _digest(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise BadReceiptError(_("'{name}' is no fingerprint.", name=name))
    return value


def _time(data: Mapping[str, Any]) -> str:
    """Return the time, whose offset must be known: answers from different places are put in order by it."""
    text = _text(data, "time")
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadReceiptError(_("'{name}' is no time with its offset from UTC.", name="time"))
    return text
