"""The first room: who stands where between two powers, by mouse and by keyboard alone."""

import re

from .conftest import focused, fragment


def rounded(value: float, digits: int = 1) -> str:
    """Write points as the page does."""
    text = f"{100 * value:+.{digits}f}".replace("-", "−")
    return text.lstrip("+−") if float(text.replace("−", "-")) == 0 else text


def of(answer, indicator, country="KOR"):
    return next(one for one in answer["records"] if one.get("indicator") == indicator and one.get("country") == country)


def test_the_sentence_and_the_tables_say_what_the_service_says(reader, service, expect):
    answer = service.ask("equation", country="KOR", powers="USA,CHN")
    page = reader.open("equation")
    main = page.get_by_role("main")
    for sentence in answer["sentences"]:
        expect(main).to_contain_text(sentence["text"])
    economy = of(answer, "net_economic_reliance")
    chart = main.get_by_role("img").first
    expect(chart).to_have_accessible_name(re.compile(re.escape(rounded(economy["value"]))))
    table = main.get_by_role("table", name=re.compile("lean of each indicator"))
    for name in ("foreign_input_reliance", "look_through", "arms_supplier_share"):
        lean = of(answer, f"lean_{name}")
        short = answer["variables"][f"lean_{name}"]["short"]
        row = table.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name=re.compile(f"^{re.escape(short)}"))
        )
        expect(row).to_contain_text(rounded(lean["value"]))


def test_every_country_stands_in_the_table_and_a_click_chooses_it(reader, service, expect):
    answer = service.ask("equation", country="ALL", powers="USA,CHN")
    page = reader.open("equation")
    table = page.get_by_role("table", name=re.compile("countries between the two powers"))
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    first = next(
        one for one in answer["records"] if one.get("indicator") == "cross_pressure_rank" and one["value"] == 1
    )
    lean = of(answer, "net_economic_reliance", first["country"])
    expect(table.get_by_role("row").nth(1)).to_contain_text(rounded(lean["value"]))
    table.get_by_role("row").nth(1).get_by_role("button").click()
    expect(page).to_have_url(re.compile(f"country={first['country']}"))


def test_a_link_opens_the_same_view_elsewhere(reader, expect):
    page = reader.open("equation")
    box = page.get_by_role("combobox", name="Country", exact=True)
    box.click()
    box.fill("germ")
    page.get_by_role("option", name=re.compile("Germany")).click()
    expect(page).to_have_url(re.compile("country=DEU"))
    sentence = page.locator("p", has_text=re.compile("^Germany's economy leans")).first
    expect(sentence).to_be_visible()
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("combobox", name="Country", exact=True)).to_have_value("Germany")
    expect(other.get_by_text(sentence.inner_text(), exact=True)).to_be_visible()


def test_by_keyboard_alone(reader, expect):
    page = reader.open("equation")
    expect(page.get_by_role("button", name="Play the years")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox", name="Country", exact=True)
    expect(box).to_be_focused()
    page.keyboard.type("jap")
    expect(page.get_by_role("listbox", name="Country").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Japan")
    expect(page).to_have_url(re.compile("country=JPN"))
    expect(page.get_by_role("main")).to_contain_text("Japan's economy leans")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name=re.compile("First power"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Swap the two powers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("powers=CHN,USA"))
    page.keyboard.press("Escape")
    focused(page, page.get_by_role("button", name="Play the years"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Enter")
    focused(page, page.get_by_role("slider", name="Year"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("until=\\d{4}"))
    focused(page, page.get_by_role("slider", name="inputs bought"))
    before = page.get_by_role("slider", name="inputs bought").input_value()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("slider", name="inputs bought")).not_to_have_value(before)
    expect(page).to_have_url(re.compile("weights="))


def test_weights_are_the_services(reader, service, expect):
    page = reader.open(fragment("equation", weights="look_through=1,protected_capability=1"))
    answer = service.ask("equation", country="KOR", powers="USA,CHN", weights="look_through=1,protected_capability=1")
    for sentence in answer["sentences"][:2]:
        expect(page.get_by_role("main")).to_contain_text(sentence["text"])
    page.get_by_role("button", name=re.compile("Back to the program's weights")).click()
    usual = service.ask("equation", country="KOR", powers="USA,CHN")
    expect(page.get_by_role("main")).to_contain_text(usual["sentences"][0]["text"])


def test_the_years_are_played_and_stopped(reader, expect):
    page = reader.open("equation")
    page.get_by_role("button", name="Play the years").click()
    year = page.get_by_role("slider", name="Year")
    expect(year).to_have_attribute("aria-valuetext", re.compile(r"^(199|200)\d: economy"))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play the years")).to_be_visible()


def test_the_same_elsewhere_and_the_sources(reader, service, expect):
    page = reader.open("equation")
    page.get_by_text("The same elsewhere").click()
    answer = service.ask("equation", country="KOR", powers="USA,CHN")
    for text in (answer["same"]["command"], answer["same"]["python"].split("\n")[-1]):
        expect(page.get_by_text(text)).to_be_visible()
    page.get_by_text("Sources", exact=True).click()
    expect(page.get_by_text(answer["meta"]["baseline"][0]["citation"]).first).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").first.click()
    assert got.value.suggested_filename == "equation-KOR.csv"
    with page.expect_download() as got:
        page.get_by_role("link", name="PNG").first.click()
    assert got.value.suggested_filename.endswith(".png")


def test_a_withdrawal_is_long_work_with_an_answer(reader, expect):
    page = reader.open("equation")
    page.get_by_role("checkbox", name=re.compile("Work out what would be lost")).check()
    expect(page.get_by_role("table", name="If a power withdrew")).to_be_visible(timeout=60_000)
    expect(page).to_have_url(re.compile("withdrawal=true"))
