"""Light and dark in a site of Material's whose writer has not decided: the reader's system does, or the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def offer_light_and_dark(config: MkDocsConfig, language: str) -> None:
    """Put a button for light and dark into the header, unless the site has a palette of its own."""
    if config.theme.name == "material" and config.theme.get("palette") is None:
        config.theme["palette"] = _choices(language)


def _choices(language: str) -> list[dict[str, Any]]:
    """Return what the button goes through, in the theme's own form; each says what comes next."""
    return [
        _choice("", "", "brightness-auto", _("Switch to light mode"), language),
        _choice(": light", "default", "brightness-7", _("Switch to dark mode"), language),
        _choice(": dark", "slate", "brightness-4", _("Switch to system preference"), language),
    ]


def _choice(preferred: str, scheme: str, icon: str, name: Message, language: str) -> dict[str, Any]:
    toggle = {"icon": f"material/{icon}", "name": name.to(language)}
    return {"media": f"(prefers-color-scheme{preferred})", "scheme": scheme, "toggle": toggle}
