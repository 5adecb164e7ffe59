"""The specification and the confirmation sheet as Word files, since that is what many clients sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from reqsite.confirm.standing import Confirmations, Item, Standing
from reqsite.exchange.redlines import Redlines
from reqsite.exchange.subject import Subject
from reqsite.exchange.word_body import Body
from reqsite.exchange.word_file import WordFile
from reqsite.history.blocks import blocks
from reqsite.history.ledger import Baseline
from reqsite.i18n import Message, _
from reqsite.model.languages import language_name, original_key
from reqsite.model.record import Record
from reqsite.model.schema import label_in
from reqsite.model.translations import Translation, binding_language, stale_parts, translations
from reqsite.portal.titles import shown_title

_KINDS = ("goal", "scenario", "rule", "requirement", "term")
_BINDING_FIELDS = ("priority", "status", "type", "owner")
_BOX, _LINE = "☐", "_" * 60
_SHOWN = 8
"""So many digits of a fingerprint stand in a citation."""


def specification(subject: Subject) -> bytes:
    """Return the whole specification: chapter by chapter, each record with what binds of it.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    paper = _Paper(subject, _("Specification"))
    for kind in _KINDS:
        records = [r for r in subject.catalog.of(kind) if subject.catalog.is_live(r)]
        if records:
            paper.body.heading(subject.words.list_title(kind), 1)
        for section, members in _by_section(records):
            if section or len(members) < len(records):
                paper.body.heading(section or paper.say(_("Without a section")), 2)
            for record in members:
                paper.record(record)
    return paper.finished()


def sheet(subject: Subject, role: str) -> bytes:
    """Return the confirmation sheet of a role, to be marked and signed on paper.

    Args:
        subject: the project; somebody has to confirm something in it.
        role: who answers.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    name = subject.catalog.schema.role_label(role, subject.words.language)
    release = subject.agreement.release
    paper = _Paper(subject, _("Confirmation sheet: {role}", role=name), release)
    say, body = paper.say, paper.body
    body.text(
        say(
            _(
                "These requirements are our best understanding of what you need today. Please read each of them and "
                "say whether you agree. What is agreed can still be changed later, by a change request, which may "
                "change dates and costs."
            )
        )
    )
    if release is None:
        preview = _("There is no release yet: what stands here is a preview, and nothing can be answered.")
        body.text(say(preview))
    confirmations = subject.confirmations
    asked = list(_asked(confirmations, role)) if confirmations else []
    if binding := _binding(subject, asked):
        body.text(say(_("Your answer is given to the text that binds: {languages}.", languages=binding)))
    for item in asked:
        paper.item(item)
    signatures = confirmations.signatures if confirmations and release else ()
    if any(item.role == role and not item.is_settled for item in signatures):
        body.heading(say(_("The release as a whole")), 2)
        paper.answers()
    elif not asked:
        body.text(say(_("Nothing is open: you have agreed to everything that you are asked.")))
    body.signature([say(_("Name")), say(_("Date")), say(_("Signature"))])
    return paper.finished()


def _by_section(records: Sequence[Record]) -> Iterator[tuple[str, list[Record]]]:
    """Yield the sections in the order in which they come up, each with its records."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.text("section"), []).append(record)
    yield from found.items()


def _asked(confirmations: Confirmations, role: str) -> Iterator[Item]:
    return (item for item in confirmations.by_role.get(role, ()) if not item.is_settled)


def _binding(subject: Subject, asked: Sequence[Item]) -> str:
    """Return the languages that bind in what is asked; empty where each text has one alone."""
    schema = subject.catalog.schema
    records = [subject.catalog.records[item.id] for item in asked]
    found = dict.fromkeys(binding_language(record, schema) for record in records if translations(record, schema))
    return ", ".join(language_name(name).to(subject.words.language) for name in found)


class _Paper:
    """A Word file about one subject that is being written."""

    def __init__(self, subject: Subject, title: Message, answered: Baseline | None = None) -> None:
        """Begin a file; `answered` is the release that a sheet's answers are given for."""
        self._subject = subject
        self._redlines = Redlines(subject.catalog)
        self.say = say = subject.words.say
        name = f"{subject.name}: {say(title)}"
        release = answered or subject.release
        digest = release.catalog_digest if release else subject.digest
        day = release.date if release else subject.day.isoformat() if subject.day else ""
        state = say(_("Release {version}", version=release.name)) if release else say(_("Draft"))
        state = f"{state} · {day}" if day else state
        foot = f"{subject.name} · {state} · {digest[:16]}"
        self._file = WordFile(name, subject.words.language, foot, subject.day)
        self.body = Body()
        self.body.heading(name, 0)
        label = say(_("Catalog digest"))
        self.body.text(f"{state} · {label} {digest}", small=True)

    def record(self, record: Record, level: int = 3) -> None:
        """Write one record: its heading, its facts, and the sections that bind."""
        subject, body = self._subject, self.body
        title = shown_title(record, subject.words.language)
        body.heading(f"{record.id} {title}".rstrip(), level)
        facts = [self._fact(record, name) for name in _BINDING_FIELDS]
        if said := " · ".join(filter(None, facts)):
            body.text(said, small=True)
        schema = subject.catalog.schema
        pictures = _Pictures(self._subject, self._file, record)
        for section in record.sections:
            known = schema.sections.get(section.key)
            if section.language or (known is not None and not known.normative):
                continue
            label = section.title or (label_in(known.label, subject.words.language) if known else "")
            if section.key != "statement" and label:
                body.label(label)
            body.blocks(blocks(section.text), pictures.run)
        for one in translations(record, schema):
            self._translation(record, one, pictures)
        links: dict[str, dict[str, None]] = {}
        for link in subject.catalog.outgoing(record.id):
            links.setdefault(subject.words.link(link.type), {})[link.target] = None
        for name, targets in links.items():
            body.text(f"{name}: {', '.join(targets)}", small=True)

    def _translation(self, record: Record, one: Translation, pictures: _Pictures) -> None:
        """Write what a record says in another language than the one that binds."""
        schema, body = self._subject.catalog.schema, self.body
        binding = language_name(binding_language(record, schema))
        heading = self.say(_("{language} translation", language=language_name(one.language)))
        body.label(heading)
        body.text(self.say(_("The {language} text binds.", language=binding)), small=True)
        # A record without hidden ids is not what was translated.
        if stale_parts(self._subject.workspace.catalog.records[record.id], one):
            body.text(self.say(_("Out of date: the original has changed since.")), small=True)
        if title := one.fields.get("title"):
            body.text(title)
        for section in one.sections:
            known = schema.sections.get(original_key(section.key))
            if known is None or known.normative:
                if known is None or known.key != "statement":
                    body.label(section.title)
                body.blocks(blocks(section.text), pictures.run)

    def item(self, item: Item) -> None:
        """Write one record that is asked about, what has changed in it since the last answer, and the boxes."""
        record = self._subject.catalog.records.get(item.id)
        if record is None:
            return
        self.record(record, level=2)
        if item.standing is Standing.AGAIN:
            self._since(item)
        if restatement := record.text("restatement"):
            self.body.quote(restatement)
        for one in translations(record, self._subject.catalog.schema):
            if said := one.fields.get("restatement"):
                self.body.quote(said)
        self.body.text(f"#{self._subject.state.entries[item.id].normative[:_SHOWN]}", small=True)
        agreement = self._subject.agreement
        if agreement.can_be_answered(item, self._subject.state):
            self.answers()
        elif agreement.release:
            note = _("Its words have changed since the last release; you will be asked with the next one.")
            self.body.text(self.say(note), small=True)

    def answers(self) -> None:
        """Write the boxes to tick and the line for remarks."""
        words = (_("I agree"), _("I object"), _("To discuss"))
        self.body.text("    ".join(f"{_BOX} {self.say(word)}" for word in words), keep=True)
        remarks = self.say(_("Remarks"))
        self.body.text(f"{remarks}: {_LINE}")

    def finished(self) -> bytes:
        """Return the bytes, the same for the same words."""
        return self._file.finished(self.body.xml)

    def _since(self, item: Item) -> None:
        """Write what has changed in the words that bind since a role's last answer."""
        confirmations, state = self._subject.confirmations, self._subject.state
        then = confirmations.words_of(item) if confirmations else None
        now = state.entries.get(item.id)
        if then is None or now is None:
            return
        keys = [key for key, section in self._subject.catalog.schema.sections.items() if section.normative]
        changed = [(key, then.text(key), now.text(key)) for key in keys if then.text(key) != now.text(key)]
        if changed:
            self.body.label(self.say(_("What has changed since your last answer")))
        for _key, old, new in changed:
            self.body.redline(self._redlines.markdown(old, new))

    def _fact(self, record: Record, name: str) -> str:
        words = self._subject.words
        if name == "type":
            return words.type(record.type)
        if name == "status":
            return words.status(record)
        return ", ".join(words.value(name, value) for value in record.items(name))


class _Pictures:
    """Finds the pictures of one record."""

    def __init__(self, subject: Subject, file: WordFile, record: Record) -> None:
        self._file = file
        self._paths = {a.path: subject.docs_dir / a.file for a in record.attachments if a.file}

    def run(self, url: str, description: str) -> str:
        """Return the run that shows a picture, empty where it does not lie among the documents."""
        path = self._paths.get(url) or self._paths.get(unquote(url.partition("#")[0]))
        return self._file.picture(path, description) if path else ""
