"""Which plates there are, and the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from figures.build import rig, skeleton
from figures.build.landmarks import find
from figures.build.muscles import muscles
from figures.build.plates import (
    LEGS,
    PELVIS,
    TRUNK,
    UNDER,
    WHOLE,
    Person,
    bone_plate,
    bone_shot,
    pelvis_regions,
    points,
    skin_plate,
)
from figures.build.register import register
from figures.build.rig import Body, Pose
from figures.build.sculpt import sculpted
from figures.build.shot import VIEWS, Box, on_paper
from figures.build.slices import lumbar_slice

POSTURES: Final[Mapping[str, Callable[[Body], Pose]]] = {
    "standing": rig.stance,
    "arms out": rig.stance_trunk,
    "arms forward": rig.stance_lateral,
}

_BACK_BOX: Final[Box] = (-300, 230, 300, 1010)
_LEFT_BOX: Final[Box] = (-300, 230, 230, 1010)
_RIGHT_BOX: Final[Box] = (-230, 230, 300, 1010)
_LEGS_BOX: Final[Box] = (-230, 740, 230, 1730)

SKINS: Final = {
    "posterior-whole": ("posterior", "standing", (-480, -30, 480, 1730), WHOLE),
    "anterior-whole": ("anterior", "standing", (-480, -30, 480, 1730), WHOLE),
    "left-whole": ("left", "arms forward", (-640, -30, 330, 1730), WHOLE),
    "right-whole": ("right", "arms forward", (-330, -30, 640, 1730), WHOLE),
    "posterior-trunk": ("posterior", "arms out", _BACK_BOX, TRUNK),
    "anterior-trunk": ("anterior", "arms out", _BACK_BOX, TRUNK),
    "left-trunk": ("left", "arms forward", _LEFT_BOX, TRUNK),
    "right-trunk": ("right", "arms forward", _RIGHT_BOX, TRUNK),
    "posterior-legs": ("posterior", "arms out", _LEGS_BOX, LEGS),
    "anterior-legs": ("anterior", "arms out", _LEGS_BOX, LEGS),
    "left-legs": ("left", "arms forward", _LEGS_BOX, LEGS),
    "right-legs": ("right", "arms forward", _LEGS_BOX, LEGS),
}
"""Name: view, posture, box, style."""

_TRUNK: Final = ("ilium", "sacrum", "femur", "L", "T", "rib")
_LEG: Final = ("ilium", "femur", "patella", "tibia", "fibula", "talus", "tarsals", "toes")
_RIBS_BEHIND: Final = -7.0

BONES: Final = {
    "posterior-trunk-bones": ("posterior", _TRUNK, "", _BACK_BOX, _RIBS_BEHIND),
    "anterior-trunk-bones": ("anterior", (*_TRUNK, "sternum"), "", _BACK_BOX, None),
    "left-trunk-bones": ("left", (*_TRUNK, "sternum"), "left", _LEFT_BOX, None),
    "right-trunk-bones": ("right", (*_TRUNK, "sternum"), "right", _RIGHT_BOX, None),
    "posterior-legs-bones": ("posterior", _LEG[1:], "", _LEGS_BOX, None),
    "anterior-legs-bones": ("anterior", _LEG, "", _LEGS_BOX, None),
    "left-legs-bones": ("left", _LEG, "left", _LEGS_BOX, None),
    "right-legs-bones": ("right", _LEG, "right", _LEGS_BOX, None),
}
"""Name: view, kinds of bones, the side shown (both when empty), box, where ribs are cut."""

_PELVIS_BONES: Final = ("sacrum", "ilium.left", "ilium.right", "femur.left", "femur.right", "L5", "L4", "L3")
_PELVIS_BOX: Final[Box] = (-200, 560, 200, 1000)
VIEW_POSTURES: Final = {
    "posterior": "arms out",
    "anterior": "arms out",
    "left": "arms forward",
    "right": "arms forward",
}


def people(body: Body) -> dict[str, Person]:
    """The body in every posture, with its bones and landmarks."""
    bones = skeleton.load()
    out = {}
    for name, posture in POSTURES.items():
        anatomy = register(body, posture, bones)
        found = find(anatomy)
        out[name] = Person(anatomy, found, sculpted(anatomy, found))
    return out


def plates(persons: Mapping[str, Person], only: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """The name and data of every plate, or of those named; muscles need the trunks and legs and come with all."""
    skins: dict[str, Any] = {}
    for name, make in _makers(persons, skins).items():
        if not only or name in only:
            data = make()
            skins[name] = data
            yield name, data


def _makers(persons: Mapping[str, Person], made: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    person = persons["arms out"]
    makers: dict[str, Callable[[], Any]] = {"views": partial(views, persons)}
    for name, (view, posture, box, style) in SKINS.items():
        makers[name] = partial(skin_plate, name, persons[posture], view, box, style)
    for name, (view, kinds, side, box, behind) in BONES.items():
        bones = [bone for bone in person.anatomy.bones if _shown(bone, kinds, side)]
        makers[name] = partial(_bones, name, view, person, bones, box, behind)
    makers["posterior-pelvis-bones"] = partial(_pelvis, person)
    makers["slice-l3"] = partial(lumbar_slice, person)
    makers["muscles"] = lambda: muscles(persons, {view: _body(made, persons, view) for view in VIEWS})
    return makers


def _bones(
    name: str, view: str, person: Person, bones: Sequence[str], box: Box, behind: float | None
) -> dict[str, Any]:
    return bone_plate(name, view, bone_shot(person.anatomy, bones, view, box, UNDER.ppc, behind), UNDER)


def _pelvis(person: Person) -> dict[str, Any]:
    shot = bone_shot(person.anatomy, _PELVIS_BONES, "posterior", _PELVIS_BOX, PELVIS.ppc)
    plate = bone_plate("posterior-pelvis-bones", "posterior", shot, PELVIS)
    return plate | {"regions": pelvis_regions(shot, _PELVIS_BONES, person.landmarks)}


def _body(made: Mapping[str, Any], persons: Mapping[str, Person], view: str) -> BaseGeometry:
    """The outline of the body in a view, from its plates of trunk and legs."""
    parts = []
    for name in (f"{view}-trunk", f"{view}-legs"):
        _, posture, box, style = SKINS[name]
        plate = made.get(name) or skin_plate(name, persons[posture], view, box, style)
        parts += [Polygon(rings[0], rings[1:]).buffer(0) for rings in plate["sil"]]
    return shapely.union_all(parts)


def views(persons: Mapping[str, Person]) -> dict[str, Any]:
    """The landmarks of every view."""
    out = {}
    for view in VIEWS:
        found = persons[VIEW_POSTURES[view]].landmarks
        out[view] = {
            "landmarks": {name: points(on_paper(at, view))[0] for name, at in found.points.items()},
            "lines": {name: points(on_paper(line, view)) for name, line in found.lines.items()},
        }
    return out


def _shown(bone: str, kinds: tuple[str, ...], side: str) -> bool:
    stem, _, own = bone.partition(".")
    return stem.rstrip("0123456789") in kinds and (not side or own in ("", side))
