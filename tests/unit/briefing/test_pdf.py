"""The brief as PDF: whole, repeatable, with the font in it; and what can't be set is said before the work begins."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

import counterpoise as cp
from counterpoise.briefing import typst as setting
from counterpoise.briefing.formulas import formula
from counterpoise.briefing.question import check_output
from counterpoise.core.errors import InputError
from counterpoise.core.measure import measures


@pytest.fixture(scope="module")
def briefs():
    english = cp.brief("NOR", powers="USA,CHN")
    korean = cp.brief("NOR", powers="USA,CHN", lang="ko")
    return english, korean


def test_it_is_a_pdf_of_six_to_twelve_pages(briefs):
    for one in briefs:
        assert one.pdf.startswith(b"%PDF-")
        pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", one.pdf))
        assert 6 <= pages <= 12


def test_the_same_brief_gives_the_same_bytes(briefs):
    english, _ = briefs
    assert setting.pdf(english.content) == english.pdf


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
def test_the_font_stands_in_the_file(briefs, tmp_path):
    _, korean = briefs
    korean.write(tmp_path / "a.pdf")
    said = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    rows = [line for line in said.splitlines() if "NanumGothic" in line]
    assert rows
    assert all(re.search(r"yes yes yes", re.sub(r"\s+", " ", one)) for one in rows)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_it_says_what_the_page_says(briefs, tmp_path):
    for k, one in enumerate(briefs):
        one.write(tmp_path / f"{k}.pdf")
        text = subprocess.run(
            ["pdftotext", tmp_path / f"{k}.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        plain = re.sub(r"\s+", "", text)
        for sentence in one.content["findings"]:
            assert re.sub(r"\s+", "", sentence) in plain
        assert one.case.hash in plain


def test_the_case_stands_on_the_last_page(briefs):
    english, _ = briefs
    assert english.case.hash in english.html
    assert "counterpoise brief NOR --powers USA,CHN" in english.html


def test_every_formula_can_be_set():
    typst = pytest.importorskip("typst")
    held = {name: formula(one.formula) for name, one in measures.items() if one.formula}
    text = "\n\n".join(f"$ {one} $" for one in held.values())
    assert typst.compile(text.encode(), format="pdf")
    assert len(held) > 50


def test_a_missing_font_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(setting, "PACKAGE", "no_such_package_of_fonts")
    with pytest.raises(InputError, match="NanumGothic can't be read"):
        check_output(tmp_path / "a.pdf")


def test_a_font_that_is_none_is_said(monkeypatch, tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "__init__.py").write_text("")
    for name in setting.FILES:
        (tmp_path / "fonts" / name).write_bytes(b"wOF2 and no TrueType")
    monkeypatch.setattr(setting, "find_spec", lambda _: type("Spec", (), {"origin": str(tmp_path / "__init__.py")})())
    with pytest.raises(InputError, match="can't be embedded"):
        check_output(tmp_path / "a.pdf")


@pytest.mark.parametrize("name", ["a.docx", "a", "a.txt"])
def test_a_format_that_is_not_there_is_said_before_the_work(name):
    with pytest.raises(InputError, match="no format"):
        check_output(name)
