"""Faults in the computable part: limits, parts, milestones, codes, days in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.recall.trials import Plain, Trial, a_pathway, as_norm, copied, fault, sections


def _limits(plain: Plain) -> list[Plain]:
    return [
        branch["limit"]
        for clock in plain["pathway"]["clocks"]
        for branch in clock["branches"]
        if branch.get("limit") and branch.get("counted", True)
    ]


def _changed(rng: Random, change: Any) -> Trial:
    """One pathway, and the same after `change` has been done to it."""
    clean = a_pathway(rng)
    faulty = copied(clean)
    change(faulty)
    return Trial(as_norm(clean), as_norm(faulty))


def _clocks(plain: Plain) -> list[Plain]:
    return plain["pathway"]["clocks"]  # type: ignore[no-any-return]


@fault("limits-add-up")
def another_limit(rng: Random) -> Trial:
    """A limit changed so that the parts no longer add up to the total."""

    def change(plain: Plain) -> None:
        summed = [clock for clock in _clocks(plain) if clock.get("parts")]
        total = rng.choice(summed)
        parts = [clock for clock in _clocks(plain) if clock["id"] in total["parts"]]
        holder = rng.choice([total, *parts])
        branch = rng.choice([one for one in holder["branches"] if one.get("limit")])
        branch["limit"]["value"] += rng.choice((-2, -1, 1, 2, 7))

    return _changed(rng, change)


@fault("limits-add-up")
def a_part_left_out(rng: Random) -> Trial:
    """A total that leaves one of its parts out."""

    def change(plain: Plain) -> None:
        parts = rng.choice([clock["parts"] for clock in _clocks(plain) if clock.get("parts")])
        parts.remove(rng.choice(parts))

    return _changed(rng, change)


@fault("one-unit")
def another_unit(rng: Random) -> Trial:
    """One limit in another unit than the rest."""
    return _changed(rng, lambda plain: rng.choice(_limits(plain)).update(unit=rng.choice(("working_days", "weeks"))))


@fault("limit-unknown")
def no_limit(rng: Random) -> Trial:
    """A branch whose limit is gone."""

    def change(plain: Plain) -> None:
        held = [branch for clock in _clocks(plain) for branch in clock["branches"] if branch.get("limit")]
        del rng.choice(held)["limit"]

    return _changed(rng, change)


@fault("milestone-unknown")
def a_milestone_renamed(rng: Random) -> Trial:
    """A milestone that a clock still names by its old id."""

    def change(plain: Plain) -> None:
        clock = rng.choice(_clocks(plain))
        used = {clock["start"]["milestone"], clock["stop"]["milestone"]}
        one = rng.choice([known for known in plain["pathway"]["milestones"] if known["id"] in used])
        one["id"] = f"{one['id']}X"

    return _changed(rng, change)


@fault("part-unknown")
def a_part_that_is_none(rng: Random) -> Trial:
    """A total with a part that is no clock, or is itself."""

    def change(plain: Plain) -> None:
        clock = rng.choice([one for one in _clocks(plain) if one.get("parts")])
        clock["parts"][rng.randrange(len(clock["parts"]))] = rng.choice(("OF9", clock["id"]))

    return _changed(rng, change)


@fault("branch-code-unknown")
def a_code_that_stops_nothing(rng: Random) -> Trial:
    """A branch with a code that no milestone has."""

    def change(plain: Plain) -> None:
        branches = [branch for clock in _clocks(plain) for branch in clock["branches"] if branch.get("codes")]
        branch = rng.choice(branches)
        branch["codes"] = [*branch["codes"][1:], rng.choice(("X99", branch["codes"][0].lower()))]

    return _changed(rng, change)


@fault("code-twice")
def a_code_in_two_milestones(rng: Random) -> Trial:
    """One code in two milestones."""

    def change(plain: Plain) -> None:
        one, other = rng.sample(plain["pathway"]["milestones"], 2)
        other["codes"].append(dict(rng.choice(one["codes"])))

    return _changed(rng, change)


@fault("code-twice")
def a_code_in_two_branches(rng: Random) -> Trial:
    """One code in two branches of a clock."""

    def change(plain: Plain) -> None:
        clock = rng.choice([one for one in _clocks(plain) if sum(bool(b.get("codes")) for b in one["branches"]) > 1])
        one, other = rng.sample([branch for branch in clock["branches"] if branch.get("codes")], 2)
        other["codes"].append(rng.choice(one["codes"]))

    return _changed(rng, change)


def _with_a_rule(rng: Random, change: Callable[[Plain, list[Plain]], None]) -> Trial:
    """A pathway with a data rule for one of its codes, and the same after `change` of the rule among the rules."""
    clean = a_pathway(rng)
    milestone = rng.choice(clean["pathway"]["milestones"])
    code = rng.choice(milestone["codes"])["code"]
    words = dict.fromkeys(("nb", "nn", "en"), "Står i journalen.")
    rule = {
        "id": "regel", "code": code, "milestone": milestone["id"], "match": {"kind": "encounter"}, "dates": ["started"],
        "strength": "medium", "why": words, "source": {"title": "Kodeveileder", "basis": "read"}, "absent": [code],
    }  # fmt: skip
    clean["pathway"]["derivations"] = [rule]
    faulty = copied(clean)
    change(faulty["pathway"]["derivations"][0], faulty["pathway"]["derivations"])
    return Trial(as_norm(clean), as_norm(faulty))


@fault("data-rule-unusable")
def a_rule_for_a_code_that_is_none(rng: Random) -> Trial:
    """A data rule that names a code which the norm does not have."""
    field, value = rng.choice((("code", "X99"), ("present", ["X99"]), ("not_after", ["X98"])))
    return _with_a_rule(rng, lambda rule, _: rule.update({field: value}))


@fault("data-rule-unusable")
def a_rule_copied(rng: Random) -> Trial:
    """A data rule copied under the same id."""
    return _with_a_rule(rng, lambda rule, rules: rules.append(dict(rule, strength="low")))


@fault("data-rule-unusable")
def a_rule_half_written(rng: Random) -> Trial:
    """A data rule without a date, without an end, or with its reason in one language only."""
    lacking = rng.choice(({"dates": []}, {"absent": []}, {"why": {"nb": "Bare her."}}))
    return _with_a_rule(rng, lambda rule, _: rule.update(lacking))


@fault("code-retired")
def a_code_out_of_use(rng: Random) -> Trial:
    """A code whose last day comes while the norm is still in force."""

    def change(plain: Plain) -> None:
        code = rng.choice(rng.choice(plain["pathway"]["milestones"])["codes"])
        begins = date.fromisoformat(plain["pathway"]["valid_from"])
        ends = plain["pathway"].get("valid_to")
        most = (date.fromisoformat(ends) - begins).days - 1 if ends else 900
        code["retired_on"] = (begins + timedelta(days=rng.randint(-900, most))).isoformat()

    return _changed(rng, change)


@fault("id-twice")
def an_id_for_two(rng: Random) -> Trial:
    """Two clocks, milestones or sections with one id."""

    def change(plain: Plain) -> None:
        kind = rng.choice(("clocks", "milestones", "sections"))
        members = sections(plain) if kind == "sections" else plain["pathway"][kind]
        one, other = rng.sample(members, 2)
        other["id"] = one["id"]

    return _changed(rng, change)


@fault("validity-order")
def an_end_before_the_beginning(rng: Random) -> Trial:
    """A last day of validity before the first."""

    def change(plain: Plain) -> None:
        begins = date.fromisoformat(plain["pathway"]["valid_from"])
        plain["pathway"]["valid_to"] = (begins - timedelta(days=rng.randint(1, 900))).isoformat()

    return _changed(rng, change)


@fault("validity-overlap")
def two_in_force(rng: Random) -> Trial:
    """Two editions of one pathway in force on the same day."""
    clean = a_pathway(rng)
    other = copied(clean)
    clean["pathway"].pop("valid_to", None)
    begins = date.fromisoformat(clean["pathway"]["valid_from"])
    other["pathway"]["valid_from"] = (begins - timedelta(days=900)).isoformat()
    other["pathway"]["valid_to"] = (begins - timedelta(days=1)).isoformat()
    late = copied(other)
    late["pathway"]["valid_to"] = (begins + timedelta(days=rng.randint(0, 400))).isoformat()
    if rng.random() < 0.3:
        del late["pathway"]["valid_to"]
    before, after = (as_norm(one).content for one in (other, late))
    return Trial(as_norm(clean, others=(before,)), as_norm(clean, others=(after,)))


@fault("clock-and-words")
def another_limit_than_the_words(rng: Random) -> Trial:
    """A clock with another number of days than the paragraph about it."""

    def change(plain: Plain) -> None:
        named = {id for one in sections(plain) for id in (one.get("unit") or {}).get("clocks", ())}
        branch = rng.choice([b for c in _clocks(plain) if c["id"] in named for b in c["branches"] if b.get("limit")])
        branch["limit"]["value"] += rng.choice((-2, -1, 1, 2, 7))

    return _changed(rng, change)


@fault("clock-and-words")
def another_number_in_one_language(rng: Random) -> Trial:
    """A paragraph about a limit with another number in one language."""

    def change(plain: Plain) -> None:
        held = [one for one in sections(plain) if (one.get("unit") or {}).get("clocks")]
        language = rng.choice(("nb", "nn", "en"))
        days = {"nb": "kalenderdager", "nn": "kalenderdagar", "en": "calendar days"}[language]
        values = {
            str(branch["limit"]["value"])
            for clock in _clocks(plain)
            for branch in clock["branches"]
            if branch.get("limit")
        }
        texts = [
            text for one in held for text in _words(one) if any(f"{n} {days}" in text.get(language, "") for n in values)
        ]
        text = rng.choice(texts)
        number = next(n for n in sorted(values, key=len, reverse=True) if f"{n} {days}" in text[language])
        text[language] = text[language].replace(f"{number} {days}", f"{int(number) + rng.choice((1, 3, 5))} {days}")

    return _changed(rng, change)


def _words(section: Plain) -> list[Plain]:
    from benchmarks.recall.trials import texts

    return list(texts(section.get("blocks", [])))
