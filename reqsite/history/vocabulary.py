"""Words that a redline treats in a way of their own."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d[\d.,:/-]*\Z|[一二两三四五六七八九十百千万半]{1,8}\Z")
_FIGURES = frozenset("一二两三四五六七八九十百千万半")
_SMALL = """
a an the of to in on at by for and or as is are be it its this that with from if
的 了 和 与 及 或 在 是 对 将 并 中 为 被 于 以 也 都 而 其 所 等
"""
_UNITS = """
ns ms s sec secs second seconds millisecond milliseconds microsecond microseconds us µs μs min mins minute minutes
h hr hrs hour hours day days week weeks month months year years working business calendar
b kb mb gb tb kib mib gib tib byte bytes bit bits kbit/s mbit/s kb/s mb/s kbps mbps gbps hz khz mhz ghz
m cm mm km µm g kg mg px pixel pixels dpi °c v w a ma kw kwh % percent user users session sessions request requests
record records row rows item items page pages file files character characters digit digits times attempt attempts
retries transaction transactions message messages event events line lines tps qps rps
毫秒 微秒 秒 秒钟 分钟 分 小时 工作日 个 天 日 周 星期 月 季度 年 次 条 人 名 并发 位 笔 项 台 份 页 行 字符
字节 字 兆 倍
元 万 万元 亿 像素 米 千米 公里 克 千克 度 ％ ‰ 个月 个工作日 个小时
"""
_IN_LETTERS = """
zero two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred
thousand million
"""
_BINDING = """
shall should may must can cannot will would could might need needs required recommended optional prohibited
forbidden not never shan't shouldn't mustn't can't won't
≤ ≥ < > = ≠ ± <= >= == != least most minimum maximum min max exceed exceeds below above within
应 应当 应该 须 必须 宜 不宜 可 可以 不可 不可以 不得 禁止 严禁 不应 不应当 不应该 需 需要 无需 不需 不需要 允许
不允许 不能 能
能够 不必 无须 每日 每天 每周 每月 每年 每小时 每季度 daily weekly monthly yearly annually hourly quarterly
不必 无须 建议 推荐 不 非 勿
不超过 不少于 不低于 不高于 不大于 不小于 至少 至多 最多 最少 大于 小于 等于 超过 低于 高于 少于 多于 以上 以下
以内 之内 ＜ ＞ ＝
"""
_COMMON_HAN = """
必须 不得 不应 应当 应该 禁止 严禁 不可 不能 不宜 可以 允许 需要 无需 不需 不必 建议 推荐 不超过 不少于 不低于
不高于 不大于
不小于 至少 至多 最多 最少 大于 小于 等于 以上 以下 以内 之内 响应 适应 反应 对应 相应 供应 效应 应用 应答 应急
应付 可用
可用性 可靠 可靠性 可能 可视 可读 可选 可信 可见 可扩展 可维护 可追溯 许可 认可 须知 无须 需求 系统 用户 数据
信息 管理 功能
服务 处理 支持 提供 使用 查询 记录 显示 操作 时间 状态 文件 接口 安全 验证 认证 授权 加密 存储 传输 备份 恢复
日志 审计 权限
角色 平台 模块 设备 网络 配置 错误 异常 失败 成功 工作日 小时 分钟 毫秒
"""

SMALL_WORDS = frozenset(_SMALL.split())
"""Words that say little by themselves."""
UNITS = frozenset(_UNITS.split())
"""What a number counts, in lower case."""
IN_LETTERS = frozenset(_IN_LETTERS.split())
"""Numbers in letters, in lower case; "one" is too often none."""
BINDING = frozenset(_BINDING.split())
"""Modal verbs, negations and bounds, in lower case."""
COMMON_HAN = frozenset(_COMMON_HAN.split())
"""What is cut out of Chinese text where there is no jieba: what binds, what looks like it, and what is frequent."""


def is_number(word: str) -> bool:
    """Return True for a figure, a range or a date, and for a number in letters or in Chinese characters."""
    return _NUMBER.match(word) is not None or word.lower() in IN_LETTERS or (word[0] in _FIGURES and word[1:] in UNITS)


def is_unit(word: str) -> bool:
    """Return True for what may stand behind a number and say what it counts."""
    return word in UNITS or word.lower() in UNITS
