"""The findings in an edition, each with the answer it has got."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.queries import lint_of
from normverk.govern.findings.models import FindingAnswer
from normverk.norm.finding import LintFinding


@dataclass(frozen=True)
class Answered:
    """A finding with its key and the owner's answer, if there is one."""

    key: str
    finding: LintFinding
    answer: FindingAnswer | None

    @property
    def can_be_answered(self) -> bool:
        """True for a warning or an information without an answer."""
        return self.finding.strength != "error" and self.answer is None


def findings_of(edition: Edition) -> tuple[Answered, ...]:
    """Everything the norm check finds in the edition as it is, the gravest first."""
    answers = {answer.finding: answer for answer in FindingAnswer.objects.filter(edition=edition)}
    return tuple(
        Answered(key, finding, None if finding.strength == "error" else answers.get(key))
        for finding in lint_of(edition)
        for key in (key_of(finding),)
    )


def key_of(finding: LintFinding) -> str:
    """What makes a finding this one: its check, its place, and what is said. A digest, as hex."""
    said = "\n".join((finding.check, finding.place, finding.what.nb))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
