"""The room of data: what the store holds, a file that is added and taken away, and one that is refused."""

import json
import re

import pytest

from .conftest import start

CODES = ("KOR", "JPN", "USA", "CHN", "DEU")
NAME = "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1234.csv"


def wdi() -> bytes:
    """Give a small file of the World Bank's layout."""
    head = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *range(1990, 2023)]
    rows = [[f"Name of {code}", code, "GDP (current US$)", "NY.GDP.MKTP.CD", *range(1000, 1033)] for code in CODES]
    lines = [",".join(f'"{cell}"' for cell in row) + "," for row in (head, *rows)]
    top = '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-04-15",\n\n'
    return (top + "\n".join(lines) + "\n").encode()


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Give a service whose store these tests change."""
    made = start(tmp_path_factory.mktemp("data"))
    yield made
    made.stop()


def files(own):
    """Give the files of the store but its index, its catalogue and its locks."""
    return [one for one in own.store.rglob("*") if one.is_file() and ("upload-" in str(one) or "parts" in one.parts)]


DROP = """async ({ name, text }) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def test_what_is_in_the_store_with_its_licence(reader, own, expect):
    with own.client() as client:
        held = client.get("/api/data").json()
    page = reader.open("data", service=own)
    for one in held["datasets"]:
        article = page.get_by_role("article", name=one["title"], exact=True)
        expect(article).to_contain_text(one["dataset"])
        expect(article).to_contain_text(one["licence"])
    assert str(own.store) not in page.content()
    facts = page.get_by_role("table", name="Tables of facts")
    expect(facts.locator("tbody tr")).to_have_count(min(30, len(held["facts"])))


def test_a_file_is_added_by_hand_and_taken_away(reader, own, expect):
    page = reader.open("data", service=own)
    page.locator("input[type=file]").set_input_files({"name": NAME, "mimeType": "text/csv", "buffer": wdi()})
    producer = page.get_by_role("combobox", name="Whose file it is")
    expect(producer).to_be_visible()
    producer.select_option("wdi")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("status").filter(has_text="Added:")).to_be_visible()
    with own.client() as client:
        (mine,) = [one for one in client.get("/api/data").json()["datasets"] if one["place"] == "added"]
    article = page.get_by_role("article", name=mine["title"], exact=True)
    expect(article).to_be_visible()
    expect(article).to_contain_text("1990")
    assert files(own)
    article.get_by_role("button", name=re.compile("^Remove")).click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    expect(article).to_be_visible()
    article.get_by_role("button", name=re.compile("^Remove")).click()
    page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    expect(article).to_have_count(0)
    with own.client() as client:
        assert [one for one in client.get("/api/data").json()["datasets"] if one["place"] == "added"] == []


def test_a_text_file_dropped_as_accounts_is_refused_in_the_readers_words(reader, own, expect):
    before = files(own)
    page = reader.open("data", service=own)
    expect(page.locator("input[type=file]")).to_be_attached()
    page.evaluate(DROP, {"name": "2022_SML.csv", "text": "a letter, and no accounts\n"})
    producer = page.get_by_role("combobox", name="Whose file it is")
    producer.select_option("icio")
    page.get_by_role("button", name="Add it").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("2022_SML.csv")
    assert str(own.store) not in alert.inner_text()
    expect(producer).to_have_value("icio")
    expect(page.get_by_text("2022_SML.csv").first).to_be_visible()
    assert files(own) == before
    with own.client() as client:
        body = {"content": b"a letter, and no accounts\n", "params": {"filename": "2022_SML.csv"}}
        job = client.post("/api/data/icio", **body).json()["id"]
        said = client.get(f"/api/jobs/{job}").text.strip().split("\n\n")[-1]
    assert json.loads(said[6:])["error"]["what"] in alert.inner_text()


def test_an_empty_file_and_one_that_is_too_large_are_not_sent(reader, own, expect):
    page = reader.open("data", service=own)
    sent = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.locator("input[type=file]").set_input_files({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    expect(page.get_by_role("alert")).to_contain_text("empty")
    large = """() => {
      const file = new File(['x'], 'large.csv');
      Object.defineProperty(file, 'size', { value: 2e9 });
      const drop = new Event('drop', { bubbles: true, cancelable: true });
      drop.dataTransfer = { types: ['Files'], files: [file] };
      document.body.dispatchEvent(drop);
    }"""
    page.evaluate(large)
    expect(page.get_by_role("alert")).to_contain_text("2 GB")
    expect(page.get_by_role("alert")).to_contain_text("counterpoise data add")
    expect(page.get_by_role("button", name="Add it")).to_be_disabled()
    assert sent == []


def test_what_was_on_screen_can_be_cited(reader, own, service, expect):
    page = reader.open("equation", service=own)
    expect(page.get_by_role("main")).to_contain_text("South Korea's economy leans")
    page.get_by_role("link", name="Data", exact=True).click()
    citation = service.ask("equation", country="KOR", powers="USA,CHN")["meta"]["baseline"][0]["citation"]
    cited = page.get_by_role("region", name="Cite what was on screen")
    expect(cited).to_contain_text(citation)
    with page.expect_download() as got:
        cited.get_by_role("button", name="BibTeX").click()
    assert got.value.suggested_filename == "sources.bib"


def test_by_keyboard_alone(reader, own, expect):
    from .conftest import focused

    page = reader.open("data", service=own)
    article = page.get_by_role("article").first
    expect(article).to_be_visible()
    focused(page, article.locator("summary"))
    page.keyboard.press("Enter")
    expect(article.locator("dl")).to_be_visible()
    focused(page, page.locator("input[type=file]"))


def test_a_service_that_only_reads(reader, tmp_path, expect):
    only = start(tmp_path, "--readonly")
    try:
        page = reader.open("data", service=only)
        expect(page.get_by_role("article").first).to_be_visible()
        expect(page.locator("input[type=file]")).to_have_count(0)
        page.wait_for_load_state("networkidle")
    finally:
        only.stop()
