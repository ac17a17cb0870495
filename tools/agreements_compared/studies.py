"""What others published on Korea-China, Korea-China-Japan and RCEP: each figure with whose it is and where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

PER_CENT, BILLION = "%", "billion USD"


@dataclass(frozen=True)
class Figure:
    """One published figure.

    Attributes
    ----------
    study
        Its name here.
    method
        With which kind of model.
    scenario
        Of which agreement, as the study has it.
    country
        Of whom: a code, RCEP, World, or a pair.
    measure
        As the study calls it.
    low, high
        As printed; the same where it is one number.
    unit
        Of both.
    where
        Where it was read.
    asked
        The question to us: a key of `tools.agreements_compared.runs.QUESTIONS`; "" where none fits.
    ours
        Our measure beside it; "" where there is none.
    because
        Why there is none.
    """

    study: str
    method: str
    scenario: str
    country: str
    measure: str
    low: str
    high: str
    unit: str
    where: str
    asked: str = ""
    ours: str = ""
    because: str = ""

    @property
    def printed(self) -> str:
        """Give the figure as text."""
        return self.low if self.low == self.high else f"{self.low} to {self.high}"


TIAN = "Tian et al. (2022)"
TIAN_COLUMNS = (
    ("real wage", "real_wage"),
    ("welfare total", "linear"),
    ("volume of trade, RCEP", "volume_inside"),
    ("volume of trade, rest", "volume_outside"),
    ("terms of trade, RCEP", "terms_inside"),
    ("terms of trade, rest", "terms_outside"),
)
"""The columns of their Table 1, and ours."""

TIAN_TABLE = """
AUS 0.3 0.2 0.0 0.0 0.1 0.1
CHN 0.4 0.4 0.2 0.0 0.1 0.1
JPN 0.3 0.3 0.1 0.0 0.1 0.1
KOR 2.4 3.3 4.5 -0.5 -0.4 -0.3
NZL 0.4 0.5 0.0 0.0 0.3 0.2
BRN 0.5 0.6 0.0 0.0 0.5 0.1
KHM 11.9 8.5 5.1 -0.5 1.8 2.1
IDN 0.9 0.8 0.4 0.0 0.2 0.2
MYS 4.7 1.3 1.2 -0.1 0.1 0.1
PHL 2.0 0.5 0.4 0.0 0.0 0.1
SGP 3.5 3.8 0.0 0.0 1.7 2.1
THA 3.2 1.8 2.5 -0.2 -0.4 -0.1
VNM 5.6 15.6 10.2 -0.4 3.1 2.7
"""

CGE = "CGE"
KIEP_2011 = "KIEP (2011)"
KIEP_2012 = "KIEP (Kim Young-gui 2012)"
MOSF = "Ministry of Strategy and Finance and KIEP (2012)"
IMPACT = "KIEP and five institutes (2015)"
KIPF = "KIPF (2004)"
IDE = "IDE-JETRO (2021)"
PIIE = "Petri and Plummer (2020)"
BANK = "Estrades et al. (2022)"
ENVISAGE = "ENVISAGE CGE"

SOURCES = {
    TIAN: "Tian, K., Zhang, Y., Li, Y., Ming, X., Jiang, S., Duan, H., Yang, C. and Wang, S. (2022), Regional trade agreement "
    "burdens global carbon emissions mitigation, Nature Communications 13, s41467-022-28004-5, Table 1 and its note",
    IMPACT: "The Korean government's assessment of the agreement as signed, by KIEP and five other institutes: wowtv.co.kr, "
    "A201506010069; etoday.co.kr, 1244330",
    MOSF: "globaltimes.cn, 707400; mbn.co.kr, 1160395; its base is of 2004: asiae.co.kr, 2012022411041694498",
    KIEP_2012: "Hearing of 24 October 2012: kmib.co.kr, 0006562135",
    KIEP_2011: "ajunews.com, 20110609000012",
    KIPF: "donga.com, 20041027, 8121396",
    IDE: "Economic Impacts of the Regional Comprehensive Economic Partnership: Analysis Using IDE-GSM, IDE-JETRO Policy Brief 147",
    "Government of Japan (2021)": "japantimes.co.jp, 2021-03-20",
    PIIE: "Petri, P. and Plummer, M. (2020), East Asia Decouples from the United States, PIIE Working Paper 20-9, abstract",
    BANK: "Estrades, C., Maliszewska, M., Osorio-Rodarte, I. and Seara e Pereira, M. (2022), Estimating the Economic and "
    "Distributional Impacts of the Regional Comprehensive Economic Partnership, World Bank (10986/37012)",
    "Itakura, Kimata and Urata (2026)": "Economic Impact of RCEP, RIETI Discussion Paper 26-E-029, abstract",
    "Jung and Kim (2019)": "Journal of Korea Trade (koreascience.or.kr, JAKO201918248616505)",
    "Shikher (2015)": "Journal of East Asian Economic Integration 19(2), SSRN 2627440 (author from memory)",
    "UNCTAD (Nicita 2021)": "unctad.org, press release of 15 December 2021",
}
"""Each study, and where its figures were read: some in the press, which rounds and leaves out how they were made."""

BECAUSE = {
    "jobs after 10 years": "labour is given, or follows the real wage, and the accounts count no persons",
    "+ liberal rules of origin": "there are no rules of origin: all who could claim a rate use it",
    "+ productivity gains": "productivity does not follow trade: it is an input, and what a rise of 1 % does is told above",
}
"""Why a measure, or a scenario, has nothing beside it."""

_LINES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # study, method, scenario, the question to us, and lines: of whom | measure | low | high | unit | ours
    (
        IMPACT,
        CGE,
        "Korea-China FTA as signed",
        "korea-china",
        (
            "KOR | real GDP after 10 years | 0.96 | 0.96 | % | income",
            "KOR | consumer welfare after 10 years | 14.6 | 14.6 | billion USD | equivalent",
        ),
    ),
    (IMPACT, CGE, "Korea-China FTA as signed", "", ("KOR | jobs after 10 years | 53805.0 | 53805.0 | persons |",)),
    (
        MOSF,
        CGE,
        "Korea-China FTA (low to high opening)",
        "korea-china",
        (
            "KOR | real GDP after 5 years | 0.95 | 1.25 | % | income",
            "KOR | real GDP after 10 years | 2.28 | 3.04 | % | income",
        ),
    ),
    (
        KIEP_2012,
        CGE,
        "CJK FTA, low / high opening",
        "cjk",
        (
            "KOR | real GDP after 10 years | 1.17 | 1.45 | % | income",
            "KOR | consumer welfare after 10 years | 11.611 | 16.347 | billion USD | equivalent",
        ),
    ),
    (
        KIEP_2012,
        CGE,
        "RCEP (16, with India), full opening",
        "rcep-india",
        ("KOR | real GDP after 10 years | 1.76 | 1.76 | % | income",),
    ),
    (
        KIEP_2011,
        "CGE with capital accumulation",
        "CJK FTA",
        "cjk",
        (
            "KOR | GDP | 3.27 | 5.14 | % | income",
            "CHN | GDP | 0.89 | 1.54 | % | income",
            "JPN | GDP | 1.05 | 1.21 | % | income",
        ),
    ),
    (
        KIEP_2011,
        "CGE with capital accumulation",
        "Korea-China FTA",
        "korea-china",
        ("KOR | GDP | 2.44 | 3.17 | % | income",),
    ),
    (
        KIEP_2011,
        "CGE with capital accumulation",
        "Korea-Japan FTA",
        "korea-japan",
        ("KOR | GDP | 0.35 | 1.05 | % | income",),
    ),
    (
        KIPF,
        CGE,
        "CJK FTA",
        "cjk",
        (
            "KOR | GDP | 1.29 | 4.73 | % | income",
            "CHN | GDP | 0.03 | 1.05 | % | income",
            "JPN | GDP | 0.03 | 0.16 | % | income",
        ),
    ),
    (
        IDE,
        "IDE-GSM spatial CGE",
        "RCEP tariff cuts against 2019",
        "rcep",
        (
            "JPN | GDP in 2030 | 0.66 | 0.66 | % | income",
            "KOR | GDP in 2030 | 0.24 | 0.24 | % | income",
            "CHN | GDP in 2030 | 0.13 | 0.13 | % | income",
        ),
    ),
    ("Government of Japan (2021)", CGE, "RCEP", "rcep", ("JPN | real GDP | 2.7 | 2.7 | % | income",)),
    (PIIE, CGE, "RCEP", "rcep", ("World | annual income in 2030 | 186.0 | 186.0 | billion USD | equivalent",)),
    (PIIE, CGE, "CPTPP", "cptpp", ("World | annual income in 2030 | 147.0 | 147.0 | billion USD | equivalent",)),
    (BANK, ENVISAGE, "RCEP tariffs only", "rcep", ("RCEP | real income in 2035 | 0.21 | 0.21 | % | income",)),
    (BANK, ENVISAGE, "+ liberal rules of origin", "", ("RCEP | real income in 2035 | 0.49 | 0.49 | % |",)),
    (BANK, ENVISAGE, "+ productivity gains", "", ("RCEP | real income in 2035 | 2.5 | 2.5 | % |",)),
    (
        "Itakura, Kimata and Urata (2026)",
        CGE,
        "RCEP tariffs + NTBs + investment",
        "rcep",
        ("RCEP | real GDP in 2040 | 1.5 | 1.5 | % | income",),
    ),
    ("Jung and Kim (2019)", CGE, "RCEP", "rcep", ("KOR | GDP | 1.12 | 1.12 | % | income",)),
    (
        "Shikher (2015)",
        "Eaton-Kortum CGE 53x15",
        "Korea-China FTA",
        "korea-china",
        ("KOR-CHN | manufacturing trade | 56.0 | 56.0 | % | manufactures",),
    ),
    (
        "UNCTAD (Nicita 2021)",
        "partial equilibrium",
        "RCEP tariff cuts",
        "rcep",
        ("RCEP | intra-bloc exports | 42.0 | 42.0 | billion USD | inside",),
    ),
)


@cache
def figures() -> tuple[Figure, ...]:
    """Give every figure."""
    return (*_tian(), *_others())


def _tian() -> Iterator[Figure]:
    scenario = "RCEP: goods trade among members duty-free"
    for line in TIAN_TABLE.split("\n"):
        country, *values = line.split() or [""]
        for (measure, ours), value in zip(TIAN_COLUMNS, values, strict=bool(values)) if values else ():
            method = "Caliendo-Parro with input-output links"
            yield Figure(TIAN, method, scenario, country, measure, value, value, PER_CENT, SOURCES[TIAN], "rcep", ours)


def _others() -> Iterator[Figure]:
    for study, method, scenario, asked, lines in _LINES:
        for line in lines:
            country, measure, low, high, unit, ours = (word.strip() for word in line.split("|"))
            because = "" if asked else BECAUSE.get(measure) or BECAUSE[scenario]
            where = SOURCES[study]
            yield Figure(study, method, scenario, country, measure, low, high, unit, where, asked, ours, because)
