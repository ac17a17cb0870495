"""Ties by the official files that were added to the user's store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.world.tie_tables import Observations, RollCalls, Table
from counterpoise.world.ties import Act

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.store.folder import Kept

_DUTIES = {
    "defense": "defence_promise",
    "consultation": "consultation_promise",
    "nonaggression": "nonaggression_promise",
}
WINDOW = 5
"""Years over which deliveries of arms are summed, as SIPRI does."""


def stored() -> tuple[dict[str, list[Table]], list[Act], dict[str, Provenance]]:
    """Give the tables of the user's store by kind, its acts, and its sources."""
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.store.folder import kept  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    parts: dict[str, list[Kept]] = {}
    for one in kept():
        if one.dataset in READERS:
            parts.setdefault(one.dataset, []).append(one)
    tables: dict[str, list[Table]] = {}
    acts: list[Act] = []
    sources: dict[str, Provenance] = {}
    for name, reader in READERS.items():
        if name not in parts:
            continue
        about = dataset_of(parts[name])
        years = about.years[0] if len(about.years) == 1 else (about.years[0], about.years[-1])
        sources[name] = provenance_of(about, years)
        found, done = reader(parts[name], name)
        if not any(parts.get(other) for other in _FIRST.get(name, ())):
            acts += done
        for table in found:
            tables.setdefault(table.kind, []).append(table)
    return tables, acts, sources


_FIRST = {"cow-disputes-dyadic": ("cow-disputes",)}
"""Datasets whose acts are told by another one, where the store has that."""

Read = tuple[Sequence[Table], list[Act]]


def _frame(parts: list[Kept], table: str) -> Any:
    from counterpoise.store.added import frame  # noqa: PLC0415

    return frame(parts, table)


def _rows(kind: str, source: str, held: Any, country: str, partner: str | None, value: str, **how: Any) -> Observations:
    """Make a table of a frame's columns; rows without a country, or with neither a value nor bounds, are left out."""
    import numpy as np  # noqa: PLC0415

    needed = [country, *([partner] if partner else []), "year", *([] if "low" in how else [value])]
    held = held.dropna(subset=needed)
    years = held["year"].to_numpy(np.int64)
    low, high = (held[how.pop(end)].to_numpy(float) if end in how else None for end in ("low", "high"))
    return Observations(
        kind=kind,
        source=source,
        years=(int(years.min()), int(years.max())) if len(years) else (0, -1),
        country=held[country].to_numpy(str),
        partner=held[partner].to_numpy(str) if partner else None,
        year=years,
        value=held[value].to_numpy(float),
        low=low,
        high=high,
        **how,
    )


def _obligations(parts: list[Kept], name: str) -> Read:
    """Read alliances, whose rows are whole: a pair without one has no treaty."""
    held = _frame(parts, "obligations")
    states = frozenset(held["beneficiary"]) | frozenset(held["promiser"])
    made = []
    for column, kind in _DUTIES.items():
        if held[column].notna().any():
            rows = held[held[column] == 1]
            if column == "defense":
                rows = rows[~_by_clause(rows)]
            made.append(
                _rows(
                    kind,
                    name,
                    rows,
                    "beneficiary",
                    "promiser",
                    column,
                    covers=states,
                    partners=states,
                    absent=(0.0, 0.0),
                )
            )
    return made, []


def _by_clause(held: Any) -> NDArray[np.bool_]:
    """Tell which rows are of two members of the Union who have promised each other no defence but its clause.

    Leeds et al. count Article 42(7) as defence, from the year in which it was signed; here it is a kind of its own.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.codes.groups import members  # noqa: PLC0415
    from counterpoise.world.treaties import TREATY, obligations  # noqa: PLC0415

    made = np.zeros(len(held), dtype=bool)
    for year in sorted(int(one) for one in set(held["year"]) if one >= _SIGNED):
        inside = (held["year"] == year) & held[["promiser", "beneficiary"]].isin(members("EU", year)).all(axis=1)
        bound = {(one.promiser, one.beneficiary) for one in obligations(year)
                 if one.kind == TREATY and "defense" in one.duties}  # fmt: skip
        here = np.flatnonzero(inside)
        pairs = zip(held["promiser"].to_numpy()[here], held["beneficiary"].to_numpy()[here], strict=True)
        made[here] = [pair not in bound for pair in pairs]
    return made


_SIGNED = 2007
"""The year in which Article 42(7) was signed."""


def _capabilities(parts: list[Kept], name: str) -> Read:
    """Read capabilities; of two states of a country in a year, the one that lasted is the country."""
    held = _frame(parts, "capabilities")
    held = held[held["main"] == 1] if "main" in held else held
    held = held.drop_duplicates(["country", "year"], keep="last").assign(
        milper=lambda rows: rows["milper"] * 1000, tpop=lambda rows: rows["tpop"] * 1000
    )
    kinds = {"capability_index": "cinc", "armed_forces": "milper", "population": "tpop"}
    return [_rows(kind, name, held, "country", None, column) for kind, column in kinds.items()], []


_NOBODY = "???"
"""A supplier that the producer could not name."""


def _transfers(parts: list[Kept], name: str) -> Read:
    """Read deliveries of arms: each supplier's share of their five-year sums, and the volume.

    What came from suppliers that are not known may have come from any: a share then has bounds.
    """
    import pandas as pd  # noqa: PLC0415

    held = _frame(parts, "transfers").dropna(subset=["recipient"])
    held = held.assign(supplier=held["supplier"].fillna(_NOBODY))
    first, last = int(held["year"].min()), int(held["year"].max())
    sums = []
    for year in range(min(first + WINDOW - 1, last), last + 1):
        window = held[(held["year"] > year - WINDOW) & (held["year"] <= year)]
        sums.append(window.groupby(["recipient", "supplier"], as_index=False)["tiv"].sum().assign(year=year))
    summed = pd.concat(sums)
    summed["volume"] = summed.groupby(["recipient", "year"])["tiv"].transform("sum")
    summed["share"] = summed["tiv"] / summed["volume"].where(summed["volume"] > 0)
    covers = frozenset(held["recipient"])
    yearly = held[held["supplier"] != _NOBODY]
    volumes = summed.drop_duplicates(["recipient", "year"])
    return [
        _rows(
            "arms_share", name, _bounded_shares(summed), "recipient", "supplier", "share", low="low", high="high",
            covers=covers, absent=(0.0, 0.0),
        ),
        _rows("arms_volume", name, volumes, "recipient", None, "volume", absent=(0.0, 0.0)),
        _rows(
            "arms_delivered", name, yearly, "recipient", "supplier", "tiv", patience=0, covers=covers, absent=(0.0, 0.0)
        ),
    ], []  # fmt: skip


def _bounded_shares(summed: Any) -> Any:
    """Give each named supplier's share with its bounds, and rows for who may have delivered what nobody is named for."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    summed = summed.dropna(subset="share")  # of next to nothing nobody has a share
    lost = summed[summed["supplier"] == _NOBODY].set_index(["recipient", "year"])["share"].rename("lost")
    named = summed[summed["supplier"] != _NOBODY].join(lost, on=["recipient", "year"]).fillna({"lost": 0.0})
    named = named.assign(low=named["share"], high=(named["share"] + named["lost"]).clip(upper=1.0))
    named["share"] = named["share"].where(named["lost"] == 0, np.nan)
    if not len(lost):
        return named
    suppliers = pd.DataFrame({"supplier": sorted(set(named["supplier"]))})
    maybe = lost[lost > 0].reset_index().merge(suppliers, how="cross")
    taken = pd.MultiIndex.from_frame(named[["recipient", "supplier", "year"]])
    maybe = maybe[~pd.MultiIndex.from_frame(maybe[["recipient", "supplier", "year"]]).isin(taken)]
    maybe = maybe[maybe["recipient"] != maybe["supplier"]].assign(share=np.nan, low=0.0, high=lambda rows: rows["lost"])
    return pd.concat([named, maybe], ignore_index=True)


def _expenditure(parts: list[Kept], name: str) -> Read:
    held = _frame(parts, "expenditure")
    kinds = {"military_expenditure": "current_usd", "expenditure_share": "share_gdp"}
    return [_rows(kind, name, held, "country", None, column, whole=False) for kind, column in kinds.items()], []


def _troops(parts: list[Kept], name: str) -> Read:
    """Read troops; a host whose figure is withheld, or that is not listed, is not known.

    Of several months of a year the last is taken.
    """
    import numpy as np  # noqa: PLC0415

    held = _frame(parts, "troops")
    held = held[held["host"] != held["sender"]]
    if "month" in held:
        held = held.sort_values("month", na_position="first").drop_duplicates(["sender", "host", "year"], keep="last")
    figure = held["troops"].astype(float)
    held = held.assign(troops=figure, low=figure.fillna(0.0), high=figure.fillna(np.inf))
    return [_rows("foreign_troops", name, held, "host", "sender", "troops", low="low", high="high")], []


def _bases(parts: list[Kept], name: str) -> Read:
    held = _frame(parts, "bases").dropna(subset=["host"])
    year = max(one.years[-1] for one in parts)
    counted = held.groupby(["host", "sender"], as_index=False).size().assign(year=year)
    counted = counted[counted["host"] != counted["sender"]]
    senders = frozenset(held["sender"])
    return [_rows("foreign_bases", name, counted, "host", "sender", "size", partners=senders, absent=(0.0, 0.0))], []


def _exercises(parts: list[Kept], name: str) -> Read:
    held = _frame(parts, "exercises").dropna(subset=["country"])[["exercise", "year", "country"]].drop_duplicates()
    both = held.merge(held.rename(columns={"country": "partner"}), on=["exercise", "year"])
    both = both[both["country"] != both["partner"]]
    counted = both.groupby(["country", "partner", "year"], as_index=False).size()
    return [_rows("joint_exercises", name, counted, "country", "partner", "size", patience=0, absent=(0.0, 0.0))], []


def _both_ways(held: Any) -> Any:
    """Give rows of pairs in both orders."""
    import pandas as pd  # noqa: PLC0415

    return pd.concat([held, held.rename(columns={"country_a": "country_b", "country_b": "country_a"})])


def _agreement(parts: list[Kept], name: str) -> Read:
    held = _both_ways(_frame(parts, "agreement")).drop_duplicates(["country_a", "country_b", "year"])
    return [_rows("voting_agreement", name, held, "country_a", "country_b", "agree")], []


def roll_calls(parts: list[Kept], name: str) -> RollCalls:
    """Give the votes as a matrix of roll calls and countries."""
    import numpy as np  # noqa: PLC0415

    asked = _frame(parts, "resolutions").drop_duplicates("rcid").sort_values(["year", "rcid"])
    votes = _frame(parts, "votes").dropna(subset=["country"])
    countries = sorted(set(votes["country"]))
    place = {code: k for k, code in enumerate(countries)}
    row = {rcid: k for k, rcid in enumerate(asked["rcid"])}
    matrix = np.zeros((len(row), len(countries)), dtype=np.int8)
    rows = votes["rcid"].map(row).to_numpy()
    matrix[rows, votes["country"].map(place).to_numpy()] = votes["vote"].to_numpy(np.int8)
    title = tuple(one if isinstance(one, str) else "" for one in asked["title"])
    return RollCalls(tuple(countries), asked["year"].to_numpy(np.int64), matrix, name, title)


def _votes(parts: list[Kept], name: str) -> Read:
    return [roll_calls(parts, name)], []


def _points(parts: list[Kept], name: str) -> Read:
    """Read ideal points: those by votes on final passage where there are, else by all votes."""
    held = _frame(parts, "points").sort_values("basis", key=lambda basis: basis != "final passage", kind="stable")
    held = held.drop_duplicates(["country", "year"])
    return [_rows("ideal_point", name, held, "country", None, "ideal_point", low="low", high="high")], []


def _influence(parts: list[Kept], name: str) -> Read:
    held = _frame(parts, "influence")
    kinds = {"bilateral_influence": "fbic", "influence_bandwidth": "bandwidth"}
    return [_rows(kind, name, held, "country", "partner", column) for kind, column in kinds.items()], []


def _disputes(parts: list[Kept], name: str) -> Read:
    """Read disputes; a pair's hostility is the higher of the two sides'."""
    held = _both_ways(_frame(parts, "disputes").drop_duplicates(["dispute", "country_a", "country_b", "year"]))
    grouped = held.groupby(["country_a", "country_b", "year"], as_index=False)
    counted = grouped.agg(count=("dispute", "nunique"), hostility=("hostility", "max"))
    spans = held.groupby(["dispute", "country_a", "country_b"], as_index=False).agg(
        first=("year", "min"), last=("year", "max"), hostility=("hostility", "max")
    )
    acts = [
        Act(
            kind="dispute",
            name=f"militarised dispute {row.dispute}",
            party=row.country_a,
            other=row.country_b,
            duty="" if row.hostility != row.hostility else f"hostility {int(row.hostility)} of 5",
            since=str(int(row.first)),
            until=str(int(row.last)),
            source=name,
            mutual=True,
        )
        for row in spans[spans["country_a"] < spans["country_b"]].itertuples()
    ]
    return [
        _rows("disputes", name, counted, "country_a", "country_b", "count", patience=0, absent=(0.0, 0.0)),
        _rows("hostility", name, counted, "country_a", "country_b", "hostility", patience=0),
    ], acts


_MEANS = ("trade", "arms", "military", "financial", "travel", "other")


def _sanctions(parts: list[Kept], name: str) -> Read:
    """Read sanctions as acts; one of a group is each of its members'."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    acts = []
    for row in _frame(parts, "sanctions").dropna(subset=["sender", "target"]).itertuples():
        means = [one for one in _MEANS if getattr(row, one) == 1]
        senders = _members(row.sender, int(row.begin)) if is_group(row.sender) else (row.sender,)
        acts += [_sanction(row, sender, means, name) for sender in senders]
    return [], acts


def _sanction(row: Any, sender: str, means: list[str], name: str) -> Act:
    told = (", ".join(means), str(row.objective or ""), str(row.success or ""))
    return Act(
        kind="sanction",
        name=f"sanctions, case {row.case}" + (f" (of {row.sender})" if sender != row.sender else ""),
        party=sender,
        other=row.target,
        duty="; ".join(one for one in told if one),
        since=str(int(row.begin)),
        until="" if row.ongoing == 1 else str(int(row.end)),
        source=name,
    )


def _members(group: str, year: int) -> tuple[str, ...]:
    from datetime import date  # noqa: PLC0415

    from counterpoise.world.register import countries_of  # noqa: PLC0415

    return countries_of((group,), date(year, 12, 31))


def _people(kind: str, table: str) -> Callable[[list[Kept], str], Read]:
    def read(parts: list[Kept], name: str) -> Read:
        held = _frame(parts, table)
        return [_rows(kind, name, held, "host", "origin", "persons" if "persons" in held else table, whole=False)], []

    return read


def _visits(parts: list[Kept], name: str) -> Read:
    held = _frame(parts, "visits")
    if "year" not in held:
        held = held.assign(year=held["date"].astype(str).str[:4].astype(int))
    counted = held.groupby(["host", "visitor", "year"], as_index=False).size()
    acts = [
        Act(
            kind="visit",
            name=f"{row.office or 'visit'}: {row.person or 'not named'}",
            party=row.visitor,
            other=row.host,
            since=str(getattr(row, "date", "") or row.year)[:10],
            until=str(getattr(row, "date", "") or row.year)[:10],
            source=name,
        )
        for row in held.itertuples()
    ]
    return [_rows("visits", name, counted, "host", "visitor", "size", patience=0)], acts


def _shared(parts: list[Kept], name: str) -> Read:
    held = _both_ways(_frame(parts, "shared"))
    return [_rows("shared_organisations", name, held, "country_a", "country_b", "shared")], []


def _memberships(parts: list[Kept], name: str) -> Read:
    """Read memberships: what two countries share, where each is in any organisation of the year."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    listed = _frame(parts, "memberships")
    counted = []
    for year, held in listed.groupby("year"):
        rows, countries = pd.factorize(held["country"], sort=True)
        columns, organisations = pd.factorize(held["organisation"])
        member = np.zeros((len(countries), len(organisations)), dtype=np.float32)
        member[rows, columns] = 1.0
        one, other = np.nonzero(~np.eye(len(countries), dtype=bool))
        codes = np.array(countries, dtype=str)  # millions of pairs: as objects of a frame they took seconds
        counted.append((codes[one], codes[other], np.full(len(one), year), (member @ member.T)[one, other]))
    country, partner, years, shared = (np.concatenate(one) for one in zip(*counted, strict=True))
    span = (int(listed["year"].min()), int(listed["year"].max()))
    made = Observations(
        "shared_organisations", name, span, country, partner, years.astype(np.int64), shared.astype(float)
    )
    return [made], []


def _by_year(held: Any, parts: list[Kept], *columns: str) -> Any:
    """Give rows with `since` and `until` once for each year that the files tell of, and both ways."""
    import numpy as np  # noqa: PLC0415

    first, last = min(one.years[0] for one in parts), max(one.years[-1] for one in parts)
    begin = held["since"].astype(str).str[:4].astype(int).clip(lower=first).to_numpy()
    end = held["until"].astype(str).str[:4].astype(int).clip(upper=last).to_numpy()
    times = np.maximum(end - begin + 1, 0)
    found = held[["country_a", "country_b", *columns]].loc[held.index.repeat(times)]
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return _both_ways(found.assign(year=np.repeat(begin, times) + nth))


def _every_state() -> frozenset[str]:
    """Give the countries that are, or were, members of the system of states: whose absence from a list tells something."""
    from counterpoise.codes.state_numbers import state_numbers  # noqa: PLC0415

    return frozenset(span.code for spans in state_numbers().values() for span in spans)


def _contiguity(parts: list[Kept], name: str) -> Read:
    """Read contiguity, of several kinds in a year the nearest."""
    held = _by_year(_frame(parts, "contiguity"), parts, "type")
    nearest = held.groupby(["country_a", "country_b", "year"], as_index=False)["type"].min()
    told = {"covers": _every_state(), "partners": _every_state(), "absent": (0.0, 0.0)}
    return [_rows("contiguity", name, nearest, "country_a", "country_b", "type", **told)], []


def _rivalries(parts: list[Kept], name: str) -> Read:
    """Read rivalries by year, and each as an act, which has no end where it was on in the last year."""
    listed = _frame(parts, "rivalries").drop_duplicates(["rivalry", "country_a", "country_b"])
    acts = [
        Act(
            kind="rivalry",
            name=f"strategic rivalry {row.name}",
            party=row.country_a,
            other=row.country_b,
            duty="; ".join(
                part for part in (row.types, f"still on in {int(row.until)}" if row.ongoing else "") if part
            ),
            since=str(int(row.since)),
            until="" if row.ongoing else str(int(row.until)),
            source=name,
            mutual=True,
        )
        for row in listed.itertuples(index=False)
    ]
    rivals = _by_year(listed, parts).drop_duplicates(["country_a", "country_b", "year"]).assign(rivalry=1.0)
    told = {"covers": _every_state(), "partners": _every_state(), "absent": (0.0, 0.0)}
    return [_rows("rivalry", name, rivals, "country_a", "country_b", "rivalry", **told)], acts


READERS: dict[str, Callable[[list[Kept], str], Read]] = {
    "atop": _obligations,
    "cow-alliances": _obligations,
    "cow-capabilities": _capabilities,
    "sipri-arms": _transfers,
    "sipri-milex": _expenditure,
    "us-troops": _troops,
    "us-bases": _bases,
    "exercises": _exercises,
    "un-agreement": _agreement,
    "un-votes": _votes,
    "un-ideal-points": _points,
    "fbic": _influence,
    "cow-disputes": _disputes,
    "cow-disputes-dyadic": _disputes,
    "cow-organisations-dyadic": _shared,
    "cow-organisations": _memberships,
    "cow-contiguity": _contiguity,
    "rivalries": _rivalries,
    "gsdb": _sanctions,
    "un-migrants": _people("migrants", "migrants"),
    "unesco-students": _people("students", "students"),
    "visits": _visits,
}
"""How each dataset of the store becomes figures and acts; of one kind and year the first that is listed is taken."""
