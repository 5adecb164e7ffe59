"""All checks in one run: findings in the order of the files, with the project's severities and its waivers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reqsite.checks.context import Context
from reqsite.checks.pages import Page
from reqsite.checks.registry import CHECKS, RULES
from reqsite.checks.settings import Settings
from reqsite.checks.waivers import Waivers
from reqsite.confirm.kept import Receipts
from reqsite.history.entry import State, state_of
from reqsite.history.ledger import Ledger
from reqsite.history.suspects import Suspects
from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding, Place, Severity
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record
from reqsite.results.kept import Results
from reqsite.source.rules import FULL_WIDTH_COMMA


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found."""

    findings: tuple[Finding, ...]
    """Those that stand, in the order of the files."""
    waived: tuple[Finding, ...] = ()
    """Those that a waiver with a reason covers."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are: `error`, `warning`, `info`, and `waived`."""
        counts = {severity.value: 0 for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)}
        for finding in self.findings:
            counts[finding.severity.value] += 1
        return {**counts, "waived": len(self.waived)}


def run(
    catalog: Catalog,
    records: Iterable[Record] | None = None,
    *,
    findings: Iterable[Finding] = (),
    docs_files: Iterable[str] = (),
    places: Mapping[str, Place] | None = None,
    schema_file: str = "schema.yml",
    pages: Iterable[Page] = (),
    mentions: Mentions | None = None,
    ledger: Ledger | None = None,
    receipts: Receipts | None = None,
    results: Results | None = None,
    docs_folder: str = "",
    state: Callable[[], State] | None = None,
    suspects: Callable[[], Suspects] | None = None,
) -> Report:
    """Check a project.

    Args:
        catalog: Its records and their graph.
        records: All records that were read, those too whose id another one has; the catalog's where it is None.
        findings: What the reader and the schema file have said already; settings and waivers hold for it too.
        docs_files: Files in the folder of documents, relative to it, with `/`.
        places: Dotted path of each key of schema.yml (`checks.RQ401`) → its place.
        schema_file: Where findings about the settings stand that have no place of their own.
        pages: Ordinary pages that may speak of records.
        mentions: The finder of references and terms for this catalog, where the caller has made one already.
        ledger: What the releases of the project froze.
        receipts: The answers of clients that came back in files.
        results: The runs of tests that the project keeps.
        docs_folder: The folder of documents, relative to the project's root.
        state: Returns the catalog as a release would freeze it now.
        suspects: Returns the links that should be looked at again, where the caller wants to know them too.
    """
    read = tuple(pages)
    said = (
        *findings,
        *(ledger.findings if ledger else ()),
        *(receipts.findings if receipts else ()),
        *(results.findings if results else ()),
        *(finding for page in read for finding in page.findings),
    )
    settings = Settings(catalog.schema.checks, RULES)
    context = Context(
        catalog,
        tuple(catalog if records is None else records),
        settings,
        frozenset(docs_files),
        places or {},
        schema_file,
        frozenset((f.place.file, f.place.line) for f in said if f.rule is FULL_WIDTH_COMMA),
        read,
        mentions,
        ledger or Ledger(),
        receipts or Receipts(),
        state or functools.partial(state_of, catalog),
        frozenset(f.place.file for f in said if f.severity is Severity.ERROR),
        suspects,
        results or Results(),
        docs_folder,
    )
    waivers = Waivers(context.records, read)
    weighed = [waivers.apply(finding) for finding in _weighed(_all(context, said), settings)]
    weighed += _weighed(waivers.unused(), settings)
    weighed.sort(key=lambda finding: finding.sort_key)
    return Report(tuple(f for f in weighed if not f.waived), tuple(f for f in weighed if f.waived))


def _all(context: Context, findings: Iterable[Finding]) -> Iterator[Finding]:
    yield from findings
    for check in CHECKS:
        yield from check(context)


def _weighed(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """Yield the findings of rules that are on, as heavy as the project wants them.

    A check may make a finding lighter than its rule (a word that is only somewhat vague); that stays so.
    """
    for finding in findings:
        wanted = settings.severity(finding.rule)
        if wanted is Severity.OFF:
            continue
        if wanted is finding.severity or finding.severity is not finding.rule.severity:
            yield finding
        else:
            yield replace(finding, severity=wanted)
