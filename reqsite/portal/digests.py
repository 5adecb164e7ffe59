"""Digests of whatever a text or a page is made from, so that what was made from the same can be used again."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import reqsite

if TYPE_CHECKING:
    from reqsite.workspace import Workspace

_DEPTH = 30
_PLAIN = (str, int, float, bool, type(None))
_INSTALLED = (".dist-info", ".egg-info")
_OF_PYTHON = ("__pycache__", ".pyc")


def digest(parts: Iterable[str]) -> str:
    """Return a digest of texts, in their order."""
    state = hashlib.sha256()
    for part in parts:
        state.update(part.encode("utf-8", "surrogatepass"))
        state.update(b"\x00")
    return state.hexdigest()


def plain(value: Any, depth: int = 0) -> str:  # noqa: ANN401 whatever a site's configuration holds
    """Return a value as text that is the same in every process.

    Plain values, collections and dataclasses are told in full; code, and an object of any other class, by its name and
    by the state of the file that it is written in.
    """
    if isinstance(value, _PLAIN):
        return repr(value)
    if depth > _DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{plain(k, depth + 1)}:{plain(v, depth + 1)}" for k, v in value.items()) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(plain(member, depth + 1) for member in value)) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(plain(member, depth + 1) for member in value) + "]"
    return _object(value, depth)


def _object(value: Any, depth: int) -> str:  # noqa: ANN401 see `plain`
    if isinstance(value, PurePath | dt.date):
        return f"{type(value).__qualname__}({value})"
    if is_dataclass(value) and not isinstance(value, type):
        held = (f"{f.name}={plain(getattr(value, f.name), depth + 1)}" for f in fields(value))
        return f"{type(value).__qualname__}({','.join(held)})"
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__} {_state_of_module(named.__module__)}"


def extension(value: Any) -> str:  # noqa: ANN401 a name or an object
    """Return a Python-Markdown extension as text; one that is named by its module brings the state of its file."""
    return f"{plain(value)} {_state_of_module(value.partition(':')[0])}" if isinstance(value, str) else plain(value)


def of_project(workspace: Workspace) -> str:
    """Return a digest of everything that checks and pages know of a project: what its files say, and its settings."""
    ledger = workspace.ledger
    return digest(
        [
            programs(),
            workspace.sources.digest,
            plain(workspace.schema_file),
            plain(workspace.project),
            *(baseline.digest for baseline in ledger.baselines),
            plain(ledger.findings),
            plain(workspace.receipts),
            plain(workspace.results),
        ]
    )


@functools.cache
def programs() -> str:
    """Return a digest of what makes the texts and pages: Python, every installed package's version, our own files."""
    folders = [path for path in map(Path, sys.path) if path.is_dir()]
    installed = sorted(f.name for folder in folders for f in folder.iterdir() if f.name.endswith(_INSTALLED))
    return digest([sys.version, *installed, *files_in(Path(reqsite.__file__).parent)])


def files_in(folder: Path) -> list[str]:
    """Return every file below a folder by its path, each followed by a digest of its bytes."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not p.as_posix().endswith(_OF_PYTHON))
    return [part for p in paths for part in (p.relative_to(folder).as_posix(), _digest_of_file(p))]


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.cache
def _state_of_module(name: str) -> str:
    """Return size and time of a module's file; empty where it has none."""
    try:
        module = sys.modules.get(name)
        spec = module.__spec__ if module else importlib.util.find_spec(name)
        status = Path(spec.origin).stat() if spec and spec.origin else None
    except (ImportError, AttributeError, ValueError, OSError):
        return ""
    return f"{status.st_size} {status.st_mtime_ns}" if status else ""
