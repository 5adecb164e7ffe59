"""Our templates: Jinja2 files that escape whatever they are given, with the words of one language."""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from reqsite import i18n

TEMPLATES = Path(__file__).parent / "templates"


class Templates:
    """Our templates, each of which a site may replace by a file of the same name in its own folder.

    A template sees only what its page hands it, `_("… {name} …", name=…)` and
    `ngettext("{count} record", "{count} records", count)`. Whatever is no `Markup` is escaped; a name that does not
    exist raises `jinja2.UndefinedError`.
    """

    def __init__(self, language: str, overrides: Path | None = None) -> None:
        folders = [overrides, TEMPLATES] if overrides else [TEMPLATES]
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        catalogue = i18n.translation(language)

        def gettext(template: str, /, **values: object) -> str:
            return _filled(catalogue.gettext(template), values)

        def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
            return _filled(catalogue.ngettext(one, many, count), {"count": count, **values})

        self._environment.globals |= {"_": gettext, "ngettext": ngettext}

    def render(self, name: str, /, **values: object) -> Markup:
        """Return the template `name` (without `.html`) filled with these values."""
        return Markup(self._environment.get_template(f"{name}.html").render(**values))  # noqa: S704 it autoescapes


def _filled(text: str, values: dict[str, object]) -> str:
    """Return a sentence with its values, which keep their markup where they have some and are escaped where not."""
    return escape(text).format(**values) if values else text
