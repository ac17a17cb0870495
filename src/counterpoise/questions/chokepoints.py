"""Which products a country can hardly buy elsewhere: chokepoints, with each criterion and what data covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Excerpt, Result
from counterpoise.questions.arguments import EVERYONE, Partners, Source, Year, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import xarray as xr

    from counterpoise.core.result import Provenance
    from counterpoise.reliance.economic.screen import Preset
    from counterpoise.world.market import Market
    from counterpoise.world.trade import Trade

_SHOWN = 25
"""Rows of each block on a screen."""

TABLE = (
    "supplier_share",
    "imports",
    "import_herfindahl",
    "world_export_herfindahl",
    "production_herfindahl",
    "import_export_ratio",
    "geopolrisk",
    "years_held",
)
"""The columns of the table to read."""


def _buyer(value: Any, where: str) -> str:
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    words = words_of(value, where)
    if len(words) != 1 or words[0].upper() == EVERYONE:
        raise InputError(
            f"one country or group is needed, not {str(value)[:40]!r}", where=where, remedy="name one, as KOR or EU"
        )
    return words[0].upper() if is_group(words[0]) else parse_countries(words, where=where)[0]


def _preset(value: Any, where: str) -> str:
    from counterpoise.reliance.economic.screen import PRESETS  # noqa: PLC0415

    word = str(value).strip().lower()
    if word not in PRESETS:
        raise InputError(f"{word!r} is no screen", where=where, remedy=did_you_mean(word, PRESETS, ", ".join(PRESETS)))
    return word


def _thresholds(value: Any, where: str) -> tuple[tuple[str, float], ...]:
    pairs = value.items() if isinstance(value, dict) else [one.partition("=")[::2] for one in words_of(value, where)]
    found = []
    for name, number in pairs:
        try:
            found.append((str(name).strip(), float(number)))
        except (TypeError, ValueError):
            remedy = "write them as supplier_share=0.6,import_herfindahl=0.3"
            raise InputError(f"{number!r} is no threshold", where=where, remedy=remedy) from None
    return tuple(sorted(found))


Buyer = Annotated[str, Word("country", _buyer, "COUNTRY")]
Products = Annotated["Sequence[str]", Word("products", words_of, "PRODUCTS")]
PresetName = Annotated[str, Word("preset", _preset, "SCREEN")]
Thresholds = Annotated["Mapping[str, float]", Word("thresholds", _thresholds, "NAME=NUMBER")]


class Screen(Result):
    """The products of a screen: `Result` with the verdicts read out.

    Examples
    --------
    >>> import counterpoise as cp
    >>> screen = cp.products("KOR", on="CHN", product="250410,270900")
    >>> screen.chokepoints()
    [('CHN', '250410')]
    """

    shown = TABLE
    """The variables that the table shows: its legend explains these."""

    def chokepoints(self) -> list[tuple[str, str]]:
        """Give the products that meet every criterion, as pairs of partner and product, the most imported first."""
        frame: Any = self._wide()
        return frame.index[frame["chokepoint"] == 1].tolist()

    def untold(self) -> list[tuple[str, str]]:
        """Give the products of which it can't be told: no criterion fails, and evidence of one is missing."""
        frame: Any = self._wide()
        return frame.index[frame["chokepoint"].isna()].tolist()

    def _wide(self, names: Sequence[str] = ("imports", "chokepoint"), companion: str = "") -> pd.DataFrame:
        """Give variables side by side, a row for each partner and product with imports, the most imported first."""
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        import xarray as xr  # noqa: PLC0415

        data = self.data.isel(country=0, drop=True)
        like = data["imports"]
        shown = {
            name: data.get(f"{name}__{companion}", xr.full_like(data[name], np.nan)) if companion else data[name]
            for name in names
        }
        columns = {name: one.broadcast_like(like).transpose(*like.dims).values.ravel() for name, one in shown.items()}
        ends = [data[dim].broadcast_like(like).transpose(*like.dims).values.ravel() for dim in ("partner", "product")]
        frame = pd.DataFrame(columns, index=pd.MultiIndex.from_arrays(ends, names=["partner", "product"]))
        value = like.values.ravel()
        order = np.argsort(-np.nan_to_num(value), kind="stable")
        return frame.iloc[order[np.nan_to_num(value)[order] > 0]]

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each partner and product with imports, a column for each piece of evidence.

        Parameters
        ----------
        companion
            ``low``, ``high`` or ``coverage`` for a table of these instead.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import pandas as pd  # noqa: PLC0415

        shown = [name for name in TABLE if name in self.data]
        table = self._wide(shown, companion)
        table.index = pd.Index([self._label(*key) for key in table.index], name="product")
        table.attrs = {
            "units": {name: self.data[name].attrs["unit"] for name in shown},
            "heads": {name: self.data[name].attrs["short"] for name in shown},
        }
        return table

    def _label(self, partner: str, product: str) -> str:
        several = self.data["partner"].size > 1
        return " ".join([*([partner] if several else []), product, _shortened(self.name(product))]).strip()

    def name(self, product: str) -> str:
        """Give the name of a product, where the data have one, else nothing.

        Parameters
        ----------
        product
            Its code.

        Returns
        -------
        str
            Short for raw materials, else the producer's description.
        """
        return dict(self.diagnostics.get("names", {})).get(product, "")

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the chokepoints, and the products of which it can't be told."""
        from counterpoise.reliance.economic.screen import summary  # noqa: PLC0415

        told = self.diagnostics
        often = "" if told["years"] == "1 of 1" else f", in {told['years']} years"
        asks = f"{told['preset']} asks{often}: {'; '.join(told['criteria'].values())}"
        blocks = (("chokepoint", self.chokepoints()), ("can't be told", self.untold()))
        held = tuple((head, tuple(self._label(*one) for one in pairs[:_SHOWN])) for head, pairs in blocks if pairs)
        left = sum(max(len(pairs) - _SHOWN, 0) for _, pairs in blocks)
        more = f"{left} more are not shown; another format gives all products" if left else ""
        return [Excerpt(self, held or (("", ()),), "product", f"{summary(self)}\n{asks}\n", more)]


def _shortened(name: str, most: int = 44) -> str:
    """Cut a name at the end of a word.

    Examples
    --------
    >>> _shortened("Fish: live, ornamental, freshwater", 24)
    'Fish: live ...'
    """
    return name if len(name) <= most else name[: most - 3].rpartition(" ")[0].rstrip(",:;( ") + " ..."


@question(charts="counterpoise.charts")
def products(
    country: Buyer,
    *,
    on: Partners | None = None,
    preset: PresetName = "open",
    threshold: Thresholds | None = None,
    product: Products = ("ALL",),
    year: Year | None = None,
    source: Source | None = None,
    trade: Trade | None = None,
    progress: Progress | None = None,
) -> Screen:
    """Which products a country can hardly buy elsewhere: chokepoints.

    Without product flows of your own the embedded ones are screened: 74 raw materials. What they lack is not judged.

    Parameters
    ----------
    country
        Who buys: a country, or a group, which is taken as one bloc without its inner trade.
    on
        Who supplies: countries or groups (their members one by one); each product's largest supplier if left out.
    preset
        The screen: open, eu2021 (European Commission 2021) or geodep (CEPII).
    threshold
        Thresholds of the open screen, as supplier_share=0.6,world_concentration=0.3.
    product
        Codes of the Harmonized System (28, 2836, 283691), energy, food, fertilizers, or ALL.
    year
        The year of the flows; the newest if left out.
    source
        The flows' dataset, as baci-hs92 (see data list); the newest added one if left out.
    trade
        The flows to screen; None means those of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Screen
        Measures ``[country, partner, product]`` (or without partner), ``meets_x`` for each criterion (1, 0 or missing),
        ``years_held`` and ``chokepoint``; ``__coverage`` and ``__source`` tell which data cover each.

    Raises
    ------
    InputError
        If a word is not known, the flows lack the year, the products or the partner, or the country buys nothing.

    Examples
    --------
    Natural graphite, whose exports look diversified and whose mining does not:

    >>> import counterpoise as cp
    >>> graphite = cp.products("KOR", on="CHN", product="250410", year=2022)
    >>> round(graphite.supplier_share.item(), 3), round(graphite.world_export_herfindahl.item(), 2)
    (0.908, 0.31)
    >>> round(graphite.production_herfindahl.item(), 2), graphite.chokepoint.item()
    (0.47, 1.0)
    """
    from counterpoise.codes.groups import is_group, members  # noqa: PLC0415
    from counterpoise.codes.products import parse_products  # noqa: PLC0415
    from counterpoise.reliance.economic import screen  # noqa: PLC0415
    from counterpoise.world.load import load_trade  # noqa: PLC0415
    from counterpoise.world.market import markets  # noqa: PLC0415

    tell = quietly(progress)
    if trade is not None and source is not None:
        raise InputError("flows were given, and a source named", where="--source", remedy="leave one out")
    flows = load_trade(source) if trade is None else trade
    chosen = screen.PRESETS[preset].changed(dict(threshold or ()), "--threshold")
    when = flows.years[-1] if year is None else year
    name = flows.provenance.source if flows.provenance else "the flows"
    picked = parse_products(product, flows.products, where="--product", source=name)
    buyer = _held(members(country) if is_group(country) else (country,), flows, country)
    partners = None if on is None else _partners(on, flows, buyer, country)
    window = [one for one in flows.years if when - chosen.of < one <= when]
    if when not in flows.years:
        have = f"there are {flows.years[0]} to {flows.years[-1]}"
        raise InputError(f"{name} has no flows of {when}", where="--year", remedy=have)
    tell.report("adding up the flows", 0.1)
    found = markets(flows, buyer, window, _with_siblings(picked, flows.products))
    tell.report("screening", 0.7)
    years = [_measured(one) for one in found]
    data, notes = _judged(chosen, found, years, country, partners, picked)
    tell.report("done", 1.0)
    return Screen(
        question=Asked("products", {}),
        data=data.assign_coords(year=when),
        provenance=_provenance(flows, when, found[-1]),
        warnings=(*notes, *_cautions(chosen, flows, partners, window, when, data, single=len(buyer) == 1)),
        diagnostics=_diagnostics(chosen, data, picked, flows.names),
    )


def _held(words: Sequence[str], flows: Trade, country: str) -> list[str]:
    held = [one for one in words if one in flows.countries]
    if not held:
        raise InputError(f"the flows have no trade of {country}", where="country", remedy="see data list")
    return held


def _partners(on: Sequence[str], flows: Trade, buyer: Sequence[str], country: str) -> list[str]:
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    if list(on) == [EVERYONE]:
        return [one for one in sorted(flows.countries) if one not in buyer]
    named = [word for word in on if not is_group(word)]
    inside = [one for one in parse_countries(named) if one in buyer] if named else []
    if inside:
        what = f"{country} can't supply itself" if inside[0] == country else f"{inside[0]} is part of {country}"
        raise InputError(what, where="--on", remedy="name a partner")
    found = [one for one in parse_countries(list(on)) if one not in buyer]
    lacking = [one for one in found if one not in flows.countries]
    if lacking and len(lacking) == len(found):
        raise InputError(f"the flows have no trade of {', '.join(lacking[:5])}", where="--on", remedy="see data list")
    return [one for one in found if one not in lacking]


def _measured(market: Market) -> xr.Dataset:
    """Compute every measure of products of a year's market."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.core.measure import Evaluation  # noqa: PLC0415
    from counterpoise.reliance.economic import chokepoints as every  # noqa: PLC0415

    roots = market.roots
    evaluation = Evaluation(roots)
    names = [name for name, one in vars(every).items() if getattr(one, "published", False)]
    made = {name: evaluation[name] for name in names}
    partners = market.imports["partner"]
    made = {k: v.reindex(partner=partners) if "partner" in v.dims else v for k, v in made.items()}
    made["imports"] = market.imports
    return xr.Dataset(made)


def _with_siblings(picked: Sequence[str], known: Sequence[str]) -> list[str]:
    """Add the products of the same materials: a score of a material doesn't depend on what else is asked."""
    from counterpoise.world.market import materials  # noqa: PLC0415

    of = materials()
    wanted = {of[one] for one in picked if one in of}
    return [one for one in known if one in set(picked) or of.get(one) in wanted]


def _judged(
    preset: Preset,
    found: Sequence[Market],
    years: Sequence[xr.Dataset],
    country: str,
    partners: Sequence[str] | None,
    picked: Sequence[str],
) -> tuple[xr.Dataset, list[str]]:
    """Give the newest year's evidence with the verdicts, for the partners that were asked for."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.reliance.economic.screen import met, partner_leads  # noqa: PLC0415

    years = [one.sel(product=list(picked)) for one in years]
    newest = years[-1]
    share = newest["supplier_share"]
    everyone = list(share["partner"].values) if partners is None else list(partners)
    years = [one.reindex(partner=everyone) for one in years]
    sold = newest["imports"].sum("product").reindex(partner=everyone).fillna(0.0)
    quiet = [one for one in everyone if float(sold.sel(partner=one)) == 0] if partners is not None else []
    imported = newest["imports"].sum("partner") > 0
    for one in years:  # a partner that sells none of a product that is imported has a share of nothing
        for name in ("supplier_share", "imports"):
            one[name] = one[name].fillna(0.0).where(one["import_herfindahl"].notnull())
    criteria, held, verdict = met(preset, years)
    leads = partner_leads(share).reindex(partner=everyone)
    verdict = xr.where(leads.fillna(0.0) == 0, xr.where(imported, 0.0, np.nan), verdict)
    data = xr.Dataset(dict(years[-1].data_vars))
    data["imports"].attrs = _attrs("Imports of a product from a partner", "imports", "thousand USD", "M_{jk}")
    for one in preset.criteria:
        name = f"meets_{one.name}"
        data[name] = criteria[name]
        data[name].attrs = _attrs(f"Whether {one.told}: 1 yes, 0 no", one.name, "", "")
    data["years_held"] = xr.broadcast(held, verdict)[0].where(imported)
    data["years_held"].attrs = _attrs(
        f"Years of {found[0].year} to {found[-1].year} in which every criterion was met", "years", "years", ""
    )
    data["chokepoint"] = verdict.where(imported)
    data["chokepoint"].attrs = _attrs(
        f"Whether a product meets every criterion of {preset.title}: 1 yes, 0 no", "chokepoint", "", ""
    )
    data = data.assign(_covered(preset, data, found[-1], len(years)))
    order = data["imports"].sum("partner").argsort(kind="stable").values[::-1]
    if partners is None:
        data = _largest(data, share)
    some = ", ".join(quiet[:8]) + (f" and {len(quiet) - 8} more" if len(quiet) > 8 else "")
    notes = [f"no imports of {country} from {some} are recorded in these products"] if quiet else []
    return data.isel(product=order).expand_dims(country=[country]), notes


def _largest(data: xr.Dataset, share: xr.DataArray) -> xr.Dataset:
    """Keep each product's largest supplier, who is then named beside the product."""
    import xarray as xr  # noqa: PLC0415

    first = share.fillna(0.0).transpose("partner", "product").values.argmax(0)
    place = xr.DataArray(first, dims="product", coords={"product": data["product"]})
    return data.isel(partner=place)


def _covered(preset: Preset, data: xr.Dataset, market: Market, known: int) -> dict[str, xr.DataArray]:
    """Give, beside each variable, the share of the data behind it that is known, and which data they are."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    products = data["product"].values.tolist()
    flat = xr.DataArray(np.ones(len(products)), coords={"product": products})
    imported = flat.where(data["import_herfindahl"].notnull(), 0.0)
    mined, priced = (one.sel(product=products) for one in (market.reported.fillna(0.0), market.priced))
    quantities = market.quantities.sel(product=products)
    rated = (quantities * market.instability.notnull()).sum("partner")
    weighed = rated / quantities.sum("partner").where(quantities.sum("partner") > 0)
    covers = {
        "world_export_herfindahl": flat.where(data["world_export_herfindahl"].notnull(), 0.0),
        "production_herfindahl": mined,
        "production_share": mined,
        "geopolrisk": (mined * priced * weighed).where(data["geopolrisk"].notnull(), 0.0).fillna(0.0),
        "years_held": flat * known / preset.of,
    }
    criteria = [f"meets_{one.name}" for one in preset.criteria]
    covers["chokepoint"] = sum((data[name].notnull() for name in criteria), flat * 0.0) / len(criteria)
    made = {}
    for name in list(data.data_vars):
        cover = covers.get(str(name), imported)
        data[name].attrs["covers"] = "share of the data behind it that is known"
        made[f"{name}__coverage"] = cover.broadcast_like(data[name]).transpose(*data[name].dims)
    return made


def _attrs(label: str, short: str, unit: str, symbol: str) -> dict[str, Any]:
    return {
        "label": label,
        "short": short,
        "symbol": symbol,
        "unit": unit,
        "formula": "",
        "citation": "",
        "estimated": False,
    }


def _provenance(flows: Trade, year: int, market: Market) -> tuple[Provenance, ...]:
    """Give the sources that were used: mining and governance only where something rests on them."""
    import dataclasses  # noqa: PLC0415

    from counterpoise.core.result import Provenance  # noqa: PLC0415
    from counterpoise.store import dataset  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415
    from counterpoise.world.market import GOVERNANCE, MINING  # noqa: PLC0415

    given = flows.provenance or Provenance("given flows")
    found = [dataclasses.replace(given, year=year)]
    if any(market.materials):
        found += [provenance_of(dataset(name), year) for name in (MINING, GOVERNANCE)]
    return tuple(found)


def _cautions(
    preset: Preset,
    flows: Trade,
    partners: Sequence[str] | None,
    window: Sequence[int],
    year: int,
    data: xr.Dataset,
    *,
    single: bool,
) -> list[str]:
    said = ["a flow that is not recorded may be small, secret or unreported: a product without imports is not judged"]
    if flows.provenance and flows.provenance.source == "baci-raw-materials":
        said.append(
            f"only {len(flows.products)} raw materials are screened: other products are not diversified, they are not in "
            "the data; 'counterpoise data add baci FILE' adds them"
        )
    if preset.note and single:
        said.append(f"{preset.name}: {preset.note}")
    if len(window) < preset.of:
        said.append(
            f"the flows hold {len(window)} of the {preset.of} years to {year}: where persistence can't be told, the verdict "
            "is missing"
        )
    if not bool(data["production_herfindahl"].notnull().any()):
        said.append(f"mining is not recorded for these products in {year} (World Mining Data: 2018 to 2024)")
    if preset.seen == "memory":
        said.append(f"the thresholds of {preset.name} rest on memory of the document")
    if partners is None:
        said.append("each product is shown with its largest supplier; --on names a partner")
    return said


def _diagnostics(preset: Preset, data: xr.Dataset, products: Sequence[str], names: Mapping[str, str]) -> dict[str, Any]:
    """Say which screen it was, what it asked, and how many products it found."""
    from counterpoise.codes.products import product_names  # noqa: PLC0415

    verdict = data["chokepoint"]
    several = "partner" in verdict.dims
    found = (verdict == 1).any("partner") if several else verdict == 1
    untold = verdict.isnull().any("partner") if several else verdict.isnull()
    return {
        "preset": preset.name,
        "criteria": {one.name: one.told for one in preset.criteria},
        "years": f"{preset.years} of {preset.of}",
        "products": len(products),
        "chokepoints": int(found.sum()),
        "untold": int((untold & ~found & data["import_herfindahl"].notnull()).sum()),
        "not_imported": int((data["import_herfindahl"].isnull()).sum()),
        "names": {code: name for code in products if (name := product_names().get(code) or names.get(code))},
    }
