"""What lists and matrices are made from in the browser: one script a kind, and one for each two kinds with links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reqsite.confirm.standing import Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import _
from reqsite.model.catalog import natural_key
from reqsite.model.han import has_han
from reqsite.model.record import Record
from reqsite.model.schema import KINDS, Schema
from reqsite.portal.addresses import relative
from reqsite.portal.agreement.addresses import name_of
from reqsite.portal.agreement.standings import TONES
from reqsite.portal.alphabet import pinyin, sort_key
from reqsite.portal.site import Site
from reqsite.portal.titles import shown_title
from reqsite.portal.tones import Tone, tone
from reqsite.portal.words import Words
from reqsite.results.kept import Verdict

COLUMNS = ("type", "priority", "status", "section", "owner")
"""What a list shows of a record besides its id and title; every other field of a list is there to filter by."""
_OTHER_NAMES = ("title_en", "title_zh", "en", "zh", "zh_hant", "abbr", "aliases")

NO_RESULTS: Mapping[str, Verdict] = MappingProxyType({})
_RESULT = "result"

Value = tuple[str, str, Tone]
"""(as written, in words, how it sounds: empty but for a status)."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of a kind's records that a reader may filter by."""

    name: str
    label: str
    values: tuple[Value, ...]
    """In the order in which people expect them."""
    of: tuple[tuple[int, ...], ...]
    """For each record the places of its values in `values`."""

    def words(self, number: int) -> str:
        """Return the values of the record with this number, in words."""
        return ", ".join(self.values[place][1] for place in self.of[number])

    def tone(self, number: int) -> Tone:
        """Return how the value of the record with this number sounds."""
        return self.values[self.of[number][0]][2] if self.of[number] else ""


def list_script(kind: str) -> str:
    """Return the path of the script with the records of a kind, relative to the root of the site."""
    return f"data/list-{kind}.js"


def links_script(one: str, other: str) -> str:
    """Return the path of the script with the links between two kinds, whichever is named first."""
    return f"data/links-{'-'.join(in_order(one, other))}.js"


def in_order(one: str, other: str) -> tuple[str, str]:
    """Return two kinds in the order of the vocabulary."""
    kinds = list(KINDS)
    return (one, other) if kinds.index(one) <= kinds.index(other) else (other, one)


def scripts(site: Site) -> dict[str, tuple[str, dict[str, object]]]:
    """Return the scripts of a portal: path relative to its root → (name of the variable, what it holds)."""
    by_kind: dict[str, list[Record]] = {}
    for record in site.catalog:
        by_kind.setdefault(record.kind, []).append(record)
    words = Words(site.catalog.schema, site.language)
    found = {
        list_script(kind): (f"REQSITE_LIST_{kind}", _list(site, words, kind, records))
        for kind, records in by_kind.items()
    }
    for (one, other), data in _links(site, words, by_kind).items():
        found[links_script(one, other)] = (f"REQSITE_LINKS_{one}_{other}", data)
    return found


def facets(
    schema: Schema,
    words: Words,
    records: Iterable[Record],
    redact: Callable[[str], str] = str,
    results: Mapping[str, Verdict] = NO_RESULTS,
) -> list[Facet]:
    """Return what a reader may filter these records by: the columns of a list, then whatever the schema marks.

    Of the result of a test the last run, among `results`, says it before the record does.
    """
    records = list(records)
    used = {"type", *(name for record in records for name in record.fields)}
    if results:
        used.add(_RESULT)
    marked = [name for name, field in schema.fields.items() if field.facet]
    found = []
    for name in dict.fromkeys((*COLUMNS, *marked)):
        if name not in used:
            continue
        values = [_values(schema, words, record, name) for record in records]
        if name == _RESULT and results:
            values = [_result(words, record, results) or said for record, said in zip(records, values, strict=True)]
        if redact is not str:
            values = [tuple((redact(raw), redact(said), how) for raw, said, how in some) for some in values]
        if any(values):
            order = _in_order(schema, name, records, {value for some in values for value in some})
            place = {value: number for number, value in enumerate(order)}
            of = tuple(tuple(place[value] for value in some) for some in values)
            found.append(Facet(name, words.field(name), tuple(order), of))
    return found


def _result(words: Words, record: Record, results: Mapping[str, Verdict]) -> tuple[Value, ...]:
    """Return how a test ended the last time that it ran; empty where it never has."""
    verdict = results.get(record.id) if record.kind == "test" else None
    return ((verdict.result, words.value(_RESULT, verdict.result), ""),) if verdict is not None else ()


def role_facet(role: str) -> str:
    """Return the name of the field of a list that says how a role stands."""
    return f"confirm-{name_of(role)}"


def _role_facets(site: Site, words: Words, records: list[Record]) -> Iterator[Facet]:
    """Yield how each role stands to these records, for the roles that are asked about any of them."""
    confirmations = site.agreement.confirmations
    if confirmations is None:
        return
    found: dict[str, dict[int, Standing]] = {role: {} for role in confirmations.roles}
    for number, record in enumerate(records):
        for item in confirmations.by_record.get(record.id, ()):
            found[item.role][number] = item.standing
    for role, standings in found.items():
        used = set(standings.values())
        place = {standing: number for number, standing in enumerate(s for s in Standing if s in used)}
        values: tuple[Value, ...] = tuple((s.value, words.say(STANDINGS[s]), TONES[s]) for s in place)
        label = words.say(_("Confirmation: {role}", role=confirmations.schema.role_label(role, site.language)))
        if values:
            of = tuple((place[standings[number]],) if number in standings else () for number in range(len(records)))
            yield Facet(role_facet(role), label, values, of)


def _values(schema: Schema, words: Words, record: Record, name: str) -> tuple[Value, ...]:
    if name == "type":
        return ((record.type, words.type(record.type), ""),)
    if name == "status":
        status = record.text("status")
        return ((status, words.status(record), tone(schema, record)),) if status else ()
    return tuple(dict.fromkeys((value, words.value(name, value), "") for value in record.items(name)))


def _in_order(schema: Schema, name: str, records: list[Record], values: set[Value]) -> list[Value]:
    known: list[str] = []
    if name == "type":
        known = list(schema.types)
    elif name == "status":
        known = [state for type_ in dict.fromkeys(r.type for r in records) for state in schema.states_of(type_)]
    elif name in schema.fields:
        known = list(schema.fields[name].values)
    place = {value: number for number, value in enumerate(dict.fromkeys(known))}
    return sorted(values, key=lambda value: (place.get(value[0], len(place)), *_by_words(value[1]), value))


def _by_words(text: str) -> tuple[object, ...]:
    """Return a sort key: Chinese by pinyin behind what begins with a number or a letter, Chapter 9 before 10."""
    return (1, sort_key(text)) if has_han(text[:1]) else (0, natural_key(text))


def _list(site: Site, words: Words, kind: str, records: list[Record]) -> dict[str, object]:
    schema, redact = site.catalog.schema, site.redact
    fields = [*facets(schema, words, records, redact, site.results.last), *_role_facets(site, words, records)]
    suffix = "/" if site.addresses.directory_urls else ".html"
    rows = []
    for number, record in enumerate(records):
        url = relative(site.addresses.record_url(record), f"{KINDS[kind]}/")
        title = redact(shown_title(record, site.language))
        flags = (1 if site.catalog.is_live(record) else 0) | (2 if record.is_internal else 0)
        # A list of one value is that value, an empty one -1: most are, and it halves the file.
        cells = [f.of[number][0] if len(f.of[number]) == 1 else list(f.of[number]) or -1 for f in fields]
        short = 0 if url == record.id + suffix else url
        rows.append([record.id, title, flags, _more_words(record, title, redact), short, *cells])
    return {
        "folder": f"{KINDS[kind]}/",
        "suffix": suffix,
        "fields": [[f.name, f.label, [v if v[2] else v[:2] for v in f.values]] for f in fields],
        "rows": rows,
    }


def _more_words(record: Record, title: str, redact: Callable[[str], str]) -> str:
    """Return by what else a record is found: its names in other languages, pinyin and its initials."""
    names = [redact(name) for field in _OTHER_NAMES for name in record.items(field)]
    if record.title != record.id:
        names.append(redact(record.title))
    heard = title if has_han(title) else redact(record.title)
    sounds = pinyin(heard) if has_han(heard) else []
    return " ".join(
        name for name in (*names, "".join(s[:1] for s in sounds), "".join(sounds)) if name and name != title
    )


def _links(site: Site, words: Words, by_kind: Mapping[str, list[Record]]) -> dict[tuple[str, str], dict[str, object]]:
    """Return for each two kinds with links, in the order of the vocabulary: the link types and the links.

    A link is three numbers: the record of the first kind, that of the second one, the type; the last is -1 - type
    where the second one declares it.  Verdicts are no trace.
    """
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    place = {record.id: (kind, number) for kind, records in by_kind.items() for number, record in enumerate(records)}
    types = [link for link in site.catalog.schema.links.values() if link.direction != "verdict"]
    number_of = {link.name: number for number, link in enumerate(types)}
    found: dict[tuple[str, str], list[int]] = {}
    for source, (kind, number) in place.items():
        for link in site.catalog.outgoing(source):
            if link.type.name not in number_of:
                continue
            other, there = place[link.target]
            type_ = number_of[link.type.name]
            if kinds[kind] <= kinds[other]:
                found.setdefault((kind, other), []).extend((number, there, type_))
            else:
                found.setdefault((other, kind), []).extend((there, number, -1 - type_))
    names = [[words.link(link), words.inverse(link), link.direction] for link in types]
    return {pair: {"types": names, "links": links} for pair, links in found.items()}
