"""Exams in a table: one row for each finding, many people in one file.

Columns are named in the first row, in any order; `record` and `date` are needed. Rows with the same `record` are one
person's. What is said of a person or an exam stands in one of its rows, or in each of them alike. Of several dates the
latest is the exam, the others are earlier ones. Fields are parted by commas, in a `.tsv` file by tabs.

A row that has no place in a record (too long, too short, no record) spoils the record it may belong to: the one that
its first column names, or the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from booklet.errors import BookletError, Diagnostic, Span, did_you_mean
from booklet.exams.draft import Draft, Reading
from booklet.exams.table import Record, Row, rows
from booklet.source import Node, decoded

SUFFIXES: Final = (".csv", ".tsv")

PERSON: Final = {"record": "id", "name": "name", "born": "born"}
EXAM: Final = {
    "clinic": "clinic",
    "clinician": "clinician",
    "region": "region",
    "language": "language",
    "choir_form": "choir_form",
    "patch": "patch",
    "exam_note": "note",
}
PRINT: Final = {"paper": "paper", "large_print": "large_print", "grey": "grey"}
VISIT: Final = {"next_visit_on": "on", "next_visit_at": "at", "next_visit_where": "where"}
LISTS: Final = {"tools": "tools", "cautions": "cautions"}
PAIN: Final = ("pain", "choir")
FINDING: Final = {
    "point": "point",
    "side": "side",
    "tenderness": "tenderness",
    "familiar": "familiar",
    "spread": "spread",
    "note": "note",
}
COLUMNS: Final = ("date", *PERSON, *EXAM, *PRINT, *VISIT, *LISTS, *PAIN, *FINDING)
REQUIRED: Final = ("record", "date")

_TRUTHS: Final = {"yes": "true", "true": "true", "no": "false", "false": "false"}
_YES_OR_NO: Final = frozenset({"patch", "large_print", "grey", "familiar"})
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(data: bytes, shown: str) -> Reading:
    """The records of a table."""
    table = rows(decoded(data, shown), "\t" if shown.lower().endswith(".tsv") else ",", shown)
    header = next(table, None)
    if header is None:
        raise BookletError.at(Span(shown, 1), "is empty")
    _check(header, shown)
    people: dict[str, list[Record]] = {}
    spoilt: dict[str, list[Diagnostic]] = {}
    mistakes: list[Diagnostic] = []
    above = ""
    for row in table:
        owner, problem = _owner(row, header, shown)
        if problem and not (owner or above):
            mistakes.append(problem)
            continue
        above = owner or above
        people.setdefault(above, [])
        if problem:
            spoilt.setdefault(above, []).append(problem)
        else:
            cells = {name: cell for name, cell in zip(header.cells, row.cells, strict=True) if cell}
            people[above].append(Record(shown, row.line, cells))
    drafts = [_draft(records, spoilt.get(person, ())) for person, records in people.items()]
    return Reading(tuple(drafts), tuple(mistakes))


def _check(header: Row, shown: str) -> None:
    problems: list[Diagnostic] = []
    for number, name in enumerate(header.cells, 1):
        place = Span(shown, header.line, at=f"column {number}")
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"there is {', '.join(COLUMNS)}"
            problems.append(Diagnostic(place, "unknown column", hint))
        elif (first := header.cells.index(name) + 1) != number:
            problems.append(Diagnostic(place, f'a second column "{name}"', f"the first is column {first}"))
    missing = [name for name in sorted(REQUIRED) if name not in header.cells]
    problems += [Diagnostic(Span(shown, header.line), f'no column "{name}"') for name in missing]
    if problems:
        raise BookletError(sorted(problems, key=lambda problem: problem.span))


def _owner(row: Row, header: Row, shown: str) -> tuple[str, Diagnostic | None]:
    """The record a row belongs to, empty when it cannot be known; and what is wrong with the row as a row."""
    found, needed = len(row.cells), len(header.cells)
    if found != needed:
        owner = row.cells[0] if header.cells[0] == "record" else ""
        return owner, Diagnostic(Span(shown, row.line), f"has {found} fields, the header has {needed}")
    owner = row.cells[header.cells.index("record")]
    if not owner:
        place = Span(shown, row.line, at='column "record"')
        return "", Diagnostic(place, "no record", "every row names its record")
    return owner, None


def _draft(records: Sequence[Record], spoilt: Iterable[Diagnostic]) -> Draft:
    problems = list(spoilt)
    if not records:
        return Draft(Node(problems[0].span, {}), tuple(problems))
    whole = _agreed(records, [*PERSON, *EXAM, *PRINT, *VISIT, *LISTS], problems)
    visits = _visits(records, problems)
    latest = max(visits)
    children = {name: _cell(whole[column], column, problems) for column, name in EXAM.items() if column in whole}
    for key, columns in (("person", PERSON), ("print", PRINT), ("next_visit", VISIT)):
        parts = {name: _cell(whole[column], column, problems) for column, name in columns.items() if column in whole}
        if parts:
            children[key] = Node(records[0].span(next(iter(columns))), parts)
    for column, key in LISTS.items():
        if column in whole:
            children[key] = _list(whole[column], column)
    earlier = [_visit(visits[day], problems) for day in sorted(visits) if day != latest]
    children |= _parts(visits[latest], problems)
    if earlier:
        children["earlier"] = Node(records[0].span("date"), list(earlier))
    return Draft(Node(records[0].span("date"), children), tuple(problems))


def _agreed(records: Iterable[Record], columns: Iterable[str], problems: list[Diagnostic]) -> dict[str, Record]:
    """For each column the first row that fills it; another row that says something else is a mistake."""
    firsts: dict[str, Record] = {}
    wanted = list(columns)
    for record in records:
        for column in wanted:
            if column not in record.cells:
                continue
            first = firsts.setdefault(column, record)
            if first.cells[column] == record.cells[column]:
                continue
            message = "two people are mixed in one record" if column in PERSON else "contradicts another row"
            hint = f'line {first.line}, column "{column}" says something else'
            problems.append(Diagnostic(record.span(column), message, hint))
    return firsts


def _visits(records: Sequence[Record], problems: list[Diagnostic]) -> dict[str, list[Record]]:
    """The rows of each date. A row may leave the date out where the record has only one."""
    days = {record.cells["date"] for record in records if _DATE.fullmatch(record.cells.get("date", ""))}
    only = min(days) if len(days) == 1 else ""
    visits: dict[str, list[Record]] = {}
    for record in records:
        day = record.cells.get("date", only)
        if not day and days:
            problems.append(
                Diagnostic(record.span("date"), "no date", "a record of several dates needs one in each row")
            )
        elif day and day not in days:
            problems.append(Diagnostic(record.span("date"), "expected a date like 2026-11-23"))
        visits.setdefault(day if day in days else max(days, default=""), []).append(record)
    return visits


def _visit(records: Sequence[Record], problems: list[Diagnostic]) -> Node:
    return Node(records[0].span("date"), _parts(records, problems))


def _parts(records: Sequence[Record], problems: list[Diagnostic]) -> dict[str, Node]:
    """Date, pain and findings of the rows of one date."""
    dated = [record for record in records if "date" in record.cells]
    parts = {"date": dated[0].node("date")} if dated else {}
    agreed = _agreed(records, PAIN, problems)
    pain = [
        _pain(record, column, number, item, problems)
        for column, record in agreed.items()
        for number, item in enumerate(_split(record.cells[column]), 1)
    ]
    if pain:
        first = next(iter(agreed))
        parts["pain"] = Node(agreed[first].span(first), list(pain))
    findings = [node for record in records if (node := _finding(record, problems))]
    if findings:
        parts["findings"] = Node(records[0].span("point"), list(findings))
    return parts


def _pain(record: Record, column: str, number: int, item: str, problems: list[Diagnostic]) -> Node:
    """`lower-back/right/6` of the column pain, `219:6` of the column choir; the last part may be left out."""
    mark, names = ("/", ("area", "side", "intensity")) if column == "pain" else (":", ("choir", "intensity"))
    place = f"item {number}"
    parts = [part.strip() for part in item.split(mark)]
    if len(parts) > len(names) or not all(parts):
        example = "lower-back/right/6" if column == "pain" else "219:6"
        problems.append(Diagnostic(record.span(column, place), f"expected something like {example}"))
        return Node(record.span(column, place), {})
    spans = [record.span(column, place + f", {name}" * bool(index)) for index, name in enumerate(names)]
    children = {name: Node(span, part) for name, span, part in zip(names, spans, parts, strict=False)}
    return Node(record.span(column, place), children)


def _finding(record: Record, problems: list[Diagnostic]) -> Node | None:
    given = {name: _cell(record, column, problems) for column, name in FINDING.items() if column in record.cells}
    if given and "point" not in given:
        problems.append(Diagnostic(record.span("point"), "a finding without its point"))
    return Node(record.span("side" if "point" in given else "point"), given) if given else None


def _cell(record: Record, column: str, problems: list[Diagnostic]) -> Node:
    """A cell as a node; yes and no become true and false."""
    node = record.node(column)
    if column in _YES_OR_NO and isinstance(node.value, str):
        if node.value.lower() not in _TRUTHS:
            problems.append(Diagnostic(node.span, "expected yes or no"))
        node.value = _TRUTHS.get(node.value.lower(), "")
    return node


def _list(record: Record, column: str) -> Node:
    items = _split(record.cells[column])
    return Node(
        record.span(column),
        [Node(record.span(column, f"item {number}"), item) for number, item in enumerate(items, 1)],
    )


def _split(cell: str) -> list[str]:
    """The parts between semicolons; one at the end is allowed."""
    return [part.strip() for part in cell.removesuffix(";").split(";")]
