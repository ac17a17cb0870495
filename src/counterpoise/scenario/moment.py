"""When a scenario's equilibrium is: the words for its time, and for what is set against that time's elasticities."""

from __future__ import annotations

from counterpoise.scenario.model import NESTS, ModelChoice

HORIZON_WORDS = {"short": "within a year", "medium": "after some years", "long": "in the long run"}
"""The words for the horizons."""

OWN = (*NESTS, "factor_mobility", "labour_supply")
"""The keys that replace a value of the horizon."""


def when(model: ModelChoice) -> str:
    """Say when, after the verb of a sentence.

    Examples
    --------
    >>> when(ModelChoice(horizon="short")), when(ModelChoice(years_after=3)), when(ModelChoice())
    ('within a year', 'after 3 years', 'in the long run')
    >>> when(ModelChoice(factor_mobility="specific"))
    'in the new equilibrium'
    """
    if model.years_after is not None:
        return after(model.years_after)
    if model.horizon is None and any(getattr(model, key) is not None for key in OWN):
        return "in the new equilibrium"
    return HORIZON_WORDS[model.horizon or "long"]


def after(years: float) -> str:
    """Say how many years after.

    Examples
    --------
    >>> after(1.0), after(2.5)
    ('after 1 year', 'after 2.5 years')
    """
    return f"after {years:g} year{'' if years == 1 else 's'}"


def equilibrium(model: ModelChoice) -> str:
    """Say what kind of equilibrium it is.

    Examples
    --------
    >>> equilibrium(ModelChoice())
    'a new long-run equilibrium'
    >>> equilibrium(ModelChoice(horizon="short"))
    'an equilibrium within a year of the change, in which factors stay in their sectors'
    >>> equilibrium(ModelChoice(years_after=3, factor_mobility="mobile"))
    'an equilibrium 3 years after the change, in which factors move between sectors'
    """
    said = _kind(model)
    factors = _factors(model)
    return f"{said}, in which {factors}" if factors else said


def _kind(model: ModelChoice) -> str:
    if model.years_after is not None:
        return f"an equilibrium {after(model.years_after).removeprefix('after ')} after the change"
    if model.horizon == "short":
        return "an equilibrium within a year of the change"
    if model.horizon == "medium":
        return "an equilibrium some years after the change"
    return "a new equilibrium" if when(model) == "in the new equilibrium" else "a new long-run equilibrium"


def _factors(model: ModelChoice) -> str:
    """Say where factors go, where that is not what the long run has."""
    mobility = model.factor_mobility
    if mobility is None:
        if model.horizon == "short" or (model.years_after is not None and model.years_after <= 1):
            return "factors stay in their sectors"
        if model.years_after is not None and model.years_after < 10:
            return "factors are on their way to other sectors"
        return ""
    if mobility in ("specific", 0):
        return "factors stay in their sectors"
    if mobility == "mobile":
        return "factors move between sectors" if model.timed else ""
    return f"factors move between sectors with an elasticity of {mobility:g}"


def own(model: ModelChoice) -> list[str]:
    """Give what the model sets by itself, in place of what its time has.

    Examples
    --------
    >>> own(ModelChoice(horizon="short", input_substitution=0.1, theta={"C26": 4.5}))
    ['trade elasticities of its own for C26 (4.5)', 'input substitution 0.1']
    """
    said = [] if model.elasticities == "default" else [f"trade elasticities of {model.elasticities}"]
    if model.theta:
        each = ", ".join(f"{word} ({value:g})" for word, value in model.theta.items())
        said.append(f"trade elasticities of its own for {each}")
    for key in OWN:
        value = getattr(model, key)
        if value is not None:
            said.append(f"{key.replace('_', ' ')} {value if isinstance(value, str) else f'{value:g}'}")
    return said


_TIMES = {
    "short": "Within a year of the change (short): little stands in for what gets dearer, and factors stay in their sectors",
    "medium": "Some years after the change (medium): inputs still fit together as they did, and factors move between sectors",
    "long": "In the long run (long): buyers have adjusted, and factors move between sectors",
}


def explained(model: ModelChoice) -> str:
    """Say the time, and what is set against it, in a sentence or two; nothing where nothing is said.

    Examples
    --------
    >>> explained(ModelChoice(years_after=3, labour_supply=0.5))
    '3 years after the change: elasticities are on their way from the short to the long run. Set by itself: labour supply 0.5.'
    """
    said = []
    if model.years_after is not None:
        word = after(model.years_after).removeprefix("after ")
        where = "those of the long run" if model.years_after >= 10 else "on their way from the short to the long run"
        where = "those of the short run" if model.years_after <= 1 else where
        said.append(f"{word} after the change: elasticities are {where}.")
    elif model.horizon is not None:
        said.append(f"{_TIMES[model.horizon]}.")
    mine = own(model)
    return " ".join([*said, *([f"Set by itself: {', '.join(mine)}."] if mine else [])])
