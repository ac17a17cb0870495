"""The room of talks: a negotiation as a form over its text, and what it comes to."""

import re
import tomllib

from counterpoise.core.gallery import TALKS
from counterpoise.negotiation.template import template

from .conftest import REFUSED, focused, fragment

QUICK = "10"
"""Draws: of few none takes long."""
TEXT = template()
VETOED = TEXT.partition("[courses.pressure]")[0] + (
    '[[ratifiers]]\nname = "Assembly"\nparty = "South"\nshare_of_party = true\nat_least = 100\n'
)


def text_box(page):
    """Give the box of the text, whose part is opened by itself where there is no form to show."""
    page.locator("summary", has_text="As text").locator("..").evaluate("one => { one.open = true; }")
    return page.get_by_role("textbox", name="The negotiation as TOML")


def field(page, card, name):
    return page.get_by_role("group", name=card).first.get_by_role("textbox", name=name)


def solved(page, expect):
    expect(page.locator("#outcome .sentences p").first).to_be_visible(timeout=60_000)
    expect(page.locator("#outcome .badge")).to_have_count(0)


def of(answer, variable, scenario, party=None):
    wanted = (variable, scenario, party)
    return next(
        one["value"] for one in answer["records"] if (one.get("variable"), one["scenario"], one.get("party")) == wanted
    )


def plain(value):
    """Write a number as the page does."""
    return f"{value:,.3f}".rstrip("0").rstrip(".").replace("-", "−")


def differing(new: str, old: str) -> list[tuple[str, str]]:
    assert len(new.splitlines()) == len(old.splitlines())
    return [(a, b) for a, b in zip(new.splitlines(), old.splitlines(), strict=True) if a != b]


def test_the_numbers_are_those_of_the_question(reader, service, expect):
    answer = service.ask("negotiate", talks="freeze-for-relief", draws=QUICK)
    page = reader.open(fragment("talks", draws=QUICK))
    solved(page, expect)
    told = {}
    for tab in ("Overview", "Zone and deals", "Path", "How sure"):
        page.get_by_role("tab", name=tab).click()
        told[tab] = page.get_by_role("tabpanel").inner_text()
        if tab == "Path":
            expect(page.get_by_role("img", name=re.compile("weakest")).first).to_be_visible()
            link = page.get_by_role("table", name="The path by stages").locator("tr.chosen")
            expect(link).to_have_count(1)
            slacks = [one["value"] for one in answer["records"] if one.get("variable") == "slack"]
            expect(link).to_contain_text(plain(min(slacks)))
            expect(link.locator(".weakest")).not_to_be_empty()
        if tab == "Zone and deals":
            expect(page.get_by_role("img", name=re.compile("What deals are worth")).first).to_be_visible()
    whole = "\n".join(told.values())
    for sentence in answer["sentences"]:
        assert sentence["text"] in whole
    for party in ("North", "South"):
        assert plain(of(answer, "outside_value", "pressure", party)) in told["Overview"]
        for rule in ("nash", "raiffa"):
            for which in ("any deal", "self-enforcing"):
                value = of(answer, "agreed_value", f"pressure, {which}, {rule}", party)
                assert plain(value) in told["Zone and deals"]
    assert f"{100 * of(answer, 'survival_share', 'pressure'):.1f}%" in told["How sure"]
    assert plain(of(answer, "margin", "pressure")) in told["How sure"]


def test_the_form_changes_one_value_of_the_text_and_loses_nothing(reader, service, expect):
    page = reader.open(fragment("talks", draws=QUICK))
    solved(page, expect)
    cell = page.get_by_role("textbox", name="Worth of “full” to North")
    expect(cell).to_have_value("6")
    cell.fill("3.5")
    box = text_box(page)
    assert differing(box.input_value(), TEXT) == [("worth.North = [0, 2, 3.5]", "worth.North = [0, 2, 6]")]
    expect(page.locator("#outcome .badge")).to_have_text("of an earlier text")
    page.get_by_role("button", name="Solve").click()
    solved(page, expect)
    with service.client() as client:
        words = {"talks": box.input_value(), "draws": QUICK}
        answer = client.post("/api/ask/negotiate", json={"arguments": words}).json()
    expect(page.locator("#outcome .sentence")).to_have_text(answer["sentences"][0]["text"])
    expect(page).to_have_url(re.compile("3.5"))
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("textbox", name="Worth of “full” to North")).to_have_value("3.5")
    assert text_box(other).input_value() == box.input_value()
    expect(other.locator("#outcome .sentence")).to_have_text(answer["sentences"][0]["text"])


def test_of_an_example_the_form_changes_that_value_alone(reader, expect):
    page = reader.open(fragment("talks", talks="title = 'begun'"), allowed=REFUSED)
    box = text_box(page)
    for name in ("nuclear", "cjk"):
        text = TALKS.gallery()[name].read_text(encoding="utf-8")
        before = tomllib.loads(text)
        party = next(iter(before["parties"]))
        box.fill(text + "\n[nobody]\n")  # so that it is not solved
        expect(page.get_by_role("textbox", name="Title")).to_have_value(before["title"])
        page.get_by_role("textbox", name="Chance of a breakdown a period").fill("0.07")
        before["monitoring"]["hazard"], before["nobody"] = 0.07, {}
        assert tomllib.loads(box.input_value()) == before, name
        page.get_by_role("group", name=re.compile(party)).first.get_by_role("combobox").select_option("stay")
        before["parties"][party]["outside"]["after"] = "stay"
        assert tomllib.loads(box.input_value()) == before, name
        assert re.findall("#.*", box.input_value()) == re.findall("#.*", text), name
    expect(page.get_by_role("alert").first).to_contain_text("nobody")


def test_parties_issues_levels_and_unknowns_come_and_go(reader, expect):
    page = reader.open(fragment("talks", draws=QUICK), allowed=REFUSED)
    box = text_box(page)
    page.get_by_label("Another party").fill("East")
    page.get_by_role("button", name="Add the party").click()
    page.get_by_label("Another issue").fill("visits")
    page.get_by_label("Another issue").press("Enter")
    page.get_by_label("Another unknown").fill("two words")
    page.get_by_role("button", name="Add the unknown").click()
    expect(page.get_by_text("Write a word that begins with a letter")).to_be_visible()
    issue = page.get_by_role("group", name="visits")
    issue.get_by_label("Who can do it").select_option("East")
    issue.get_by_role("button", name="Add a level").click()
    level = issue.get_by_label("Name of level 3")
    level.fill("all")
    level.press("Enter")
    issue.get_by_label("Can it be taken back?").select_option("some")
    issue.get_by_role("checkbox", name="all").uncheck()
    made = tomllib.loads(box.input_value())
    assert made["issues"][3] == {
        "name": "visits",
        "owner": "East",
        "levels": ["as it is", "done", "all"],
        "reversible": ["done"],
        "worth": {"North": [0, -1, -1], "South": [0, 1, 1], "East": [0, 1, 1]},
    }
    expect(page.locator(".checked")).to_contain_text("parties 3, issues 4")
    issue.get_by_role("button", name="Remove: visits").click()
    page.get_by_role("button", name="Remove: East").click()
    assert box.input_value() == TEXT
    page.go_back()
    assert "East" in box.input_value()


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(reader, expect):
    page = reader.open(fragment("talks", draws=QUICK), allowed=REFUSED)
    solved(page, expect)
    discount = field(page, "South", "What the next period counts")
    discount.fill("1.5")
    fault = page.get_by_role("alert").first
    expect(fault).to_contain_text("1.5 is not between 0 and 1")
    expect(fault).to_contain_text(re.compile(r"line \d+, parties.South.discount"))
    expect(discount).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Solve")).to_be_disabled()
    expect(page.locator("#outcome .sentences p").first).to_be_visible()  # the last answer stays
    box = text_box(page)
    expect(page.locator(".faulty")).to_contain_text("discount = 1.5")
    broken = TEXT.replace("hazard = 0.02", "hazard = = 0.02")
    box.fill(broken)
    expect(fault).to_contain_text(re.compile(r"line \d+"))
    expect(page.get_by_role("textbox", name="Title")).to_be_disabled()
    page.get_by_role("link", name="Data").click()
    page.get_by_role("link", name="Talks").click()
    expect(text_box(page)).to_have_value(broken)
    text_box(page).fill(TEXT)
    expect(page.get_by_role("textbox", name="Title")).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_example_takes_the_place_of_a_text_which_is_kept_and_both_are_given_as_files(reader, expect, tmp_path):
    mine = TEXT.replace("A freeze for relief", "Mine") + "# " + "long " * 1200
    page = reader.open(fragment("talks", talks=mine, draws=QUICK))
    solved(page, expect)
    with page.expect_download() as saved:  # a text too long for an address is posted
        page.get_by_role("link", name="CSV").click()
    assert "outside_value" in saved.value.path().read_text()
    page.locator("summary", has_text="Start from an example").click()
    page.get_by_role("button", name=re.compile("A freeze for relief")).click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("A freeze for relief")
    box = text_box(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save freeze-for-relief.toml").click()
    assert saved.value.path().read_text() == TEXT
    page.get_by_role("button", name="Put it back").click()
    expect(box).to_have_value(mine)
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Mine")


def test_by_keyboard_alone(reader, expect):
    page = reader.open(fragment("talks", draws=QUICK))
    solved(page, expect)
    title = page.get_by_role("textbox", name="Title")
    focused(page, title)
    page.keyboard.press("End")
    page.keyboard.type(" now")
    expect(title).to_have_value("A freeze for relief now")
    page.get_by_role("checkbox", name="A cheat may take back").focus()
    page.keyboard.press("Space")
    solve = page.get_by_role("button", name="Solve")
    expect(solve).to_be_enabled()
    focused(page, solve)
    page.keyboard.press("Enter")
    solved(page, expect)
    focused(page, page.get_by_role("tab", name="Overview"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Path")).to_be_focused()
    expect(page).to_have_url(re.compile("view=path"))
    assert 'title = "A freeze for relief now"' in text_box(page).input_value()


def test_in_korean(reader, service, expect):
    answer = service.ask("negotiate", talks="freeze-for-relief", draws=QUICK, language="ko")
    page = reader.open(fragment("talks", lang="ko", draws=QUICK))
    solved(page, expect)
    expect(page.get_by_role("heading", level=1)).to_have_text("어떤 합의가 가능한가?")
    expect(page.locator("#outcome .sentence")).to_have_text(answer["sentences"][0]["text"])
    page.get_by_role("tab", name="말로").click()
    with service.client() as client:
        shown = client.post("/api/talks", json={"text": "freeze-for-relief", "language": "ko"}).json()
    for line in shown["plain"]:
        expect(page.get_by_role("tabpanel")).to_contain_text(line.strip())


def test_a_zone_that_a_veto_closes_is_told_from_an_empty_one(reader, expect):
    page = reader.open(fragment("talks", talks=VETOED, draws=QUICK))
    solved(page, expect)
    note = page.get_by_role("note")
    expect(note).to_contain_text("Assembly")
    expect(note).to_contain_text(re.compile("without that consent [1-9]"))
    page.get_by_role("textbox", name="Worth of “half” to South").fill("-20")
    page.get_by_role("textbox", name="Worth of “full” to South").fill("-30")
    expect(note).to_have_count(0)  # what was told is of the text before
    page.get_by_role("button", name="Solve").click()
    expect(note).to_contain_text("the zone is empty of itself", timeout=60_000)


def test_work_is_stopped(reader, service, expect):
    page = reader.open(fragment("talks", talks="nuclear", draws="5000", over="attachment,need"))
    page.get_by_role("button", name="Stop").click(timeout=60_000)
    expect(page.get_by_text("Stopped; nothing of it is lost")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Solve")).to_be_enabled()
    with service.client() as client:  # the hand that solved is free again
        body = {"question": "rely", "arguments": {"country": "FRA"}}
        job = client.post("/api/jobs", json=body).json()["id"]
        assert '"state": "done"' in client.get(f"/api/jobs/{job}", timeout=60).text
