"""Faults in what a norm states of itself and of its units: fields, languages, strength, wording, references."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from benchmarks.recall.trials import (
    Plain,
    Trial,
    a_norm,
    as_norm,
    copied,
    fault,
    paragraph,
    put_in,
    said,
    sections,
    texts,
)
from normverk.norm.checks.subjects import Standing
from normverk.norm.code_lists import CodeList, Concept

_ASKS = {
    "must": (said("Kommunen skal ha en plan", "Kommunen skal ha ein plan", "The municipality must have a plan"),
             said("Alle må logge inn", "Alle må logge inn", "Everybody must log in")),
    "should": (said("Kommunen bør ha en plan", "Kommunen bør ha ein plan", "The municipality should have a plan"),
               said("Trening anbefales", "Trening blir tilrådd", "Exercise is recommended")),
    "may": (said("Tiltaket kan vurderes", "Tiltaket kan vurderast", "The measure may be considered"),
            said("Vi foreslår trening", "Vi føreslår trening", "We suggest exercise")),
}  # fmt: skip
_CALM = said("Bakgrunn", "Bakgrunn", "Background")


def _unit(rng: Random, right: Plain, wrong: Plain, **around: Any) -> Trial:
    """A norm with one more section, at a random depth, that is right or wrong."""
    clean = a_norm(rng, lambda one: all((held.get("unit") or {}).get("obligation") != "must" for held in sections(one)))
    clean["legal_basis"] = {"nb": ""}
    faulty = copied(clean)
    above = rng.choice([-1, *range(len(sections(clean)))])
    for norm, added in ((clean, right), (faulty, wrong)):
        holder = norm if above < 0 else sections(norm)[above]
        holder.setdefault("sections", [])
        holder["sections"].insert(rng.randint(0, 0), {"id": "lagt-til", "title": _CALM, **added})
    return Trial(as_norm(clean, **around), as_norm(faulty, **around))


@fault("field-missing")
def a_field_emptied(rng: Random) -> Trial:
    """A norm without its purpose, scope, target group or owner."""
    clean = a_norm(rng)
    faulty = copied(clean)
    field = rng.choice(("purpose", "scope", "target_group", "owner"))
    faulty[field] = "" if field == "owner" else {"nb": ""}
    return Trial(as_norm(clean), as_norm(faulty))


@fault("text-missing-language")
def a_language_emptied(rng: Random) -> Trial:
    """A text that is gone in one language."""
    clean = a_norm(rng)
    faulty = copied(clean)
    rng.choice(list(texts(faulty)))[rng.choice(("nb", "nn", "en"))] = ""
    return Trial(as_norm(clean), as_norm(faulty))


@fault("languages-length")
def half_of_it_gone(rng: Random) -> Trial:
    """A text cut in half in one language."""
    clean = a_norm(rng, lambda one: any(len(text["nb"]) >= 90 for text in texts(one)))
    faulty = copied(clean)
    long = [text for text in texts(faulty) if len(text["nb"]) >= 90 and text.get("en")]
    text = rng.choice(long)
    language = rng.choice(("nb", "nn", "en"))
    text[language] = text[language][: int(len(text[language]) * rng.uniform(0.1, 0.4))]
    return Trial(as_norm(clean), as_norm(faulty))


@fault("languages-figures")
def another_figure_in_one_language(rng: Random) -> Trial:
    """A figure that differs in one language."""

    def with_digit(one: Plain) -> list[Plain]:
        return [text for text in texts(one) if any(sign.isdigit() for sign in text["nb"])]

    clean = a_norm(rng, lambda one: bool(with_digit(one)))
    faulty = copied(clean)
    text = rng.choice(with_digit(faulty))
    language = rng.choice([one for one in ("nb", "nn", "en") if any(s.isdigit() for s in text.get(one, ""))])
    at = rng.choice([n for n, sign in enumerate(text[language]) if sign.isdigit()])
    other = rng.choice([digit for digit in "123456789" if digit != text[language][at]])
    text[language] = text[language][:at] + other + text[language][at + 1 :]
    return Trial(as_norm(clean), as_norm(faulty))


@fault("languages-figures")
def another_number_word_in_one_language(rng: Random) -> Trial:
    """A number in words that differs in one language."""
    right = said(
        "Vent fem dager etter tre møter.", "Vent fem dagar etter tre møte.", "Wait five days after three meetings."
    )
    wrong = dict(right)
    wrong["en"] = rng.choice(("Wait six days after three meetings.", "Wait five days after four meetings."))
    return put_in(rng, paragraph(right), again=(paragraph(wrong),))


@fault("edited-before-revised")
def days_the_wrong_way(rng: Random) -> Trial:
    """A professional change after the last edit of any kind."""
    one, other = f"20{rng.randint(10, 17)}-0{rng.randint(1, 9)}-11", f"20{rng.randint(18, 25)}-0{rng.randint(1, 9)}-11"
    return _unit(rng, {"revised_on": one, "edited_on": other}, {"revised_on": other, "edited_on": one})


@fault("strong-without-evidence")
def no_evidence(rng: Random) -> Trial:
    """A strong recommendation that rests on weak evidence, or on none."""
    scheme, grade = rng.choice((("grade", "strong"), ("sign", "A")))
    title = rng.choice(_ASKS["should"])
    right = {"title": title, "unit": _recommendation(scheme, grade, "high" if scheme == "grade" else "1++")}
    wrong = {
        "title": title,
        "unit": _recommendation(scheme, grade, rng.choice(("", "low" if scheme == "grade" else "4"))),
    }
    return _unit(rng, right, wrong)


@fault("strength-in-scheme")
def a_grade_of_another_scheme(rng: Random) -> Trial:
    """A strength or a certainty that the grading scheme does not have."""
    title = rng.choice(_ASKS["should"])
    wrong = rng.choice(
        (("grade", "B", "high"), ("sign", "strong", "1+"), ("grade", "strong", "1+"), ("none", "weak", ""))
    )
    return _unit(rng, {"title": title, "unit": _recommendation("grade", "strong", "high")},
                 {"title": title, "unit": _recommendation(*wrong)})  # fmt: skip


def _recommendation(scheme: str, grade: str, evidence: str) -> Plain:
    return {"kind": "recommendation", "strength": {"scheme": scheme, "grade": grade, "evidence": evidence}}


def _worded(rng: Random, title: Plain, unit: Plain) -> Plain:
    """The asking words in the title, or in the first paragraph under a title that asks nothing."""
    if rng.random() < 0.5:
        return {"title": title, "unit": unit}
    return {"title": _CALM, "blocks": [paragraph({key: f"{words}." for key, words in title.items()})], "unit": unit}


@fault("wording-and-strength")
def words_of_another_strength(rng: Random) -> Trial:
    """«Should» in a weak recommendation, or «may» in a strong one."""
    grade, right, wrong = rng.choice((("strong", "should", "may"), ("weak", "may", "should")))
    unit = _recommendation("grade", grade, "high")
    state = rng.getstate()
    one = _worded(rng, rng.choice(_ASKS[right]), unit)
    rng.setstate(state)
    return _unit(rng, one, _worded(rng, rng.choice(_ASKS[wrong]), unit))


@fault("wording-and-obligation")
def words_of_another_obligation(rng: Random) -> Trial:
    """Words of another obligation than the requirement's own."""
    right, wrong = rng.sample(("must", "should", "may"), 2)
    unit = {"kind": "requirement", "obligation": right, "law": "https://lovdata.no/lov/2011-06-24-30/§3-1"}
    state = rng.getstate()
    one = _worded(rng, rng.choice(_ASKS[right]), unit)
    rng.setstate(state)
    return _unit(rng, one, _worded(rng, rng.choice(_ASKS[wrong]), unit))


@fault("wording-and-law")
def a_duty_without_law(rng: Random) -> Trial:
    """«Must» in something that no law stands behind."""
    unit = {"kind": rng.choice(("recommendation", "advice", "activity", "guidance"))}
    return _unit(
        rng, {"title": rng.choice(_ASKS["should"]), "unit": unit}, {"title": rng.choice(_ASKS["must"]), "unit": unit}
    )


@fault("mandatory-without-law")
def a_requirement_without_law(rng: Random) -> Trial:
    """A mandatory requirement that names no law."""
    unit = {"kind": "requirement", "obligation": "must"}
    title = rng.choice(_ASKS["must"])
    return _unit(
        rng, {"title": title, "unit": {**unit, "law": "https://lovdata.no/lov/x"}}, {"title": title, "unit": unit}
    )


@fault("id-leads-nowhere")
def a_reference_that_is_not_there(rng: Random) -> Trial:
    """A reference by an id that no reference has."""
    return _unit(rng, {}, {"references": [rng.choice(("r99", "R1", " "))]})


@fault("id-leads-nowhere")
def a_clock_that_is_not_there(rng: Random) -> Trial:
    """A time limit tied to a clock that the pathway does not have."""
    return _unit(rng, {}, {"unit": {"kind": "time-limit", "clocks": ["OF99"]}})


@fault("rests-on-lower")
def a_basis_that_is_gone(rng: Random) -> Trial:
    """A norm that rests on one which has been withdrawn or replaced."""
    address = "https://example.org/norm"
    state = rng.choice(("withdrawn", "superseded"))
    lookup = lambda asked: Standing("Normen", state, 3) if asked == address else None  # noqa: E731
    if rng.random() < 0.5:
        unit = {"kind": "regulation", "law": "https://example.org/other"}
        return _unit(rng, {"unit": unit}, {"unit": {**unit, "law": address}}, lookup=lookup)
    clean = a_norm(rng)
    faulty = copied(clean)
    faulty["references"] = [*faulty.get("references", []), {"id": "ny", "title": "Normen", "url": address}]
    return Trial(as_norm(clean, lookup=lookup), as_norm(faulty, lookup=lookup))


@fault("marks-fit")
def a_mark_beyond_its_text(rng: Random) -> Trial:
    """Bold type that ends beyond its text, or before it begins."""
    text = said("Et avsnitt med fete ord.", "Eit avsnitt med feite ord.", "A paragraph with bold words.")
    length = len(text["nb"])
    right = {"kind": "strong", "start": 3, "end": 10}
    wrong = rng.choice(
        (
            {**right, "end": length + rng.randint(1, 9)},
            {**right, "start": 10, "end": 3},
            {"kind": "link", "start": 0, "end": 4},
        )
    )
    return put_in(rng, paragraph(text, marks=[right]), again=(paragraph(text, marks=[wrong]),))


_LIST = CodeList("7170", "1", tuple(Concept(f"K{number}", f"Tilstand {number}") for number in range(70, 99)))


@fault("code-not-in-list")
def a_code_that_its_list_has_not(rng: Random) -> Trial:
    """A code that is not in the list it is said to come from."""
    right = f"K{rng.randint(70, 98)}"
    wrong = rng.choice((right.lower(), f"{right}.", f"K{rng.randint(10, 69)}", right[::-1], right.replace("K", "L")))
    state = rng.getstate()
    units = []
    for code in (right, wrong):
        rng.setstate(state)
        coding = {"system": rng.choice(("urn:oid:2.16.578.1.12.4.1.1.7170", "7170")), "code": code}
        held: Plain = {"kind": "information", "codes": [coding]}
        if rng.random() < 0.3:
            pico = {
                "id": "p",
                "population": said("Voksne", "Vaksne", "Adults"),
                "intervention": said("Trening", "", "Exercise"),
            }
            held = {"kind": "information", "picos": [{**pico, "codes": [coding]}]}
        units.append({"unit": held})
    return _unit(rng, *units, lists=(_LIST,))


@fault("languages-out-of-step")
def one_language_left_behind(rng: Random) -> Trial:
    """A change made in two languages and not in the third."""
    before = a_norm(rng)
    before.setdefault("sections", []).append(
        {"id": "lagt-til", "title": _CALM, "blocks": [paragraph(said("Ring i dag.", "Ring i dag.", "Call today."))]}
    )
    right, wrong = copied(before), copied(before)
    right["sections"][-1]["blocks"] = [paragraph(said("Ring nå.", "Ring no.", "Call now."))]
    only = rng.choice((said("Ring nå.", "Ring i dag.", "Call today."), said("Ring nå.", "Ring no.", "Call today.")))
    wrong["sections"][-1]["blocks"] = [paragraph(only)]
    days = (date(2025, 1, 1), date(2025, 1, 1) + timedelta(days=rng.randint(1, 400)))
    norms = [[as_norm(one) for one in (before, after)] for after in (right, wrong)]
    return Trial(*(replace(after, history=((days[0], old.content), (days[1], after.content))) for old, after in norms))
