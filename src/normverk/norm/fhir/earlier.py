"""PlanDefinitions of earlier releases, brought to today's form before they are read.

Before a clock could have several delay rules the extension norm-clock had a part `onPatientDelay`, and at most one `delay`
without a policy of its own (see `normverk.norm.earlier`). What is not such an extension is left for the reader to judge.
"""

from __future__ import annotations

from typing import Any

from normverk.norm.earlier import ONLY_RULE
from normverk.norm.fhir.extensions import CLOCK

_POLICY, _DELAY = "onPatientDelay", "delay"


def upgraded_plan(resource: Any) -> Any:
    """The resource with its clocks in today's form; one that has none of an earlier form is given back as it is."""
    held = resource.get("extension") if isinstance(resource, dict) else None
    if not isinstance(held, list) or not any(_is_earlier(one) for one in held):
        return resource
    return {**resource, "extension": [_with_rule(one) if _is_earlier(one) else one for one in held]}


def _is_earlier(extension: Any) -> bool:
    if not isinstance(extension, dict) or extension.get("url") != CLOCK.url:
        return False
    return len(_named(_POLICY, extension)) == 1 and len(_named(_DELAY, extension)) <= 1


def _with_rule(extension: dict[str, Any]) -> dict[str, Any]:
    kept = [part for part in extension["extension"] if _name(part) not in (_POLICY, _DELAY)]
    policy = _named(_POLICY, extension)[0].get("valueCode")
    rules = _named(_DELAY, extension)
    if not rules and policy == "none":
        return {**extension, "extension": kept}
    said = [{"url": "id", "valueString": ONLY_RULE}, {"url": "policy", "valueCode": policy}]
    rule = rules[0] if rules else {"url": _DELAY}
    inner: Any = rule.get("extension", [])
    return {
        **extension,
        "extension": [*kept, {**rule, "extension": [*said, *inner] if isinstance(inner, list) else inner}],
    }


def _named(name: str, extension: dict[str, Any]) -> list[dict[str, Any]]:
    parts = extension.get("extension")
    return [part for part in parts if _name(part) == name] if isinstance(parts, list) else []


def _name(part: Any) -> Any:
    return part.get("url") if isinstance(part, dict) else None
