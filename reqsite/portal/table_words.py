"""The words of a table that its reader filters and sorts, which its script does not know."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.portal.press import Press


def browse_words(press: Press) -> dict[str, str]:
    """Return the words that a table in the browser needs, by the names that its script knows."""
    say = press.words.say
    return {
        "site": press.site.name,
        "language": press.site.language,
        "filters": say(_("Filters")),
        "only": say(_("only")),
        "onlyOf": say(_("Only {value}")),
        "none": say(_("(none)")),
        "search": say(_("Search in this table")),
        "sort": say(_("Sort by")),
        "shown": say(_("{count} of {total} shown")),
        "hidden": say(_("{count} hidden by filters: show")),
        "share": say(_("Share this view")),
        "shared": say(_("The link to this view has been copied.")),
        "link": say(_("Link to this view")),
        "csv": say(_("Download as CSV")),
        "filter": say(_("Filter")),
        "previous": say(_("Previous")),
        "next": say(_("Next")),
        "range": say(_("{from}–{to} of {count}")),
        "pages": say(_("Pages of the table")),
        "nothing": say(_("Nothing matches. Take a filter away to see more.")),
        "id": say(_("ID")),
        "title": say(_("Title")),
        "internal": say(_("Internal")),
    }
