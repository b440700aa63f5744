"""What a child process does about itself: it bounds what it may use, says that it is ready, reads, and answers once.

A script that `confinement.ask` starts calls `serve`. Of booklet this imports nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

LONGEST_NAME: Final = 200
"""Of the part of the document that a refusal is about, in characters."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a child may use. Of processes and open-ended output it may use none."""

    memory: int
    """Bytes of address space."""
    cpu_seconds: int
    """More than the parent's clock allows: this one is for a child whose parent has died."""
    most_bytes: int
    """Of the document."""
    file_bytes: int = 0
    """The largest file that may be written."""


class Refused(Exception):
    """The document is not taken; `code` says why, `field` which of its parts it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


def limit(bounds: Bounds) -> None:
    """Bound what the process may use, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is all there is
        return
    limits = {"CORE": 0, "FSIZE": bounds.file_bytes, "NPROC": 0, "CPU": bounds.cpu_seconds, "AS": bounds.memory}
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS knows some of them by name only
            continue


def serve(bounds: Bounds, work: Callable[[bytes], Mapping[str, Any]]) -> None:
    """Answer once, in JSON, what `work` makes of the document; whatever is raised becomes a refusal.

    A refusal is `{"refused": code, "field": name}`; beside the codes of `work` there are "too-large", "too-much" for
    memory, and "broken" for anything else.
    """
    limit(bounds)
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.flush()
    answer: Mapping[str, Any]
    try:
        data = sys.stdin.buffer.read(bounds.most_bytes + 1)
        if len(data) > bounds.most_bytes:
            raise Refused("too-large")
        answer = work(data)
    except Refused as refusal:
        answer = {"refused": refusal.code, "field": refusal.field[:LONGEST_NAME]}
    except MemoryError:
        answer = {"refused": "too-much", "field": ""}
    except Exception:  # qpdf and pikepdf raise of many kinds; what they say may quote the document
        answer = {"refused": "broken", "field": ""}
    sys.stdout.buffer.write(json.dumps(answer).encode())
