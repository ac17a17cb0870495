"""The room of agreements: who has what with whom, and what one built by clicking would do, as the questions answer."""

import math
import re

from .conftest import focused, fragment

SMALL = {"view": "make", "agreement": "KOR,JPN", "tariffs_only": "true", "phase": "2"}
"""An agreement that is worked out in a moment, and phased in."""

STATUSES = {"in force": "in force", "negotiating": "negotiated", "stopped": "talks stopped", "signed": "signed"}


def percent(value: float) -> str:
    digits = 1 if value == 0 or abs(value) >= 1 else min(5, 1 - math.floor(math.log10(abs(value))))
    return f"{value:+,.{digits}f}%".replace("-", "−")


def welfare(answer, country, year):
    for one in answer["records"]:
        if (one["variable"], one["country"], one["scenario"]) == ("welfare_pct", country, f"tariffs only, year {year}"):
            return percent(one["value"])
    raise AssertionError(f"no {country} in year {year}")


def party(page, name):
    table = page.get_by_role("region", name=re.compile("^The parties")).last
    return table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def test_the_table_holds_what_the_question_answers(reader, service, expect):
    answer = service.ask("agreements", country="KOR", on="CHN,JPN,IND", year="2024")
    held = [one for one in answer["records"] if one["indicator"] == "agreement_in_force"]
    depth = {
        (one["variable"], one["partner"]): one["value"]
        for one in answer["records"]
        if one["indicator"] == "agreement_depth"
    }
    page = reader.open(fragment("agreements", country="KOR", on="CHN,JPN,IND", year="2024"))
    rows = page.get_by_role("region", name="Trade agreements of: South Korea").locator("tbody tr")
    expect(rows).to_have_count(len(held))
    shown = {
        tuple(cells[:6])
        for cells in rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")
    }
    names = {"CHN": "China", "JPN": "Japan", "IND": "India"}
    wanted = set()
    for one in held:
        kind, _, rest = one["source"].partition("; ")
        status = next(word for word in STATUSES if rest.startswith(word))
        since = rest.removeprefix("in force since ")[:10] if status == "in force" else str(one["year"])
        deep = depth.get((one["variable"], one["partner"]))
        told = "not read" if deep is None else f"{deep:g}" + (" (own reading)" if one["variable"] == "RCEP" else "")
        wanted.add((one["variable"], names[one["partner"]], kind, STATUSES[status], since, told))
    assert shown == wanted
    in_force = {one["variable"] for one in held if one["value"]}
    expect(page.get_by_text(re.compile(f"^{len(in_force)} in force"))).to_be_visible()
    page.get_by_role("link", name="work it out: China-Japan-Korea").first.click()
    expect(page.get_by_role("combobox", name="Take one of the register")).to_have_value("China-Japan-Korea")


def test_a_slider_goes_through_the_years_and_its_link_shows_the_same(reader, service, expect):
    page = reader.open(fragment("agreements", **SMALL))
    expect(party(page, "Japan")).to_be_visible()
    page.get_by_text("The same elsewhere").click()
    said = page.get_by_text(re.compile("^counterpoise agree")).inner_text()
    assert said.startswith("counterpoise agree KOR,JPN --tariffs-only --phase 2 --draws 0 ")
    answer = service.ask(
        "agree", agreement="KOR,JPN", tariffs_only="true", phase="2", draws="0", variables=said.split("--variables ")[1]
    )
    for sentence in answer["sentences"]:
        expect(page.get_by_role("main")).to_contain_text(sentence["text"])
    slider = page.get_by_role("slider", name="Year of the phases")
    expect(slider).to_have_attribute("aria-valuetext", "year 2 of 2")
    for country, name in (("KOR", "South Korea"), ("JPN", "Japan")):
        expect(party(page, name)).to_contain_text(welfare(answer, country, 2))
    assert welfare(answer, "JPN", 1) != welfare(answer, "JPN", 2)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    for country, name in (("KOR", "South Korea"), ("JPN", "Japan")):
        expect(party(page, name)).to_contain_text(welfare(answer, country, 1))
    page.get_by_role("tab", name="Real income").click()
    expect(page.get_by_role("tabpanel").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("Japan [+]" + re.escape(welfare(answer, "JPN", 1)[1:5]))
    )
    korean = reader.open(page.url.split("#/")[1] + "&lang=ko")
    expect(korean.get_by_role("slider", name="이행 연차")).to_have_attribute("aria-valuetext", "2년 가운데 1년째")
    expect(korean.get_by_role("checkbox", name=re.compile("^관세만"))).to_be_checked()
    expect(korean.get_by_role("slider", name="모두 자유화될 때까지")).to_have_value("2")
    expect(korean.get_by_role("region", name=re.compile("^당사국")).last).to_contain_text(welfare(answer, "JPN", 1))
    expect(korean.get_by_role("img", name=re.compile("실질소득의 변화"))).to_be_visible()


def test_it_is_built_by_keyboard_and_on_the_map(reader, expect):
    page = reader.open(fragment("agreements", view="make", agreement="KOR,JPN", tariffs_only="true"))
    parties = page.get_by_role("combobox", name="Parties", exact=True)
    expect(party(page, "Japan")).to_be_visible()
    focused(page, parties)
    page.keyboard.type("taiw")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("agreement=KOR,JPN,TWN"))
    expect(party(page, "Taiwan")).to_be_visible()
    page.get_by_role("combobox", name="Country on the map").select_option("JPN")
    expect(page).to_have_url(re.compile("agreement=KOR,TWN"))
    expect(party(page, "Japan")).to_have_count(0)
    years = page.get_by_role("slider", name="Years until all is free")
    focused(page, years, most=60)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("phase=1"))
    expect(page.get_by_role("tab", name="Year by year")).to_be_visible()


def test_what_is_wrong_is_said_and_work_can_be_stopped(reader, expect):
    page = reader.open(fragment("agreements", view="make", agreement="KOR"), allowed=re.compile("422"))
    expect(page.get_by_role("alert")).to_contain_text("alone makes no agreement")
    other = reader.open(fragment("agreements", **(SMALL | {"phase": "ten"})), allowed=re.compile("422"))
    expect(other.get_by_role("alert")).to_contain_text("'ten' is no number of years")
    expect(other.get_by_role("textbox", name=re.compile("Its schedule"))).to_have_value("ten")
    other.get_by_role("textbox", name=re.compile("Its schedule")).fill("40")
    other.keyboard.press("Enter")
    other.get_by_role("button", name="Stop").click()
    expect(other.get_by_role("status").filter(has_text="Stopped.")).to_be_visible()
    expect(other.get_by_role("button", name="Work it out")).to_be_enabled()
