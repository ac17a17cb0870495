"""Make the ledger of the case of Korea: ``python -m tools.korea_record ARTICLE``.

ARTICLE is a file with the text of the news report that the case is about (Anadolu, 18 September 2025, at the address below).
Its text belongs to its publisher: the ledger holds a few quoted words each, with where they stand, and no copy of the text.
Of the other reports it holds one sentence each, as it was read; a note of each source says so.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "cases" / "korea.jsonl"
DAY = "2026-11-27"
"""When it was written down."""

LEE = {"name": "Lee Jae Myung", "office": "president", "country": "KOR", "resolved": "named"}
WANG = {"name": "Wang Yi", "office": "foreign minister", "country": "CHN", "resolved": "named"}
CHO = {"name": "Cho Hyun", "office": "foreign minister", "country": "KOR", "resolved": "named"}
BOTH = {"name": "both sides", "resolved": "unresolved"}

ARTICLE: dict[str, Any] = {
    "outlet": "Anadolu",
    "title": "'Relying for security on US, economically on China' no longer viable: South Korean President Lee",
    "published": "2025-09-18",
    "address": "https://www.aa.com.tr/en/asia-pacific/relying-on-us-for-security-china-for-economy-no-longer-viable-south-korean-president-lee/3691592",
}
QUOTES: tuple[tuple[str, dict[str, Any], str | None, str, dict[str, Any]], ...] = (
    ("traditional equation", LEE, None, "2025-09-18", {"topic": "diplomacy"}),
    ("bridge", LEE, None, "2025-09-18", {"topic": "diplomacy"}),
    ("cannot completely sever", LEE, "CHN", "2025-09-18", {"topic": "diplomacy"}),
    ("adequate level", LEE, "CHN", "2025-09-18", {"topic": "diplomacy"}),
    ("measured", LEE, "PRK", "2025-09-18", {"topic": "nuclear"}),
    ("middle ground", LEE, "PRK", "2025-09-18", {"topic": "nuclear"}),
    ("important common understandings", BOTH, None, "2025-09-17", {"topic": "diplomacy"}),
    ("neighbors that cannot be moved away", WANG, "KOR", "2025-09-17", {"topic": "diplomacy"}),
    ("remains stable and consistent", WANG, "KOR", "2025-09-17", {"topic": "diplomacy"}),
    ("properly handle sensitive issues", WANG, "KOR", "2025-09-17", {"topic": "diplomacy"}),
    ("momentum of improvement in bilateral relations", CHO, "CHN", "2025-09-17", {"topic": "diplomacy"}),
    (
        "accelerate negotiations",
        CHO,
        "CHN",
        "2025-09-17",
        {
            "topic": "trade",
            "commitment": {"indicator": "signed:Korea-China second phase", "direction": "reach"},
            "note": "speed has no indicator here: a signature would show it",
        },
    ),
    ("jointly safeguard regional peace and stability", CHO, "CHN", "2025-09-17", {"topic": "security"}),
)
"""Of the article: the words, who said them, to whom, when, and what else is known."""

SENTENCE = "one sentence of the report, as it was read: its other words are not here"
OTHERS: tuple[tuple[dict[str, Any], str, str, dict[str, Any], str, str, dict[str, Any]], ...] = (
    (
        {
            "outlet": "Xinhua",
            "title": "Chinese foreign minister meets with ROK counterpart on bilateral relations",
            "published": "2025-03-22",
            "address": "http://en.people.cn/n3/2025/0322/c90000-20292641.html",
        },
        "China's policy toward the ROK remains stable, Wang said",
        "policy toward the ROK remains stable",
        WANG,
        "KOR",
        "2025-03-21",
        {"topic": "diplomacy"},
    ),
    (
        {
            "outlet": "Associated Press of Pakistan",
            "title": "Chinese FM meets special envoy of ROK president",
            "published": "2025-08-25",
            "address": "https://www.app.com.pk/global/chinese-fm-meets-special-envoy-of-rok-president/",
        },
        "Wang noted that China maintains stability and continuity in its policy towards the ROK",
        "maintains stability and continuity in its policy",
        WANG,
        "KOR",
        "2025-08-24",
        {"topic": "diplomacy"},
    ),
    (
        {
            "outlet": "Xinhua",
            "title": "Top Chinese diplomat holds talks with ROK foreign minister",
            "published": "2025-09-18",
            "address": "http://en.people.cn/n3/2025/0918/c90000-20367502.html",
        },
        "accelerate negotiations on the ROK-China and ROK-China-Japan free trade agreements",
        "ROK-China-Japan free trade agreements",
        CHO,
        "CHN",
        "2025-09-17",
        {
            "topic": "trade",
            "commitment": {"indicator": "signed:China-Japan-Korea", "direction": "reach"},
            "note": "speed has no indicator here: a signature would show it",
        },
    ),
)
"""Of other reports: the source, its sentence, the words, who said them, to whom, when, and what else is known."""

EVENTS = (
    ("CONSULT", "KOR", "CHN", "2025-09-17", "visit", "the foreign ministers meet in Beijing"),
    ("CONSULT", "CHN", "KOR", "2025-10-07", "phone", "the foreign ministers speak by telephone"),
)


def made(article: Path) -> None:
    """Write the ledger anew from the text of the article."""
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / TARGET.name)
        usual: dict[str, Any] = {"language": "en", "recorded_on": DAY}
        held = ledger.add_source(article.read_bytes(), **ARTICLE, **usual, media_type="text/plain")
        text = article.read_text(encoding="utf-8")
        for words, speaker, addressee, day, more in QUOTES:
            start = text.index(words) if text.count(words) > 1 else None
            said: dict[str, Any] = {"said_on": day, "speaker": speaker, "addressee": addressee, **usual, **more}
            ledger.quote(held["id"], words, start=start, **said)
        for source, sentence, words, speaker, addressee, day, more in OTHERS:
            kept = ledger.add_source(sentence.encode(), **source, **usual, media_type="text/plain", note=SENTENCE)
            said = {"said_on": day, "speaker": speaker, "addressee": addressee, "verbatim": False, **usual, **more}
            ledger.quote(kept["id"], words, **said)
        for kind, actor, recipient, day, mode, note in EVENTS:
            done = {"event_type": kind, "actor": actor, "recipient": recipient, "mode": mode}
            ledger.append(
                {"type": "event", **done, "happened_on": day, "topic": "diplomacy", "note": note, "recorded_on": DAY}
            )
        shutil.copyfile(ledger.path, TARGET)


if __name__ == "__main__":
    made(Path(sys.argv[1]))
