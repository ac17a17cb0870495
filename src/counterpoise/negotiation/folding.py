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
        for key, one in _apart(made, "outside", parties):
            parties[key] = _with(parties[key], "outside", Outside.model_validate(_option(one)))
        for key, one in _apart(made, "discount", parties) if isinstance(made.get("discount"), Mapping) else ():
            parties[key] = _with(parties[key], "discount", one)
        made["parties"] = parties
    return made


def _apart(made: dict[str, Any], what: str, parties: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Take out what stands apart by party."""
    held = made.pop(what, {})
    if not isinstance(held, Mapping):
        raise Fault(f"{held!r:.60} is not told by party", f"write {what} = {{party: ...}}", (what,))
    for key in held:
        if key not in parties:
            raise Fault(f"{key!r:.60} is no party", did_you_mean(str(key), parties), (what, str(key)))
    return list(held.items())


def _with(party: Any, key: str, value: Any) -> Any:
    if isinstance(party, Party):
        return Party.model_validate({**dict(party), key: value})
    return {**party, key: value} if isinstance(party, Mapping) else party


def _option(outside: Any) -> Any:
    if isinstance(outside, Mapping | Outside):
        return outside
    if not isinstance(outside, str):
        return {"value": outside}
    return {"after": outside} if outside in ("fixed", "stay", "revert") else {"value": outside}
