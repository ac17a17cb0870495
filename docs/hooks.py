"""Write the reference of measures, questions, ties and facts from what is declared, each time the documentation is built."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counterpoise import facts
from counterpoise.briefing import case_schema
from counterpoise.briefing.mathml import mathml
from counterpoise.core.measure import Measure, measures, roots_of
from counterpoise.core.question import Parameter, Question, questions
from counterpoise.scenario.schema import keys_page
from counterpoise.world.ties import KINDS, Kind

PLACE = Path(__file__).parent / "reference" / "generated"
ROOT = Path(__file__).parents[1]
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)
TAG = re.compile(r"\\tag\{(\d+)\}")
COPIED = (ROOT / "CHANGELOG.md", ROOT / "tests" / "cli" / "golden" / "contract.schema.json")
"""What is kept elsewhere and published as it is."""
MODULES = ("counterpoise.questions", "counterpoise.briefing")
SECURITY, TARIFFS = "security.md#facts", "tariffs.md"
FACTS = {
    "agreement_effects": "gravity.md#what-a-step-of-depth-does",
    "applied_tariffs": TARIFFS,
    "armed_forces": SECURITY,
    "arms_suppliers": SECURITY,
    "coercive_measures": SECURITY,
    "country_speech": "quotes.md#speakers",
    "defence_treaties": SECURITY,
    "elasticities": "elasticities.md",
    "elasticity_sectors": "elasticities.md",
    "exchange_rate_regimes": "security.md#hierarchy-after-lake",
    "exchange_rates": "",
    "garrisons": SECURITY,
    "garrisons_whole": SECURITY,
    "horizons": "elasticities.md#horizons",
    "military_expenditure": SECURITY,
    "nuclear_weapons": SECURITY,
    "office_holders": "record.md#who-held-which-office",
    "partnerships": SECURITY,
    "raw_materials": "products.md",
    "rest_of_world": "final-demand.md",
    "tariff_profile_sectors": TARIFFS,
    "tariff_profiles": TARIFFS,
    "trade_agreements": TARIFFS,
    "us_tariff_coverage": TARIFFS,
    "us_tariffs": TARIFFS,
}
"""Each table of facts, with the page and the place among the methods that tells what it is for."""


def on_pre_build(config: Any) -> None:  # noqa: ARG001 - the name that mkdocs passes
    declared()
    PLACE.mkdir(parents=True, exist_ok=True)
    _write(PLACE / "measures.md", measures_page())
    _write(PLACE / "questions.md", questions_page())
    _write(PLACE / "ties.md", ties_page())
    _write(PLACE / "facts.md", facts_page())
    _write(PLACE / "scenario.md", keys_page())
    _write(PLACE / "case.md", case_schema.keys_page())
    for source in COPIED:
        _write(PLACE / source.name.lower(), source.read_text(encoding="utf-8"))


def declared() -> None:
    """Import what declares measures and questions."""
    for name in MODULES:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    from counterpoise.questions.discover import discover  # noqa: PLC0415

    discover()


def _write(path: Path, text: str) -> None:
    # A file that did not change keeps its date, so that a server that watches it comes to rest.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn the formulas of the methods into MathML."""
    return MATH.sub(_typeset, markdown) if page.file.src_uri.startswith("methods/") else markdown


def _typeset(found: re.Match[str]) -> str:
    block, inline = found.groups()
    if inline:
        return f"<span>{mathml(inline)}</span>"  # bare, it would end the paragraph at the start of a line
    number = TAG.search(block)
    written = mathml(TAG.sub("", block), block=True)
    return f'<div markdown="0" class="equation">{written}<span>({number[1]})</span></div>' if number else written


def measures_page() -> str:
    """Give the page of the measures, the headline first, then the quantities they are computed from."""
    shown = [m for m in measures.values() if m.published]
    shown.sort(key=lambda m: not m.headline)
    steps = [m for m in measures.values() if not m.published]
    parts = ["# Measures", "Made from the declarations in the program.", "## Indicators"]
    parts += [_measure(m) for m in shown]
    parts += ["## Quantities of the accounts", "What the indicators are computed from: flows that add up."]
    parts += [_measure(m) for m in steps]
    return "\n\n".join(parts) + "\n"


def _measure(one: Measure) -> str:
    parts = [f"### `{one.name}` {{ #{one.name} }}", one.label + "."]
    if one.formula:
        left = f"{one.symbol} = " if one.symbol else ""
        parts.append(mathml(left + one.formula, block=True))
    facts = {
        "Unit": one.unit,
        "Dimensions": ", ".join(f"`{d}`" for d in one.dims),
        "Shown when none is named": "yes" if one.headline else "" if not one.published else "no",
        "Computed from": ", ".join(_linked(i) for i in one.inputs),
        "Rests on": ", ".join(f"`{r}`" for r in sorted(roots_of(one.name)) if r not in measures),
        "Definition": one.citation,
    }
    parts.append(_list(facts.items()))
    return "\n\n".join(parts)


def _linked(name: str) -> str:
    return f"[`{name}`](#{name})" if name in measures else f"`{name}`"


def _list(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts if value)


def questions_page() -> str:
    """Give the page of the questions."""
    parts = ["# Questions", "Each is a function and, from the same signature, a command."]
    parts += [_question(q) for q in questions.values()]
    return "\n\n".join(parts) + "\n"


def _question(one: Question) -> str:
    command = " ".join(["counterpoise", *one.words, *(_usage(p) for p in one.parameters)])
    called = ", ".join(_arguments(one.parameters))
    parts = [
        f"## `{one.name}` {{ #{one.name} }}",
        one.label,
        f"```python\ncounterpoise.{one.name}({called})\n```",
        f"```\n{command}\n```",
    ]
    if one.parameters:
        rows = ["| Python | Command | Default | |", "|---|---|---|---|"]
        rows += [_row(p) for p in one.parameters]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _arguments(parameters: Iterable[Parameter]) -> list[str]:
    written: list[str] = []
    for one in parameters:
        if not one.positional and "*" not in written:
            written.append("*")
        written.append(one.name if one.required else f"{one.name}={one.default!r}")
    return written


def _usage(one: Parameter) -> str:
    if one.positional:
        return one.word.metavar if one.required else f"[{one.word.metavar}]"
    words = one.option if one.word.flag else f"{one.option} {one.word.metavar}"
    return words if one.required else f"[{words}]"


def _row(one: Parameter) -> str:
    option = one.word.metavar if one.positional else one.option
    if one.positional and one.word.everyone:
        option += " or --all"
    default = "" if one.required or one.default is None else f"`{one.default!r}`"
    cells = [f"`{one.name}`", f"`{option}`", default, one.help]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def ties_page() -> str:
    """Give the page of the kinds of figures on ties."""
    parts = [
        "# Kinds of ties",
        "Made from the declarations in the program; [the method](../../methods/security.md#ties).",
    ]
    pairs = [one for one in KINDS.values() if one.dyadic]
    alone = [one for one in KINDS.values() if not one.dyadic]
    parts += ["## Of a country and a partner", _kinds(pairs), "## Of a country alone", _kinds(alone)]
    return "\n\n".join(parts) + "\n"


def _kinds(kinds: Iterable[Kind]) -> str:
    rows = ["| Kind | | Unit | A pair or country without a row has |", "|---|---|---|---|"]
    rows += [f"| `{one.name}` | {one.label} | {one.unit} | {one.absent} |" for one in kinds]
    return "\n".join(rows)


def facts_page() -> str:
    """Give the page of the tables of facts: how many rows, how many of them from memory, and the columns."""
    parts = [
        "# Tables of facts",
        "Entered by hand, a citation in every row; counted each time this page is built. A row is from memory where nobody "
        "saw the text that it cites. [How to correct one](../../howto/equation.md#correct-a-fact).",
    ]
    rows = ["| Table | Rows | From memory | Looked up by | Columns |", "|---|--:|--:|---|---|"]
    for file in sorted(facts.FOLDER.glob("*.csv")):
        held = facts.read(file.stem)
        remembered = sum(row["seen"] == "memory" for row in held)
        newest = max(row.get("as_of") or row["date"] for row in held)
        page = FACTS[file.stem]
        name = f"[`{file.stem}`](../../methods/{page})" if page else f"`{file.stem}`"
        with file.open(newline="", encoding="utf-8") as handle:
            columns = ", ".join(f"`{one}`" for one in next(csv.reader(handle)))
        rows.append(f"| {name} | {len(held)} | {remembered} | {newest} | {columns} |")
    return "\n\n".join([*parts, "\n".join(rows)]) + "\n"
