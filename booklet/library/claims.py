"""The claims guard: finds words about the patch that no text may use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from booklet.library.safety import Claims

_SENTENCE = re.compile(r"[^.!?;:]+(?:[.!?;:]+|$)")


@dataclass(frozen=True, slots=True)
class Breach:
    """A forbidden claim: the words found, why they are forbidden, and what to write instead."""

    words: str
    reason: str
    instead: str


class ClaimsGuard:
    """The rules of `claims.yaml`, compiled once."""

    def __init__(self, claims: Claims) -> None:
        self._negation = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in claims.negations), re.IGNORECASE)
        self._rules = [
            (re.compile(rule.pattern, re.IGNORECASE), re.compile(rule.only_with or "", re.IGNORECASE), rule)
            for rule in claims.forbidden
        ]

    def breaches(self, text: str) -> Iterator[Breach]:
        """Every forbidden claim in `text`; one after a negation in the same sentence is allowed."""
        for sentence in _SENTENCE.findall(text):
            for pattern, context, rule in self._rules:
                match = pattern.search(sentence)
                if match and context.search(sentence) and not self._negation.search(sentence[: match.start()]):
                    yield Breach(match.group(), rule.reason, rule.instead or "")
