"""What the program's own documents say, in other languages: every text, and no word beside it."""

import re
import tomllib

import pytest

import counterpoise as cp
from counterpoise.briefing.negotiation import page
from counterpoise.briefing.prospects import talks_sections
from counterpoise.core.gallery import CASES, SCENARIOS, TALKS
from counterpoise.words.documents import in_language, written
from counterpoise.words.findings import told
from counterpoise.words.language import table


def texts_of_case(document):
    yield from (document["title"], document["about"])
    for one in document["sentences"]:
        yield from (one["said"], one["by"], *([one["doubt"]] if "doubt" in one else []))


def texts_of_talks(document):
    yield from (document["title"], document["asks"])
    for one in document["issues"]:
        yield from (one.get("label", one["name"]), *one["levels"])
    for one in (*document.get("unknown", {}).values(), *document.get("courses", {}).values()):
        yield one["label"]


def texts_of_scenario(document):
    yield document["title"]


def texts():
    for kind, read in ((CASES, texts_of_case), (TALKS, texts_of_talks), (SCENARIOS, texts_of_scenario)):
        for name, path in kind.gallery().items():
            for text in read(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield name, " ".join(text.split())


def test_every_text_of_the_programs_documents_has_its_korean():
    lacking = [(name, text) for name, text in texts() if re.search("[A-Za-z]", text) and written(text, "ko") == text]
    assert not lacking, lacking


def test_no_row_stands_for_what_no_document_says():
    said = {text for _, text in texts()}
    assert not {row["english"] for row in table("documents", "ko")} - said


@pytest.fixture(scope="module")
def talks():
    return cp.negotiate("nuclear", draws=20)


def test_a_negotiation_of_the_program_is_korean_in_sentences_and_on_its_page(talks):
    said = " ".join(one.text for one in told(talks, "ko"))
    assert "시설과 시험: 상한" in said
    assert "‘절제된 관여’" in said
    assert not re.search(r"[A-Za-z]{4,}", said)
    shown = page(talks, "ko")
    assert "<h1>북핵 협상" in shown
    for text in ("Plants and tests", "Sanctions relief", "Measured engagement", "Liaison offices"):
        assert text not in shown


def test_the_brief_tells_of_it_in_korean_too(talks):
    (section,) = talks_sections({"talks 1": in_language(talks, "ko")}, {}, "ko")
    assert section["title"] == "협상: 북핵 협상"
    assert "3가지 상황" in section["text"]
    assert not re.search("[A-Za-z]", section["text"])


def test_numbers_are_the_same_and_english_is_left(talks):
    korean = in_language(talks, "ko")
    assert korean.data.drop_vars("ending").drop_attrs().equals(talks.data.drop_vars("ending").drop_attrs())
    assert korean.data["ending_share"].values.tolist() == talks.data["ending_share"].values.tolist()
    for issue, levels in korean.attrs["levels"].items():
        assert len(set(levels)) == len(talks.attrs["levels"][issue])  # no two of them become one
        assert set(korean.attrs["reversible"][issue]) <= set(levels)
    assert in_language(talks, "en") is talks


def test_a_change_of_ones_own_is_said_once_and_in_korean():
    asked = "tariff-free-korea-china-japan|tariff +15 points by USA on KOR"
    found = in_language(cp.costs("KOR", on="CHN", scenarios=asked), "ko")
    own = found.data.sel(scenario=found.data["kind"].values == "own")
    assert own["scenario"].values.tolist() == ["한중일 무관세", "미국이 한국산 재화의 관세를 15%p 올린다"]
    assert own["change"].values.tolist() == own["scenario"].values.tolist()  # so that a table does not say it twice
    assert in_language(found, "ko").data.equals(found.data)


def test_a_document_of_ones_own_keeps_its_words():
    own = cp.Talks.from_text(
        TALKS.gallery()["freeze-for-relief"].read_text(encoding="utf-8").replace("A freeze for relief", "Own")
    )
    found = in_language(cp.negotiate(own, draws=5), "ko")
    assert found.attrs["levels"]["relief"][:2] == ("none", "half")
