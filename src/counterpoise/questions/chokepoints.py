"""Which products a country can hardly buy elsewhere: chokepoints, with each criterion and what data covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import EVERYONE, Partners, Source, Year, words_of
from counterpoise.questions.verdicts import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xarray as xr

    from counterpoise.core.result import Provenance
    from counterpoise.reliance.economic.screen import Preset
    from counterpoise.world.market import Market
    from counterpoise.world.trade import Trade

_VERDICTS = ("years_held", "chokepoint")
"""What rests on whatever the screen's criteria rest on."""

_SMALL = 1000
"""Thousand USD: chokepoints below are told to be small."""


def _buyer(value: Any, where: str) -> str:
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    words = words_of(value, where)
    if len(words) != 1 or words[0].upper() == EVERYONE:
        raise InputError(
            f"one country or group is needed, not {str(value)[:40]!r}", where=where, remedy="name one, as KOR or EU"
        )
    return words[0].upper() if is_group(words[0]) else parse_countries(words, where=where)[0]


def _presets() -> Sequence[str]:
    from counterpoise.reliance.economic.screen import PRESETS  # noqa: PLC0415

    return tuple(PRESETS)


def _preset(value: Any, where: str) -> str:
    from counterpoise.reliance.economic.screen import PRESETS  # noqa: PLC0415

    word = str(value).strip().lower()
    if word not in PRESETS:
        raise InputError(f"{word!r} is no screen", where=where, remedy=did_you_mean(word, PRESETS, ", ".join(PRESETS)))
    return word


def _thresholds(value: Any, where: str) -> tuple[tuple[str, float], ...]:
    words = (
        [f"{name}={number}" for name, number in value.items()] if isinstance(value, dict) else words_of(value, where)
    )
    found = []
    for word in words:
        name, _, number = word.partition("=")
        try:
            found.append((name.strip(), float(number)))
        except ValueError:
            remedy = "write it as supplier_share=0.6"
            raise InputError(f"{word[:40]!r} is no threshold", where=where, remedy=remedy) from None
    return tuple(sorted(found))


Buyer = Annotated[str, Word("country", _buyer, "COUNTRY")]
Products = Annotated["Sequence[str]", Word("products", words_of, "PRODUCTS")]
PresetName = Annotated[str, Word("preset", _preset, "SCREEN", choices=_presets)]
Thresholds = Annotated["Mapping[str, float]", Word("thresholds", _thresholds, "NAME=NUMBER")]


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
        Thresholds of the open screen, as supplier_share=0.6,imports=1000 (thousand USD).
    product
        Codes of the Harmonized System (28, 2836, 283691), words of names (lithium), energy, food, fertilizers, or ALL.
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
    if when not in flows.years:
        have = f"there are {flows.years[0]} to {flows.years[-1]}"
        raise InputError(f"{name} has no flows of {when}", where="--year", remedy=have)
    picked = parse_products(product, flows.products, where="--product", source=name, names=flows.names)
    whole = members(country, when) if is_group(country) else (country,)
    buyer = _held(whole, flows, country)
    partners = None if on is None else _partners(on, flows, buyer, country)
    window = [one for one in flows.years if when - chosen.of < one <= when]
    tell.report("adding up the flows", 0.1)
    found = markets(flows, buyer, window, _with_siblings(picked, flows.products))
    tell.report("screening", 0.7)
    years = [_measured(one) for one in found]
    quiet = _quiet(flows, found[-1], buyer, partners, country)
    data = _judged(chosen, found, years, country, partners, picked, quiet)
    sources = _provenance(flows, when, found[-1])
    tell.report("done", 1.0)
    return Screen(
        question=Asked("products", {}),
        data=data.assign_coords(year=when),
        provenance=sources,
        warnings=(
            *_cautions(chosen, flows, partners, window, when, data, single=len(buyer) == 1),
            *_groups(on),
            *_lost(country, whole, buyer),
        ),
        diagnostics=_diagnostics(chosen, data, picked, flows.names, quiet),
    )


def _lost(country: str, whole: Sequence[str], buyer: Sequence[str]) -> list[str]:
    """Say which members of a bloc the flows lack."""
    lost = [one for one in whole if one not in buyer]
    return [f"the flows lack of {country}: {', '.join(lost)}"] if lost else []


def _groups(on: Sequence[str] | None) -> list[str]:
    """Say what a group of suppliers is taken as."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    named = [word for word in on or () if is_group(word)]
    return [f"{', '.join(named)}: members one by one; what the bloc supplies together is not shown"] if named else []


def _quiet(
    flows: Trade, market: Market, buyer: Sequence[str], partners: Sequence[str] | None, country: str
) -> list[str]:
    """Give the partners from whom nothing at all is recorded, of any product.

    Raises
    ------
    InputError
        If nothing is recorded that the buyer imports.
    """
    year = market.year
    if market.imports.sizes["product"] == len(flows.products):  # what is there already is not read again
        bought = market.imports.sum("product")
        held = set(bought["partner"].values[bought.values > 0].tolist())
    else:
        held = set(flows.totals("origin", year=year, destination=list(buyer)).origin) - set(buyer)
    if not held:
        what = f"the flows of {year} have no imports of {country}"
        early = " (Belgium and Luxembourg are one to 1998, the Southern African Customs Union to 1999)"
        raise InputError(what, where="country", remedy=f"take another year{early if year < 2000 else ''}")
    return [one for one in partners or () if one not in held]


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
    if not found:
        raise InputError(
            f"all of {', '.join(on)} is part of {country}", where="--on", remedy="name a partner outside it"
        )
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
    quiet: Sequence[str],
) -> xr.Dataset:
    """Give the newest year's evidence with the verdicts, for the partners that were asked for."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.reliance.economic.screen import met, partner_leads  # noqa: PLC0415

    years = [one.sel(product=list(picked)) for one in years]
    newest = years[-1]
    share = newest["supplier_share"]
    everyone = list(share["partner"].values) if partners is None else list(partners)
    years = [one.reindex(partner=everyone) for one in years]
    imported = newest["imports"].sum("partner") > 0
    heard = xr.DataArray([one not in quiet for one in everyone], coords={"partner": everyone})
    for one in years:  # a partner that sells others has a share of nothing in what it doesn't sell
        for name in ("supplier_share", "imports"):
            one[name] = one[name].fillna(0.0).where(one["import_herfindahl"].notnull() & heard)
    found_out = met(preset, years)
    leads = partner_leads(share).reindex(partner=everyone).fillna(0.0)
    verdict = xr.where(leads == 0, 0.0, found_out.chokepoint).where(imported & heard)
    data = xr.Dataset(dict(years[-1].data_vars))
    data["imports"].attrs = _attrs("Imports of a product from a partner", "imports, 1000 USD", "thousand USD", "M_{jk}")
    for one in preset.criteria:
        name = f"meets_{one.name}"
        data[name] = found_out.criteria[name]
        data[name].attrs = _attrs(f"Whether {one.told}: 1 yes, 0 no", one.name, "", "")
    first, last = found[-1].year - preset.of + 1, found[-1].year
    span = f"In {last}" if first == last else f"Years of {first} to {last} in which"
    data["years_held"] = xr.broadcast(found_out.years, verdict)[0].where(imported & heard)
    data["years_held"].attrs = _attrs(f"{span} every criterion was met", "years", "years", "")
    data["chokepoint"] = verdict
    data["chokepoint"].attrs = _attrs(
        f"Whether a product meets every criterion of {preset.title}: 1 yes, 0 no", "chokepoint", "", ""
    )
    data = data.assign(_covered(preset, data, found[-1], found_out.known / preset.of))
    order = data["imports"].sum("partner").argsort(kind="stable").values[::-1]
    if partners is None:
        data = _largest(data, share)
    return data.isel(product=order).expand_dims(country=[country])


def _largest(data: xr.Dataset, share: xr.DataArray) -> xr.Dataset:
    """Keep each product's largest supplier, who is then named beside the product."""
    import xarray as xr  # noqa: PLC0415

    first = share.fillna(0.0).transpose("partner", "product").values.argmax(0)
    place = xr.DataArray(first, dims="product", coords={"product": data["product"]})
    imported = share.fillna(0.0).sum("partner") > 0
    data = data.isel(partner=place)
    named = data["partner"].where(imported, "")  # nobody supplies what is not imported
    return data.assign_coords(partner=("product", named.values))


def _covered(preset: Preset, data: xr.Dataset, market: Market, known: xr.DataArray) -> dict[str, xr.DataArray]:
    """Give, beside each variable, the share of the data behind it that is known, and which data they are."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    products = data["product"].values.tolist()
    flat = xr.DataArray(np.ones(len(products)), coords={"product": products})
    imported = flat.where(data["import_herfindahl"].notnull(), 0.0)
    mined, weighed, rated = (
        one.sel(product=products).fillna(0.0) for one in (market.reported, market.weight_known, market.weight_rated)
    )
    covers = {
        "world_export_herfindahl": flat.where(data["world_export_herfindahl"].notnull(), 0.0),
        "production_herfindahl": mined,
        "production_share": mined,
        "geopolrisk": (mined * weighed * rated).where(data["geopolrisk"].notnull(), 0.0),
        "years_held": known,
    }
    criteria = [f"meets_{one.name}" for one in preset.criteria]
    covers |= {name: data[name].notnull().astype(float) for name in ("supplier_share", "imports", *criteria)}
    covers["chokepoint"] = sum((data[name].notnull() for name in criteria), flat * 0.0) / len(criteria)
    made = {}
    for name in list(data.data_vars):
        cover = covers.get(str(name), imported)
        data[name].attrs["covers"] = "share of the data behind it that is known"
        cover = cover.broadcast_like(data[name]).transpose(*data[name].dims)
        made[f"{name}__coverage"] = cover
        made[f"{name}__source"] = (
            _sources(str(name), preset, market, products).broadcast_like(cover).transpose(*cover.dims)
        )
    return made


def _sources(name: str, preset: Preset, market: Market, products: Sequence[str]) -> xr.DataArray:
    """Say, product by product, which data a number rests on."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.world.market import GOVERNANCE, MINING, materials  # noqa: PLC0415

    of = materials()
    traded = f"{market.source} {market.year}"
    mined = {one: f"{MINING} {market.year}: {' and '.join(of[one])}" for one in products if one in of}
    asked = {one.name for one in preset.criteria}
    rated = name in ("geopolrisk", "meets_geopolrisk") or (name in _VERDICTS and "geopolrisk" in asked)
    dug = rated or name == "meets_world_concentration" or (name in _VERDICTS and "world_concentration" in asked)
    told = []
    for one in products:
        mine = mined.get(one, f"{MINING}: no material of this product")
        if name in ("production_herfindahl", "production_share"):
            told.append(mine)
        else:
            told.append("; ".join([traded, *([mine] if dug else []), *([GOVERNANCE] if rated else [])]))
    return xr.DataArray(told, coords={"product": list(products)})


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
    small = int(((data["chokepoint"] == 1) & (data["imports"] < _SMALL)).sum())
    if small:
        one = "one of the chokepoints is" if small == 1 else f"{small} of the chokepoints are"
        said.append(
            f"{one} imports of under 1 million USD; with --preset open, --threshold imports={_SMALL} leaves them out"
        )
    return said


def _diagnostics(
    preset: Preset, data: xr.Dataset, products: Sequence[str], names: Mapping[str, str], quiet: Sequence[str]
) -> dict[str, Any]:
    """Say which screen it was, what it asked, and how many products it found."""
    from counterpoise.codes.products import product_names  # noqa: PLC0415

    verdict = data["chokepoint"]
    several = "partner" in verdict.dims
    if several:
        verdict = verdict.sel(partner=[one for one in verdict["partner"].values.tolist() if one not in quiet])
    some = ", ".join(quiet[:8]) + (f" and {len(quiet) - 8} more" if len(quiet) > 8 else "")
    found = (verdict == 1).any("partner") if several else verdict == 1
    untold = verdict.isnull().any("partner") if several else verdict.isnull()
    return {
        "preset": preset.name,
        "criteria": {one.name: one.told for one in preset.criteria}
        | {"largest_supplier": "the partner is its largest supplier"},
        "years": f"{preset.years} of {preset.of}",
        "products": len(products),
        "chokepoints": int(found.sum()),
        "untold": int((untold & ~found & data["import_herfindahl"].notnull()).sum()),
        "not_imported": int((data["import_herfindahl"].isnull()).sum()),
        "quiet": some,
        "names": {code: name for code in products if (name := product_names().get(code) or names.get(code))},
    }
