"""What goes over the interface, for its description."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class Fault(BaseModel):
    """A refusal: what is wrong, where, and what to do about it."""

    what: str
    where: str
    remedy: str
    code: int = Field(description="2: the words are wrong; 3: there is no solution; 1: anything else.")


class Refusal(BaseModel):
    """The body of every answer that refuses."""

    error: Fault


class Variable(BaseModel):
    """What a variable of an answer is."""

    label: str
    short: str
    unit: str
    symbol: str
    formula: str = Field(description="LaTeX.")
    mathml: str = Field(description="The formula with its symbol.")
    citation: str
    family: str
    estimated: bool


class Sentence(BaseModel):
    """A sentence that an answer supports."""

    kind: str = Field(description="What it tells of.")
    text: str


class Chart(BaseModel):
    """A chart that an answer has what it takes for."""

    name: str
    title: str


class Same(BaseModel):
    """The same question elsewhere."""

    python: str
    command: str
    query: str
    file: str | None = Field(None, description="A scenario that is to be kept as scenario.toml first.")


class Answer(BaseModel):
    """An answer: the records of the command, and what a page shows beside them."""

    meta: dict[str, Any]
    records: list[dict[str, Any]]
    variables: dict[str, Variable]
    sentences: list[Sentence]
    warnings: list[str] = Field(description="Those of meta, in the language that was asked for.")
    notes: list[list[str]] = Field(description="Those of each source of meta, in that language.")
    charts: list[Chart]
    documents: list[str]
    same: Same


class Shown(BaseModel):
    """A measure that a chart shows."""

    name: str
    short: str
    label: str
    formula: str = Field(description="MathML.")
    citation: str
    coverage: str
    estimated: bool


class Caption(BaseModel):
    """What stands below a chart."""

    title: str
    measures: list[Shown]
    sources: list[str]


class Drawing(BaseModel):
    """A chart's specification."""

    spec: dict[str, Any] = Field(description="Vega-Lite.")
    alternative: str
    caption: Caption


class Asking(BaseModel):
    """A question's words as a body."""

    arguments: dict[str, Any] = Field(default_factory=dict)
    language: Literal["en", "ko"] = "en"
    parts: Literal["all", "records"] = "all"
    chart: str = ""
    as_: str = Field("vega-lite", alias="as")
    format: str = ""
    choices: dict[str, str] = Field(default_factory=dict)


class Starting(BaseModel):
    """Long work to be begun."""

    question: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    language: Literal["en", "ko"] = "en"


class Started(BaseModel):
    """The name of long work."""

    id: str


class ScenarioText(BaseModel):
    """A scenario: TOML, the short form, or its keys."""

    text: str | None = None
    scenario: dict[str, Any] | None = None
    language: Literal["en", "ko"] = "en"


class ScenarioShown(BaseModel):
    """A scenario in every form."""

    scenario: dict[str, Any]
    toml: str
    plain: list[str]
    title: str
    parties: list[str]


class Preset(BaseModel):
    """A scenario of the gallery."""

    name: str
    title: str
    toml: str
    plain: str


class CaseText(BaseModel):
    """A case: TOML, or its keys; of a brief also the name of one that comes with the program."""

    text: str | None = None
    case: dict[str, Any] | None = None
    language: Literal["en", "ko"] = "en"


class CaseShown(BaseModel):
    """A case in every form."""

    case: dict[str, Any]
    toml: str
    plain: list[str]
    title: str
    hash: str
    notes: list[str]


class Named(BaseModel):
    """A file of the program that a case can name."""

    name: str
    title: str


class OfferedCase(Named):
    """A case of the program."""

    about: str
    toml: str
    case: dict[str, Any]


class Cases(BaseModel):
    """The cases of the program, and the files that a case can name."""

    cases: list[OfferedCase]
    scenarios: list[Named]
    talks: list[Named]
    ledgers: list[str]


class TalksText(BaseModel):
    """A negotiation as text, or the name of one that comes with the program."""

    text: str
    language: Literal["en", "ko"] = "en"


class TalksShown(BaseModel):
    """A negotiation that is not solved yet."""

    title: str
    text: str
    counts: dict[str, int] = Field(description="Of states, moves, parties, issues, unknowns and courses.")
    plain: list[str] = Field(description="Lines, of which those of a part are below its head.")
    warnings: list[str]


class Example(BaseModel):
    """A negotiation of the gallery."""

    name: str
    title: str
    asks: str
    text: str


class Holdings(BaseModel):
    """What the store holds."""

    datasets: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    facts: list[dict[str, Any]]


class Session(BaseModel):
    """What a page needs to know first."""

    version: str
    readonly: bool
    languages: list[str]
    store: str
    limits: dict[str, int]
    defaults: dict[str, str]
    boundaries: str


class LedgerState(BaseModel):
    """The service's ledger, and whether it holds."""

    kind: Literal["own", "new", "example"] = Field(
        description="The user's, one that begins, or the program's invented one."
    )
    name: str
    writable: bool
    whole: bool
    fault: Fault | None = Field(None, description="With the number of the first line that is wrong.")
    lines: int = 0
    head: str = ""
    counts: dict[str, int] = Field(default_factory=dict)
    quotes: int = 0
    quotes_checked: int = 0
    sources: int = 0
    sources_kept: int = 0
    torn: int = 0
    disputed: list[list[str]] = Field(default_factory=list)
    countries: list[str] = Field(default_factory=list)
    topics: list[str]


class Records(BaseModel):
    """Records of the ledger, the oldest first."""

    records: list[dict[str, Any]]
    warnings: list[str]


class OneRecord(BaseModel):
    """A record with its source, and the words around its quote."""

    record: dict[str, Any]
    quote: dict[str, Any] | None
    source: dict[str, Any] | None
    beside: list[str] = Field(description="Records that a link says it contradicts.")
    newest: list[str] = Field(description="What stands in its place.")


class Address(BaseModel):
    """An address from which a text is loaded."""

    address: str
    language: str | None = None
    said_on: str | None = None


class Proposed(BaseModel):
    """Texts with the statements that they may hold."""

    texts: list[dict[str, Any]]
    no_events: str


class Accepted(BaseModel):
    """What a person accepted of a text."""

    number: int = Field(description="Of the proposal, from 1.")
    changes: dict[str, str | None] = Field(default_factory=dict)


class Decided(BaseModel):
    """A person's decisions on the proposals of a text: what is not named is rejected."""

    text: str = Field(description="The word under which the text waits.")
    accepted: list[Accepted]
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    recorded_by: str | None = None


class Kept(BaseModel):
    """What was written."""

    kept: list[str] = Field(description="The ids of the statements.")
    head: str
