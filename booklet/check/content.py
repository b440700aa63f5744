"""Checks what the library says and what its documents print: reading grade, safety, claims, rubrics, review states.

| code | severity | means |
|---|---|---|
| reading-aim | warning | a section, or the texts of a file for checklists, read above grade 6 |
| reading-limit | error | the same above grade 8, or a single text for checklists does |
| sentence-long | warning | a sentence has more than 25 words |
| reading-language | warning | the grade is for English only and was not measured |
| disclaimer-missing | error | a paragraph of the disclaimer is not printed, nor is its short form |
| red-flags-missing | error | no box of red flags; on a checklist, no alert or no note on when to see a doctor |
| red-flags-late | error | steps of a self-check, or the spots of a checklist, come before the red flags |
| flag-missing | error | a red flag of the region is not printed; on other sheets than handouts, a grave one |
| warning-missing | error | an insert lacks a warning of the product, or when to stop using it |
| claim-forbidden | error | a printed text makes a claim that claims.yaml forbids |
| review-unsigned | error | a file is called reviewed, but not by whom or when |
| pemat-1 to pemat-26 | warning | this item of PEMAT-P is not met |
| cci-1 to cci-20 | warning | this item of the CDC Clear Communication Index is not met |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from booklet.check.finding import Finding, error, warning
from booklet.check.passages import Kind, Passage, passages
from booklet.check.reading import AIM, LIMIT, read, sentences, words
from booklet.check.rubric import (
    Facts,
    Instrument,
    RubricItem,
    anatomical_words,
    assess,
    before_pressing,
    red_flags_first,
    says_emergency,
    says_urgent,
)
from booklet.check.texts import checklist_texts
from booklet.document import Document, RedFlags, text_of, walk
from booklet.errors import Severity
from booklet.library import Library, Reviewed
from booklet.library.claims import ClaimsGuard

FEWEST_WORDS: Final = 30
"""A section with fewer words is listed with its grade, but the formula says too little of it for a finding."""

FEWEST_ALONE: Final = 10
"""The same for a single text of a checklist against the limit: a hard one drowns among the easy ones of its file."""

LONGEST_SENTENCE: Final = 25
"""Words in a sentence; a section's grade can be low although one of its sentences is hard to follow."""

_CODES: Final[Mapping[Instrument, str]] = {"PEMAT-P": "pemat", "CDC-CCI": "cci"}


@dataclass(frozen=True, slots=True)
class SectionGrade:
    """How one section reads. `kind` is "body", or "legal" or "source" for what is reported apart.

    `region` is the file for the texts that checklists are put together from. `names` counts the long anatomical words
    that were left out of the counts.
    """

    region: str
    heading: str
    kind: Kind
    words: int
    sentences: int
    grade: float
    names: int


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Who has looked at a content file, and how many open questions it has for them."""

    file: str
    state: str
    by: str
    on: str
    uncertain: int


@dataclass(frozen=True, slots=True)
class ContentReport:
    """What the check found, errors first; how each section reads; both rubrics; every file's review state."""

    findings: tuple[Finding, ...]
    sections: tuple[SectionGrade, ...]
    rubric: tuple[RubricItem, ...]
    reviews: tuple[ReviewState, ...]
    grades: Mapping[str, float]
    """The grade of the whole body text, by region."""

    @property
    def uncertain(self) -> int:
        """How many open questions the library has for its reviewers."""
        return sum(review.uncertain for review in self.reviews)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values for a JSON file."""
        return {
            "findings": [asdict(finding) for finding in self.findings],
            "grades": dict(self.grades),
            "sections": [asdict(section) for section in self.sections],
            "rubric": [asdict(item) for item in self.rubric],
            "reviews": [asdict(review) for review in self.reviews],
            "uncertain": self.uncertain,
        }


def check_content(
    library: Library,
    documents: Mapping[str, Document],
    checklists: Iterable[Document] = (),
    inserts: Iterable[Document] = (),
) -> ContentReport:
    """Check the library, the composed document of each region, by the region's id, composed checklists and inserts."""
    names = anatomical_words(library)
    findings = list(_unsigned(library))
    sections: list[SectionGrade] = []
    rubric: list[RubricItem] = []
    grades: dict[str, float] = {}
    for region, document in documents.items():
        printed = passages(document, library)
        findings += [*_disclaimer(library, region, printed, "disclaimer")]
        findings += _red_flags(library, region, document, printed)
        findings += _claims(library, region, printed)
        reading = None
        if document.language.partition("-")[0] == "en":
            reading = read((p.text for p in printed if p.kind == "body"), names)
            grades[region] = reading.grade
            sections += _sections(region, printed, names)
            findings += [*_hard_sections(region, printed, names), *_long_sentences(region, printed)]
        else:
            message = f"the reading grade is not measured for the language {document.language}"
            findings.append(warning("reading-language", region, message))
        rubric += assess(Facts(document, library, printed, reading))
    for file, texts in _by_file(library).items():
        sections += _sections(file, texts, names)
        findings += _hard_sections(file, texts, names)
    findings += _hard_texts(library, names)
    for document in checklists:
        findings += _checklist(library, document)
    for document in inserts:
        findings += _insert(library, document)
    findings += _not_met(rubric)
    told = sorted(dict.fromkeys(findings), key=_rank)  # several checklists of a region may lack the same
    return ContentReport(tuple(told), tuple(sections), tuple(rubric), _reviews(library), grades)


def _rank(finding: Finding) -> tuple[bool, Finding]:
    return finding.severity is not Severity.ERROR, finding


def _grouped(printed: Iterable[Passage]) -> dict[tuple[str, Kind], list[str]]:
    """The running texts by section and kind, in reading order."""
    groups: dict[tuple[str, Kind], list[str]] = {}
    for passage in printed:
        if passage.kind in ("body", "legal", "source"):
            groups.setdefault((passage.section, passage.kind), []).append(passage.text)
    return groups


def _sections(region: str, printed: Iterable[Passage], names: frozenset[str]) -> Iterator[SectionGrade]:
    for (heading, kind), texts in _grouped(printed).items():
        reading = read(texts, names)
        left_out = sum(word.lower() in names for text in texts for word in words(text))
        yield SectionGrade(region, heading, kind, reading.words, reading.sentences, reading.grade, left_out)


def _by_file(library: Library) -> dict[str, list[Passage]]:
    """The texts for checklists by file, each file as one section."""
    files: dict[str, list[Passage]] = {}
    for part in checklist_texts(library):
        files.setdefault(part.file, []).append(Passage("texts for checklists", "body", part.text))
    return files


def _hard_sections(
    region: str, printed: Iterable[Passage], names: frozenset[str], fewest: int = FEWEST_WORDS, aim: float = AIM
) -> Iterator[Finding]:
    for (heading, kind), texts in _grouped(printed).items():
        reading = read(texts, names)
        if kind != "body" or reading.words < fewest or reading.grade <= aim:
            continue
        hardest = max((s for text in texts for s in sentences(text)), key=lambda s: read([s], names).grade)
        remedy = f"begin with “{_short(hardest)}”"
        if reading.grade > LIMIT:
            message = f"reads at grade {reading.grade}; {LIMIT:g} is the limit"
            yield error("reading-limit", _place(region, heading), message, remedy)
        else:
            message = f"reads at grade {reading.grade}; {AIM:g} is aimed at"
            yield warning("reading-aim", _place(region, heading), message, remedy)


def _hard_texts(library: Library, names: frozenset[str]) -> Iterator[Finding]:
    """Single texts of checklists that are hard, each told where it stands in its file."""
    for part in checklist_texts(library):
        alone = (Passage(part.place, "body", part.text),)
        yield from _hard_sections(part.file, alone, names, FEWEST_ALONE, LIMIT)
        yield from _long_sentences(part.file, alone)


def _long_sentences(region: str, printed: Iterable[Passage]) -> Iterator[Finding]:
    for passage in printed:
        for sentence in sentences(passage.text) if passage.kind == "body" else ():
            if (count := len(words(sentence))) > LONGEST_SENTENCE:
                message = f"a sentence has {count} words: “{_short(sentence)}”"
                yield warning("sentence-long", _place(region, passage.section), message, "make two of it")


def _disclaimer(library: Library, place: str, printed: Iterable[Passage], section: str) -> Iterator[Finding]:
    text = "\n".join(passage.text for passage in printed)
    if library.legal.disclaimer_short in text:
        return
    for paragraph in library.legal.disclaimer:
        if paragraph not in text:
            message = f"the disclaimer lacks “{_short(paragraph)}”"
            yield error("disclaimer-missing", place, message, f"put the section “{section}” back")


def _red_flags(
    library: Library, region: str, document: Document, printed: Iterable[Passage], *, full: bool = True
) -> Iterator[Finding]:
    """What is wrong with the box of red flags; `full` is whether each must also be told in full."""
    boxes = [block for block in walk(document.blocks) if isinstance(block, RedFlags)]
    in_box = {text_of(item) for box in boxes for group in box.groups for item in group.items}
    if not in_box:
        yield error("red-flags-missing", region, "no box of red flags", "put the section “red-flags” back")
        return
    if not red_flags_first(document):
        message = "steps of a self-check come before the red flags"
        yield error("red-flags-late", region, message, "put “red-flags” first")
    texts = {passage.text for passage in printed}
    for flag in library.safety.flags:
        if flag.id not in library.region(region).flags:
            continue
        if flag.urgency != "routine" and flag.short not in in_box:
            yield error("flag-missing", region, f"the box of red flags lacks “{flag.short}”")
        if full and flag.full not in texts:
            yield error("flag-missing", region, f"the red flag “{_short(flag.full)}” is not printed in full")


def _insert(library: Library, document: Document) -> Iterator[Finding]:
    """What an insert must say: red flags first, every warning of the product, the disclaimer; and no wrong claim."""
    region, product, printed = document.key, library.product, passages(document, library)
    place = _place(region, "insert")
    yield from _disclaimer(library, place, printed, "disclaimer")
    yield from _red_flags(library, region, document, printed, full=False)
    yield from _claims(library, region, printed)
    texts = {passage.text for passage in printed}
    brief = product.brief
    for whole, short in ((product.warnings, brief and brief.warnings), (product.stop, brief and brief.stop)):
        if short and texts.issuperset(short):
            continue
        for text in whole:
            if text not in texts:
                yield error("warning-missing", place, f"“{_short(text)}” is not printed", "put it back")


def _checklist(library: Library, document: Document) -> Iterator[Finding]:
    """What a checklist must say before the first spot, and what it must not say at all."""
    region, place = document.key, _place(document.key, document.title)
    printed = passages(document, library)
    yield from _disclaimer(library, place, printed, "after")
    yield from _claims(library, region, printed)
    blocks = list(walk(document.blocks))
    if not (any(map(says_emergency, blocks)) and any(map(says_urgent, blocks))):
        lacking = "note on when to see a doctor" if any(map(says_emergency, blocks)) else "alert"
        yield error("red-flags-missing", place, f"no {lacking}", "put the section “opening” back")
    elif not red_flags_first(document):
        yield error("red-flags-late", place, "spots come before the red flags", "put “opening” first")
    else:
        yield from _flags_of_checklist(library, document)


def _flags_of_checklist(library: Library, document: Document) -> Iterator[Finding]:
    """Emergency and urgent flags of the region that are not told before the first spot."""
    place, own = _place(document.key, document.title), library.region(document.key).flags
    early = before_pressing(document)
    alert, note = (" ".join(map(says, early)).casefold() for says in (says_emergency, says_urgent))
    for flag in library.safety.flags:
        if flag.id not in own or flag.urgency == "routine":
            continue
        if flag.urgency == "emergency" and flag.short.casefold() not in alert:
            yield error("flag-missing", place, f"the alert lacks “{flag.short}”")
        if flag.urgency == "urgent" and flag.in_brief.casefold() not in note:
            yield error("flag-missing", place, f"the note on when to see a doctor lacks “{flag.in_brief}”")


def _claims(library: Library, region: str, printed: Iterable[Passage]) -> Iterator[Finding]:
    guard = ClaimsGuard(library.claims)
    for passage in printed:
        for breach in guard.breaches(passage.text) if passage.kind != "source" else ():
            message = f"claim “{breach.words}” in “{_short(passage.text)}”: {breach.reason}"
            remedy = f"write “{breach.instead}”" if breach.instead else ""
            yield error("claim-forbidden", _place(region, passage.section), message, remedy)


def _not_met(rubric: Iterable[RubricItem]) -> Iterator[Finding]:
    for item in rubric:
        if item.state == "not met":
            message = f"{item.instrument} {item.number} is not met, {item.criterion}: {item.evidence}"
            yield warning(f"{_CODES[item.instrument]}-{item.number}", item.region, message)


def _reviewed(library: Library) -> Iterator[tuple[str, Reviewed]]:
    """Every content file with medical statements, by name."""
    shelves = (source for shelf in library.files.values() for source in shelf.values())
    for source in (*shelves, *library.singles.values()):
        if isinstance(source.value, Reviewed):
            yield source.tree.span.path, source.value


def _reviews(library: Library) -> tuple[ReviewState, ...]:
    return tuple(
        ReviewState(file, part.review.state, part.review.by or "", part.review.on or "", len(part.uncertain))
        for file, part in _reviewed(library)
    )


def _unsigned(library: Library) -> Iterator[Finding]:
    for file, part in _reviewed(library):
        review = part.review
        if review.state == "clinically reviewed" and not (review.by and review.on):
            yield error("review-unsigned", file, "is called reviewed, but not by whom and when", "fill in by and on")


def _place(region: str, heading: str) -> str:
    return f"{region}: {heading}"


def _short(text: str, length: int = 70) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
