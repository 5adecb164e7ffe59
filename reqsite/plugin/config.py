"""What a site may say to the plugin in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config

from reqsite.source.limits import Limits

_USUAL = Limits()


class LimitsConfig(Config):
    """How large files may be, and what they may hold, before they are refused."""

    file_bytes = opt.Type(int, default=_USUAL.file_bytes)
    """Bytes of a Markdown file or a list file."""

    line_characters = opt.Type(int, default=_USUAL.line_characters)
    """Characters of one line."""

    files = opt.Type(int, default=_USUAL.files)
    """Files in the folder of documents."""

    nesting = opt.Type(int, default=_USUAL.nesting)
    """Depth of lists, quotes and indents in Markdown."""


class ReqsiteConfig(Config):
    """`plugins: [search, reqsite: {…}]`."""

    enabled = opt.Type(bool, default=True)
    """Switches the plugin off without taking it out of mkdocs.yml."""

    schema = opt.Optional(opt.Type(str))
    """The project's vocabulary, a path relative to mkdocs.yml; without it the default vocabulary."""

    audience = opt.Choice(("client", "internal"), default="client")
    """`client` leaves out what is internal; `internal` builds all. The environment's `REQSITE_AUDIENCE` wins."""

    fail_on = opt.Choice(("error", "warning", "info", "never"), default="error")
    """From which severity on a finding makes `mkdocs build --strict` fail."""

    contact = opt.Optional(opt.Type((str, dict)))
    """Where readers write to: one address for all, or one each for `ask`, `object` and `change`; `mailto:` or
    `https://`, with `{id}`, `{title}`, `{release}`, `{reference}` (`REQ-1@1.0.0`), `{fingerprint}`, `{page}` and
    `{body}` for what it is about."""

    downloads = opt.Optional(opt.Type((bool, list)))
    """Files to take along, on a page of their own and beside the tables: `true`, `false`, or a list of `xlsx`, `csv`,
    `docx` and `json`. Where nothing is said, what `reqsite publish` builds has all of them and other builds have none:
    they take a few seconds for thousands of records. `mkdocs serve` makes none."""

    limits = opt.SubConfig(LimitsConfig)
    """Limits that hostile or broken files run into."""

    home = opt.Type(bool, default=True)
    """Puts how the project stands into the home page (at `<!-- reqsite: overview -->`, else at its end), and makes a
    home page where the site has none."""

    frames = opt.Type(bool, default=True)
    """Renders what is the same around all record pages once; `false` renders every page whole, which takes longer."""

    cache = opt.Type(bool, default=True)
    """Keeps rendered texts in the user's cache folder for the next build; `false` renders everything anew."""

    csp = opt.Type(bool, default=True)
    """Gives every page a Content-Security-Policy, which lets nothing run that the site was not built with; sites with
    `navigation.instant` and `mkdocs serve` do without."""
