"""The tables of a case, and the types of its values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError
from counterpoise.questions.arguments import Country, Partners, Powers
from counterpoise.scenario.shocks import Model


def _word(annotation: Any) -> Callable[[Any], Any]:
    """Give what reads a word of a question, as a check of a document's value."""
    parse = annotation.__metadata__[0].parse

    def read(value: Any) -> Any:
        if not isinstance(value, str | list | tuple) or not all(isinstance(one, str) for one in value):
            raise Fault(f"{value!r:.60} is no country", "write KOR, or a list of codes")
        try:
            return parse(value, "")
        except InputError as error:
            raise Fault(error.what, error.remedy) from None

    return read


def _lines(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_CODES = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]})
_TEXTS = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})

One = Annotated[str, BeforeValidator(_word(Country)), WithJsonSchema({"type": "string"})]
Several = Annotated[tuple[str, ...], BeforeValidator(_word(Partners)), _CODES]
Compared = Annotated[tuple[str, ...], BeforeValidator(_word(Powers)), _CODES]
Texts = Annotated[tuple[str, ...], BeforeValidator(_lines), _TEXTS]


class Risk(Model):
    """The stated risk of a rupture: somebody's own judgement, which no data give."""

    against: Several = Field(description="The partner that may be lost: a country or a group.")
    probability: float = Field(
        description="Of the rupture in a year, 0 to 1.", json_schema_extra={"minimum": 0, "maximum": 1}
    )

    @field_validator("probability", mode="before")
    @classmethod
    def _chance(cls, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Fault(f"{value!r:.60} is not a probability", "write a number from 0 to 1")
        if not 0 <= value <= 1:
            raise Fault(f"{value:g} is not a probability", "write a number from 0 to 1: 0.02 is 2 % in a year")
        return value


class Own(Model):
    """A scenario beside the standard ones: a line of the short form, or a file."""

    change: str = Field(default="", description="In the short form, as embargo 90 % between KOR and CHN.")
    file: str = Field(
        default="", description="Its file, looked for beside the case and then among those of the program."
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.change.strip()) == bool(self.file.strip()):
            what = "both a change and a file are named" if self.file else "neither a change nor a file is named"
            raise Fault(what, "name one of them")
        return self


class Negotiation(Model):
    """A negotiation of the case."""

    file: str = Field(
        description="Its file, looked for beside the case and then among those of the program.", min_length=1
    )


class Recorded(Model):
    """The ledger of what was said and done."""

    ledger: str = Field(description="Its file, looked for beside the case; or example.", min_length=1)
    on: Several | None = Field(default=None, description="With whom; the powers if left out.")


class Sentence(Model):
    """A sentence that was said, and what the program is asked about it."""

    said: str = Field(description="What was said, in other words: a paraphrase.", min_length=1)
    by: str = Field(description="Who said it.", min_length=1)
    on: date = Field(description="The day.")
    citation: str = Field(description="Where it stands.", min_length=1)
    seen: Literal["text", "memory"] = Field(description="Whether the text was read, or is remembered.")
    ask: Texts = Field(default=(), description="The program's commands that answer it, without its name.")
    doubt: str = Field(default="", description="What the answer can't say.")
