"""Words that leave a requirement open, by class, each with what to write instead.

The classes follow the rules of the INCOSE Guide to Writing Requirements (vague terms R7, escape clauses R8, open-ended
clauses R9, absolutes R26, pronouns R24) and the ambiguous terms of Wiegers & Beatty, Software Requirements, chapter 11;
the Chinese words are those that Chinese guides to requirements warn of.
"""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.i18n import Message, _

FULL = ("time", "performance", "quality", "quantity", "escape", "open-list", "comparison")
"""Classes that weigh what the rule weighs."""
LIGHT = ("hedge", "degree")
"""Classes that are worth a remark only."""
OFF = ("modal", "absolute", "pronoun", "example", "verb", "count")
"""Classes that nearly every text uses, most often rightly: silent unless a project asks for them."""
CLASSES = (*FULL, *LIGHT, *OFF)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the lexicon."""

    word: str
    """In lower case; one blank stands for any white space."""
    language: str
    """`en` or `zh`."""
    group: str
    """Its class, empty for words that only look like a vague one (`real-time clock`, 智能手机)."""
    hint: Message


def vague_words() -> tuple[Entry, ...]:
    """Return every word of the lexicon."""
    innocent = (("en", _INNOCENT_ENGLISH), ("zh", _INNOCENT_CHINESE))
    return (
        *_read("en", _ENGLISH),
        *_read("zh", _CHINESE),
        *(Entry(word, language, "", Message("")) for language, words in innocent for word in _split(words)),
    )


def jargon_words() -> tuple[Entry, ...]:
    """Return words of software people that a text in business words should do without."""
    hint = _("Say what the user sees or gets, or define the word in the glossary.")
    jargon = (("en", _JARGON_ENGLISH), ("zh", _JARGON_CHINESE))
    return tuple(Entry(word, language, "jargon", hint) for language, words in jargon for word in _split(words))


def _read(language: str, groups: tuple[tuple[str, Message, str], ...]) -> list[Entry]:
    return [Entry(word, language, group, hint) for group, hint, words in groups for word in _split(words)]


def _split(words: str) -> list[str]:
    return [word.strip() for line in words.strip().split("\n") for word in line.split("|") if word.strip()]


_ENGLISH: tuple[tuple[str, Message, str], ...] = (
    (
        "time",
        _("Say within what time: 'within 5 s of …'."),
        """
            in real time | in real-time | real-time | realtime | near real time | as soon as possible | asap
            immediately | instantly | instantaneous | instantaneously | promptly | timely | in a timely manner
            without delay | without undue delay | soon | shortly | at once | rapidly
            """,
    ),
    (
        "time",
        _("Say how often, or which event starts it: 'every 24 h', 'whenever … changes'."),
        """
            periodically | regularly | frequently | occasionally | from time to time | at any time
            """,
    ),
    (
        "performance",
        _("Give a figure and its load: '95 % of searches answer within 2 s with 200 users'."),
        """
            fast | quick | quickly | speedy | rapid | low latency | responsive | high performance | high-performance
            performant | efficient | efficiently | acceptable response time
            """,
    ),
    (
        "performance",
        _("Give the load: 'at least 500 requests per second with 10,000 users'."),
        """
            scalable | highly scalable | high throughput | heavy load | peak load | high load
            """,
    ),
    (
        "quality",
        _("Say what can be observed: 'a new user finishes … without help within 3 minutes'."),
        """
            user-friendly | user friendly | easy | easily | easy to use | ease of use | simple to use | intuitive
            intuitively | convenient | conveniently | comfortable | ergonomic | effortless | self-explanatory
            friendly | understandable | well-organised | well-organized
            """,
    ),
    (
        "quality",
        _("Name what may change, by whom, and at what effort."),
        """
            flexible | flexibly | configurable as needed | adaptable | extensible | maintainable | easily extensible
            modular | versatile | future-proof | portable
            """,
    ),
    (
        "quality",
        _("Give a rate: 'available 99.9 % of each month', 'at most 1 failure in 10,000 calls'."),
        """
            robust | robustly | reliable | reliably | highly available | high availability | fault tolerant
            fault-tolerant | resilient | graceful | gracefully | smooth | smoothly | seamless | seamlessly
            transparently | securely | safely | bulletproof | rock-solid
            """,
    ),
    (
        "quality",
        _("Name the rule or the limit by which it is judged."),
        """
            adequate | adequately | appropriate | appropriately | suitable | suitably | proper | properly
            reasonable | reasonably | acceptable | satisfactory | meaningful | sensible | good | poor | bad
            effective | effectively | high quality | high-quality | relevant | useful | desirable | clearly
            """,
    ),
    (
        "quality",
        _("Name the property or the standard that is meant."),
        """
            state-of-the-art | state of the art | modern | cutting-edge | advanced | sophisticated | world-class
            best practice | best practices | industry standard | industry-standard | attractive | beautiful
            elegant | aesthetic | appealing | powerful | smart
            """,
    ),
    (
        "quantity",
        _("Give the number, or the least and the greatest."),
        """
            several | many | few | a few | numerous | various | a lot of | lots of | a number of | plenty of
            a large number of | large amounts of | large numbers of | massive | huge | a small number of
            sufficient | sufficiently | enough | excessive | minimal | negligible | significant | a variety of
            approximately | roughly | nearly | almost | or so | close to
            """,
    ),
    (
        "escape",
        _("Say in which cases, and what happens in the others."),
        """
            normally | generally | usually | typically | mostly | in general | in most cases | mainly | often
            sometimes | largely | primarily | by and large | under normal conditions | ordinarily
            """,
    ),
    (
        "escape",
        _("Name the condition: 'when … then …'; a condition that nobody can check is no requirement."),
        """
            as appropriate | where appropriate | if appropriate | when appropriate | if necessary | when necessary
            where necessary | as necessary | as needed | if needed | when needed | where possible | if possible
            when possible | whenever possible | as far as possible | as much as possible | as little as possible
            to the extent possible | if practical | as far as practicable | where practicable
            to the extent practical | if required | as required | where required | when required | where applicable
            if applicable | as applicable | subject to | at the discretion of | best effort | on a best-effort basis
            in principle | under certain circumstances | unless otherwise agreed | feasible
            """,
    ),
    (
        "open-list",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            etc. | etc | et cetera | and so on | and so forth | and the like | and others | and more
            including but not limited to | including, but not limited to | not limited to | and/or | or similar
            among others | or equivalent | as a minimum
            """,
    ),
    (
        "comparison",
        _("Better than what, by how much, measured how?"),
        """
            better | worse | faster | slower | easier | simpler | more efficient | more efficiently | improve
            improved | improves | improving | enhance | enhanced | enhances | optimise | optimised | optimize
            optimized | optimal | optimally | maximise | maximize | minimise | minimize | minimised | minimized
            maximised | maximized | as fast as possible | as well as before
            """,
    ),
    (
        "hedge",
        _("Decide: it is required, or it is not."),
        """
            might | maybe | perhaps | possibly | would like | should like | ideally | preferably | hopefully
            could possibly | it would be nice | nice to have | if time permits | eventually
            """,
    ),
    (
        "degree",
        _("Say how much, or take the word out."),
        """
            very | highly | extremely | quite | rather | fairly | somewhat | relatively | considerably | some
            large | substantial | substantially | significantly | simple | simply | correctly
            """,
    ),
    (
        "modal",
        _("Decide: it is required, or it is not."),
        """
            may | can | could | should | will | would | ought to
            """,
    ),
    (
        "absolute",
        _("Say in which cases, and what happens in the others."),
        """
            all | any | every | always | never | none | totally | completely | 100 % | 100% | zero defects
            """,
    ),
    (
        "pronoun",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            it | its | this | that | these | those | they | them | the above | the following | such | respective
            """,
    ),
    (
        "example",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            such as | for example | for instance | e.g. | like
            """,
    ),
    (
        "verb",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            support | supports | handle | handles | manage | manages | process | processes | deal with | provide for
            """,
    ),
    (
        "count",
        _("Give the number, or the least and the greatest."),
        """
            multiple | certain | different | other | additional | most
            """,
    ),
)

_CHINESE: tuple[tuple[str, Message, str], ...] = (
    (
        "time",
        _("Say within what time: 'data no older than __ s', 'within __ minutes of …'."),
        """
            实时 | 實時 | 准实时 | 近实时 | 及时 | 及時 | 尽快 | 盡快 | 儘快 | 尽早 | 儘早 | 立即 | 立刻 | 马上
            馬上 | 即时 | 即時 | 短时间内 | 第一时间 | 随时 | 隨時 | 秒级 | 毫秒级 | 分钟级 | 适时 | 適時 | 瞬间
            迅速 | 尽可能快
            """,
    ),
    (
        "time",
        _("Say how often or upon which event: 'daily at 02:00', 'whenever … changes'."),
        """
            定期 | 不定期 | 经常 | 經常 | 频繁 | 時常 | 时常 | 偶尔 | 周期性地
            """,
    ),
    (
        "performance",
        _("Give a figure and its load: '95 % of queries within __ s with __ users at once'."),
        """
            快速 | 高速 | 高效 | 高性能 | 高效能 | 流畅 | 流暢 | 秒开 | 响应快 | 响应迅速 | 低延迟 | 低时延 | 不卡顿
            """,
    ),
    (
        "performance",
        _("Give the number and the unit: 'at least __ a second', 'up to __ records'."),
        """
            高并发 | 高併發 | 大并发 | 海量 | 大批量 | 大数据量 | 大量 | 大规模 | 高吞吐 | 高负载 | 少量
            """,
    ),
    (
        "quality",
        _("Say what can be observed: 'a new user finishes … without help within __ minutes'."),
        """
            友好 | 易用 | 易用性好 | 好用 | 美观 | 美觀 | 简洁 | 簡潔 | 方便 | 便捷 | 便利 | 简便 | 简易 | 简单易用
            简单 | 簡單 | 直观 | 直觀 | 清晰 | 清晰明了 | 一目了然 | 人性化 | 易于使用 | 易于理解 | 易于操作
            操作简单 | 舒适 | 通俗易懂 | 良好 | 优质 | 優質
            """,
    ),
    (
        "quality",
        _("Name what may be changed, by whom, and how."),
        """
            灵活 | 靈活 | 可扩展 | 可擴展 | 易扩展 | 易维护 | 可维护 | 易于维护 | 易于扩展 | 可配置化 | 通用性强
            松耦合
            """,
    ),
    (
        "quality",
        _("Give a rate: 'available 99.9 % of the year', 'at most __ failures a month'."),
        """
            稳定 | 穩定 | 可靠 | 高可用 | 高可靠 | 健壮 | 健壯 | 鲁棒 | 容错性强 | 平稳 | 平滑 | 无缝 | 無縫
            稳定可靠 | 安全可靠
            """,
    ),
    (
        "quality",
        _("Name the rule or the limit by which it is judged."),
        """
            合理 | 适当 | 適當 | 恰当 | 恰當 | 合适 | 合適 | 适宜 | 妥善 | 完善 | 完备 | 充分
            """,
    ),
    (
        "quality",
        _("Name the function or the standard that is meant."),
        """
            先进 | 先進 | 智能 | 智能化 | 智慧化 | 自动化程度高 | 现代化 | 业界领先 | 一流 | 主流 | 最佳实践 | 强大
            丰富 | 高质量
            """,
    ),
    (
        "quantity",
        _("Give the number and the unit: 'at least __ a second', 'up to __ records'."),
        """
            若干 | 一些 | 足够 | 足夠 | 适量 | 適量 | 大部分 | 绝大部分 | 大多数 | 绝大多数 | 许多 | 許多 | 众多
            很多 | 较多 | 不少 | 几个 | 大约 | 大約 | 左右 | 上下浮动 | 约为 | 差不多 | 较大 | 较小 | 较高 | 较低
            较快 | 较长 | 过大 | 过多 | 过长
            """,
    ),
    (
        "escape",
        _("Say in which cases, and what happens in the others."),
        """
            一般 | 一般情况下 | 一般来说 | 通常 | 通常情况下 | 正常情况下 | 基本上 | 大致 | 大体上 | 往往
            多数情况下
            """,
    ),
    (
        "escape",
        _("Name the condition and who decides: 'when …, then …'."),
        """
            必要时 | 必要時 | 视情况 | 視情況 | 视情况而定 | 酌情 | 如有必要 | 如有需要 | 需要时 | 原则上 | 原則上
            如有可能 | 可能的话 | 条件允许 | 允许的情况下 | 在可行的范围内 | 尽量 | 儘量 | 盡量 | 尽可能 | 儘可能
            尽力 | 力求 | 力争 | 另行协商 | 根据需要 | 按需 | 根据实际情况 | 视具体情况 | 特殊情况 | 不排除
            有条件时 | 酌量
            """,
    ),
    (
        "open-list",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            等等 | 之类 | 诸如此类 | 包括但不限于 | 包含但不限于 | 不限于 | 以及其他 | 及其他 | 诸如
            """,
    ),
    (
        "comparison",
        _("Than what, by how much, measured how?"),
        """
            更好 | 更快 | 更高 | 更低 | 更强 | 更优 | 更加 | 优化 | 優化 | 提升 | 提高 | 改进 | 改進 | 改善 | 增强
            完善化 | 降低到最低 | 最大化 | 最小化 | 最优 | 最优化 | 最大限度 | 最大程度 | 不低于现有
            不低于现有水平 | 显著 | 明显 | 大幅
            """,
    ),
    (
        "hedge",
        _("Decide: it is required, or it is not."),
        """
            或许 | 或許 | 也许 | 也許 | 大概 | 可能会 | 最好 | 最好能 | 希望 | 期望能 | 争取 | 倾向于 | 如果可以
            考虑支持
            """,
    ),
    (
        "degree",
        _("Than what, by how much, measured how?"),
        """
            非常 | 十分 | 极其 | 較為 | 较为 | 相当 | 很 | 极大 | 充足 | 全面 | 全方位
            """,
    ),
    (
        "modal",
        _("Decide: it is required, or it is not."),
        """
            应该 | 應該 | 可以 | 可能 | 建议 | 建議 | 能够 | 能夠 | 应当 | 可 | 宜
            """,
    ),
    (
        "absolute",
        _("Say in which cases, and what happens in the others."),
        """
            所有 | 任何 | 全部 | 永远 | 永遠 | 绝不 | 绝对 | 零故障 | 百分之百 | 一切 | 始终 | 从不 | 完全
            万无一失
            """,
    ),
    (
        "pronoun",
        _("Name what is meant."),
        """
            它 | 它们 | 其 | 该系统 | 上述 | 前述 | 相关 | 相關 | 相应 | 相應 | 有关 | 对应的 | 以下 | 这些 | 那些
            """,
    ),
    (
        "example",
        _("List everything that belongs to it, or name the rule by which it is decided."),
        """
            例如 | 比如 | 譬如 | 如下所示
            """,
    ),
    (
        "count",
        _("Give the number and the unit: 'at least __ a second', 'up to __ records'."),
        """
            多个 | 多種 | 多种 | 各种 | 各類 | 各类 | 部分 | 某些 | 其他 | 不同
            """,
    ),
)

_INNOCENT_ENGLISH = """
            real-time clock | real-time clocks | real-time operating system | real-time operating systems
            real-time os | real-time kernel | real-time executive | real-time system | real-time systems | clean up
            clean build | fast forward | good practice | advanced encryption standard | smart card | smart cards
            smart phone | smart tv | easy access rules | proper subset | modular arithmetic | minimal edition
            close to zero | few-shot | best effort delivery | relevant to | portable operating system interface
            portable document format | general availability | proper name | rather than | other than | so on
            subject to change | effective date | effective dates | effective from | cost-effective | as required by
            as needed by | as applicable to | not appropriate | soft real-time | hard real-time | large file
            simple mail transfer protocol | simple object access protocol | simple network management protocol
            very large scale integration | poor man's | fast ethernet | rapid spanning tree
"""
"""Names that hold a vague word without being vague; the longest match wins, so they cover it."""

_INNOCENT_CHINESE = """
            智能手机 | 智能终端 | 智能设备 | 智能合约 | 智能卡 | 智能电视 | 智能家居 | 智能体 | 智能手表 | 智能电表
            人工智能 | 商业智能 | 一般纳税人 | 一般贸易 | 一般用户 | 一般性 | 实时时钟 | 实时操作系统 | 稳定版
            稳定币 | 稳定性测试 | 快速通道 | 快速排序 | 高速公路 | 高速缓存 | 有效期 | 有效日期 | 有效性 | 有效值
            有效载荷 | 有效身份证件 | 有效证件 | 有效数字 | 无效 | 正常化 | 不正常 | 基本信息 | 基本资料 | 基本工资
            基本单位 | 基本功能 | 基本面 | 主要联系人 | 主要负责人 | 主流程 | 方便面 | 简单邮件传输协议
            简单对象访问协议 | 接近传感器 | 接近开关 | 左右滑动 | 左右对齐 | 左右两侧 | 左右键 | 提高警惕 | 定期存款
            定期保险 | 活期 | 不定期存款 | 合理性 | 科学计数法 | 科学计算 | 科学家 | 可靠性 | 安全可靠性 | 稳定性
            友好协商 | 直观图 | 先进先出 | 后进先出 | 充分必要条件 | 规范化 | 特殊情况说明 | 按需付费 | 立即购买
            立即支付 | 立即登录 | 立即注册 | 立即参加 | 随时随地 | 很可能 | 很少 | 高度角 | 深度学习 | 深度优先
            高度差 | 宽度 | 降低 | 相当于 | 十分钟 | 充分必要 | 即时通讯 | 即时通信 | 即时消息 | 即時通訊
            实时数据库 | 大规模集成电路 | 主要部分
"""

_JARGON_ENGLISH = """
            api | backend | back-end | boolean | cache | callback | cookie | cron job | css | daemon
            database table | deadlock | docker | dom | endpoint | enum | foreign key | frontend | front-end
            garbage collection | hash | html | http | idempotent | json | jwt | kafka | kubernetes | localhost
            microservice | middleware | mutex | namespace | null | oauth | orm | payload | primary key
            race condition | redis | regex | regular expression | rest | rpc | schema | sdk | serialisation
            serialization | shard | singleton | soap | sql | ssh | stack trace | stored procedure | tcp
            thread pool | tls | udp | unicode | url parameter | utf-8 | uuid | webhook | websocket | xml | yaml
"""

_JARGON_CHINESE = """
            缓存 | 接口调用 | 主键 | 外键 | 索引字段 | 线程池 | 线程 | 异步 | 同步锁 | 幂等 | 中间件 | 微服务
            消息队列 | 序列化 | 反序列化 | 分库分表 | 数据库表 | 字段类型 | 回调 | 守护进程 | 死锁 | 事务回滚
            布尔值 | 枚举值 | 空指针 | 正则表达式 | 容器化 | 负载均衡 | 反向代理 | 网关路由 | 分布式锁 | 心跳包
            前端 | 后端 | 入参 | 出参 | 报文 | 哈希 | 令牌桶 | 堆栈 | 内存泄漏 | 垃圾回收 | 编译 | 部署脚本 | 持久化
            脏读 | 乐观锁
"""
