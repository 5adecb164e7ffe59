"""What a check looks at: the records, their graph, their texts and the project's settings."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reqsite.checks.pages import Page
from reqsite.checks.settings import Settings
from reqsite.checks.texts import Text, Texts
from reqsite.confirm.kept import Receipts
from reqsite.history.difference import Difference, compare
from reqsite.history.entry import State, state_of
from reqsite.history.ledger import Ledger
from reqsite.history.suspects import Suspects, suspects
from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding, Place
from reqsite.model.mentions import Mention, Mentions
from reqsite.model.record import Record
from reqsite.model.schema import Schema
from reqsite.results.kept import Results


@dataclass(frozen=True)
class Context:
    """One state of a project, with what is dear to work out made once and only when a check asks for it."""

    catalog: Catalog
    records: tuple[Record, ...]
    """All records, those too whose id another one has already."""
    settings: Settings
    docs_files: frozenset[str] = frozenset()
    """Files in the folder of documents, relative to it, with `/`."""
    setting_places: Mapping[str, Place] = field(default_factory=dict)
    """Rule as written under `checks:` in schema.yml → where it stands."""
    schema_file: str = "schema.yml"
    run_together: frozenset[tuple[str, int]] = frozenset()
    """(file, line) of lists whose items are joined by full-width commas, of which the reader speaks."""
    pages: tuple[Page, ...] = ()
    """Ordinary pages that may speak of records."""
    finder: Mentions | None = None
    """The finder of references and terms, where one has been made for this catalog."""
    ledger: Ledger = field(default_factory=Ledger)
    """What the releases of the project froze."""
    receipts: Receipts = field(default_factory=Receipts)
    """The answers of clients that came back in files."""
    frozen_now: Callable[[], State] | None = None
    """Returns the catalog as a release would freeze it now; `state` asks it once."""
    unread: frozenset[str] = frozenset()
    """Files and folders that hold, or may hold, records which could not be read."""
    reviewed_now: Callable[[], Suspects] | None = None
    """Returns the links that should be looked at again; `suspects` asks it once."""
    results: Results = field(default_factory=Results)
    """The runs of tests that the project keeps."""
    docs_folder: str = ""
    """The folder of documents, relative to the project's root, without a slash at its end."""

    @functools.cached_property
    def state(self) -> State:
        """The catalog as a release would freeze it now."""
        return self.frozen_now() if self.frozen_now else state_of(self.catalog, like=self.ledger.last_state)

    @functools.cached_property
    def suspects(self) -> Suspects:
        """The links that should be looked at again."""
        return self.reviewed_now() if self.reviewed_now else suspects(self.catalog, self.ledger, self.state)

    @functools.cached_property
    def unreleased(self) -> Difference:
        """What has changed since the last release; everything is new where there is none."""
        return compare(self.ledger.last_state, self.state)

    @property
    def schema(self) -> Schema:
        """The project's vocabulary."""
        return self.catalog.schema

    @functools.cached_property
    def texts(self) -> Texts:
        """Every section of every record."""
        return Texts(self.records, self.is_live)

    @functools.cached_property
    def field_texts(self) -> dict[str, list[tuple[Record, str]]]:
        """Every field of one text: what it says → the records and the names of their fields that say so."""
        found: dict[str, list[tuple[Record, str]]] = {}
        for record in self.records:
            for name, value in record.fields.items():
                if isinstance(value, str):
                    if value in found:
                        found[value].append((record, name))
                    else:
                        found[value] = [(record, name)]
        return found

    @functools.cached_property
    def mentions(self) -> Mentions:
        """Finds what texts say about records."""
        return self.finder or Mentions(self.catalog)

    def is_live(self, record: Record) -> bool:
        """Return what the catalog says, worked out once a record."""
        live = self._live.get(id(record))
        return self.catalog.is_live(record) if live is None else live

    def is_due(self, record: Record) -> bool:
        """Return True for a record that should be complete by now: live, in scope and no mere idea."""
        if record.fields.get("scope") == "out" or not self.is_live(record):
            return False
        key = (record.type, record.text("status"))
        if key not in self._released:
            state = self.schema.states_of(record.type).get(key[1])
            self._released[key] = state is None or state.released
        return self._released[key]

    @functools.cached_property
    def _live(self) -> dict[int, bool]:
        """Each record by its identity, since some have no id, and others each other's."""
        known: dict[tuple[str, str], bool] = {}
        live: dict[int, bool] = {}
        for record in (*self.records, *self.catalog):
            key = (record.type, record.text("status"))
            if key not in known:
                known[key] = self.catalog.is_live(record)
            live[id(record)] = known[key]
        return live

    @functools.cached_property
    def _released(self) -> dict[tuple[str, str], bool]:
        return {}

    @functools.cached_property
    def remarkable(self) -> frozenset[str]:
        """Ids of the records that not everybody may refer to: those that count no more, and internal ones."""
        return frozenset(r.id for r in self.catalog if not self.is_live(r) or r.is_internal)

    @functools.cached_property
    def _mentioned(self) -> dict[tuple[str, int, int], list[Mention]]:
        return {}

    def mentions_in(self, text: Text) -> list[Mention]:
        """Return what a text says about records; worked out once a text."""
        key = (text.record.file, text.section.line, text.record.line)
        if key not in self._mentioned:
            self._mentioned[key] = self.mentions.find(text.words)
        return self._mentioned[key]


Check = Callable[[Context], Iterator[Finding]]
"""Looks at a whole project and yields what one family of rules has to say."""
