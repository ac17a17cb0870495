"""The room of the brief: a case is chosen, edited in a form and as text, made into a document, and saved."""

import os
import re
from pathlib import Path

import pytest

from counterpoise.app.frontend import missing

from .conftest import Service, focused, fragment

SMALL = 'country = "LUX"\npowers = ["CHN"]\ndraws = 0\n'
"""A case whose brief is soon made: one power, no bands."""

LOOKED = re.compile("^Blocked script execution")
"""What the browser says where the test itself looks into the frame, which runs no script."""


def text_box(page):
    box = page.get_by_role("textbox", name="The case as TOML")
    if not box.is_visible():
        page.locator("summary", has_text="As text").click()
    return box


def saved(page, button):
    with page.expect_download() as waited:
        button.click()
    return waited.value


@pytest.fixture
def warm(tmp_path):
    """Give a service that keeps what it works out of the world where all tests do: a brief asks for much of it."""
    if reason := missing():
        pytest.skip(f"the front end is not built: {reason}")
    made = Service(tmp_path)
    made.cache = Path(os.environ["COUNTERPOISE_CACHE"])
    yield made.start()
    made.stop()
    said = made.said.read_text()
    assert "Traceback" not in said, said


def test_a_brief_is_made_shown_and_saved_and_can_be_stopped(reader, warm, expect):
    page = reader.open(fragment("brief", s=SMALL), service=warm, allowed=LOOKED)
    make = page.get_by_role("button", name="Make the brief")
    expect(make).to_be_enabled()
    make.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("iframe")).to_be_visible(timeout=180_000)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", level=1)).to_have_text("Luxembourg and China")
    answer = warm.ask("rely", country="LUX", on="CHN", indicators="look_through")
    [share] = [one["value"] for one in answer["records"] if one["sector"] == "manufacturing"]
    expect(inside.locator("body")).to_contain_text(f"China stood behind {float(f'{100 * share:.2g}'):g} %")
    expect(inside.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(inside.locator("script")).to_have_count(0)
    shown = page.get_by_role("group", name="Page with sources")
    pdf = saved(page, shown.get_by_role("link", name="PDF"))
    assert pdf.suggested_filename == "brief-LUX.pdf"
    assert pdf.path().read_bytes().startswith(b"%PDF-")
    assert saved(page, page.get_by_role("button", name="Save the case as a file")).path().read_text() == SMALL
    page.locator("summary", has_text="The same elsewhere").press("Enter")
    expect(page.get_by_text("counterpoise brief case.toml")).to_be_visible()
    page.get_by_label("Language of the brief").select_option("ko")
    expect(page.get_by_text("made from an earlier state of the case")).to_be_visible()
    expect(make).to_be_enabled()
    make.press("Enter")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Stopped.")).to_be_visible()
    expect(make).to_be_enabled()


def test_form_and_text_stay_in_step_and_the_link_holds_the_case(reader, expect):
    page = reader.open(fragment("brief"))
    powers = page.get_by_role("combobox", name="Powers")
    expect(page.get_by_role("button", name="Remove China")).to_be_visible()
    focused(page, powers)
    page.keyboard.type("japan")
    page.keyboard.press("Enter")
    expect(text_box(page)).to_have_value(re.compile(r'powers = \["USA", "CHN", "JPN"\]'))
    page.get_by_role("checkbox", name=re.compile("State the risk")).check()
    page.get_by_role("slider", name="Probability in a year").press("ArrowRight")
    page.get_by_role("button", name="Add a scenario").click()
    page.get_by_label("Scenario 1", exact=True).and_(page.get_by_role("combobox")).select_option("rcep")
    page.get_by_role("button", name="Add a negotiation").click()
    page.get_by_label("Ledger").select_option("korea.jsonl")
    wanted = (
        '[risk]\nagainst = "JPN"\nprobability = 0.021\n\n[[scenarios]]\nfile = "rcep"\n\n'
        '[[talks]]\nfile = "cjk"\n\n[record]\nledger = "korea.jsonl"\n'
    )
    expect(text_box(page)).to_have_value(re.compile(re.escape(wanted)))
    expect(page.get_by_role("region", name="The document")).to_contain_text(
        "a rupture with Japan with probability 0.021"
    )
    other = reader.open(page.url.split("#/")[1] + "&lang=ko")
    expect(other.get_by_role("slider", name="한 해의 확률")).to_have_attribute("aria-valuetext", "2.1%")
    expect(other.get_by_label("원장")).to_have_value("korea.jsonl")
    expect(other.get_by_role("button", name="보고서 만들기")).to_be_enabled()


def test_a_case_of_the_gallery_is_opened_and_what_is_wrong_in_it_is_said(reader, service, expect):
    with service.client() as client:
        case = next(one for one in client.get("/api/cases").json()["cases"] if one["name"] == "gulf")
    page = reader.open(fragment("brief"), allowed=re.compile("422"))
    page.locator("summary", has_text="Start from a case").click()
    page.get_by_role("button", name=case["title"]).click()
    expect(page).to_have_url(re.compile("case=gulf"))
    box = text_box(page)
    expect(box).to_have_value(case["toml"])
    expect(page.get_by_role("combobox", name="Country", exact=True)).to_have_value("Saudi Arabia")
    broken = case["toml"].replace('language = "en"', 'language = "fr"')
    line = broken.split("\n").index('language = "fr"') + 1
    box.fill(broken)
    fault = page.get_by_role("alert").first
    expect(fault).to_contain_text("'fr' is not a language of the program")
    expect(fault).to_contain_text(f"line {line}, language")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".faulty")).to_contain_text('language = "fr"')
    expect(page.get_by_role("button", name="Make the brief")).to_be_disabled()
    other = reader.open(fragment("brief", case="nothing"))
    expect(other.get_by_role("alert")).to_contain_text("there is no case nothing")
