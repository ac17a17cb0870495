"""What a quotation is about: one of a short list, proposed by plain keywords."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

TOPICS = ("security", "trade", "technology", "diplomacy", "nuclear", "people", "other")
"""The list; in a tie the earlier one in `_WORDS` counts."""

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "nuclear": "nuclear denuclear missile warhead enrichment plutonium 핵 비핵화 미사일 核 导弹 導彈 ミサイル nucléaire atomwaffe atom",
        "technology": "semiconductor chip technolog artificial.intelligence quantum 5g telecom batter 반도체 기술 배터리 인공지능 半导体 半導體 "
        "技术 技術 芯片 人工智能 半導体 technologie halbleiter puce",
        "trade": "trade tariff export import free.trade market investment econom supply.chain customs commerce rare.earth fta 무역 통상 관세 "
        "수출 수입 투자 경제 공급망 자유무역 贸易 貿易 关税 關稅 出口 进口 投资 投資 经济 經濟 供应链 関税 輸出 輸入 経済 commerc économi "
        "douan exportation handel zoll zölle wirtschaft ausfuhr",
        "security": "security militar defen[cs]e alliance troop deterren drill exercise ceasefire sovereignty wars?\\b peace weapon border "
        "안보 군사 국방 "
        "동맹 훈련 억제 평화 전쟁 安全 军事 軍事 国防 國防 同盟 和平 战争 戰爭 防衛 安全保障 平和 sécurité défense militaire alliance paix "
        "guerre sicherheit verteidigung bündnis militär frieden krieg",
        "people": "people-to-people cultur visa student touris education humanitarian famil exchange[s]?.of.people "
        "문화 관광 유학생 비자 인적 이산가족 "
        "文化 旅游 旅遊 留学 留學 人员往来 人文 観光 人的交流 culture tourisme étudiant kultur visum studierende",
        "diplomacy": "diploma relations bilateral dialogue summit negotiat partnership cooperat understanding talks friendship neighbo "
        "외교 관계 협력 "
        "대화 정상회담 양국 외교관계 관계 협상 外交 关系 關係 合作 对话 對話 谈判 会谈 協力 対話 会談 関係 diplomati coopération "
        "dialogue partenariat beziehung zusammenarbeit gespräch dialog partnerschaft",
    }
)
_PATTERNS = {
    topic: re.compile(
        "|".join(rf"(?<![a-zà-ÿ]){one}" if one[0].isascii() else one for one in words.split()), re.IGNORECASE
    )
    for topic, words in _WORDS.items()
}


def topic_of(quote: str, around: str = "") -> str:
    """Propose what a quotation is about.

    Parameters
    ----------
    quote
        Its words, which count three times.
    around
        The sentence in which it stands.

    Returns
    -------
    str
        One of `TOPICS`; ``other`` where no keyword says more.

    Examples
    --------
    >>> (
    ...     topic_of("We will lower tariffs"),
    ...     topic_of("안보 협력"),
    ...     topic_of("I am glad"),
    ...     topic_of("a bridge", "On nuclear talks he said a bridge"),
    ... )
    ('trade', 'security', 'other', 'nuclear')
    """
    counts = {
        topic: 3 * len(pattern.findall(quote)) + len(pattern.findall(around)) for topic, pattern in _PATTERNS.items()
    }
    best = max(counts, key=lambda topic: counts[topic])
    return best if counts[best] else "other"
