"""Who said it, in texts about invented people; wrong is worse than open."""

from __future__ import annotations

import json

import pytest

from counterpoise.record.people import Person
from counterpoise.record.quotes import quotes_in
from counterpoise.record.speakers import speakers_of

LUND = ("Kari Lund", "NOR", "named")
OPEN = (None, None, "unresolved")

TEXTS = {
    "en": (
        'Norwegian Foreign Minister Kari Lund came to Warsaw. "We will not step back," she said. Her counterpart, Jan '
        'Nowak, disagreed. "Too early," Nowak told Lund.\n"The talks," said Lund, "will go on."\nAnalysts called it '
        '"a turning point." The Polish Foreign Ministry said it was "useful." Warsaw said it was "open."\n'
        'Nowak\'s spokesman called it "nonsense." Lund rejected Nowak\'s "ultimatum."\n"I don\'t know," an official said.',
        [
            ("Kari Lund", "NOR", "pronoun"),
            ("Jan Nowak", None, "named"),
            LUND,
            LUND,
            OPEN,
            ("Ministry of Foreign Affairs of Poland", "POL", "named"),
            (None, "POL", "metonym"),
            OPEN,
            OPEN,
            OPEN,
        ],
    ),
    "en, several": (
        'Prime Minister Anne Clark and Trade Minister Paul Roy met reporters. "We have a plan," Clark said. "It is good."\n'
        'Roy, who took office in May, described it as "a tax".\nAsked whether the deal was "dead," Clark smiled.\n'
        'According to Clark, the offer is "final." Clark was quoted as saying "so be it". Roy has not said that it is "over".\n'
        'Clark and Roy said it was "done".\n"Fine," said Trade Minister Roy.',
        [
            ("Anne Clark", None, "named"),
            ("Anne Clark", None, "named"),
            ("Paul Roy", None, "named"),
            OPEN,
            ("Anne Clark", None, "named"),
            ("Anne Clark", None, "named"),
            OPEN,
            OPEN,
            ("Paul Roy", None, "named"),
        ],
    ),
    "en, both sides": (
        "Japan's Prime Minister Ken Mori met Indian President Ravi Rao in Delhi. Both sides described the talks as "
        '"candid." He called it "warm."\n“We begin.\n“We end,” Rao said.\nThe Kremlin said it was "not our business." '
        '"No comment," said a spokesman for the Chinese Foreign Ministry.',
        [
            ("Japan and India", None, "metonym"),
            OPEN,
            ("Ravi Rao", "IND", "named"),
            ("Ravi Rao", "IND", "named"),
            (None, "RUS", "metonym"),
            (None, "CHN", "named"),
        ],
    ),
    "en, two of a name": (
        'Foreign Minister Lee Han and Defence Minister Lee Bo spoke. "We agree," Lee said. "We do," Lee Bo said.',
        [OPEN, ("Lee Bo", None, "named")],
    ),
    "en, British": (
        "'We never left,' said German Chancellor Eva Braun, adding that the 'door is open'. The chancellor's office "
        "said the quote was 'accurate'. British Foreign Secretary Tom Hill said Braun had told him 'never'.",
        [("Eva Braun", "DEU", "named"), ("Eva Braun", "DEU", "named"), OPEN, ("Eva Braun", "DEU", "named")],
    ),
    "ko": (
        '노르웨이 룬드 외교장관은 기자회견에서 "물러서지 않겠다"고 말했다. 이어 "문은 열려 있다"고 덧붙였다.\n'
        '왕허 중국 외교부장은 "관계는 안정적"이라고 강조했다. 외교부는 "협의 중"이라고 밝혔다.\n'
        '중국 외교부는 "반대한다"고 밝혔다. 한 전문가는 "이례적"이라고 평가했다.',
        [
            ("룬드", "NOR", "named"),
            ("룬드", "NOR", "pronoun"),
            ("왕허", "CHN", "named"),
            OPEN,
            ("외교부", "CHN", "named"),
            OPEN,
        ],
    ),
    "zh": (
        "韩国外长赵民在北京会见中国外交部长王和。王和表示：“政策保持稳定。”赵民说，两国关系“很重要”。专家认为此举“意义重大”。"
        "“我们会努力，”赵民说。",
        [("王和", "CHN", "named"), ("赵民", "KOR", "named"), OPEN, ("赵民", "KOR", "named")],
    ),
    "ja": (
        "山田外相は会見で「対話を続ける」と述べた。また「扉は開いている」と強調した。専門家は「異例だ」と指摘した。"
        "田中首相は「関税を下げる」と語った。",
        [("山田", None, "named"), ("山田", None, "pronoun"), OPEN, ("田中", None, "named")],
    ),
    "fr": (
        "La ministre norvégienne des Affaires étrangères, Kari Lund, est arrivée. « Nous restons », a-t-elle dit. « Trop tôt », "
        "a déclaré le ministre polonais des Affaires étrangères Jan Nowak. Selon un communiqué du ministère chinois des Affaires "
        "étrangères, c'était « utile ». M. Nowak a ajouté que « rien n'est décidé ». Un expert a parlé d'une « rupture ».",
        [
            ("Kari Lund", "NOR", "pronoun"),
            ("Jan Nowak", "POL", "named"),
            ("ministère des Affaires étrangères", "CHN", "named"),
            ("Jan Nowak", "POL", "named"),
            OPEN,
        ],
    ),
    "de": (
        "Der polnische Außenminister Jan Nowak traf ein. „Wir bleiben dabei“, sagte Nowak. „Zu früh“, erklärte Bundeskanzlerin "
        "Eva Keller am Montag. Laut Keller ist es „endgültig“. In Berlin sagte ein Sprecher, es sei „offen“.",
        [("Jan Nowak", "POL", "named"), ("Eva Keller", None, "named"), ("Eva Keller", None, "named"), OPEN],
    ),
}


def told(text, language, **more):
    quotes = quotes_in(text)
    return [
        (one.speaker.name, one.speaker.country, one.speaker.resolved)
        for quote, one in zip(quotes, speakers_of(text, quotes, language, **more), strict=True)
        if not quote.depth
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_texts_of_invented_people(name):
    text, wanted = TEXTS[name]
    assert told(text, name[:2]) == wanted


def test_the_addressee_is_who_was_told():
    text = 'Polish President Jan Nowak met Norwegian President Kari Lund. "It is late," Nowak told Lund.'
    quotes = quotes_in(text)
    assert speakers_of(text, quotes, "en")[0].addressee == "NOR"


def test_a_language_without_rules_is_left_open():
    assert told('El ministro dijo: "No".', "es") == [OPEN]


class Table:
    """A table of office-holders with two rows."""

    def resolve(self, name_or_title, on):
        if on and on < "2030":
            return None
        known = {
            "Varga": Person("Ilona Varga", "foreign minister", "HUN"),
            "foreign minister of Hungary": Person("Ilona Varga", None, "HUN"),
        }
        return known.get(name_or_title)


def test_the_table_of_office_holders_adds_and_never_overrules():
    text = 'In Budapest, Varga said it was "fine". The Hungarian foreign minister said it was "over".'
    assert told(text, "en", offices=Table(), on="2031-01-01") == [("Ilona Varga", "HUN", "named")] * 2
    assert told(text, "en", offices=Table(), on="2020-01-01") == [("Varga", None, "named"), (None, "HUN", "named")]
    other = 'Polish envoy Varga spoke. "Fine," Varga said.'
    assert told(other, "en", offices=Table(), on="2031-01-01") == [("Varga", "POL", "named")]


def test_the_example_article(shared):
    """Fourteen quotations that one person labelled by hand: all right, none wrong, none left open."""
    folder = shared / "record"
    text = (folder / "example_article.txt").read_text(encoding="utf-8")
    gold = [
        json.loads(line) for line in (folder / "gold" / "example_article_quotes.jsonl").read_text("utf-8").splitlines()
    ]
    quotes = quotes_in(text)
    found = dict(
        zip((one.start for one in quotes), zip(quotes, speakers_of(text, quotes, "en"), strict=True), strict=True)
    )
    assert len(gold) == 14
    for one in gold:
        quote, said = found[one["start"]]
        assert quote.text.startswith(one["starts_with"])
        assert (said.speaker.name, said.speaker.country) == (one["speaker"], one["country"])


def test_texts_that_nobody_here_wrote_are_read_without_a_fault(shared):
    """The gold records of PLOVER: short sentences of many forms."""
    held = json.loads((shared / "record" / "gold" / "plover_gsr_cameo.json").read_text(encoding="utf-8"))
    texts = [one["text"] for one in held if one.get("text")]
    assert len(texts) > 300
    for text in texts:
        quotes = quotes_in(text)
        said = speakers_of(text, quotes, "en")
        assert len(said) == len(quotes)
        assert all(quote.text in text for quote in quotes)
