"""Settings of a site under which nobody can answer for what a release says: they run or read what stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish.errors import RefusedError
from reqsite.source.site_config import SiteConfig

_PYTHON = "tag:yaml.org,2002:python/"
_DATA = frozenset({"tuple", "str", "unicode", "int", "bool", "float", "none"})
_CALLS = ("name:", "object/apply:")
_KNOWN = ("pymdownx.", "material.", "markdown.", "properdocs.", "mkdocs.")
"""Modules that MkDocs, its extensions and Material tell their users to name in mkdocs.yml."""
_RUNNERS = ("macros", "markdown-exec")
"""Plugins that run what stands in a page."""
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})
_SNIPPETS = ("markdown_extensions", "pymdownx.snippets")


def refuse_settings(file: Path) -> None:
    """Refuse a mkdocs.yml from which no release is built.

    Raises:
        RefusedError: It says something that no release may depend on; the details say where.
        SiteConfigError: It cannot be read.
    """
    config = SiteConfig.read(file)
    found = [*_tags(config, file.parent), *_extensions(config, file.name)]
    if found:
        hint = _("A draft may be published as it is: `reqsite publish --draft`.")
        raise RefusedError(_("No release is built from these settings."), hint, found)


def opens_from_a_folder(file: Path) -> bool:
    """Return False where the links of the portal lead to folders, which no browser opens without a server.

    Raises:
        SiteConfigError: The file cannot be read.
    """
    config = SiteConfig.read(file)
    is_offline = config.has("plugins", "offline") or config.has("plugins", "material/offline")
    return is_offline or config.text("use_directory_urls").lower() in _FALSE


def _tags(config: SiteConfig, folder: Path) -> Iterator[Message]:
    for tag in config.tags():
        place = (
            f"{tag.file.relative_to(folder) if tag.file.is_relative_to(folder) else tag.file}:{tag.line}:{tag.column}"
        )
        if tag.name == "!ENV":
            yield _("{place}: !ENV makes the release depend on who builds it, and may publish a secret.", place=place)
        elif tag.name.startswith(_PYTHON) and not _is_known(tag.name.removeprefix(_PYTHON)):
            name = tag.name.removeprefix(_PYTHON)[:100]
            yield _("{place}: !!python/{name} runs something that is no part of MkDocs.", place=place, name=name)


def _is_known(name: str) -> bool:
    called = next((name.removeprefix(prefix) for prefix in _CALLS if name.startswith(prefix)), "")
    return name in _DATA or called.startswith(_KNOWN)


def _extensions(config: SiteConfig, file: str) -> Iterator[Message]:
    for plugin in _RUNNERS:
        if config.has("plugins", plugin):
            yield _("{file}: the plugin {name} runs what stands in a page.", file=file, name=plugin)
    if not config.has(*_SNIPPETS):
        return
    told = {
        name: config.text(*_SNIPPETS, name).lower() for name in ("check_paths", "restrict_base_path", "url_download")
    }
    if told["check_paths"] not in _TRUE:
        yield _("{file}: pymdownx.snippets needs `check_paths: true`, or a missing file goes unnoticed.", file=file)
    if told["restrict_base_path"] in _FALSE or told["url_download"] in _TRUE:
        yield _("{file}: pymdownx.snippets may read what is no part of the project.", file=file)
