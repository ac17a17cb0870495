"""What the producers' tables in the store say of trade agreements, to stand beside the register's answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.core.result import Provenance

_FEW, _MOST, _NAMED = 6, 20, 8
"""Pairs that are told one by one; countries that are asked about at most; partners that are named in a sum."""

_TITLES = {"desta": "DESTA", "egger-larch": "Larch's database", "wb-dta": "the World Bank's database"}


def said_beside(entries: Sequence[dict[str, Any]], year: int) -> tuple[tuple[str, ...], tuple[Provenance, ...]]:
    """Give what the store's tables of agreements say of the pairs of an answer, and where they come from.

    Parameters
    ----------
    entries
        Each with ``country`` and ``partner`` (empty where a country has no agreement).
    year
        The year that was asked for.

    Returns
    -------
    tuple
        Sentences, and provenances; both empty where the store has no such table, or many countries are asked about.
    """
    from counterpoise.world.agreement_tables import REGISTER, agreement_table, beside, held  # noqa: PLC0415

    asked: dict[str, dict[str, None]] = {}
    for one in entries:
        if one["partner"]:
            asked.setdefault(one["country"], {})[one["partner"]] = None
    names = [name for name in held() if name != REGISTER]
    if not names or not asked or len(asked) > _MOST:
        return (), ()
    told: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for country, partners in asked.items():
        for row in beside(country, list(partners), year):
            told.setdefault(row["source"], []).append((country, row))
    said: list[str] = []
    for name, rows in told.items():
        tables = agreement_table(name)
        said += _ended(_TITLES[name], year, rows[0][1]["year"])
        said += [*(_each(rows) if len(rows) <= _FEW else _together(rows)), *tables.warnings]
    return tuple(said), tuple(one for name in told for one in agreement_table(name).provenance)


def _each(rows: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    """Tell of pairs one by one."""
    return [f"{_TITLES[row['source']]} on {country} and {row['partner']} in {row['year']}: {_what(row)}"
            for country, row in rows]  # fmt: skip


def _ended(title: str, asked: int, told: int) -> list[str]:
    """Say that a table ends before the year that was asked for."""
    whose = f"{title}'s last year" if title == _TITLES["desta"] else f"the last year of {title}"
    return [] if told >= asked else [f"{whose} here is {told}: of {asked} it does not tell"]


def _what(row: dict[str, Any]) -> str:
    if not row["rta"]:
        return "no agreement in force"
    if row["source"] == "wb-dta":
        covered = row["areas_covered"]
        return (
            "an agreement that is not coded"
            if covered is None
            else f"an agreement that covers {covered} of 52 policy areas"
        )
    since = "" if row["since"] is None else f" since {row['since']}"
    if row["full_fta"] is None:
        coded = "kind" if row["source"] == "egger-larch" else "kind and depth"
        return f"an agreement{since}, {coded} not coded"
    kind = "full free trade" if row["full_fta"] == 1 else "an agreement without full free trade"
    return f"{kind}{since}" if row["depth"] is None else f"{kind}{since}, depth {row['depth']} of 7"


def _together(rows: Sequence[tuple[str, dict[str, Any]]]) -> list[str]:
    """Tell of many pairs: how many have an agreement, and for one country with whom there is none."""
    source, year = rows[0][1]["source"], rows[0][1]["year"]
    bound = sum(row["rta"] for _, row in rows)
    full = sum(row["full_fta"] == 1 for _, row in rows)
    free = "" if source == "wb-dta" else f", full free trade for {full}"
    said = [f"{_TITLES[source]} in {year}: an agreement for {bound} of {len(rows)} pairs{free}"]
    none = sorted(row["partner"] for _, row in rows if not row["rta"])
    if none and len({country for country, _ in rows}) == 1:
        more = f" and {len(none) - _NAMED} more" if len(none) > _NAMED else ""
        said.append(f"{_TITLES[source]} lists no agreement in {year} with {', '.join(none[:_NAMED])}{more}")
    return said
