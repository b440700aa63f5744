"""Exams in a table: how strict it is, where its mistakes are, and whose rows are whose."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from exam_writers import KNOWN, TODAY
from hypothesis import given
from hypothesis import strategies as st

from booklet.errors import BookletError
from booklet.exam import Exam, Finding, Pain, Person, Visited
from booklet.exams import Intake, read_exams
from booklet.exams.table import rows

DAY = date(2026, 11, 23)


def taken(folder: Path, text: str | bytes, name: str = "e.csv") -> Intake:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_exams(path, KNOWN, TODAY)


def told(folder: Path, text: str) -> list[str]:
    intake = taken(folder, text)
    return [str(mistake).removeprefix(f"{folder}/e.csv:") for mistake in intake.mistakes]


ABOUT = "record,date,name,born,clinic,patch,pain,choir,cautions,next_visit_on,next_visit_at"
NONE = "7,2026-11-23" + "," * 9
POINTS = "record,date,point,side,tenderness,familiar,spread,note\n"
QUOTE = "put the whole field in quotes, and double each quote in it"
MISTAKES = {
    "nothing": ("", "1: error: is empty"),
    "blank rows only": ("\n , ,\n", "1: error: is empty"),
    "unknown column": ("record,date,sied\n7,2026-11-23,x", '1, column 3: error: unknown column; did you mean "side"?'),
    "second column": ("record,date,side,date\n", '1, column 4: error: a second column "date"; the first is column 2'),
    "no record": ("date,side\n", '1: error: no column "record"'),
    "no date": ("record,side\n", '1: error: no column "date"'),
    "unclosed quote": ('record,date\n7,"2026-11-23\n8,2026-11-23\n', "2, field 2: error: a quote that is not closed"),
    "quote within": ('record,date\n7,2026"11-23\n', f"2, field 2: error: a quote in the middle of a field; {QUOTE}"),
    "quote after a blank": (
        'record,date\n7, "2026-11-23"\n',
        f"2, field 2: error: a quote in the middle of a field; {QUOTE}",
    ),
    "text after a quote": ('record,date\n"7"x,2026-11-23\n', f"2, field 1: error: text after a closing quote; {QUOTE}"),
    "too few fields": ("record,date,side\n7,2026-11-23\n", "2: error: has 2 fields, the header has 3"),
    "too many fields": ("record,date\n7,2026-11-23,left\n", "2: error: has 3 fields, the header has 2"),
    "row without record": (
        "record,date\n,2026-11-23\n",
        '2, column "record": error: no record; every row names its record',
    ),
    "no date given": ("record,date\n7,\n", '2, column "date": error: missing key "date"'),
    "other date": ("record,date\n7,23.11.2026\n", '2, column "date": error: expected a date like 2026-11-23'),
    "no such day": (
        "record,date\n7,2026-02-30\n",
        '2, column "date": error: expected a date like 2026-11-23, found something else',
    ),
    "which date": (
        "record,date\n7,2026-11-23\n7,2026-11-20\n7,\n",
        '4, column "date": error: no date; a record of several dates needs one in each row',
    ),
    "two names": (
        "record,date,name\n7,2026-11-23,A\n8,2026-11-23,B\n7,2026-11-23,C\n",
        '4, column "name": error: two people are mixed in one record; line 2, column "name" says something else',
    ),
    "two births": (
        "record,date,born\n7,2026-11-23,1980-01-01\n7,2026-11-23,\n7,2026-11-23,1980-01-02\n",
        '4, column "born": error: two people are mixed in one record; line 2, column "born" says something else',
    ),
    "two clinics": (
        "record,date,clinic\n7,2026-11-23,A\n7,2026-11-20,B\n",
        '3, column "clinic": error: contradicts another row; line 2, column "clinic" says something else',
    ),
    "two pains": (
        "record,date,pain\n7,2026-11-23,buttock/left\n7,2026-11-23,buttock/right\n",
        '3, column "pain": error: contradicts another row; line 2, column "pain" says something else',
    ),
    "no point": (POINTS + "7,2026-11-23,,left,3,,,\n", '2, column "point": error: a finding without its point'),
    "no side": (POINTS + "7,2026-11-23,soleus-1,,3,,,\n", '2, column "side": error: missing key "side"'),
    "point": (
        POINTS + "7,2026-11-23,solus-1,left,3,,,\n",
        '2, column "point": error: unknown point; did you mean "soleus-1"?',
    ),
    "rating": (
        POINTS + "7,2026-11-23,soleus-1,left,11,,,\n",
        '2, column "tenderness": error: this is out of range, at most 10 needed',
    ),
    "truth": (POINTS + "7,2026-11-23,soleus-1,left,,maybe,,\n", '2, column "familiar": error: expected yes or no'),
    "point twice": (
        POINTS + "7,2026-11-23,soleus-1,left,,,,\n7,2026-11-23,soleus-1,left,,,,\n",
        '3, column "side": error: the same point and side again; it is first given in line 2, column "side"',
    ),
    "pain": (
        "record,date,pain\n7,2026-11-23,buttock/left; lower-back/right/6/7\n",
        '2, column "pain", item 2: error: expected something like lower-back/right/6',
    ),
    "pain, empty": (
        "record,date,pain\n7,2026-11-23,buttock/left;;\n",
        '2, column "pain", item 2: error: expected something like lower-back/right/6',
    ),
    "pain, area": (
        "record,date,pain\n7,2026-11-23,buttok/left\n",
        '2, column "pain", item 1: error: unknown area; did you mean "buttock"?',
    ),
    "pain, no side": (
        "record,date,pain\n7,2026-11-23,buttock\n",
        '2, column "pain", item 1: error: needs a side, left or right',
    ),
    "pain, side": (
        "record,date,pain\n7,2026-11-23,buttock/lift\n",
        '2, column "pain", item 1, side: error: this is not one of left, right; did you mean "left"?',
    ),
    "pain, twice": (
        "record,date,pain\n7,2026-11-23,buttock/left;buttock/left/3\n",
        '2, column "pain", item 2: error: the same area and side again; it is first given in line 2, column "pain",'
        " item 1",
    ),
    "code": (
        "record,date,choir\n7,2026-11-23,139:4\n",
        '2, column "choir", item 1: error: 139 is not a CHOIR code; they are 101 to 136 and 201 to 238',
    ),
    "code, form": (
        "record,date,choir\n7,2026-11-23,219:4:5\n",
        '2, column "choir", item 1: error: expected something like 219:6',
    ),
    "tool": (
        "record,date,tools\n7,2026-11-23,ball; can\n",
        '2, column "tools", item 2: error: this is not one of fingers, ball, cane, friend; did you mean "cane"?',
    ),
    "caution": (
        "record,date,cautions\n7,2026-11-23,xyz\n",
        '2, column "cautions", item 1: error: unknown caution; `booklet list cautions` names them',
    ),
    "visit": ("record,date,next_visit_at\n7,2026-11-23,09:30\n", '2, column "next_visit_on": error: missing key "on"'),
    "NUL": (
        "record,date,clinic\n7,2026-11-23,a\0b\n",
        '2, column "clinic": error: character U+0000 is not allowed; delete it',
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_exactly(tmp_path: Path, kind: str) -> None:
    text, message = MISTAKES[kind]
    for end in ("\n", "\r\n", "\r"):
        assert told(tmp_path, text.replace("\n", end)) == [message]


def test_a_delimiter_is_not_guessed(tmp_path: Path) -> None:
    assert told(tmp_path, "record;date\n7;2026-11-23\n") == [
        '1: error: no column "date"',
        '1: error: no column "record"',
        '1, column 1: error: unknown column; did you mean "record"?',
    ]
    comma = taken(tmp_path, "record,date\n7,2026-11-23\n", "e.tsv")
    assert "unknown column" in [mistake.message for mistake in comma.mistakes]


def test_all_mistakes_of_the_header_at_once(tmp_path: Path) -> None:
    assert [line.partition(";")[0] for line in told(tmp_path, "name,xyz,name\n")] == [
        '1: error: no column "date"',
        '1: error: no column "record"',
        "1, column 2: error: unknown column",
        '1, column 3: error: a second column "name"',
    ]


def test_rows_of_several_lines_are_named_by_their_first(tmp_path: Path) -> None:
    text = 'record,date,exam_note,side\n7,2026-11-23,"one\ntwo\n\nthree",\n\n8,2026-11-23,,left\n'
    intake = taken(tmp_path, text)
    assert [exam.note for exam in intake.exams] == ["one\ntwo\n\nthree"]
    assert [str(m).removeprefix(f"{tmp_path}/e.csv:") for m in intake.mistakes] == [
        '7, column "point": error: a finding without its point'
    ]


def test_columns_stand_in_any_order_and_blanks_around_do_not_count(tmp_path: Path) -> None:
    text = (
        "side , point,familiar,date,record\n left ,soleus-1, YES ,2026-11-23, 7 \n\n , , , , \nright,soleus-2,No,,7\n"
    )
    assert taken(tmp_path, text) == Intake(
        (
            Exam(
                date=DAY,
                person=Person(id="7"),
                findings=(
                    Finding(point="soleus-1", side="left", familiar=True),
                    Finding(point="soleus-2", side="right", familiar=False),
                ),
            ),
        ),
        (),
    )


def test_earlier_dates_of_a_record_are_earlier_exams(tmp_path: Path) -> None:
    text = (
        "record,date,name,point,side,pain\n7,2026-11-23,Kim,soleus-1,left,buttock/left/3;\n8,2026-11-22,,,,\n"
        "7,2026-10-01,,soleus-2,right,\n7,2026-11-23,Kim,soleus-3,left,buttock/left/3;\n7,2026-09-01,,,,buttock/left\n"
    )
    first, second = taken(tmp_path, text).exams
    assert second == Exam(date=date(2026, 11, 22), person=Person(id="8"))
    assert first == Exam(
        date=DAY,
        person=Person(id="7", name="Kim"),
        pain=(Pain(area="buttock", side="left", intensity=3),),
        findings=(Finding(point="soleus-1", side="left"), Finding(point="soleus-3", side="left")),
        earlier=(
            Visited(date=date(2026, 9, 1), pain=(Pain(area="buttock", side="left"),)),
            Visited(date=date(2026, 10, 1), findings=(Finding(point="soleus-2", side="right"),)),
        ),
    )


def test_a_row_of_the_wrong_length_spoils_its_own_record_only(tmp_path: Path) -> None:
    text = (
        "record,date,point,side\n7,2026-11-23,soleus-1,left\n8,2026-11-23,,\n"
        "7,2026-11-23,soleus-2\n9,2026-11-23,,\n5,x\n"
    )
    intake = taken(tmp_path, text)
    assert [exam.person.id for exam in intake.exams] == ["8", "9"]
    assert [mistake.span.line for mistake in intake.mistakes] == [4, 6]


def test_a_row_that_is_nobodys_spoils_the_record_above(tmp_path: Path) -> None:
    for text in (
        "record,date,point,side\n8,2026-11-23,,\n7,2026-11-23,,\n,2026-11-23,soleus-1,left\n9,2026-11-23,,\n",
        "date,record,point,side\n2026-11-23,8,,\n2026-11-23,7,,\n2026-11-23,soleus-1,left\n2026-11-23,9,,\n",
    ):
        intake = taken(tmp_path, text)
        assert [exam.person.id for exam in intake.exams] == ["8", "9"]
        assert [mistake.span.line for mistake in intake.mistakes] == [4]


CELL = st.text(st.sampled_from('ab é"\n\r,;\t '), max_size=8)


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",\t"),
)
def test_what_the_standard_library_writes_is_read(table: list[list[str]], end: str, delimiter: str) -> None:
    out = io.StringIO()
    # Python 3.11 leaves a field with a bare carriage return without its quotes.
    quoting = csv.QUOTE_ALL if any("\r" in cell for row in table for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    stripped = [tuple(cell.strip() for cell in row) for row in table]
    assert [row.cells for row in rows(out.getvalue(), delimiter, "e")] == [row for row in stripped if any(row)]


@given(st.text(st.sampled_from('ab,"\n\r '), max_size=30))
def test_what_it_takes_the_standard_library_takes_too(text: str) -> None:
    try:
        mine = [row.cells for row in rows(text, ",", "e")]
    except BookletError:
        return
    theirs = [tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    assert mine == [row for row in theirs if any(row)]


def test_why_the_standard_library_is_not_enough() -> None:
    """It takes a quote within a field for a letter even when strict; should that change, `rows` may go."""
    assert list(csv.reader(['a"b,c'], strict=True)) == [['a"b', "c"]]
