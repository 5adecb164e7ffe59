"""The files of a new project in English."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "mkdocs.yml": """\
site_name: %NAME%
docs_dir: docs_src
use_directory_urls: false # the portal opens from a folder too
theme:
  name: material
  language: en
  font: false # no request to a foreign host
plugins:
  - search
  - reqsite:
      schema: docs_src/schema.yml
""",
    ".gitignore": "/site/\n",
    "docs_src/schema.yml": """\
# The vocabulary of this project: the default one, and whatever is added here (reqsite schema prints all of it).
extends: default

checks:
  empty-chapter:
    chapters: # what the document must have; each is there, and says something
      - background.md
      - goals
      - requirements/functional
      - requirements/nonfunctional
      - requirements/constraints
      - glossary.yml
  not-verified: off # until there are tests: `reqsite new test "…"`, and `verified_by: [TC-001]` in the requirement
""",
    "docs_src/index.md": """\
# %TITLE%

What is to be made, agreed by the client and by us, in one place. Begin with the [background](background.md).
""",
    "docs_src/background.md": """\
# Background

Who needs this and why now: what happens today, what is wrong with it, and what was tried before.

Replace this page with half a page of your own.
""",
    "docs_src/goals/GOAL-001.md": """\
---
id: GOAL-001
type: goal
title: Fewer calls about stock
status: draft
---
In the first year clients call half as often to ask what is in stock: 100 calls a week, not 200.
""",
    "docs_src/requirements/functional/REQ-001.md": """\
---
id: REQ-001
type: functional
title: Look up stock
status: draft
priority: P1
section: Functional requirements
supports: [GOAL-001]
---
The order desk shall show the stock of an article to every client who is logged in.

## Acceptance criteria

- Given an article with 12 pieces in stock, when a client opens it, then the page shows 12.

## Rationale

Most calls ask for nothing else.
""",
    "docs_src/requirements/nonfunctional/REQ-002.md": """\
---
id: REQ-002
type: nonfunctional
title: Time until stock is shown
status: draft
priority: P1
section: Non-functional requirements
supports: [GOAL-001]
nfr: {attribute: performance, metric: time until the page is shown, target: "2", unit: s, condition: 100 clients}
---
The order desk shall show the stock of an article within 2 s while 100 clients use it at once.

## Acceptance criteria

- Given 100 clients who open an article each second, when one more opens it, then the page is shown within 2 s.
""",
    "docs_src/requirements/constraints/REQ-003.md": """\
---
id: REQ-003
type: constraint
title: Data stays in the house
status: draft
priority: P0
priority_reason: The contract with the suppliers asks for it.
section: Constraints
---
The stock shall be kept on servers of the client.
""",
    "docs_src/glossary.yml": """\
records:
  - type: term
    title: stock
    body: The number of pieces of an article that are in the store and not yet promised to anybody.
  - type: term
    title: article
    body: Something with a number of its own that can be ordered.
""",
}
"""Path → text; `%NAME%` is the name of the site as YAML has it, `%TITLE%` as Markdown has it."""
