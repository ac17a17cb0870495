"""What Python may write more shortly than a file: parties as a list, outside options apart or as a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.core.documents import Fault
from counterpoise.core.errors import did_you_mean
from counterpoise.negotiation.parts import Outside, Party


def folded(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fold what Python may write into the keys of the file: parties as a list or by what they are called, outside options apart."""
    made = dict(given)
    parties = made.get("parties")
    if isinstance(parties, list | tuple) and all(isinstance(one, str) for one in parties):
        parties = {one: {} for one in parties}
    if isinstance(parties, Mapping):
        parties = {key: {"name": one} if isinstance(one, str) else one for key, one in parties.items()}
        outside = made.pop("outside", {})
        if isinstance(outside, Mapping):
            for key, one in outside.items():
                if key not in parties:
                    raise Fault(f"{key!r:.60} is no party", did_you_mean(str(key), parties), ("outside", str(key)))
                parties[key] = _with_outside(parties[key], one)
        made["parties"] = parties
    return made


def _with_outside(party: Any, outside: Any) -> Any:
    option = _option(outside)
    if isinstance(party, Party):
        made = Outside.model_validate(option)
        return party.model_copy(update={"outside": made})
    return {**party, "outside": option} if isinstance(party, Mapping) else party


def _option(outside: Any) -> Any:
    if isinstance(outside, Mapping | Outside):
        return outside
    return {"after": outside} if outside in ("fixed", "stay", "revert") else {"value": outside}
