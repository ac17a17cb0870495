"""Who a sentence in Korean, Chinese or Japanese says to speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from counterpoise.record.attributions import Attribution
from counterpoise.record.people import Phrase, country_of, country_words
from counterpoise.record.sentences import COVER


@dataclass(frozen=True)
class Manner:
    """How one language says who speaks.

    Attributes
    ----------
    titles
        Titles, the longest first.
    bodies
        Endings of an institution's name.
    name
        A pattern of a name.
    before
        Whether a title stands before the name (Chinese) or behind it.
    subject
        What marks a subject.
    verbs
        A pattern of verbs of saying.
    pronouns
        He, she.
    both
        Both sides.
    according
        What follows a source.
    """

    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    name: str
    before: bool
    subject: str
    verbs: str
    pronouns: str
    both: str
    according: str


def _longest(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))


KOREAN = Manner(
    titles=_longest(
        "대통령 국무총리 총리 부총리 외교부장관 외교장관 국방장관 통상교섭본부장 외무장관 외무상 외교부장 국방부장 상무부장 장관 차관 "
        "차관보 대변인 부대변인 대사 국가주석 주석 국무위원장 위원장 국가안보실장 안보실장 비서실장 국장 의원 대표 특사 부부장 수석 실장 "
        "본부장 사무총장 회장 여사 부통령 국무장관 재무장관 상무장관 관방장관 외상 방위상 씨"
    ),
    bodies=_longest(
        "외교부 국방부 통일부 외무성 국무부 산업통상자원부 산업부 상무부 정부 대통령실 청와대 총리실 대사관 백악관 통신 군 의회 국회"
    ),
    name=r"[가-힣]{1,4}|[가-힣]{1,6}(?: [가-힣]{1,6}){1,2}",
    before=False,
    subject=r"(?:은|는|이|가|께서는|께서)",
    verbs=(
        r"(?:말했|밝혔|강조했|전했|덧붙였|설명했|지적했|언급했|주장했|답했|평가했|촉구했|요청했|당부했|경고했|비판했|약속했|제안했|"
        r"발표했|반박했|고 했|말한다|적었|썼|표명했|부연했|역설했|일축했|라며|면서|다고|라고|고 말)"
    ),
    pronouns=r"(?:그는|그가|그녀는|그녀가)",
    both=r"(?:양측은|양국은|양국 장관은|양 장관은|두 나라는|양국 정상은|두 정상은)",
    according=r"에 따르면",
)
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖田董潘袁蔡蒋蔣余于杜叶葉"
    "程魏苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬"
    "覃武钱錢戴严嚴莫孔向常汤湯习習耿华華毛洪安文朴权權申全"
)
CHINESE = Manner(
    titles=_longest(
        "国家主席 國家主席 主席 国务院总理 总理 總理 副总理 外交部长 外交部長 外交部发言人 外交部發言人 发言人 發言人 外长 外長 国防部长 "
        "國防部長 防长 商务部长 商務部長 部长 部長 副部长 大使 特使 总统 總統 首相 国务卿 國務卿 防务相 外相 总书记 委员 委員 主任 "
        "秘书长 秘書長 议员 議員 先生 女士"
    ),
    bodies=_longest(
        "外交部 国防部 國防部 商务部 商務部 政府 使馆 大使馆 国务院 國務院 总统府 總統府 统一部 外务省 外務省 国务院"
    ),
    name=rf"[{_SURNAMES}][一-鿿]{{1,2}}|[一-鿿]{{1,6}}[·・][一-鿿]{{1,6}}",
    before=True,
    subject=r"",
    verbs=(
        r"(?:表示|指出|强调|強調|称|稱|说|說|认为|認為|宣布|重申|呼吁|呼籲|回应|回應|回答|介绍|透露|补充|補充|批评|批評|警告|承诺|承諾|"
        r"写道|寫道|问道|要求|敦促)"
    ),
    pronouns=r"(?:他|她)",
    both=r"(?:双方|雙方|两国|兩國|两国外长|兩國外長)",
    according=r"",
)
JAPANESE = Manner(
    titles=_longest(
        "首相 総理大臣 総理 外務大臣 外相 防衛大臣 防衛相 経済産業相 経産相 財務相 官房長官 副長官 報道官 大統領 国家主席 主席 大臣 長官 "
        "国務長官 外務次官 次官 大使 特使 書記長 総書記 委員長 事務総長 議員 代表 局長 氏 さん 外交部長 部長 長相"
    ),
    bodies=_longest(
        "外務省 防衛省 経済産業省 外交省 国務省 政府 大使館 外交部 首相官邸 大統領府 ホワイトハウス 統一省"
    ),
    name=r"[一-鿿々]{1,4}|[ァ-ヶー]{2,12}(?:[・＝][ァ-ヶー]{1,12}){0,3}",
    before=False,
    subject=r"(?:は|が)",
    verbs=(
        r"(?:述べ|語っ|話し|強調し|指摘し|表明し|発言し|説明し|主張し|明らかにし|訴え|答え|批判し|応じ|言っ|伝え|求め|呼びかけ|"
        r"警告し|コメントし|記し|書い|付け加え|とした|と語|と述)"
    ),
    pronouns=r"(?:彼は|彼女は|同氏は)",
    both=r"(?:両国は|両氏は|双方は|両外相は|両首脳は)",
    according=r"によると",
)
_FOLLOWS = "在会會与與和说說表指强強称稱对對就于於访訪将將已则則还還也同向当當今昨出前率主举舉抵等的是了、"
"""What follows a Chinese name of two characters more often than it is the third."""
MANNERS: Mapping[str, Manner] = MappingProxyType({"ko": KOREAN, "zh": CHINESE, "ja": JAPANESE})
"""By ISO 639-1."""


def attributions(sentence: str, language: str) -> list[Attribution]:
    """Give the attributions of a sentence whose quotations are covered."""
    manner = MANNERS[language]
    return _chinese(sentence, manner) if language == "zh" else _around(sentence, manner, language)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of a person with a title, of an institution, and of a country."""
    manner = MANNERS[language]
    titles, bodies = "|".join(manner.titles), "|".join(manner.bodies)
    lands = "|".join(sorted((re.escape(one) for one in country_words(language)), key=len, reverse=True))
    space = " ?" if language == "ko" else ""
    if manner.before:
        person = rf"(?P<country>{lands})?(?P<title>{titles})(?P<name>{manner.name})"
    else:
        person = (
            rf"(?:(?P<first>{manner.name}){' ' if language == 'ko' else ''})?"
            rf"(?P<country>{lands})?(?:의 |の)?{space}(?P<body>{bodies})?{space}(?P<title>{titles})"
        )
        if language == "ja":
            person = (
                rf"(?P<country>{lands})?(?:の)?(?P<body>{bodies})?(?:の)?(?P<first>{manner.name}?)(?P<title>{titles})"
            )
    body = rf"(?P<country>{lands})?(?:의 |の)?{space}(?P<body>{bodies})"
    return re.compile(person), re.compile(body), re.compile(f"(?P<country>{lands})")


def persons(text: str, language: str) -> list[tuple[int, int, Phrase]]:
    """Give the persons with their titles, and the institutions, of a text whose quotations are covered."""
    person, body, _ = _patterns(language)
    found = [(one.start(), one.end(), _person(one, MANNERS[language])) for one in person.finditer(text)]
    for match in body.finditer(text):
        if not any(start <= match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), _body(match)))
    return sorted(found, key=lambda one: one[:2])


def _person(match: re.Match[str], manner: Manner) -> Phrase:
    parts = match.groupdict()
    name = (parts.get("first") or parts.get("name") or "").strip() or None
    country = country_of(parts["country"]) if parts.get("country") else None
    first, _, later = (name or "").partition(" ")
    if later and country_of(first, seats=False):  # Korean sets the country before the name, too
        country, name = country or country_of(first, seats=False), later
    if manner.before and name and len(name) == 3 and name[2] in _FOLLOWS:
        name = name[:2]
    office = " ".join(filter(None, [parts.get("body"), parts["title"]]))
    if name and country is None:  # Korean: "중국 외교부장" has no name
        country = country_of(name, seats=False)
        name = None if country else name
    office = None if parts["title"] in ("씨", "氏", "さん", "先生", "女士", "여사") else office
    return Phrase("person", name, office, country) if name else Phrase("title", None, office, country)


def _body(match: re.Match[str]) -> Phrase:
    country = country_of(match["country"]) if match["country"] else None
    seat = country_of(match["body"])
    if seat:
        return Phrase("country", match["body"], None, seat)
    return Phrase("institution", match["body"], match["body"], country)


def _around(sentence: str, manner: Manner, language: str) -> list[Attribution]:
    """Read Korean and Japanese: the subject, the quotation, the verb of saying."""
    made: list[Attribution] = []
    covers = [(one.start(), one.end()) for one in re.finditer(f"{COVER}+", sentence)]
    for k, (first, last) in enumerate(covers):
        after = sentence[last : covers[k + 1][0] if k + 1 < len(covers) else None]
        verb = re.search(manner.verbs, after)
        if not verb and not re.search(manner.verbs, sentence[last:]):
            continue
        end = last + (verb.end() if verb else 0)
        clause = sentence[:first]
        phrase, start = _subject(clause, manner, language)
        kind = "omitted" if phrase is None and start < 0 else "around"
        made.append(Attribution(phrase, max(start, 0) if kind == "around" else first, end, kind))
    source = re.search(manner.according, sentence) if manner.according else None
    if source:
        phrase, start = _last(sentence[: source.start()], language)
        made.append(Attribution(phrase, max(start, 0), source.end(), "according"))
    return made


def _subject(clause: str, manner: Manner, language: str) -> tuple[Phrase | None, int]:
    """Give the last subject of a clause and its place; -1 where there is none at all."""
    best: tuple[Phrase | None, int] = (None, -1)
    for start, end, phrase in persons(clause, language):
        if re.match(manner.subject, clause[end:]) and start > best[1]:
            best = (phrase, start)
    for pattern, kind in ((manner.both, "both"), (manner.pronouns, "pronoun")):
        for match in re.finditer(pattern, clause):
            if match.start() > best[1]:
                best = (
                    Phrase("both")
                    if kind == "both"
                    else Phrase("pronoun", name="he" if match[0] in "그는그가彼は" else "she"),
                    match.start(),
                )
    lands = _patterns(language)[2]
    for match in lands.finditer(clause):
        alone = match.start() == 0 or clause[match.start() - 1] in " ,、。 　"
        if (
            alone
            and re.match(rf"{manner.subject}(?=[\s,、{COVER}]|$)", clause[match.end() :])
            and match.start() > best[1]
        ):
            best = (Phrase("country", match[0], None, country_of(match[0])), match.start())
    if best[1] < 0:
        return _bare_subject(clause, manner, language)
    return best


def _bare_subject(clause: str, manner: Manner, language: str) -> tuple[Phrase | None, int]:
    """Give a subject that is no person known by a title, so that it isn't taken for one that is left out."""
    if language == "ko":
        match = re.search(r"(?:^|[\s,])([가-힣]+)(?:은|는|께서)(?=[\s,\ue000])", clause)
    else:
        match = re.search(r"([^\s、。は\ue000]+)は", clause)
    del manner
    return (None, match.start(1)) if match else (None, -1)


def _last(clause: str, language: str) -> tuple[Phrase | None, int]:
    found = [one for one in persons(clause, language) if one[1] >= len(clause) - 1]
    return (found[-1][2], found[-1][0]) if found else (None, -1)


def _chinese(sentence: str, manner: Manner) -> list[Attribution]:
    """Read Chinese: a subject before its verb, the quotation behind a colon or a comma, or before both."""
    made: list[Attribution] = []
    for verb in re.finditer(manner.verbs, sentence):
        begin = max((sentence.rfind(mark, 0, verb.start()) for mark in f"，。；：！？,;:{COVER}"), default=-1) + 1
        clause = sentence[begin : verb.start()]
        phrase, start = _chinese_subject(clause, manner)
        if phrase is None and start < 0:
            if clause.strip():
                made.append(Attribution(None, begin, verb.end()))
            elif made:
                made.append(Attribution(made[-1].phrase, verb.start(), verb.end(), "participle"))
            continue
        made.append(Attribution(phrase, begin + start, verb.end()))
    return made


def _chinese_subject(clause: str, manner: Manner) -> tuple[Phrase | None, int]:
    both = re.search(manner.both, clause)
    if both:
        return Phrase("both"), both.start()
    found = persons(clause, "zh")
    if found:
        people = [one for one in found if one[2].kind == "person"]
        if len(people) > 1:
            return None, people[0][0]
        start, _, phrase = (people or found)[0]
        return phrase, start
    text = clause.strip()
    pronoun = re.match(manner.pronouns + r"(?!们|們)", text)
    if pronoun:
        return Phrase("pronoun", name="he" if pronoun[0] == "他" else "she"), 0
    land = _patterns("zh")[2].match(text)
    if land and len(text) - land.end() <= 2:
        return Phrase("country", land[0], None, country_of(land[0])), 0
    name = re.match(rf"(?:{manner.name})(?=在|还|還|也|并|並|则|則|当天|當天|随后|再次|同时|对此|$)", text)
    return (Phrase("person", name[0]), 0) if name else (None, -1)
