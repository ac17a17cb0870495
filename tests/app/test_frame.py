"""What every room shares: sizes, light and dark, languages, and that those who hear or tab through a page lose nothing."""

import re
from pathlib import Path

import pytest

from .conftest import fragment

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
ROOMS = {
    "equation": fragment("equation"),
    "reliance": fragment("reliance"),
    "sectors": fragment("reliance", view="sectors"),
    "change": fragment("change"),
    "charts": fragment("change", view="charts"),
    "compare": fragment(
        "change", s="tariff +25 points by USA on CHN", s2="embargo by USA on CHN in C26", view="compare"
    ),
    "talks": fragment("talks", view="path", draws="10"),
    "record": fragment("record", view="ledger"),
    "data": fragment("data"),
}
MAIN = ("equation", "reliance", "change", "talks", "record", "data")
SIZES = {"phone": (360, 740), "desk": (1280, 900), "wall": (2560, 1440)}
KOREAN = {
    "equation": "방정식",
    "reliance": "의존",
    "change": "변화",
    "talks": "협상",
    "record": "기록",
    "data": "자료",
}

WIDE = """() => {
  const page = document.documentElement;
  const out = [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=tab]')].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest('[hidden]') || getComputedStyle(one).visibility === 'hidden') return false;
    if (one.classList.contains('skip')) return false;
    let place = one.parentElement;
    while (place && place !== document.body) {
      const style = getComputedStyle(place);
      if (/auto|scroll/.test(style.overflowX) && place.scrollWidth > place.clientWidth) return false;
      place = place.parentElement;
    }
    return box.left < -1 || box.right > page.clientWidth + 1;
  });
  return {
    scroll: page.scrollWidth - page.clientWidth,
    out: out.map((one) => one.outerHTML.slice(0, 120)),
  };
}"""
RUN = """async () => {
  const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'], resultTypes: ['violations'] });
  return found.violations.map((one) => `${one.id}: ${one.help}: ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '));
}"""


def settled(page, expect) -> None:
    """Wait until a room shows what it has to show, and nothing is on its way any more."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main table, main figure [role=img]").first).to_be_attached(timeout=60_000)
    expect(page.locator("main progress")).to_have_count(0, timeout=60_000)
    expect(page.locator("main .chart-waiting, main .map-waiting")).to_have_count(0, timeout=60_000)
    expect(page.locator("main figure[aria-busy=true]")).to_have_count(0, timeout=60_000)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_fits_any_screen_and_every_control_is_in_reach(reader, expect, room):
    page = reader.open(ROOMS[room], viewport={"width": 360, "height": 740})
    settled(page, expect)
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # the charts follow the size
        found = page.evaluate(WIDE)
        assert found == {"scroll": 0, "out": []}, name


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_that_the_guidelines_on_accessibility_forbid(reader, expect, room, language):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci in web/ brings it")
    joint = "&" if "?" in ROOMS[room] else "?"
    page = reader.open(f"{ROOMS[room]}{joint}lang={language}", bypass_csp=True, color_scheme="light")
    settled(page, expect)
    page.add_script_tag(path=AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        settled(page, expect)
        page.wait_for_timeout(400)
        assert page.evaluate(RUN) == [], scheme


@pytest.mark.parametrize("room", ["equation", "reliance", "charts"])
def test_every_chart_has_a_name_and_a_table(reader, expect, room):
    page = reader.open(ROOMS[room])
    settled(page, expect)
    charts = page.get_by_role("figure")
    assert charts.count() > 0
    for at in range(charts.count()):
        chart = charts.nth(at)
        assert chart.get_attribute("aria-label")
        chart.get_by_role("button", name="Show as table").click()
        expect(chart.get_by_role("table")).to_be_visible()
        assert chart.locator("tbody tr").count() > 0
        assert chart.locator("caption").inner_text()


@pytest.mark.parametrize("room", MAIN)
def test_a_room_is_told_in_korean(reader, expect, room):
    page = reader.open(ROOMS[room])
    settled(page, expect)
    page.get_by_role("combobox", name="Language").select_option("ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_url(re.compile("lang=ko"))
    expect(page.get_by_role("navigation").first.locator("[aria-current=page]")).to_have_text(KOREAN[room])
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("[가-힣]"))
    settled(page, expect)
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("heading", level=1)).to_have_text(page.get_by_role("heading", level=1).inner_text())


def test_light_and_dark_are_kept(reader, expect):
    page = reader.open("equation", color_scheme="light")
    settled(page, expect)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("combobox", name="Colours").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("combobox", name="Colours").select_option("system")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_every_room_is_reached_by_its_link_and_told_by_its_title(reader, expect):
    page = reader.open("equation")
    for room, name in (
        ("reliance", "Reliance"),
        ("change", "Change"),
        ("talks", "Talks"),
        ("record", "Record"),
        ("data", "Data"),
        ("equation", "The equation"),
    ):
        page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(f"#/{room}"))
        expect(page).to_have_title(f"{name} · counterpoise")
        expect(page.get_by_role("main")).to_be_focused()
    page.go_back()
    expect(page).to_have_title("Data · counterpoise")
