"""The child process that `booklet.check.press` starts: a PDF on standard input, JSON on standard output.

Its one argument are the demands in JSON. It answers `{"findings": [[code, severity, place, message, remedy]],
"facts": {...}}`, or a refusal; the parent has the words for those.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, Final

from booklet.check.press.predicate import Demands
from booklet.check.press.preflight import examine
from booklet.confinement.inside import Bounds, serve

BOUNDS: Final = Bounds(memory=3 << 30, cpu_seconds=200, most_bytes=300_000_000)


def answer(data: bytes) -> dict[str, Any]:
    """What is said to the parent about a document."""
    findings, facts = examine(data, Demands.of(json.loads(sys.argv[1])))
    return {
        "findings": [[f.code, f.severity, f.place, f.message, f.remedy] for f in findings],
        "facts": asdict(facts),
    }


if __name__ == "__main__":
    serve(BOUNDS, answer)
