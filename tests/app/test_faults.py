"""What goes wrong: slow and failing work, a lost connection, wrong words in a link, no script."""

import contextlib
import re
import signal
import time

import pytest

from .conftest import GONE, fragment, start

USUAL = "tariff +25 points by USA on CHN; CHN retaliates"
NONE = "tariff +100000000000 % by ALL on ALL"


@pytest.fixture
def alone(tmp_path):
    """Give a service that a test may stop."""
    made = start(tmp_path)
    yield made
    made.stop()
    said = made.said.read_text()
    assert "Traceback" not in said, said


def holding(page, address):
    """Hold requests back, and give them as they come."""
    held = []

    def hold(route) -> None:
        held.append(route)

    page.route(re.compile(address), hold)
    return held


def test_while_a_solve_is_slow_the_last_answer_stays_marked(reader, expect):
    page = reader.open("change")
    panel = page.get_by_role("tabpanel", name="Overview")
    expect(panel.locator(".bars")).to_be_visible()
    expect(panel.locator(".badge")).to_have_count(0)
    held = holding(page, "/api/(ask/simulate|first_order)")
    page.get_by_role("slider", name="Raised by points").first.focus()
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".badge").first).to_have_text("Inputs have changed")
    expect(panel.locator(".bars")).to_be_visible()
    expect(panel.get_by_role("progressbar")).to_be_visible()
    expect(panel.locator("[aria-busy=true]").first).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(panel.locator(".badge")).to_have_count(0)


def test_a_slow_answer_of_another_room_is_marked_too(reader, expect):
    page = reader.open("equation")
    sentence = page.locator("p", has_text=re.compile("^South Korea's economy leans")).first
    expect(sentence).to_be_visible()
    held = holding(page, "/api/ask/equation")
    box = page.get_by_role("combobox", name="Country", exact=True)
    box.click()
    box.fill("jap")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("answer to the previous question")).first).to_be_visible()
    expect(page.locator("[data-stale]").first).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(page.locator("p", has_text=re.compile("^Japan's economy leans")).first).to_be_visible()


def test_a_change_without_a_solution_is_said_where_the_reader_looks(reader, service, expect):
    scenario = unsolvable(service)
    with service.client() as client:
        told = client.get("/api/ask/simulate", params={"scenario": scenario}).json()["error"]
    page = reader.open(fragment("change", s=scenario), allowed=re.compile("status of 422"))
    alert = page.get_by_role("tabpanel", name="Overview").get_by_role("alert").first
    expect(alert).to_contain_text(told["what"])
    if told["remedy"]:
        expect(alert).to_contain_text(told["remedy"])


def unsolvable(service):
    """Find a scenario that is understood and has no solution."""
    tries = (
        "embargo by ALL on ALL",
        "embargo 100 % between KOR and ALL",
        'title = "t"\n[[shocks]]\nkind = "transfer"\nfrom = ["KOR"]\nto = ["USA"]\nmillion_usd = 9000000\n',
        'title = "t"\n[[shocks]]\nkind = "productivity"\nof = ["KOR"]\nup_by_percent = -99.9999\n',
    )
    with service.client() as client:
        for one in tries:
            told = client.get("/api/ask/simulate", params={"scenario": one})
            if told.status_code == 422 and told.json()["error"]["code"] == 3:
                return one
    raise AssertionError("every one of these has a solution, so that a refusal can't be shown")


def test_a_lost_connection_is_said_and_found_again(alone, reader, expect):  # whose pages are closed before it ends
    page = reader.open("equation", service=alone, allowed=GONE)
    main = page.get_by_role("main")
    expect(main).to_contain_text("South Korea's economy leans")
    alone.stop(signal.SIGKILL)
    box = page.get_by_role("combobox", name="Country", exact=True)
    box.click()
    box.fill("germ")
    page.keyboard.press("Enter")
    lost = page.get_by_role("alert").filter(has_text="The connection to the program is lost")
    expect(lost).to_be_visible()
    expect(box).to_have_value("Germany")
    expect(main).to_contain_text("South Korea's economy leans")
    alone.start()
    from playwright.sync_api import TimeoutError as Late

    with contextlib.suppress(Late):  # the page looks by itself every few seconds, and may have found it
        lost.get_by_role("button", name="Try again").click(timeout=3000)
    expect(main).to_contain_text("Germany's economy leans")
    expect(lost).to_have_count(0)
    expect(box).to_have_value("Germany")


def test_a_lost_connection_takes_nothing_that_was_typed(reader, expect):
    page = reader.open("change", allowed=re.compile("ERR_|status of 422"))
    expect(page.get_by_role("tabpanel", name="Overview").locator(".bars")).to_be_visible()
    page.route(re.compile("/api/"), lambda route: route.abort())
    page.locator("summary", has_text="As text").click()
    box = page.get_by_role("textbox", name="The scenario as TOML, or in one line")
    box.fill("embargo by USA on CHN in C26")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(box).to_have_value("embargo by USA on CHN in C26")
    page.unroute_all()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("combobox", name="Kind of change").first).to_have_value("embargo")


@pytest.mark.parametrize("room", ["equation", "reliance"])
def test_a_link_with_a_country_that_is_not_in_the_data(reader, expect, room):
    page = reader.open(fragment(room, country="XXX"), allowed=re.compile("status of 4"))
    expect(page.get_by_text("XXX is not in the data.").first).to_be_visible()
    box = page.get_by_role("combobox", name="Country", exact=True)
    expect(box).to_have_value("XXX")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert").first).to_be_visible()
    box.click()
    box.fill("kor")
    page.get_by_role("listbox", name="Country").get_by_role("option", name=re.compile("South Korea")).click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_link_to_a_room_that_is_not_there(reader, expect):
    page = reader.open("cellar?country=DEU")
    expect(page.get_by_role("alert")).to_contain_text("There is no room “cellar”")
    page.get_by_role("link", name="The equation").click()
    expect(page.get_by_role("combobox", name="Country", exact=True)).to_have_value("Germany")


def test_a_link_without_its_token(reader, service, expect):
    page = reader.open("equation", allowed=re.compile("status of 403"))
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_text(re.compile("the token is missing")).first).to_be_visible()


def test_without_a_script_the_page_says_so(reader, expect):
    page = reader.open("equation", java_script_enabled=False)
    for language in ("en", "ko"):
        expect(page.locator(f"noscript p[lang={language}]")).to_be_visible()


def test_work_that_nobody_waits_for_is_dropped(reader, service):
    """A page that is closed while it waits leaves the hands free."""
    page = reader.open("change")
    page.get_by_role("tab", name="Overview").wait_for()
    page.close()
    begun = time.monotonic()
    service.ask("rely", country="ITA")
    assert time.monotonic() - begun < 30
