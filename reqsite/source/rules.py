"""The rules of the reader: what can keep a file, or a part of it, from being read as it was meant."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.model.finding import Rule, Severity

UNREADABLE_FRONT_MATTER = Rule(
    "RQ101",
    "unreadable-front-matter",
    Severity.ERROR,
    _("Front matter that cannot be read"),
    _("MkDocs passes over a broken block without a word and shows it as text; the record's fields would be lost."),
    "---\nid: REQ-001\ntype: functional\nstatus：confirmed\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\nstatus: confirmed\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
DUPLICATE_KEY = Rule(
    "RQ102",
    "duplicate-key",
    Severity.ERROR,
    _("A key that is given twice"),
    _("Of two equal keys most programs take the last and forget the first, so one of the two texts would be lost."),
    "---\nid: REQ-001\ntype: functional\nstatus: draft\ntitle: Log in\nstatus: confirmed\n---\nThe system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\nstatus: confirmed\ntitle: Log in\n---\nThe system shall ask.\n",
)
MISPLACED_FRONT_MATTER = Rule(
    "RQ103",
    "misplaced-front-matter",
    Severity.ERROR,
    _("Front matter in the wrong place"),
    _("Only a block between two lines `---` at the very beginning of a file is front matter; any other one is text."),
    "\n---\nid: REQ-001\ntype: functional\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\n---\nThe system shall ask for a password.\n",
)
MISSING_TYPE = Rule(
    "RQ104",
    "missing-type",
    Severity.ERROR,
    _("A record without a type"),
    _("The type decides which fields, states and links a record may have, and which page it gets."),
    "---\nid: REQ-001\ntitle: Log in\nstatus: draft\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: draft\n---\nThe system shall ask for a password.\n",
)
MALFORMED_VALUE = Rule(
    "RQ105",
    "malformed-value",
    Severity.ERROR,
    _("A value of the wrong shape"),
    _("Links are texts or lists of texts, and id, type, title and status are single texts; anything else is not read."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nderives_from: {goal: GOAL-1}\n---\nThe system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nderives_from: [GOAL-1]\n---\nThe system shall ask.\n",
)
FULL_WIDTH_COMMA = Rule(
    "RQ106",
    "full-width-comma",
    Severity.WARNING,
    _("A full-width comma inside a list"),
    _("`[功能，性能]` is a list of one item that holds a comma; only a half-width comma parts items."),
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\ntags: [功能，性能]\n---\n系统应当要求输入密码。\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\ntags: [功能, 性能]\n---\n系统应当要求输入密码。\n",
)
MALFORMED_LIST = Rule(
    "RQ107",
    "malformed-list",
    Severity.ERROR,
    _("A list file of the wrong shape"),
    _("A file with `records:` holds a list of mappings, each with the keys of a record; anything else is not read."),
    "records:\n  - Settlement\n",
    "records:\n  - type: term\n    title: Settlement\n    body: The payment of what is owed.\n",
)
INVALID_ENCODING = Rule(
    "RQ110",
    "invalid-encoding",
    Severity.ERROR,
    _("A file that is not UTF-8"),
    _("A text in another encoding (GBK, Latin-1, UTF-16) would be shown with wrong characters, or stop the build."),
    "A file that an editor saved as GBK.",
    "The same file, saved as UTF-8.",
)
INVALID_CHARACTER = Rule(
    "RQ111",
    "invalid-character",
    Severity.ERROR,
    _("A control character"),
    _("Control characters cannot be seen, and pages, data files and terminals do unforeseen things with them."),
    "A text with a NUL byte in it.",
    "The same text without it.",
)
FILE_TOO_LARGE = Rule(
    "RQ112",
    "file-too-large",
    Severity.ERROR,
    _("A file over the limit"),
    _("A page of this size cannot be read by people, and takes programs long enough to stop a build."),
    "A Markdown file of 5 MB.",
    "Several records, each in a file of its own.",
)
LINE_TOO_LONG = Rule(
    "RQ113",
    "line-too-long",
    Severity.ERROR,
    _("A line over the limit"),
    _("Lines of this length are data, no text; Markdown takes seconds for them."),
    "A line of 100,000 characters.",
    "The data in a file of its own, with a link to it.",
)
TOO_MANY_FILES = Rule(
    "RQ114",
    "too-many-files",
    Severity.ERROR,
    _("More files than the limit"),
    _("A folder of this size is no folder of documents; reading it all could take hours."),
    "`docs_dir: /`",
    "`docs_dir: docs`",
)
HOSTILE_MARKDOWN = Rule(
    "RQ115",
    "hostile-markdown",
    Severity.ERROR,
    _("Text that Markdown would take minutes for"),
    _("Deep nesting, and long rows of opening brackets, stop Markdown for minutes or crash it."),
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ … 20,000 brackets",
    "```\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ …\n```\n",
)
UNSAFE_PATH = Rule(
    "RQ120",
    "unsafe-path",
    Severity.ERROR,
    _("A file name that cannot be published"),
    _("Names that are no UTF-8, or that hold control characters, stop other programs and cannot be linked to."),
    "A file whose name holds a line end.",
    "A name of letters, digits, hyphens and dots.",
)
SYMBOLIC_LINK = Rule(
    "RQ121",
    "symbolic-link",
    Severity.ERROR,
    _("A symbolic link that leads outside, or to a folder"),
    _("MkDocs follows it and publishes what it finds there, such as /etc/passwd; a link to a folder may never end."),
    "ln -s /etc/passwd docs/notes.md",
    "cp notes.md docs/notes.md",
)
UNREADABLE_FILE = Rule(
    "RQ122",
    "unreadable-file",
    Severity.ERROR,
    _("A file or folder that cannot be opened"),
    _("What cannot be read would be missing from the portal without a word."),
    "chmod 000 docs/REQ-001.md",
    "chmod 644 docs/REQ-001.md",
)
SPECIAL_FILE = Rule(
    "RQ123",
    "special-file",
    Severity.ERROR,
    _("A pipe, socket or device among the documents"),
    _("To read it may never end, and nothing of it can be published."),
    "mkfifo docs/REQ-001.md",
    "rm docs/REQ-001.md",
)
UNSAFE_LINK = Rule(
    "RQ124",
    "unsafe-link",
    Severity.ERROR,
    _("A link to a file outside the documents"),
    _("An absolute path, a path that leads out of the folder of documents, and a Windows path work on no portal."),
    r"![Layout](..\images\layout.png) and [mail](/home/me/mail.pdf)",
    "![Layout](../images/layout.png) and [mail](mail.pdf)",
)
WAIVER_WITHOUT_REASON = Rule(
    "RQ130",
    "waiver-without-reason",
    Severity.ERROR,
    _("A waiver without a reason"),
    _("A finding that nobody explains is a finding that everybody forgets; a waiver counts only with its reason."),
    "<!-- reqsite: ok RQ401 -->",
    "<!-- reqsite: ok RQ401 because the law uses this very word -->",
)
UNREADABLE_WAIVER = Rule(
    "RQ131",
    "unreadable-waiver",
    Severity.ERROR,
    _("A waiver that cannot be read"),
    _("A misspelt waiver waives nothing, which is seen only when the finding comes back."),
    "<!-- reqsite: okay, RQ401 -->",
    "<!-- reqsite: ok RQ401 because the law uses this very word -->",
)
UNCLOSED_COMMENT = Rule(
    "RQ132",
    "unclosed-comment",
    Severity.ERROR,
    _("A comment that is not closed"),
    _("Everything behind it counts as part of the comment and is not shown."),
    "<!-- ask the client\n\nThe system shall …",
    "<!-- ask the client -->\n\nThe system shall …",
)

RULES: tuple[Rule, ...] = (
    UNREADABLE_FRONT_MATTER,
    DUPLICATE_KEY,
    MISPLACED_FRONT_MATTER,
    MISSING_TYPE,
    MALFORMED_VALUE,
    FULL_WIDTH_COMMA,
    MALFORMED_LIST,
    INVALID_ENCODING,
    INVALID_CHARACTER,
    FILE_TOO_LARGE,
    LINE_TOO_LONG,
    TOO_MANY_FILES,
    HOSTILE_MARKDOWN,
    UNSAFE_PATH,
    SYMBOLIC_LINK,
    UNREADABLE_FILE,
    SPECIAL_FILE,
    UNSAFE_LINK,
    WAIVER_WITHOUT_REASON,
    UNREADABLE_WAIVER,
    UNCLOSED_COMMENT,
)
"""Every rule of the reader, in the order of their codes."""
