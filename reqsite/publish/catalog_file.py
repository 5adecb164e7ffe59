"""`requirements.json`: the records of a release, for machines, and the digest that they have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reqsite.model import fingerprint as fp

CATALOG = "requirements.json"
LARGEST_CATALOG = 512 * 1024 * 1024


def catalog_digest(content: bytes) -> str:
    """Return the catalog digest of a `requirements.json`, computed from its records; empty where it has none."""
    try:
        records = json.loads(content)["records"]
        return fp.digest_of({record["id"]: _fingerprint(record) for record in records})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _fingerprint(record: Mapping[str, Any]) -> str:
    """Return the fingerprint of what a record says there, whatever it says of its fingerprint."""
    return fp.Content(
        record["type"],
        record["title"],
        record["fields"],
        [(section["key"], section["title"], section["text"]) for section in record["sections"]],
        {**record["links"], **record["as_written"]},
        [(attached["path"], attached["sha256"]) for attached in record["attachments"]],
    ).digest()
