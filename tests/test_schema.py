"""Every file that ships agrees with its schema, read as an editor program reads it; wrong ones do not."""

from collections.abc import Iterator
from copy import deepcopy
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml
from exam_writers import RICH, to_json
from jsonschema import Draft202012Validator

from booklet.build import FILES
from booklet.library.schema import schema, settings
from booklet.resources import FOLDERS, bundled_root
from booklet.starter import CLINIC

ROOT = bundled_root()
SHIPPED = sorted(path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
VALIDATORS = {name: Draft202012Validator(schema(name, kind)) for name, kind in FILES.items()}


def kind_of(path: str) -> str:
    matching = [name for name, kind in FILES.items() if fnmatch(path, kind.files)]
    assert len(matching) == 1, f"{path} is of the kinds {matching}"
    return matching[0]


def mistakes(name: str, value: Any) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in VALIDATORS[name].iter_errors(value)]


def shipped(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHIPPED)
def test_every_file_that_ships_agrees_with_its_schema(path: str) -> None:
    assert mistakes(kind_of(path), shipped(path)) == []


def test_the_example_of_a_clinic_agrees_too() -> None:
    assert mistakes("clinic", yaml.safe_load(CLINIC)) == []


def test_an_exam_agrees_too_and_a_wrong_one_does_not() -> None:
    assert mistakes("exam", yaml.safe_load(to_json(RICH))) == []
    assert mistakes("exam", {"date": "2026-11-23", "findings": [{"point": "soleus-1"}]})


def test_every_kind_of_file_has_a_schema() -> None:
    assert {kind_of(path) for path in SHIPPED} | {"clinic", "exam"} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(VALIDATORS[name].schema)


@pytest.mark.parametrize("path", {kind_of(path): path for path in SHIPPED}.values())
def test_a_key_too_many_is_a_mistake(path: str) -> None:
    name = kind_of(path)
    if name == "landmarks":  # its keys are names of places
        assert mistakes(name, {"iliac_crest": ["a", "list"]})
    else:
        assert any("hight" in mistake for mistake in mistakes(name, {**shipped(path), "hight": "1"}))


def nulls(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if value.get("type") == "null":
            yield value
        for part in value.values():
            yield from nulls(part)
    elif isinstance(value, list):
        for part in value:
            yield from nulls(part)


def test_no_schema_takes_an_empty_value() -> None:
    assert [name for name in FILES if list(nulls(VALIDATORS[name].schema))] == []


def test_what_yaml_takes_for_a_number_may_stand_as_text_but_a_list_may_not() -> None:
    legal = shipped("content/legal.yaml")
    assert mistakes("legal", {**legal, "version": 1.0}) == []
    assert mistakes("legal", {**legal, "version": True}) == []
    assert mistakes("legal", {**legal, "version": ["1.0"]})


def test_a_number_may_stand_as_text_but_no_other_text_as_a_number() -> None:
    figure = shipped("figures/quadratus-lumborum.yaml")
    for t, right in ((0.5, True), (".5", True), ("half", False)):
        place = {"between": ["iliac_crest_top", "iliac_crest_top"], "t": t}
        figure["panels"][0]["body"]["triggers"][0]["at"] = place
        assert (mistakes("figure", figure) == []) is right


def test_a_place_may_be_a_name_or_its_parts() -> None:
    figure = shipped("figures/quadratus-lumborum.yaml")
    trigger = figure["panels"][0]["body"]["triggers"][0]
    for at, right in (("iliac_crest_top", True), ({"at": "iliac_crest_top", "up": 2}, True), ({"up": "far"}, False)):
        changed = deepcopy(figure)
        changed["panels"][0]["body"]["triggers"][0] = {**trigger, "at": at}
        assert (mistakes("figure", changed) == []) is right


def test_editors_are_told_which_files_a_schema_is_for() -> None:
    entry = settings(FILES, "schemas")["yaml.schemas"]
    assert entry["schemas/region.schema.json"] == ["content/regions/*.yaml"]
    assert len(entry) == len(FILES)
