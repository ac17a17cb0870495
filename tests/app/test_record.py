"""The room of the record: the example is read, a text is gone through, and only what is accepted is in the ledger."""

import re

from counterpoise.record.ledger import Ledger

from .conftest import fragment, start

STORY = (
    "Talks in Warsaw\n\nNorwegian Foreign Minister Kari Lund came to Warsaw on Monday for talks about tariffs and ships. "
    "“We will lower our tariffs,” Lund said after three hours in the old town hall.\n\nHer Polish counterpart, Jan Nowak, "
    "called the meeting “long and useful”, and said that the harbours “will stay open”.\n"
)


def test_the_example_is_shown_as_invented_and_only_read(reader, expect):
    page = reader.open(fragment("record", view="ledger"))
    expect(page.get_by_role("complementary", name="The ledger")).to_contain_text("every sentence are invented")
    expect(page.get_by_role("region", name="Whether it holds")).to_contain_text("is whole")
    apart = page.get_by_role("region", name="Statements that pull apart")
    expect(apart.locator("mark")).to_have_count(2)
    page.get_by_role("link", name="Add from a text").click()
    expect(page.locator("main")).to_contain_text("--ledger record.jsonl")
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_a_text_is_gone_through_and_what_is_accepted_is_written(reader, expect, tmp_path):
    own = start(tmp_path, "--ledger", "mine.jsonl")
    try:
        page = reader.open(fragment("record", view="review"), service=own, allowed=re.compile("422"))
        page.get_by_label("Paste it").fill(STORY)
        page.get_by_label("Said on, where you know it").fill("2025-03-03")
        page.get_by_role("button", name="Read it").click()
        proposals = page.locator(".proposal")
        expect(proposals).to_have_count(3)
        write = page.get_by_role("button", name=re.compile("Write what was accepted"))
        expect(write).to_be_disabled()
        proposals.nth(1).get_by_role("button", name="Reject").click()
        last = proposals.nth(2)
        last.get_by_role("button", name="Accept").click()
        last.get_by_role("button", name="Correct").click()
        last.get_by_label("Country").fill("Poland")
        write.click()
        expect(page.get_by_role("alert")).to_contain_text("did you mean POL")
        expect(last.get_by_label("Country")).to_have_attribute("aria-invalid", "true")
        last.get_by_label("Country").fill("POL")
        last.get_by_label("To whom").fill("NOR")
        write.click()
        expect(page.get_by_role("status").filter(has_text="Written")).to_contain_text("1 statements")
        [said] = Ledger(tmp_path / "mine.jsonl").records("statement")
        assert (said["quote"]["exact"], said["speaker"]["country"], said["addressee"]) == (
            "will stay open",
            "POL",
            "NOR",
        )
        page.get_by_role("link", name="The ledger", exact=True).click()
        page.get_by_role("button", name="2025-03-03").click()
        expect(page.get_by_role("article").locator("mark")).to_have_text("will stay open")
        expect(page).to_have_url(re.compile(f"id={said['id']}"))
    finally:
        own.stop()
