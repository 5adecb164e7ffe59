"""The files of a new project in Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "mkdocs.yml": """\
site_name: %NAME%
docs_dir: docs_src
use_directory_urls: false # 门户也可以直接从文件夹打开
theme:
  name: material
  language: zh
  font: false # 不向外部主机请求字体
plugins:
  - search:
      pipeline: [] # 否则中文搜不到
  - reqsite:
      schema: docs_src/schema.yml
""",
    ".gitignore": "/site/\n",
    "docs_src/schema.yml": """\
# 本项目的词汇：默认词汇加上这里写的内容（reqsite schema 可以列出全部）。
extends: default

checks:
  empty-chapter:
    chapters: # 文档必须有的章节：每一章都在，而且有内容
      - background.md
      - goals
      - requirements/functional
      - requirements/nonfunctional
      - requirements/constraints
      - glossary.yml
  not-verified: off # 有测试以后去掉：`reqsite new test "…"`，并在需求里写 `verified_by: [TC-001]`
""",
    "docs_src/index.md": """\
# %TITLE%

要做什么，由客户和我们共同约定，都写在这里。请先看[项目背景](background.md)。
""",
    "docs_src/background.md": """\
# 项目背景

谁需要它，为什么是现在：目前怎么做，哪里不合适，以前试过什么。

请用自己的半页文字替换本页。
""",
    "docs_src/goals/GOAL-001.md": """\
---
id: GOAL-001
type: goal
title: 减少库存咨询电话
status: draft
---
上线第一年内，客户打电话询问库存的次数减少一半：由每周200次降到100次。
""",
    "docs_src/requirements/functional/REQ-001.md": """\
---
id: REQ-001
type: functional
title: 查询库存
status: draft
priority: P1
section: 功能需求
supports: [GOAL-001]
---
订单台应当向每位已登录的客户显示商品的库存。

## 验收标准

- 假如某商品库存为12件，当客户打开该商品时，那么页面显示12。

## 理由

大多数来电只问这一件事。
""",
    "docs_src/requirements/nonfunctional/REQ-002.md": """\
---
id: REQ-002
type: nonfunctional
title: 显示库存的时间
status: draft
priority: P1
section: 非功能需求
supports: [GOAL-001]
nfr: {attribute: performance, metric: 页面显示时间, target: "2", unit: s, condition: 100位客户同时使用}
---
100位客户同时使用时，订单台应当在2 s内显示商品的库存。

## 验收标准

- 假如每秒有100位客户打开商品，当又有一位客户打开商品时，那么页面在2 s内显示。
""",
    "docs_src/requirements/constraints/REQ-003.md": """\
---
id: REQ-003
type: constraint
title: 数据不出内网
status: draft
priority: P0
priority_reason: 与供应商的合同要求如此。
section: 约束条件
---
库存数据应当保存在客户自己的服务器上。
""",
    "docs_src/glossary.yml": """\
records:
  - type: term
    title: 库存
    body: 仓库中尚未承诺给任何人的某一商品的件数。
  - type: term
    title: 商品
    body: 有自己的编号、可以订购的东西。
""",
}
"""Path → text; `%NAME%` is the name of the site as YAML has it, `%TITLE%` as Markdown has it."""
