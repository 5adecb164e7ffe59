"""The page on which a reader compares any two releases; a script does it, from the data beside the page."""

from __future__ import annotations

from reqsite.history.redline_html import RedlineWords
from reqsite.i18n import _
from reqsite.portal.addresses import relative
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses, compare_data
from reqsite.portal.releases.release_page import title_of
from reqsite.portal.releases.story import Story
from reqsite.portal.site import Fragment
from reqsite.portal.templating import Marks


def title_in(press: Press) -> str:
    """Return what the page is called."""
    return press.words.say(_("Compare two releases"))


def fragment(press: Press, story: Story) -> Fragment:
    """Return the content of the page: links to the releases, which the script replaces by its tools."""
    here = press.site.addresses.url(addresses.COMPARE)
    html = press.templates.render(
        "compare",
        title=title_in(press),
        releases=[
            (press.href(addresses.release_source(step.name), here), title_of(press, step))
            for step in reversed(story.all_steps)
        ],
        index=press.href(addresses.INDEX, here),
        root=relative("", here),
        data=relative(compare_data.INDEX, here),
        script=relative(compare_data.SCRIPT, here),
        words=_words(press),
    )
    return Fragment(html)


def _words(press: Press) -> dict[str, str]:
    """Return the words that the script needs, by the names that it knows."""
    say, redline = press.words.say, RedlineWords.of(press.words.say)
    return {
        "language": press.site.language,
        "colon": Marks.of(press.site.language).colon,
        "comma": Marks.of(press.site.language).comma,
        "from": say(_("From release")),
        "to": say(_("To release")),
        "swap": say(_("Swap")),
        "unreleased": say(_("Unreleased")),
        "view": say(_("How changes are shown")),
        "inline": say(_("Word by word")),
        "side": say(_("Before and after")),
        "new": say(_("New text only")),
        "search": say(_("Search by ID or title")),
        "kind": say(_("Type of record")),
        "all": say(_("All")),
        "openAll": say(_("Open all")),
        "closeAll": say(_("Close all")),
        "records": say(_("Records")),
        "substance": say(_("Changed in substance")),
        "added": say(_("New")),
        "gone": say(_("Withdrawn or removed")),
        "wording": say(_("Changed in wording")),
        "same": say(_("Unchanged")),
        "removed": say(_("Removed")),
        "lapsed": say(_("No longer in force")),
        "revived": say(_("In force again")),
        "summary": say(_("Records that differ: {count}. Unchanged: {same}.")),
        "identical": say(_("Nothing differs: every record says the same in both releases.")),
        "itself": say(_("This is one and the same release. Choose another one to compare it with.")),
        "shown": say(_("{count} of {total} changes shown")),
        "sameToo": say(_("unchanged records that match: {count}")),
        "nothing": say(_("No change matches.")),
        "unknown": say(_("This portal has no release {name}; the last ones are compared instead.")),
        "failed": say(_("The texts could not be loaded: {file}")),
        "more": say(_("Show {count} more")),
        "changes": say(_("What changed, word by word")),
        "text": say(_("The text")),
        "lastText": say(_("The last text, no longer valid:")),
        "absent": say(_("Not in this release.")),
        "unseen": say(_("Nothing that is shown here differs.")),
        "space": say(_("Nothing but white space differs.")),
        "formatting": say(_("Only the formatting differs.")),
        "inserted": redline.inserted,
        "endInserted": redline.end_inserted,
        "deleted": redline.deleted,
        "endDeleted": redline.end_deleted,
        "movedHere": redline.moved_here,
        "movedAway": redline.moved_away,
    }
