"""A small project with roles that confirm, and receipts for its releases."""

from collections.abc import Mapping
from pathlib import Path

from reqsite.confirm.receipt import Answer, Receipt
from reqsite.confirm.standing import Confirmations, Item
from reqsite.history.ledger_files import read_ledger
from tests.releases import workspace
from tests.unit.checks.checked import check_project

SCHEMA = """\
confirmation:
  decider: {priorities: [P0], signs: true, after: [evaluator]}
  evaluator: {label: {en: Evaluator, zh: 评估者}}
"""
TEXTS = {"REQ-001": "系统应在 2 秒内显示库存。", "REQ-002": "系统应显示价格。", "REQ-003": "系统应显示供应商。"}
PRIORITIES = {"REQ-001": "P0", "REQ-002": "P1", "REQ-003": "P2"}


def write(
    root: Path, texts: Mapping[str, str] | None = None, more: Mapping[str, str] | None = None, schema: str = SCHEMA
) -> Path:
    """Write the records, some with another text or with more lines of front matter."""
    said = {**TEXTS, **(texts or {})}
    files = {
        f"{name}.md": f"---\nid: {name}\ntype: functional\ntitle: T{name[-1]}\nstatus: confirmed\n"
        f"priority: {PRIORITIES[name]}\n{(more or {}).get(name, '')}---\n{said[name]}\n\n## 备注\n无\n"
        for name in TEXTS
    }
    check_project(root, files, schema)
    return root


def receipt(root: Path, role: str, said: Mapping[str, str], time: str = "2026-03-02T09:00:00+08:00") -> Receipt:
    """Return what somebody answers to the last release: id → answer."""
    ledger = read_ledger(root)
    baseline, entries = ledger.baselines[-1], ledger.last_state.entries
    answers = tuple(
        Answer(i, entries[i].normative if i else baseline.catalog_digest, word, title=entries[i].title if i else "")
        for i, word in said.items()
    )
    return Receipt(role, "王", time, baseline.name, baseline.catalog_digest, answers, "Test")


def confirmations(root: Path) -> Confirmations:
    return workspace(root).confirmations


def standing(root: Path, role: str) -> dict[str, str]:
    """Return id → how the role stands to it."""
    return {item.id: item.standing.value for item in confirmations(root).by_role.get(role, ())}


def item(root: Path, role: str, record_id: str) -> Item:
    return next(i for i in confirmations(root).by_record[record_id] if i.role == role)
