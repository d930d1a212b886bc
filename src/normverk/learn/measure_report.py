"""An indicator as a FHIR R4 MeasureReport: population counts, the share as score, and every choice as a stratum. Pure.

Source: https://hl7.org/fhir/R4/measurereport.html. What is not told is marked data-absent-reason «masked», the code FHIR has
for what is known and withheld. A share that is told only as a bound or a range has no place in a score, and is masked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from normverk.learn.measured import Line
from normverk.learn.periods import ALL, kind_of, months_of

_ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_POPULATION: Final = "http://terminology.hl7.org/CodeSystem/measure-population"
_NOTATION: Final = "http://terminology.hl7.org/CodeSystem/measure-improvement-notation"
_MASKED: Final[dict[str, Any]] = {"extension": [{"url": _ABSENT, "valueCode": "masked"}]}


def measure_report(*, measure: str, months: tuple[str, ...], lines: Iterable[Line]) -> dict[str, Any]:
    """The report over all `months`; the line of all choices is the group, the others are its strata.

    `measure` is the address of the indicator; `months` may be tertials or years. With none the report is
    pending and has no group.
    """
    every = tuple(lines)
    span = (months_of(months[0])[0], months_of(months[-1])[-1]) if months else None
    report: dict[str, Any] = {
        "resourceType": "MeasureReport",
        "status": "complete" if months else "pending",
        "type": "summary",
        "measure": measure,
        "period": {"start": f"{span[0]}-01", "end": _last_day(span[1])} if span else dict(_MASKED),
        "improvementNotation": {"coding": [{"system": _NOTATION, "code": "increase"}]},
    }
    whole = [line for line in every if (line.branch, line.organisation, line.period) == (ALL, ALL, ALL)]
    if months and whole:
        strata = [_stratum(line) for line in every if line is not whole[0]]
        stratifier = {"code": [_text(name) for name in ("treatment", "organisation", "period")], "stratum": strata}
        report["group"] = [{**_told(whole[0]), **({"stratifier": [stratifier]} if strata else {})}]
    return report


def _stratum(line: Line) -> dict[str, Any]:
    parts = (
        ("treatment", line.branch),
        (_where(line.organisation), line.organisation),
        (_when(line.period), line.period),
    )
    return {"component": [{"code": _text(name), "value": _text(value)} for name, value in parts], **_told(line)}


def _where(organisation: str) -> str:
    return "region" if organisation.startswith("region:") else "organisation"


def _when(period: str) -> str:
    kind = kind_of(period)
    return "period" if kind == "all" else kind


def _told(line: Line) -> dict[str, Any]:
    score = {"measureScore": {"value": round(line.share.exact, 6)}} if line.share.exact is not None else {}
    return {
        "population": [_population("denominator", line.n.value), _population("numerator", line.met)],
        **(score or {"measureScore": dict(_MASKED)}),
    }


def _population(code: str, count: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {"code": {"coding": [{"system": _POPULATION, "code": code}]}}
    return {**told, "_count": dict(_MASKED)} if count is None else {**told, "count": count}


def _text(words: str) -> dict[str, Any]:
    return {"text": words}


def _last_day(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return (date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)).isoformat()
