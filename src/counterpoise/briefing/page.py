"""What every page shares: the templates, figures with their captions, measures and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.mathml import mathml
from counterpoise.charts.captions import Caption, alternative, caption, years
from counterpoise.charts.render import svg
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures_for
from counterpoise.core.need import need
from counterpoise.core.prose import source_label
from counterpoise.words.catalogue import capital, figures
from counterpoise.words.chart_language import translated
from counterpoise.words.language import label, short, text, unit
from counterpoise.words.phrases import translated as spoken_in

if TYPE_CHECKING:
    from counterpoise.core.figure import Figure
    from counterpoise.core.result import Provenance, Result


def rendered(template: str, **fields: Any) -> str:
    """Give a page: a template of this folder, filled in, as one self-contained HTML file; English unless a ``language`` is given."""
    from counterpoise.core.version import __version__  # noqa: PLC0415

    language = fields.setdefault("language", "en")

    jinja = need("jinja2", "brief")
    environment = jinja.Environment(
        loader=jinja.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja.StrictUndefined,
    )
    environment.filters |= {"math": mathml, "capital": capital, "said": partial(text, language=language)}
    return environment.get_template(template).render(**{"version": __version__, **fields})


def kicker(sources: Sequence[Provenance]) -> str:
    """Name sources with their years, in a few words."""
    named = [(source_label(one.source), years(one.year)) for one in sources]
    return ", ".join(part for pair in named for part in pair if part)


def sector_names(result: Result) -> dict[str, str]:
    """Give the names of a result's sectors, where their classification is known."""
    from counterpoise.codes.sectors import scheme, schemes  # noqa: PLC0415

    codes = result.data["sector"].values.tolist()
    known = next((scheme(one) for one in schemes() if set(codes) <= set(scheme(one).codes)), None)
    return {code: known.name(code) for code in codes} if known else {}


def drawn(result: Result, name: str, **choices: Any) -> dict[str, Any]:
    """Give a figure as SVG with its caption."""
    shown = figures_for(result.question)[name]
    specification = _specified(shown, result, choices)
    said = specification.get("description") or alternative(result, shown)
    return {"svg": svg(specification, said), "caption": caption(result, shown), "alt": said}


def _specified(shown: Figure, result: Result, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Give a figure's specification; its parts are not held against the schema one by one, which the tests of charts do."""
    with need("altair.utils.schemapi", "brief").debug_mode(False):
        return shown(result, **choices).to_dict(validate=False)


def drawn_in(result: Result, name: str, language: str, **choices: Any) -> dict[str, Any] | None:
    """Give a figure in a language, with its caption; None where the result has nothing to draw in it."""
    shown = figures_for(result.question)[name]
    try:
        specification = _specified(shown, result, choices)
    except InputError:
        return None
    said = translated(specification, language)
    return {
        "svg": svg(said, str(said.get("description", ""))),
        "alt": str(said.get("description", "")),
        "caption": _caption_in(caption(result, shown), shown.variables, language),
    }


def pictured(result: Result, name: str, language: str = "en", **choices: Any) -> list[dict[str, Any]]:
    """Give a figure with its caption in a language, as a section lists it; nothing where there is nothing to draw."""
    if language != "en":
        held = drawn_in(result, name, language, **choices)
        return [] if held is None else [held]
    try:
        return [drawn(result, name, **choices)]
    except InputError:
        return []


def _caption_in(held: Caption, names: Sequence[str], language: str) -> Caption:
    """Give a caption in a language; formulas stand among the methods."""
    measures = tuple(
        replace(
            one,
            short=short(name, language, one.short),
            label=label(name, language, one.label),
            coverage=spoken_in(one.coverage, language),
            formula="",
            citation="",
        )
        for name, one in zip(names, held.measures, strict=False)
    )
    return replace(held, title=text(held.title, language), measures=measures)


def measure_in(one: dict[str, str], language: str) -> dict[str, str]:
    """Give a measure's label, its unit and whose it is in a language; who is cited stays."""
    said = {"label": label(one["name"], language, one["label"]), "unit": unit(one["unit"], language)}
    return one | said | {"citation": text(one.get("citation", ""), language)}


def measures_of(results: Mapping[str, Result]) -> list[dict[str, str]]:
    """Give each measure's label, formula and source, once."""
    found: dict[str, dict[str, str]] = {}
    for result in results.values():
        for name in result.variables:
            attrs = result.data[name].attrs
            if not attrs.get("formula") or name.startswith("trail_"):
                continue  # an amount, a verdict that its section explains, or what is defined already
            found.setdefault(
                name,
                {"name": name, **{k: attrs.get(k, "") for k in ("label", "symbol", "formula", "unit", "citation")}},
            )
    return list(found.values())


def sources_of(results: Mapping[str, Result]) -> list[dict[str, Any]]:
    """Give each source once, with its licence and what it is not."""
    found: dict[str, dict[str, Any]] = {}
    for result in results.values():
        for one in result.provenance:
            found.setdefault(
                one.source,
                {
                    "name": one.source,
                    "title": one.title,
                    "edition": one.edition,
                    "licence": one.licence,
                    "citation": one.citation,
                    "notes": one.notes,
                },
            )
    return list(found.values())


def signed(value: float, *, least: float = 0.0005, none: str = "0.00 %") -> str:
    """Give a change in per cent in words' figures, and ``none`` where it is smaller than the least that is told."""
    return f"{'-' if value < 0 else '+'}{figures(abs(value))} %" if abs(value) >= least else none
