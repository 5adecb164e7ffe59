"""A project of a shop with a record of each kind and two releases, and the portal of the house that is built of it."""

import base64
from collections.abc import Mapping
from pathlib import Path

from tests.releases import release
from tests.sites import run_mkdocs

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
CONFIG = """\
site_name: Settlement
docs_dir: docs_src
use_directory_urls: false
theme:
  name: material
  font: false
  language: {language}
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, toggle: {{icon: material/weather-night, name: Dark}}}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {{icon: material/weather-sunny, name: Light}}}}
plugins:
  - search: {{pipeline: []}}
  - reqsite: {{audience: internal, fail_on: never, schema: schema.yml, downloads: true}}
markdown_extensions: [attr_list, tables]
"""
SCHEMA = """\
confirmation:
  decider: {signs: true}
  user: {priorities: [P1]}
"""
RECORDS = {
    "index.md": "# Settlement\n",
    "guide.md": """\
# How to sell

| Key | Shows    |
|-----|----------|
| F1  | 可用库存 |

See [[REQ-001]].

## Returns

`stock -h`
""",
    "requirements/REQ-001.md": """\
---
id: REQ-001
type: functional
title: 库存实时查询
title_en: Live stock
section: Stock
status: confirmed
priority: P0
moscow: must
proposer: 张三（仓储部）
owner: 李四
source: [MTG-001, mail of 2026-01-05]
derives_from: [GOAL-001]
verified_by: [TC-001, TC-002]
milestone: [MS-001]
restatement: 我们理解您需要在销售现场查到三秒以内的库存。
restate:
  tech: {by: 李四, date: 2026-01-12, text: 接口在三秒内返回 ERP 的库存数。}
  business: {by: 王五, date: 2026-01-13, text: 店员当着客户的面就能回答有没有货。}
kano: basic
risks: [RISK-001]
nfr: {metric: 响应时间, target: '3', unit: 秒}
confirmations:
  - {role: 财务部, name: 赵六, result: 同意, date: 2026-02-01, version: 1.0.0}
  - {role: 仓储部, name: 张三, result: 同意, date: 2026-02-02, version: 1.0.0}
---
系统应当让店员在三秒内查到任意商品在每个仓库的可用库存，数据延迟不超过五秒。

![库存查询页面](../screen.png)

## 业务表述
店员输入商品名，立刻看到每个仓库还有多少件可以卖。

## 技术表述
`GET /stock/{sku}` 返回各仓库的可用量；缓存有效期五秒。

## 验收标准
- 假如 店员已登录，当 输入一个有货的商品，那么 三秒内显示各仓库的可用量
- 假如 商品不存在，当 店员查询，那么 显示“没有这个商品”
- 高峰时段每秒一百次查询仍满足上述时间。

## 理由
现在店员要打电话问仓库，平均等四分钟。
""",
    "requirements/REQ-002.md": """\
---
id: REQ-002
type: functional
title: Stock by warehouse
section: Stock
status: draft
priority: P2
derives_from: [REQ-001]
milestone: [MS-001]
---
The system shall list the stock of one article for each warehouse.

## Acceptance criteria
- Given an article in two warehouses, when a clerk asks for it, then two rows are shown.
""",
    "requirements/REQ-003.md": """\
---
id: REQ-003
type: functional
title: Stock by telephone
section: Sales
status: withdrawn
priority: P3
merged_into: [REQ-001]
---
The system shall let a clerk ask for the stock by telephone.
""",
    "changes/CR-001.md": """\
---
id: CR-001
type: change
title: Delay of stock data from 30 to 5 seconds
status: approved
proposer: Zhang San
party: client
date: 2026-02-10
size: major
urgency: high
reason: The pilot shop sold articles that were gone.
evidence: [Complaint 4711, pilot report page 3]
source: [MTG-001]
modifies: [REQ-001]
adds: [REQ-002]
impact: {schedule_days: '3', cost: CNY 12 000, resources: 1 developer, risk: Load on the ERP}
impact_report: Report of 2026-02-12
options:
  - {option: Cache of 30 seconds, pros: No cost, cons: Wrong answers stay}
  - {option: Cache of 5 seconds, pros: Right answers, cons: Load}
objections:
  - {by: IT operations, objection: Load of the ERP, answer: Limited to 100 queries a second}
reviews:
  - {by: Architecture board, date: 2026-02-12, result: Feasible}
approvals:
  - {by: Zhao Liu, party: client, date: 2026-02-14, result: Approved}
  - {by: Li Si, party: supplier, date: 2026-02-14, result: Approved}
implemented_in: 1.1.0
---
The stock that a clerk sees is at most five seconds old.
""",
    "decisions/DEC-001.md": """\
---
id: DEC-001
type: decision
title: Buy, do not build
status: decided
date: 2026-01-20
decider: Zhao Liu
decision_type: technical
decided_in: [MTG-001]
---
We take the standard module.

## Context
Two ways were on the table.

## Options
- Build
- Buy
""",
    "meetings/MTG-001.md": """\
---
id: MTG-001
type: meeting
title: Kick-off
status: minuted
held: 2026-01-05 10:00
decider: Zhao Liu
meeting_type: workshop
attendees: [Zhao Liu, Zhang San, Li Si]
agenda: [Goals, Stock]
---
First meeting of both sides.

## Minutes
Stock comes first.

## Action items
- [ ] Write down REQ-001 @李四 due:2026-03-01
- [x] Send the price list @Zhang.San due:2026-01-15
""",
    "milestones/MS-001.md": """\
---
id: MS-001
type: milestone
title: Requirements frozen
status: planned
date: 2026-03-15
owner: Li Si
milestone_type: freeze
done_when: Both sides have signed all P0 requirements.
deliverables: [Specification 1.0, Glossary]
criteria: [No open P0 question]
---
The day after which changes go through the change board.
""",
    "lists.yml": """\
records:
  - {id: GOAL-001, type: goal, title: 减少电话询问, status: agreed, body: 店员不再打电话问库存。}
  - {id: TC-001, type: test, title: Ask for an article in stock, status: ready, result: passed, method: test}
  - {id: TC-002, type: test, title: Ask at the peak, status: ready, result: failed, method: test}
  - {id: FB-001, type: feedback, title: Too small, status: answered, received: 2026-02-01, feedback_class: wording,
     analysis: {supported: 'yes', impact: none}, body: The letters are too small., affects: [REQ-001]}
  - {id: RISK-001, type: risk, title: ERP is slow, status: open, likelihood: high, severity: medium,
     response: Cache, body: The ERP answers late at noon.}
  - {id: STK-001, type: stakeholder, title: Zhao Liu, role: decider, organisation: Operations, decides: [Scope, Budget],
     tags: [仓储]}
  - {id: DOC-001, type: document, title: Tender, status: current, version: '2.1', date: 2025-11-01}
  - {id: TERM-001, type: term, title: 可用库存, en: Available stock, measure: 件, aliases: [可卖库存],
     forbidden: [存货], body: 仓库里可以立即卖出的数量。}
  - {type: term, title: 应用程序安全验证报告(Application Security Verification Report), body: 测试方写的报告。}
  - {id: REQ-004, type: functional, title: Stock of other shops, status: draft, priority: P3, section: Stock,
     scope: later, scope_reason: The other shops have no till yet., phase: '2', assumption: 'yes',
     delivered: {release: 1.1.0, result: partial, deviation: Without the shops abroad},
     tags: [仓储], figures: [{type: prototype, caption: To click through, url: "https://proto.example.org/stock"}],
     derives_from: [GOAL-001], body: The system shall show the stock of other shops.}
""",
}
FIRST = {
    "requirements/REQ-002.md": RECORDS["requirements/REQ-002.md"].replace("the stock", "what is in stock"),
    "requirements/REQ-009.md": """\
---
id: REQ-009
type: functional
title: Orders by fax
status: confirmed
---
The system shall read orders that come by fax.
""",
}
"""What the first release said in another way, or alone."""
SINCE = {
    "requirements/REQ-005.md": """\
---
id: REQ-005
type: functional
title: Price labels
status: draft
priority: P2
---
The system shall print labels with the price of an article.
"""
}
"""What was written after the second release."""


def build_house(folder: Path, language: str) -> Path:
    """Build the portal in a language of the theme's, English or Chinese, and return the site's folder."""
    _write(folder, {"mkdocs.yml": CONFIG.format(language=language), "schema.yml": SCHEMA})
    docs = folder / "docs_src"
    _write(docs, {**RECORDS, **FIRST})
    (docs / "screen.png").write_bytes(base64.b64decode(PIXEL))
    release(folder, "1.0.0", "2026-01-31")
    for name in FIRST.keys() - RECORDS.keys():
        (docs / name).unlink()
    _write(docs, RECORDS)
    release(folder, "1.1.0", "2026-03-01")
    _write(docs, SINCE)
    return run_mkdocs(folder)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
