"""What docs_src/ says of reqsite is true: implemented is what tests show, and nothing asked for is forgotten."""

import ast
import functools
from pathlib import Path

import pytest

from reqsite.source.project import Project
from reqsite.workspace import open_workspace

ROOT = Path(__file__).parents[2]
# Rows of the table of sources that suit reqsite at its core or strongly: each is one requirement, the others are none.
ROWS = set(range(1, 152)) - {
    16,
    19,
    23,
    31,
    53,
    56,
    57,
    58,
    59,
    75,
    87,
    105,
    135,
    137,
    142,
    143,
    144,
    146,
    148,
    149,
    150,
}


@pytest.fixture(scope="module")
def workspace():
    return open_workspace(Project.find(ROOT))


@pytest.fixture(scope="module")
def requirements(workspace):
    return list(workspace.catalog.of("requirement"))


@pytest.fixture(scope="module")
def shown_by(workspace):
    """Requirement's id → ids of the tests that verify it."""
    return {
        requirement.id: [
            link.target for link in workspace.catalog.outgoing(requirement.id) if link.type.name == "verified_by"
        ]
        for requirement in workspace.catalog.of("requirement")
    }


def test_every_row_is_one_requirement_whose_number_it_bears(requirements):
    assert sorted(int(r.text("row")) for r in requirements) == sorted(ROWS)
    assert [r.id for r in requirements if r.id != f"REQ-{int(r.text('row')):03d}"] == []


def test_every_implemented_requirement_is_verified_by_a_test(requirements, shown_by):
    implemented = [r.id for r in requirements if r.text("status") == "implemented"]
    assert implemented
    assert [i for i in implemented if not shown_by[i]] == []


def test_no_planned_requirement_claims_a_test(requirements, shown_by):
    assert [r.id for r in requirements if r.text("status") == "planned" and shown_by[r.id]] == []


def test_every_test_record_verifies_a_requirement_and_has_passed(workspace, shown_by):
    used = {test for tests in shown_by.values() for test in tests}
    tests = list(workspace.catalog.of("test"))
    assert {t.id for t in tests} == used
    assert [t.id for t in tests if (t.text("status"), t.text("result")) != ("ready", "passed")] == []


def test_every_test_function_that_is_named_exists(workspace):
    named = {t.id: [name.strip() for name in t.text("automated").split(",")] for t in workspace.catalog.of("test")}
    assert [(i, name) for i, names in named.items() for name in names if not exists(name)] == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("tests/unit/test_own_requirements.py::test_a_name_is_looked_up", True),
        ("tests/unit/test_own_requirements.py::test_a_name_is_looked_up[of-a-parameter]", True),
        ("tests/unit/test_own_requirements.py::workspace", False),
        ("tests/unit/test_own_requirements.py::test_of_nothing", False),
        ("tests/unit/test_own_requirements.py", False),
        ("tests/unit/test_of_nothing.py::test_a_name_is_looked_up", False),
        ("", False),
    ],
)
def test_a_name_is_looked_up(name, there):
    assert exists(name) == there


def test_the_records_have_no_error(workspace):
    assert [f"{f.place}: {f.message}" for f in workspace.report().findings if f.severity == "error"] == []


def exists(name: str) -> bool:
    """Return True for the `path::function` of a test of this repository, with or without [parameters]."""
    path, _, function = name.partition("::")
    return function.partition("[")[0] in functions(path)


@functools.cache
def functions(path: str) -> frozenset[str]:
    file = ROOT / path
    if not path.startswith("tests/") or not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
