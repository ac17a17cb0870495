"""Make the example ledger: ``python -m tools.record_example``.

Its texts were written for this program. Aldermark (XAL) and Borvania (XBO) are invented, as are their ministries and ministers;
their codes are among those that ISO 3166 leaves to users. The same call makes the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "counterpoise" / "record" / "example"

OUTLET = "invented for this program"

COMMUNIQUE = """Joint communiqué of the Foreign Ministries of Aldermark and Borvania
(an example: both countries, their ministries and their ministers are invented)

The Foreign Minister of Aldermark, Mira Sandoval, received the Foreign Minister of Borvania, Teodor Quill, at the border
town of Lowmark on 12 March 2021.

Minister Sandoval said that the policy of Aldermark towards Borvania "remains stable and consistent". Minister Quill
thanked her, and said that Borvania would "reopen the ferry line before the end of June 2022".

The two sides agreed that their ministers "will meet every year, in turn in each country".
"""

BRIEFING = """Briefing of the Foreign Ministry of Aldermark, 4 October 2022
(an example: the country, the ministry and the minister are invented)

Asked about the ferry, which began to sail again in May, Minister Mira Sandoval said: "Our policy towards Borvania remains
stable and predictable, and it will not change with the weather."

On trade she said that Aldermark would "host a round of talks on fish and timber by the summer of 2023".
"""

SPEECH = """Speech of the Foreign Minister of Borvania at the Lowmark Academy, 20 February 2023
(an example: the country, the ministry and the minister are invented)

"Borvania is a bridge between its neighbours, and it leans on no shore," said Minister Teodor Quill. "We will vote with our
friends in the south on every question of the straits," he added.
"""

INTERVIEW = """Das Gespräch: Ministerin Sandoval, 9. September 2024
(ein Beispiel: Land, Ministerium und Ministerin sind erfunden)

„Unsere Politik gegenüber Borvania ist stabil und verlässlich“, sagte Ministerin Mira Sandoval. Ein Sprecher sagte, man
werde „über alles zu gegebener Zeit reden“.
"""

RETURN = """Statement of the Foreign Ministry of Aldermark, 15 June 2025
(an example: the country, the ministry and the minister are invented)

Receiving her colleague from Borvania for the first time since 2021, Minister Mira Sandoval said that the policy of Aldermark
"remains, as it has been, stable and consistent", and that both sides should "open the land border by the end of 2026".
"""

SANDOVAL = {"name": "Mira Sandoval", "office": "foreign minister", "country": "XAL", "resolved": "named"}
QUILL = {"name": "Teodor Quill", "office": "foreign minister", "country": "XBO", "resolved": "named"}
NOBODY = {"name": "a spokesman", "resolved": "unresolved"}


def made() -> None:
    """Write the ledger and its sources anew."""
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    ledger = Ledger(FOLDER / "record.jsonl")

    def source(text: str, published: str, title: str, language: str = "en") -> Any:
        held: dict[str, Any] = {"outlet": OUTLET, "published": published, "title": title, "language": language}
        return ledger.add_source(text.encode(), **held, media_type="text/plain", recorded_on=published)

    def said(where: Any, exact: str, speaker: dict[str, Any], addressee: str | None, **more: Any) -> Any:
        day = {"said_on": where["published"], "recorded_on": where["published"]}
        return ledger.quote(
            where["id"], exact, speaker=speaker, addressee=addressee, language=where["language"], **{**day, **more}
        )

    def done(kind: str, actor: str, recipient: str, day: str, **more: Any) -> None:
        ledger.append(
            {
                "type": "event",
                "event_type": kind,
                "actor": actor,
                "recipient": recipient,
                "happened_on": day,
                "recorded_on": day,
                **more,
            }
        )

    first = source(COMMUNIQUE, "2021-03-12", "Joint communiqué of two invented ministries")
    said(first, "remains stable and consistent", SANDOVAL, "XBO", topic="diplomacy")
    said(
        first,
        "reopen the ferry line before the end of June 2022",
        QUILL,
        "XAL",
        topic="trade",
        commitment={"indicator": "events:COOPERATE", "direction": "reach", "by": "2022-06-30"},
    )
    said(first, "will meet every year, in turn in each country", {"name": "both sides", "resolved": "unresolved"}, None)
    done("CONSULT", "XAL", "XBO", "2021-03-12", mode="visit", topic="diplomacy", source=first["id"])
    done("COOPERATE", "XBO", "XAL", "2022-05-02", topic="trade", note="the ferry sails again")
    second = source(BRIEFING, "2022-10-04", "Briefing of an invented ministry")
    said(second, "Our policy towards Borvania remains\nstable and predictable", SANDOVAL, "XBO", topic="diplomacy")
    said(
        second,
        "host a round of talks on fish and timber by the summer of 2023",
        SANDOVAL,
        "XBO",
        topic="trade",
        commitment={"indicator": "events:CONSULT", "direction": "reach", "by": "2023-09-22"},
    )
    third = source(SPEECH, "2023-02-20", "Speech of an invented minister")
    bridge = said(
        third, "Borvania is a bridge between its neighbours, and it leans on no shore,", QUILL, "XAL", topic="diplomacy"
    )
    friends = said(
        third,
        "We will vote with our\nfriends in the south on every question of the straits,",
        QUILL,
        None,
        topic="security",
    )
    ledger.link(
        "contradicts",
        friends["id"],
        bridge["id"],
        recorded_on="2023-02-21",
        note="leans on no shore, and votes with one",
    )
    fourth = source(INTERVIEW, "2024-09-09", "Interview with an invented minister", "de")
    said(
        fourth,
        "Unsere Politik gegenüber Borvania ist stabil und verlässlich",
        SANDOVAL,
        "XBO",
        topic="diplomacy",
        stance="friendly",
    )
    said(fourth, "über alles zu gegebener Zeit reden", NOBODY, None)
    fifth = source(RETURN, "2025-06-15", "Statement of an invented ministry")
    wrong = said(fifth, "remains, as it has been, stable and consistent", SANDOVAL, "XBO", topic="trade")
    said(
        fifth,
        "open the land border by the end of 2026",
        SANDOVAL,
        "XBO",
        topic="trade",
        commitment={"indicator": "events:CONCEDE", "direction": "reach", "by": "2026-12-31"},
    )
    done("CONSULT", "XAL", "XBO", "2025-06-15", mode="visit", topic="diplomacy", source=fifth["id"])
    ledger.correct(
        wrong["id"],
        {"topic": "diplomacy", "recorded_on": "2025-06-16"},
        reason="the sentence is about the policy as a whole, not about trade",
    )
    (FOLDER / ".record.jsonl.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    made()
