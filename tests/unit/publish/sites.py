"""Small sites to publish, made by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reqsite.model import fingerprint as fp
from reqsite.publish.manifest import Manifest, list_files
from reqsite.publish.names import edition_folder
from reqsite.publish.pointers import make_pointers
from reqsite.publish.store import Store

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
NOW = "2026-03-01T12:00:00+00:00"


def html(body: str = "", head: str = POLICY) -> str:
    """Return a page."""
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder and return it."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def catalog(*ids: str) -> str:
    """Return a `requirements.json` with these records."""
    empty = {"type": "functional", "fields": {}, "sections": [], "links": {}, "as_written": {}, "attachments": []}
    return json.dumps({"records": [{**empty, "id": i, "title": i, "fingerprint": fingerprint(i)} for i in ids]})


def fingerprint(record_id: str) -> str:
    """Return the fingerprint of a record of `catalog`."""
    return fp.Content("functional", record_id, {}, [], {}, []).digest()


def site(folder: Path, name: str, **more: str | bytes) -> tuple[Path, Manifest]:
    """Write a site that says which release it is, and return it with its manifest."""
    pages: dict[str, str | bytes] = {
        "index.html": html(f"<h1>{name}</h1>"),
        "requirements/REQ-1.html": html(f"<p>REQ-1 of {name}</p>"),
        "assets/logo.png": bytes(range(256)),
        "requirements.json": catalog("REQ-1"),
    }
    write(folder, {**pages, **{path.replace("__", "/"): text for path, text in more.items()}})
    digest = fp.digest_of({"REQ-1": fingerprint("REQ-1")})
    counts = {"records": 1, "added": 1, "changed": 0, "removed": 0}
    return folder, Manifest(
        name,
        list_files(folder),
        date="2026-03-01",
        site="Desk",
        catalog_digest=digest,
        counts=counts,
        status="draft" if name == "next" else "release",
    )


def signed(folder: Path, name: str, sign: Callable[[bytes], bytes] | None) -> tuple[Path, Manifest]:
    """Write a site, and return it with its manifest, which somebody signs, or nobody."""
    _folder, manifest = site(folder, name)
    return folder, replace(manifest, signature=sign(manifest.content)) if sign else manifest


def publish(store: Store, work: Path, name: str, *, edition: int = 1) -> Manifest:
    """Publish a small site as a release, or as a later edition of one."""
    pages = {"index.html": html(f"<h1>{name}, edition {edition}</h1>")} if edition > 1 else {}
    folder, plain = site(work / edition_folder(name, edition), name, **pages)
    manifest = replace(plain, edition=edition)
    store.commit_release(manifest.folder, folder, manifest)
    store.update(make_pointers(NOW))
    return manifest


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
