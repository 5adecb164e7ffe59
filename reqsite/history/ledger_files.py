"""The files of the ledger, read from `baselines/` and checked: line by line, and in their chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reqsite.history.entry import Binding, Entry, State, fingerprints
from reqsite.history.ledger import FOLDER, Baseline, Change, Ledger, folded
from reqsite.history.rules import BROKEN_LEDGER
from reqsite.history.versions import is_name
from reqsite.i18n import Message, _
from reqsite.model.collection import without_collection
from reqsite.model.day import is_day
from reqsite.model.finding import Finding, Place

FORMAT = 1
"""Grows when a reader of the old form would misread the new one."""
OPS = ("add", "change", "remove")
_FILE_BYTES = 512 * 1024 * 1024
_OF_SECTION = frozenset({"key", "title", "text"})


def read_ledger(root: Path) -> Ledger:
    """Read the files under `baselines/` of a project, and check that they are what was written.

    Checked are the seal of each file, the chain of digests, that ids come and go as the changes say, and what the
    client signs of the last release; where a seal is wrong, the line that is to blame is looked for.
    """
    folder = root / FOLDER
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".jsonl" and path.is_file())
    except OSError:
        return Ledger()
    with without_collection():
        return _ledger(folder, names)


def _ledger(folder: Path, names: Iterable[str]) -> Ledger:
    read: list[Baseline] = []
    findings: list[Finding] = []
    for name in names:
        try:
            read.append(_read(folder / name, f"{FOLDER}/{name}"))
        except BrokenLedgerError as error:
            findings.append(error.finding)
    ordered, broken = _in_order(read, bool(findings))
    sound, more = _folding(ordered)
    findings += broken + more
    return Ledger(tuple(sound), tuple(sorted(findings, key=lambda finding: finding.sort_key)))


class BrokenLedgerError(Exception):
    """A file of the ledger that is not what was written.

    Attributes:
        finding: What is wrong, where, and what to do.
    """

    def __init__(self, file: str, line: int, message: Message, hint: Message | None = None) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.finding = Finding.of(BROKEN_LEDGER, Place(file, line), message, hint or _restore(file))


def _restore(file: str) -> Message:
    return _("Take the file back from git: `git checkout -- {file}`. A release is never changed by hand.", file=file)


def _read(path: Path, shown: str) -> Baseline:
    """Return one file, its own digest checked."""
    try:
        if path.is_symlink() or path.stat().st_size > _FILE_BYTES:
            raise BrokenLedgerError(shown, 1, _("This is no plain file of a sensible size."))
        content = path.read_bytes()
    except OSError as error:
        raise BrokenLedgerError(shown, 1, _("The file cannot be read: {reason}", reason=error.strerror or "")) from None
    first, _newline, rest = content.partition(b"\n")
    head = _object(first, shown, 1)
    baseline = _head(head, shown, hashlib.sha256(content).hexdigest())
    if baseline.name != path.name.removesuffix(".jsonl"):
        message = _("The file says that it is release {name}, and its name says otherwise.", name=baseline.name)
        raise BrokenLedgerError(shown, 1, message)
    changes = _changes(rest, shown)
    promised = head.get("changes")
    if promised != len(changes) or not content.endswith(b"\n"):
        message = _(
            "The file is torn: its head promises {promised} changes, and {found} are there.",
            promised=promised,
            found=len(changes),
        )
        raise BrokenLedgerError(shown, len(changes) + 1, message)
    baseline = Baseline(**{**vars(baseline), "changes": changes})
    if seal(head, rest) != head.get("digest"):
        line = _touched_line(baseline)
        raise BrokenLedgerError(shown, line, _("This file has been changed since the release was made."))
    return baseline


def seal(head: Mapping[str, Any], rest: bytes) -> str:
    """Return the digest that a head carries: over the head without it, and over the bytes of all other lines."""
    state = hashlib.sha256(dump({name: value for name, value in head.items() if name != "digest"}).encode())
    state.update(b"\n" + rest)
    return state.hexdigest()


def dump(data: Mapping[str, Any]) -> str:
    """Return one line of the ledger: JSON, the same text for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _touched_line(baseline: Baseline) -> int:
    """Return the first line whose words do not have the fingerprints beside them, 1 where it must be the head.

    A redacted text has another fingerprint than its words, so that only lines of records that are shown as they
    stand are sure; the first of the others is named where no sure one is found.
    """
    for change in baseline.changes:
        entry = change.entry
        if entry is None or entry.is_hidden:
            continue
        if fingerprints(entry, baseline.binding) != (entry.fingerprint, entry.normative):
            return change.line
    return 1


def _object(line: bytes, file: str, number: int) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise BrokenLedgerError(file, number, _("This line is no JSON, or torn.")) from None
    if not isinstance(data, dict):
        raise BrokenLedgerError(file, number, _("This line is no JSON object."))
    return data


def _head(data: Mapping[str, Any], file: str, digest: str) -> Baseline:
    if data.get("format") != FORMAT and isinstance(data.get("format"), int):
        message = _("The file has the format {number}, which this reqsite does not know.", number=data["format"])
        raise BrokenLedgerError(file, 1, message, _("Use the version of reqsite that wrote it, or a newer one."))
    texts = ("baseline", "date", "title", "previous", "previous_digest", "catalog_digest", "digest")
    if any(not isinstance(data.get(name), str) for name in texts) or not is_name(data["baseline"]):
        raise BrokenLedgerError(file, 1, _("The first line is not the head of a baseline."))
    binds, counts = data.get("binds"), data.get("counts")
    if not isinstance(binds, dict) or not isinstance(counts, dict):
        raise BrokenLedgerError(file, 1, _("The first line is not the head of a baseline."))
    valid_until = data.get("valid_until", "")
    if not isinstance(valid_until, str) or (valid_until and not is_day(valid_until)):
        raise BrokenLedgerError(file, 1, _("The first line says of no day until when the release is valid."))
    beside = [data.get(name, []) for name in ("receipts", "results")]
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in beside):
        raise BrokenLedgerError(file, 1, _("The first line is not the head of a baseline."))
    return Baseline(
        name=data["baseline"],
        date=data["date"],
        title=data["title"],
        previous=data["previous"],
        previous_digest=data["previous_digest"],
        catalog_digest=data["catalog_digest"],
        binding=Binding.from_plain(binds),
        changes=(),
        valid_until=valid_until,
        receipts=tuple(beside[0]),
        results=tuple(beside[1]),
        counts=counts,
        findings=findings if isinstance(findings := data.get("findings"), dict) else {},
        file=file,
        digest=digest,
    )


def _changes(content: bytes, file: str) -> tuple[Change, ...]:
    """Return the changes of all lines but the first."""
    lines = [(number, line) for number, line in enumerate(content.split(b"\n"), 2) if line.strip()]
    try:
        # In one go, so that what is called alike in all lines is there once.
        rows = json.loads(b"[%b]" % b",".join([line for _number, line in lines]))
    except (ValueError, RecursionError):
        rows = []
    if len(rows) != len(lines):
        rows = [_object(line, file, number) for number, line in lines]
    return tuple([_change(row, file, number) for (number, _line), row in zip(lines, rows, strict=True)])


def _change(data: Any, file: str, number: int) -> Change:  # noqa: ANN401 JSON
    if not isinstance(data, dict):
        raise BrokenLedgerError(file, number, _("This line is no JSON object."))
    op, record_id = data.get("op"), data.get("id")
    if op not in OPS or not isinstance(record_id, str) or not record_id:
        raise BrokenLedgerError(file, number, _("This line says of no record what became of it."))
    if op == "remove":
        return Change(op, record_id, None, number)
    if not _is_entry(data):
        raise BrokenLedgerError(file, number, _("This line has not the parts that a record has."))
    return Change(op, record_id, Entry.from_plain(data), number)


def _is_entry(data: Mapping[str, Any]) -> bool:
    record = data.get("record")
    if not (isinstance(record, dict) and isinstance(data.get("fingerprint"), str)):
        return False
    if not (isinstance(data.get("normative"), str) and isinstance(record.get("title"), str)):
        return False
    if not (isinstance(record.get("type"), str) and isinstance(record.get("kind"), str)):
        return False
    return _has_parts(record) and ("internal" not in record or _has_parts(record["internal"]))


def _has_parts(record: object) -> bool:
    if not isinstance(record, dict):
        return False
    fields, links = record.get("fields", {}), record.get("links", {})
    sections, attachments = record.get("sections", []), record.get("attachments", [])
    if not (isinstance(fields, dict) and isinstance(links, dict)):
        return False
    if not (isinstance(sections, list) and isinstance(attachments, list)):
        return False
    for section in sections:
        if not (isinstance(section, dict) and section.keys() >= _OF_SECTION):
            return False
    return all(isinstance(targets, list) for targets in links.values()) and (
        not attachments or all(isinstance(a, list) and len(a) == 3 for a in attachments)  # noqa: PLR2004 path, digest, key
    )


def _in_order(read: list[Baseline], is_incomplete: bool) -> tuple[list[Baseline], list[Finding]]:
    """Return the baselines in the order of their chain, and what is wrong with it."""
    findings: list[Finding] = []
    after: dict[str, Baseline] = {}
    known = {baseline.name for baseline in read}
    for baseline in read:
        first = after.setdefault(baseline.previous, baseline)
        if first is not baseline:
            message = _("Both {one} and {other} follow the same release.", one=first.name, other=baseline.name)
            hint = _("Two branches have released at the same time. Keep one of the files, and make the other anew.")
            findings.append(Finding.of(BROKEN_LEDGER, Place(baseline.file), message, hint))
    ordered: list[Baseline] = []
    at, digest = "", ""
    while (found := after.get(at)) is not None and len(ordered) < len(read):
        if found.previous_digest != digest:
            findings.append(_wrong_link(found, ordered[-1] if ordered else None))
            return ordered, findings
        ordered.append(found)
        at, digest = found.name, found.digest
    reached = {baseline.name for baseline in ordered}
    for baseline in read:
        if baseline.name in reached or is_incomplete or findings:
            continue
        if baseline.previous not in known:
            message = _("The release {name} before this one is missing.", name=baseline.previous or "?")
            hint = _restore(f"{FOLDER}/{baseline.previous}.jsonl")
            findings.append(Finding.of(BROKEN_LEDGER, Place(baseline.file), message, hint))
    if len(reached) < len(read) and not findings and not is_incomplete:
        message = _("The releases follow each other in a circle.")
        findings.append(Finding.of(BROKEN_LEDGER, Place(read[0].file), message, _restore(read[0].file)))
    return ordered, findings


def _wrong_link(baseline: Baseline, before: Baseline | None) -> Finding:
    """Return the finding that a file does not have the digest that the next one says it has."""
    if before is None:
        message = _("The first release names a digest of one before it.")
        return Finding.of(BROKEN_LEDGER, Place(baseline.file), message, _restore(baseline.file))
    message = _(
        "This is not the file that {next} follows: its digest is {found}…, and {next} says {wanted}….",
        next=baseline.name,
        found=before.digest[:12],
        wanted=baseline.previous_digest[:12],
    )
    return Finding.of(BROKEN_LEDGER, Place(before.file), message, _restore(before.file))


def _folding(ordered: list[Baseline]) -> tuple[list[Baseline], list[Finding]]:
    """Return the baselines up to the first whose changes do not fit what was there, and what is wrong with that."""
    entries: dict[str, Entry] = {}
    for number, baseline in enumerate(ordered):
        seen: set[str] = set()
        for change in baseline.changes:
            if change.id in seen or (change.id in entries) != (change.op != "add"):
                place = Place(baseline.file, change.line)
                message = _(
                    "'{op}' cannot be said of {id} here: it contradicts the releases before.",
                    op=change.op,
                    id=change.id,
                )
                return ordered[:number], [Finding.of(BROKEN_LEDGER, place, message, _restore(baseline.file))]
            seen.add(change.id)
        entries = folded(entries, baseline.changes)
    if ordered and (finding := wrong_digest(ordered[-1], State(ordered[-1].name, entries))):
        return ordered[:-1], [finding]
    return ordered, []


def wrong_digest(baseline: Baseline, state: State) -> Finding | None:
    """Return the finding that the records of a release have another digest than its head names, None where not.

    Reading asks for it of the last release only: seals and chain say of the others that they are as they were written.
    """
    if state.catalog_digest() == baseline.catalog_digest:
        return None
    message = _("The records of this release have not the digest that its head names.")
    return Finding.of(BROKEN_LEDGER, Place(baseline.file), message, _restore(baseline.file))
