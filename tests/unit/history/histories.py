"""Projects with a past, made up: states of records one after the other, as writers bring them about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from reqsite.history.entry import State, state_of
from reqsite.history.freeze import change_set, write_baseline
from reqsite.history.ledger import Ledger
from reqsite.history.ledger_files import read_ledger
from reqsite.model.catalog import Catalog
from reqsite.model.record import Attachment, Record, Section, Value
from reqsite.source.schema_file import default_schema

SCHEMA = default_schema()
IDS = ("REQ-1", "REQ-2", "REQ-10", "REQ-2-A", "GOAL-1", "库存", "req/3 é")
TYPES = ("functional", "constraint", "goal", "term", "unheard-of")
STATES = ("draft", "idea", "confirmed", "withdrawn")

Records = Mapping[str, Record]

texts = st.text(max_size=40) | st.sampled_from(
    (
        "The stock is shown.",
        "The stock\nis shown.",
        "库存必须\n实时。",
        "See REQ-2 and [[REQ-1]].",
        "a  b",
        " ",
        "REQ-2-A",
    )
)
_targets = st.lists(st.sampled_from((*IDS, "REQ-1@1.0.0", "GOAL-404", "mail of 3 March")), max_size=2, unique=True)


@st.composite
def records(draw: st.DrawFn, record_id: str) -> Record:
    """Draw a record with public and internal parts."""
    type_ = draw(st.sampled_from(TYPES))
    fields: dict[str, Value] = {
        "status": draw(st.sampled_from(STATES)),
        "visibility": draw(st.sampled_from(("public", "public", "internal"))),
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "priority": st.sampled_from(("P0", "P1", "P2")),
                    "internal_note": texts,
                    "tags": st.lists(texts, max_size=2).map(tuple),
                    "nfr": st.dictionaries(st.sampled_from(("metric", "target")), texts, max_size=2),
                },
            )
        ),
    }
    sections = [
        Section(key, title, 0 if key == "statement" else 2, draw(texts), 10 + 10 * number)
        for number, (key, title) in enumerate(
            draw(
                st.lists(
                    st.sampled_from(
                        (("statement", ""), ("notes", "Notes"), ("internal_notes", "Internal"), ("", "Own words"))
                    ),
                    max_size=3,
                )
            )
        )
    ]
    links = draw(
        st.fixed_dictionaries({}, optional={"derives_from": _targets, "depends_on": _targets, "source": _targets})
    )
    attachments = draw(
        st.lists(
            st.sampled_from(("1", "2")).map(lambda digit: Attachment("a.png", "a.png", digit * 64, 10, 1, image=True)),
            max_size=2,
        )
    )
    return Record(
        record_id,
        type_,
        SCHEMA.kind_of(type_),
        draw(texts) or record_id,
        draw(st.sampled_from(("docs/a.md", "docs/b.md"))),
        1,
        fields=fields,
        links={name: tuple(targets) for name, targets in links.items() if targets},
        sections=tuple(sections),
        attachments=tuple(attachments),
    )


def spaced(record: Record) -> Record:
    """Return a record that says the same with other white space."""
    return replace(record, sections=tuple(replace(s, text=s.text.replace(" ", "  ") + "\n") for s in record.sections))


@st.composite
def pasts(draw: st.DrawFn, most: int = 4) -> list[State]:
    """Draw the states of a project, each made of the one before: records come, change, go and come back."""
    here: dict[str, Record] = {}
    found = []
    for number in range(draw(st.integers(1, most))):
        for record_id in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=len(IDS))):
            what = draw(st.sampled_from(("write", "write", "space", "remove")))
            if what == "write":
                here[record_id] = draw(records(record_id))
            elif what == "remove":
                here.pop(record_id, None)
            elif record_id in here:
                here[record_id] = spaced(here[record_id])
        found.append(state_of(Catalog(here.values(), SCHEMA), f"1.{number}.0"))
    return found


def written(root: Path, states: Sequence[State]) -> Ledger:
    """Release states one after the other, and return the ledger as it is read again."""
    for number, state in enumerate(states, 1):
        ledger = read_ledger(root)
        write_baseline(
            root, state.name, change_set(ledger, state, state.name, f"2026-01-{number:02d}", f"第 {number} 版")
        )
    return read_ledger(root)
