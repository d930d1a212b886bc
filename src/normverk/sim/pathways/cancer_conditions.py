"""The two cancer pathways whose limits hang on a finding: the grade of a neuroendocrine tumour, metastases of the testis.

The codes of the findings are our own: what a record says them with is not known.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import replace

from normverk.norm.conditions import Condition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Footnote, Limit
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.words import same

_GRADED: Final = ("A39", date(2020, 10, 20))
_SPREAD: Final = ("A18", date(2015, 5, 1))
_NET: Final = "https://metodebok.no/index.php?action=topic&item=f70cb5b973fcaccd97b5"
_TESTIS: Final = "https://01.fastlegeportalen.no/veiledere/section/2745/"

FINDINGS: Final[dict[tuple[str, date], tuple[Finding, ...]]] = {
    _GRADED: (
        Finding(
            "grad",
            Text("Grad", "Grad", "Grade"),
            (
                FindingValue("g1-2", same("G1–2"), ("A39-G1", "A39-G2")),
                FindingValue("g3", same("G3"), ("A39-G3",)),
            ),
        ),
    ),
    _SPREAD: (
        Finding(
            "metastaser",
            Text("Metastaser", "Metastasar", "Metastases"),
            (
                FindingValue("ja", Text("Ja", "Ja", "Yes"), ("A18-M1",)),
                FindingValue("nei", Text("Nei", "Nei", "No"), ("A18-M0",)),
            ),
        ),
    ),
}
"""The findings of an edition, by prefix and first day."""

_G3: Final = Footnote(
    Text(
        "Ved grad 3 skal det gå vesentlig kortere tid. Kilden oppgir ingen tall.",
        "Ved grad 3 skal det gå vesentleg kortare tid. Kjelda oppgir ingen tal.",
        "At grade 3 the time should be considerably shorter. The source gives no number.",
    ),
    Source("Nasjonalt handlingsprogram, forløpstider", "read", _NET),
)


def conditional(prefix: str, begins: date, clock: str, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """The branches of a clock with those added that hang on a finding, each before the one it takes patients from."""
    if (prefix, begins) == _GRADED:
        grade: Condition = FindingCondition("grad", ("g3",))
        return tuple(
            one
            for branch in branches
            for one in ((_of_grade_three(branch, grade), _the_rest(branch)) if branch.counted else (branch,))
        )
    if (prefix, begins) == _SPREAD and clock in _SPREAD_LIMITS:
        return tuple(
            one
            for branch in branches
            for one in ((_with_metastases(branch, clock), branch) if branch.id == "medikamentell" else (branch,))
        )
    return branches


def _the_rest(branch: Branch) -> Branch:
    return branch if branch.id else replace(branch, title=Text("Alle andre", "Alle andre", "All others"))


def _of_grade_three(branch: Branch, grade: Condition) -> Branch:
    title = Text(f"{branch.title.nb} ved G3", f"{branch.title.nn} ved G3", f"{branch.title.en} at G3")
    id = f"{branch.id}-g3".lstrip("-")
    return replace(branch, id=id, title=title, limit=None, when=(grade,), footnotes=(_G3,))


_SPREAD_LIMITS: Final = {
    "OF3": Limit(
        14, Unit.CALENDAR_DAYS, Source("Helsedirektoratet, forløpstider", "read", _TESTIS, "fotnote i kilden"), 3
    ),
    "OF4": Limit(
        31,
        Unit.CALENDAR_DAYS,
        Source(
            "Helsedirektoratet, forløpstider", "derived", _TESTIS, "5 + 12 + fotnotens 14; summen står ikke i kilden"
        ),
        3,
    ),
}


def _with_metastases(branch: Branch, clock: str) -> Branch:
    title = Text(
        f"{branch.title.nb} ved metastaser", f"{branch.title.nn} ved metastasar", f"{branch.title.en} with metastases"
    )
    when = (FindingCondition("metastaser", ("ja",)),)
    return replace(
        branch, id="medikamentell-metastaser", title=title, limit=_SPREAD_LIMITS[clock], when=when, footnotes=()
    )
