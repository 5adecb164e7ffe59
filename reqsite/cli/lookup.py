"""Finding the record that an id on the command line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsite.cli.errors import wrong_call
from reqsite.i18n import _
from reqsite.model.nearest import nearest_word
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.model.record import Record
    from reqsite.model.schema import RecordType, Schema


def find_record(session: Session, record_id: str) -> Record:
    """Return the record; an id of none is a wrong call, and the nearest one is named."""
    catalog = session.workspace.catalog
    record = catalog.resolve(record_id)
    if record is not None:
        return record
    near = catalog.suggest(record_id)
    if near:
        hint = _("Did you mean {id}?", id=near)
    elif not len(catalog):
        hint = _("No record was read in {folder}; `reqsite check` says why.", folder=session.project.docs_dir.name)
    else:
        hint = _("`reqsite check` names files that could not be read.")
    raise wrong_call(_("There is no record {id}.", id=record_id), hint)


def state_label(schema: Schema, record: Record, language: str) -> str:
    """Return the record's status as people read it, empty where it has none."""
    status = record.text("status")
    if state := schema.states_of(record.type).get(status):
        return label_in(state.label, language)
    field = schema.fields.get("status")
    return label_in(field.values[status], language) if field and status in field.values else status


def find_type(schema: Schema, name: str) -> RecordType:
    """Return the type of this name; another name is a wrong call."""
    found = schema.types.get(name)
    if found is not None:
        return found
    near = nearest_word(name, schema.types)
    if near:
        hint = _("Did you mean {name}?", name=near)
    else:
        hint = _("The types of this project are {names}.", names=", ".join(schema.types))
    raise wrong_call(_("There is no type {name}.", name=name), hint)
