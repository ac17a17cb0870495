"""The findings of how sure a negotiation's answer is, in Korean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoise.core.bargain import few
from counterpoise.words import bargains
from counterpoise.words.bargains import MOST, amount, reading
from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.negotiation import PERIODS, REGIMES, a_period, called, percent
from counterpoise.words.negotiation import by_course
from counterpoise.words.phrases import strictly
from counterpoise.words.robustness import named_deal

if TYPE_CHECKING:
    from counterpoise.core.bargain import Bargain
    from counterpoise.core.result import Result


def unknown(read: Bargain, name: str) -> str:
    """Give what something unknown is called: in Korean where it is nothing of the document's own."""
    return strictly(read.parameter(name), "ko") or read.parameter(name)


@finding("negotiate", "ko")
def survival(result: Result) -> str | None:
    """Tell in how many draws of what is not known the path holds, and how far its margin ranges."""
    read = reading(result)
    if not read.known("lowest"):
        return "모른다고 적은 것이 없다. 모든 수를 적힌 그대로 썼으며 답은 그 수들만큼만 확실하다."
    draws = read.diagnostics.get("draws")
    said = by_course(read, lambda one: _survival(read, one, f"{draws:,}번의 추출" if draws else "추출"))
    return said and f"{said} 적어 둔 범위에서 뽑은 추출의 비율은 확률이 아니다."


def _survival(read: Bargain, course: str, draws: str) -> str | None:
    share, low, high = (read.at(one, course) for one in ("survival_share", "margin__low", "margin__high"))
    if not math.isfinite(share) or not bargains.unknown(read, course):
        return None
    too = " 비준되며" if read.at("ratified_share", course) < 1 else ""
    head = f"{draws} 가운데 {percent(share)}에서 이 경로가 스스로 지켜지{'고' if too else '며'}{too}"
    return f"{head} 추출의 90%에서 여유는 {amount(low)}~{amount(high)} 사이에 있다"


@finding("negotiate", "ko")
def ratified(result: Result) -> str | None:
    """Tell in how many draws all whose consent is needed give it."""
    read = reading(result)

    def tell(course: str) -> str | None:
        share = read.at("ratified_share", course)
        return f"추출의 {percent(share)}에서 합의가 비준된다" if share < 1 else None

    return by_course(read, tell)


@finding("negotiate", "ko")
def breaks(result: Result) -> str | None:
    """Tell which unknowns break the path, and where."""
    read = reading(result)
    return by_course(read, lambda one: _breaks(read, one))


def _breaks(read: Bargain, course: str) -> str | None:
    held = bargains.breaks(read, course)
    if not held or not read.path(course):
        return None
    first = read.at("margin_share", course, parameter=held[0].name)
    head = (
        f"여유의 분산 가운데 {percent(first)}는 ‘{unknown(read, held[0].name)}’ 하나에서 나온다. " if first > 0 else ""
    )
    holds = bargains.holds(bargains.verdict(read, course))
    told = [text for one in held if (text := _broken(read, one, holds=holds))]
    if not told:
        return head + (
            "범위 안에서 홀로 경로를 깨뜨리는 것은 없다" if holds else "범위 안에서 홀로 경로를 지켜지게 하는 것은 없다"
        )
    more = f" 밖에 {len(told) - MOST}가지" if len(told) > MOST else ""
    return f"{head}홀로 경로를 {'깨뜨리는' if holds else '지켜지게 하는'} 것은 {', '.join(told[:MOST])}{more}이다"


def _broken(read: Bargain, one: bargains.Break, *, holds: bool) -> str | None:
    if not math.isfinite(one.holds_from) or not (one.below or one.above):
        return None
    low, high = amount(one.holds_from), amount(one.holds_to)
    if holds:
        where = f"{low}~{high} 밖" if one.below and one.above else f"{low} 미만" if one.below else f"{high} 초과"
    else:
        where = f"{low}~{high}" if one.below and one.above else f"{low} 이상" if one.below else f"{high} 이하"
    return f"‘{unknown(read, one.name)}’ {where}(범위 {amount(one.low)}~{amount(one.high)})"


@finding("negotiate", "ko")
def possible(result: Result) -> str | None:
    """Tell in how many draws there is a deal that all prefer to none."""
    read = reading(result)

    def tell(course: str) -> str | None:
        share = bargains.possible(read, course)
        return f"추출의 {percent(share)}에 모두가 결렬보다 낫게 여길 합의가 있다" if math.isfinite(share) else None

    return by_course(read, tell)


@finding("negotiate", "ko")
def enforced(result: Result) -> str | None:
    """Tell in how many draws any deal enforces itself."""
    read = reading(result)
    of = bargains.seen(read)
    draws = f"처음 추출 {of:,}번" if of else "추출"
    return by_course(read, lambda one: _enforced(bargains.enforced(read, one), draws))


def _enforced(share: tuple[float, float] | None, draws: str) -> str | None:
    if share is None:
        return None
    low, high = share
    if low == high and low in (0, 1):
        return f"{draws} 모두에 스스로 지켜지는 합의가 있다" if low else f"{draws} 어디에도 스스로 지켜지는 합의가 없다"
    written = percent(low) if low == high else f"{percent(low)}~{percent(high)}"
    return f"{draws}의 {written}에 한꺼번에든 단계적으로든 스스로 지켜지는 합의가 있다"


@finding("negotiate", "ko")
def anew(result: Result) -> str | None:
    """Tell what the draws come to that were solved anew: regimes, and the deals that Nash's rule takes."""
    read = reading(result)
    return by_course(read, lambda one: _anew(read, bargains.anew(read, one)))


def _share(share: float, count: int) -> str:
    """Write a share of some draws, or of few how many those are."""
    return f"{round(share * count):,}번" if few(count) else percent(share)


def _shares(shares: Sequence[float], count: int = 0) -> str:
    """Write the shares of the regimes, each in its clause."""
    said = [f"{_share(share, count)}에서 {REGIMES[kind]}" for kind, share in bargains.present(shares)]
    last = said[-1]
    ended = f"{last}다" if last.endswith("없") else f"{last.removesuffix('지')}진다"
    return " ".join([*(f"{one}고" for one in said[:-1]), ended])


def _anew(read: Bargain, found: bargains.Anew | None) -> str | None:
    if found is None:
        return None
    many = f" {found.count:,}번" if found.count else ""
    ends = ", ".join(
        f"{_share(share, found.count)}에서 하나({named_deal(read, name)})" for name, share in found.endings
    )
    made = f"새로 푼 추출{many} 가운데 {_shares(found.regimes, found.count)}"
    return made + (f". 내시 해가 고르는 합의는 {ends}이다" if ends else "")


@finding("negotiate", "ko")
def bears(result: Result) -> str | None:
    """Tell what each party can bear and still keep to the path."""
    read = reading(result)
    return by_course(read, lambda one: _bears(read, one))


def _bears(read: Bargain, course: str) -> str | None:
    said = [f"{called(read, one.party, '은')} {', '.join(_limits(read, one))}" for one in bargains.bears(read, course)]
    most = bargains.hazard(read, course)
    last = (
        f". 모두가 지키는 것은 결렬 확률이 {a_period(read)} {percent(most)} 이하일 때까지이다"
        if math.isfinite(most)
        else ""
    )
    return f"다른 것이 그대로일 때 경로를 지키는 한계: {'; '.join(said)}{last}" if said else None


def _limits(read: Bargain, one: bargains.Bears) -> list[str]:
    made, taken = [], f"(쓴 값 {figures(one.discount)})"
    if math.isfinite(one.least) and math.isfinite(one.most):
        made.append(f"할인인자 {figures(one.least)}~{figures(one.most)}{taken}")
    elif math.isfinite(one.least):
        made.append(f"할인인자 {figures(one.least)} 이상{taken}")
    elif math.isfinite(one.most):
        made.append(f"할인인자 {figures(one.most)} 이하{taken}")
    if math.isfinite(one.rise):
        made.append(f"결렬될 때의 몫이 느는 폭 {amount(one.rise)} 이하")
    if math.isfinite(one.lag):
        made.append(
            f"어기는 것을 알아채기까지 {int(one.lag)}{PERIODS.get(read.attrs['period'], ' ' + read.attrs['period'])} 이하"
        )
    if math.isfinite(one.detection):
        made.append(f"알아챌 확률 {a_period(read)} {percent(one.detection)} 이상")
    return made


@finding("negotiate", "ko")
def thresholds(result: Result) -> str | None:
    """Tell where one regime ends and the next begins, over the unknowns that were asked for."""
    read = reading(result)
    if "grid_regime" not in read.data:
        return None
    names = [f"‘{unknown(read, one)}’" for one in read.attrs["over"]]
    if len(names) == 1:
        points = f"점 {read.data.sizes['x']}개에서 점마다 합의를 새로 고르면"
        return by_course(read, lambda one: f"{names[0]}의 범위를 {points} {_line(bargains.stretches(read, one))}")
    said = by_course(read, lambda one: _shares(bargains.of_grid(read, one)))
    return said and f"{'·'.join(names)}의 범위를 격자로 나누어 그 비율을 보면, {said}"


def _line(stretches: Sequence[tuple[int, float, float]]) -> str:
    said = [
        f"{f'{amount(low)}~{amount(high)}' if low < high else amount(low)}에서는 {REGIMES[kind]}"
        for kind, low, high in stretches
    ]
    last = said[-1]
    ended = f"{last}다" if last.endswith("없") else f"{last.removesuffix('지')}진다"
    return " ".join([*(f"{one}고" for one in said[:-1]), ended])
