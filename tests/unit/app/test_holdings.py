"""The list of what the store holds, as files."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from counterpoise.questions.holdings import dataset_records, fact_records

NAMES = [one["dataset"] for one in dataset_records()]


def test_as_text(asked):
    answer = asked.get("/api/holdings", params={"format": "csv"})
    assert [row["dataset"] for row in csv.DictReader(io.StringIO(answer.text))] == NAMES
    assert 'filename="datasets.csv"' in answer.headers["content-disposition"]
    told = asked.get("/api/holdings", params={"format": "json"}).json()
    assert [one["dataset"] for one in told["records"]] == NAMES


def test_as_a_table(asked):
    answer = asked.get("/api/holdings", params={"format": "parquet"})
    assert pd.read_parquet(io.BytesIO(answer.content))["dataset"].tolist() == NAMES


def test_as_a_spreadsheet(asked):
    answer = asked.get("/api/holdings", params={"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[0].value for row in book["datasets"].iter_rows(min_row=2)] == NAMES
    assert book["facts"].max_row == len(fact_records()) + 1
    assert "producers" in book.sheetnames


@pytest.mark.parametrize("words", [{}, {"format": "pdf"}, {"format": ""}])
def test_another_format_is_refused(asked, words):
    answer = asked.get("/api/holdings", params=words)
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "format"
