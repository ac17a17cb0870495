"""The parameters that a model's words stand for: trade elasticities, nests and the factor market, of one horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.scenario.model import NESTS
from counterpoise.world import elasticities

if TYPE_CHECKING:
    from counterpoise.scenario.model import ModelChoice
    from counterpoise.world.elasticities import Elasticities
    from counterpoise.world.elasticity_horizons import Horizon


@dataclass(frozen=True)
class Parameters:
    """What the equations take from a model's words.

    Attributes
    ----------
    name
        ``short``, ``medium``, ``long`` or ``year 3``; ``long`` where nothing is said.
    theta
        Trade elasticities by sector.
    rest
        The other parameters, as `counterpoise.equilibrium.baseline.Baseline.varied` takes them.
    named
        Whether the model names a horizon or one of them.
    citation
        Where those of the horizon come from.
    """

    name: str
    theta: Elasticities
    rest: dict[str, Any]
    named: bool
    citation: str

    @property
    def words(self) -> str:
        """Give the parameters in a line."""
        said = [f"{key.replace('_', ' ')} {_written(key, value)}" for key, value in self.rest.items()]
        return f"{self.name}: {', '.join(said)}"


def _written(key: str, value: Any) -> str:
    if key == "factor_mobility" and value in (0, float("inf")):
        return "mobile" if value else "specific"
    return value if isinstance(value, str) else f"{value:.3g}"


def parameters(model: ModelChoice, sectors: Sequence[str], scheme: str) -> Parameters:
    """Give the parameters of a model for an economy's sectors.

    Parameters
    ----------
    model
        The horizon (the long run where none is named), and what replaces its values key by key.
    sectors, scheme
        Those of the economy.

    Returns
    -------
    counterpoise.equilibrium.parameters.Parameters
        Trade elasticities, nests and the factor market.

    Raises
    ------
    InputError
        If there are no such elasticities, or one of them has no meaning.
    """
    try:
        return _parameters(model, sectors, scheme)
    except InputError as error:
        if error.where == "overrides":
            raise InputError(error.what, where="model.theta", remedy=error.remedy) from None
        raise


def _parameters(model: ModelChoice, sectors: Sequence[str], scheme: str) -> Parameters:
    from counterpoise.world.elasticity_horizons import at_year, horizon, horizon_at  # noqa: PLC0415

    own = dict(model.theta)
    named = model.elasticities != "default"
    if model.years_after is None:
        held = horizon(model.horizon or "long")
        theta = elasticities.theta(
            sectors, scheme=scheme, choice=model.elasticities if named else held.choice, overrides=own
        )
    else:
        held = horizon_at(model.years_after)
        ends = {"long": model.elasticities} if named else {}
        theta = at_year(sectors, model.years_after, scheme=scheme, overrides=own, **ends)
    keys = (*NESTS, "factor_mobility", "labour_supply")
    given = {key: getattr(model, key) for key in keys}
    rest = {key: _held(held, key) if value is None else value for key, value in given.items()}
    said = model.timed or any(value is not None for value in given.values())
    return Parameters(held.name, theta, rest, said, held.citation)


def model_of(options: Mapping[str, Any]) -> ModelChoice:
    """Give the model that a baseline was made with, from its options; the usual one where it was made of parameters.

    Examples
    --------
    >>> model_of({"horizon": "short"}).first_year, model_of({}).timed
    (True, False)
    """
    from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

    return ModelChoice.model_validate({key: value for key, value in options.items() if key in ModelChoice.model_fields})


def ends(model: ModelChoice) -> tuple[tuple[float, str, Horizon], ...]:
    """Give the horizons between which a model lies: weight, set of trade elasticities, and horizon of each.

    Parameters
    ----------
    model
        The horizon, or the years after a change.
    """
    from counterpoise.world.elasticity_horizons import adjustment, horizon  # noqa: PLC0415

    own = None if model.elasticities == "default" else model.elasticities
    if model.years_after is None:
        held = horizon(model.horizon or "long")
        return ((1.0, own or held.choice, held),)
    share = adjustment(model.years_after)
    near, far = horizon("short"), horizon("long")
    both = ((1.0 - share, near.choice, near), (share, own or far.choice, far))
    return tuple(one for one in both if one[0] > 0)


def _held(held: Horizon, key: str) -> Any:
    return getattr(held, key)
