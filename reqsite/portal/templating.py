"""Our templates: Jinja2 files that escape whatever they are given, with the words of one language."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from reqsite import i18n

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands between words of ours that a template puts side by side; full-width marks bring their own space."""

    gap: str
    """Between sentences."""
    comma: str
    """Between parts of a sentence."""
    pause: str
    """Between things of a list."""
    colon: str
    """Between a label and its value."""

    @classmethod
    def of(cls, language: str) -> Marks:
        """Return the marks of `en` or `zh`."""
        return cls("", "，", "、", "：") if language == "zh" else cls(" ", ", ", ", ", ": ")


class _Compiled(jinja2.BytecodeCache):
    """What has been compiled in this process, by its source: `mkdocs serve` makes a portal at every edit."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is asked for its code, where it is known."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of what had to be compiled."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = _Compiled()
"""The code of all templates that this process has used."""


class _Environment(jinja2.Environment):
    """Jinja looks its globals up in two places, in Python, several times for each page; ours never change."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of one template."""
        return {**self.globals, **(d or {})}


class Templates:
    """Our templates, each of which a site may replace by a file of the same name in its own folder.

    A template sees only what its page hands it, `_("… {name} …", name=…)`,
    `ngettext("{count} record", "{count} records", count)` and the `marks` of the language. Whatever is no `Markup` is
    escaped; a name that does not exist raises `jinja2.UndefinedError`.
    """

    def __init__(self, language: str, overrides: Path | None = None) -> None:
        folders = [overrides, TEMPLATES] if overrides else [TEMPLATES]
        self._environment = _Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=COMPILED,
        )
        catalogue = i18n.translation(language)

        def gettext(template: str, /, **values: object) -> str:
            return _filled(catalogue.gettext(template), values)

        def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
            return _filled(catalogue.ngettext(one, many, count), {"count": count, **values})

        self.marks = Marks.of(language)
        self._environment.globals |= {"_": gettext, "ngettext": ngettext, "marks": self.marks}
        self._loaded: dict[str, jinja2.Template] = {}

    def render(self, name: str, /, **values: object) -> Markup:
        """Return the template `name` (without `.html`) filled with these values."""
        template = self._loaded.get(name)
        if template is None:
            template = self._loaded[name] = self._environment.get_template(f"{name}.html")
        return Markup(template.render(values))  # noqa: S704 it autoescapes


def _filled(text: str, values: dict[str, object]) -> str:
    """Return a sentence with its values, which keep their markup where they have some and are escaped where not."""
    return escape(text).format(**values) if values else text
