"""Checks of what a norm rests on: evidence, law, other norms, and what its kind requires it to state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from normverk.norm.blocks import Paragraph
from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, Standing, placed_sections
from normverk.norm.finding import Strength as Gravity
from normverk.norm.kinds import Field, missing_fields
from normverk.norm.references import Reference
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import KeyFactors, Strength, Unit
from normverk.norm.words import same


def _graded(strength: Strength, **more: object) -> Norm:
    return example(example_section(unit=Unit("recommendation", strength=strength, **more)))  # type: ignore[arg-type]


_TOLD: Final = KeyFactors(evidence_quality=(Paragraph(same("Tre studier.")),))


@check(
    "strong-without-evidence",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Sterke anbefalinger uten dokumentasjon, eller med svak dokumentasjon og uten begrunnelse.",
        "Sterke tilrådingar utan dokumentasjon, eller med svak dokumentasjon og utan grunngiving.",
        "Strong recommendations without evidence, or with low evidence and no rationale.",
    ),
    why=Text(
        nb="En sterk anbefaling lover at nesten alle er tjent med den. Uten grunnlag kan ingen se om det holder.",
        nn="Ei sterk tilråding lovar at nesten alle er tente med ho. Utan grunnlag kan ingen sjå om det held.",
        en="A strong recommendation promises that nearly everybody is served by it. Without a ground nobody can tell.",
    ),
    source="https://gdt.gradepro.org/app/handbook/handbook.html",
    mend=Text(
        "Oppgi dokumentasjonen, eller begrunn hvorfor anbefalingen er sterk likevel.",
        "Oppgi dokumentasjonen, eller grunngi kvifor tilrådinga er sterk likevel.",
        "State the evidence, or give the reason why the recommendation is strong all the same.",
    ),
    obeying=(
        _graded(Strength("grade", "strong", "high")),
        _graded(Strength("grade", "strong", "low"), rationale=(Paragraph(same("Skaden ved å vente er stor.")),)),
        _graded(Strength("grade", "strong"), factors=_TOLD),
        _graded(Strength("grade", "weak")),
    ),
    breaking=(_graded(Strength("grade", "strong")), _graded(Strength("grade", "strong", "very-low")), _graded(Strength("sign", "A"))),
)  # fmt: skip
def strong_without_evidence(norm: Norm) -> Iterator[Hit]:
    """GRADE strong and SIGN A."""
    for where, section in placed_sections(norm.content):
        unit = section.unit
        if unit is None or unit.strength is None or unit.strength.grade not in {"strong", "A"}:
            continue
        evidence, told = unit.strength.evidence, unit.factors is not None and bool(unit.factors.evidence_quality)
        if not evidence and not told and not section.references:
            yield Hit(
                f"{where}/unit/strength",
                Text(
                    "Anbefalingen er sterk, men ingen dokumentasjon er oppgitt.",
                    "Tilrådinga er sterk, men ingen dokumentasjon er oppgitt.",
                    "The recommendation is strong, but no evidence is stated.",
                ),
            )
        elif evidence in {"low", "very-low", "3", "4"} and not unit.rationale:
            yield Hit(
                f"{where}/unit/strength",
                Text(
                    "Anbefalingen er sterk, dokumentasjonen er svak, og begrunnelsen mangler.",
                    "Tilrådinga er sterk, dokumentasjonen er svak, og grunngivinga manglar.",
                    "The recommendation is strong, the evidence is low, and there is no rationale.",
                ),
            )


@check(
    "mandatory-without-law",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Krav som er oppgitt som plikt («skal» som data).",
        "Krav som er oppgitt som plikt («skal» som data).",
        "Requirements that are stated as a duty (“must” as data).",
    ),
    why=Text(
        nb="En plikt må ha hjemmel. Uten den kan ingen kreve at den følges.",
        nn="Ei plikt må ha heimel. Utan han kan ingen krevje at ho blir følgd.",
        en="A duty needs a legal basis. Without one nobody can demand that it is followed.",
    ),
    source="S1 «Obligatoriske standarder»",
    mend=Text(
        "Oppgi hjemmelen for normen eller bestemmelsen for kravet.",
        "Oppgi heimelen for norma eller føresegna for kravet.",
        "State the legal basis of the norm, or the provision of the requirement.",
    ),
    obeying=(
        example(example_section(unit=Unit("requirement", obligation="must")), legal_basis=same("Forskrift § 6")),
        example(example_section(unit=Unit("requirement", obligation="should"))),
    ),
    breaking=(example(example_section(unit=Unit("requirement", obligation="must"))),),
)
def mandatory_without_law(norm: Norm) -> Iterator[Hit]:
    """Neither the norm nor the unit states where the duty comes from."""
    if any(getattr(norm.content.legal_basis, language).strip() for language in LANGUAGES):
        return
    for where, section in placed_sections(norm.content):
        if section.unit is not None and section.unit.obligation == "must" and not section.unit.law:
            yield Hit(
                f"{where}/unit/obligation",
                Text(
                    "Kravet er en plikt, men hjemmelen mangler.",
                    "Kravet er ei plikt, men heimelen manglar.",
                    "The requirement is a duty, but its legal basis is missing.",
                ),
            )


_WITHDRAWN: Final = Standing("Gammel retningslinje", "withdrawn", 1)
_GUIDE: Final = Standing("Veileder", "in-force", 0)
_LEVELS: Final = {"ehealth-guide": 0, "ehealth-guideline": 1, "standard": 2}
_RESTING: Final = example(references=(Reference("r", "Annen norm", url="https://example.org/norm"),))
_FROM_LAW: Final = example(example_section(unit=Unit("regulation", law="https://example.org/norm")))


def _with(standing: Standing, norm: Norm = _RESTING) -> Norm:
    return Norm(norm.content, lookup=lambda address: standing if address == "https://example.org/norm" else None)


@check(
    "rests-on-lower",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Andre normer som denne viser til: om de gjelder, og hvor bindende de er.",
        "Andre normer som denne viser til: om dei gjeld, og kor bindande dei er.",
        "Other norms that this one refers to: whether they are in force, and how binding they are.",
    ),
    why=Text(
        nb="Det som bygger på noe som er trukket tilbake, eller på noe mindre bindende, holder ikke det det lover.",
        nn="Det som byggjer på noko som er trekt tilbake, eller på noko mindre bindande, held ikkje det det lovar.",
        en="What rests on something withdrawn or less binding does not hold what it promises.",
    ),
    source="https://www.rfc-editor.org/rfc/rfc3967",
    mend=Text(
        "Vis til det som gjelder nå, eller ta inn det kravet gjelder i normen selv.",
        "Vis til det som gjeld no, eller ta inn det kravet gjeld i norma sjølv.",
        "Refer to what is in force now, or take what is required into the norm itself.",
    ),
    obeying=(_RESTING, _with(_GUIDE), _with(Standing("Standard", "in-force", 3))),
    breaking=(
        _with(_WITHDRAWN, _FROM_LAW),
        _with(_WITHDRAWN),
        _with(_GUIDE, example(references=_RESTING.content.references, kind="standard", layers=("technical",))),
    ),
)
def rests_on_lower(norm: Norm) -> Iterator[Hit]:
    """References, laws, origins; only what the lookup knows. Levels only between e-health norms, which have levels.

    A unit whose provision or origin is withdrawn stands on nothing: an error. Everything else is a warning, since a
    list of references may name what was there before.
    """
    own = _LEVELS.get(norm.content.kind)
    for where, address, carried in _rests_on(norm):
        standing = norm.lookup(address)
        if standing is None:
            continue
        if standing.state in {"withdrawn", "superseded"}:
            gone = Text("trukket tilbake", "trekt tilbake", "withdrawn")
            replaced = Text("erstattet", "erstatta", "superseded")
            word = gone if standing.state == "withdrawn" else replaced
            yield Hit(
                where,
                Text(
                    f"«{standing.title}» er {word.nb}.", f"«{standing.title}» er {word.nn}.",
                    f"“{standing.title}” is {word.en}.",
                ),
                strength="error" if carried and standing.state == "withdrawn" else "warning",
            )  # fmt: skip
        elif own is not None and standing.level is not None and standing.level < own:
            yield Hit(
                where,
                Text(
                    f"«{standing.title}» er mindre bindende enn denne normen.",
                    f"«{standing.title}» er mindre bindande enn denne norma.",
                    f"“{standing.title}” is less binding than this norm.",
                ),
                strength="warning",
            )


def _rests_on(norm: Norm) -> Iterator[tuple[str, str, bool]]:
    """Place and address of what the norm refers to; True where the unit is carried by it and not only mentions it."""
    for reference in norm.content.references:
        for address in dict.fromkeys((reference.url, reference.id)):
            if address:
                yield f"references/{reference.id}", address, False
    for where, section in placed_sections(norm.content):
        if section.unit is not None and section.unit.law:
            yield f"{where}/unit/law", section.unit.law, True
        if section.origin is not None:
            yield f"{where}/origin", section.origin.product, True


_FIELDS: Final[dict[Field, Text]] = {
    "purpose": Text("formål", "formål", "purpose"),
    "scope": Text("bruksområde", "bruksområde", "scope"),
    "target_group": Text("målgruppe", "målgruppe", "target group"),
    "owner": Text("eier", "eigar", "owner"),
    "legal_basis": Text("hjemmel", "heimel", "legal basis"),
    "method": Text("metode", "metode", "method"),
    "contributors": Text("bidragsytere", "bidragsytarar", "contributors"),
    "layers": Text("samhandlingslag", "samhandlingslag", "layers of interoperability"),
}
_GRAVITY: Final[dict[Field, Gravity]] = {
    "purpose": "error",
    "scope": "error",
    "target_group": "error",
    "owner": "error",
}


@check(
    "field-missing",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Det produkttypen krever at normen oppgir.", "Det produkttypen krev at norma oppgir.",
        "What the kind of product requires the norm to state.",
    ),
    why=Text(
        nb="Uten dette vet leseren ikke hva normen er til for, hvem den gjelder, eller hva den bygger på.",
        nn="Utan dette veit ikkje lesaren kva norma er til for, kven ho gjeld, eller kva ho byggjer på.",
        en="Without this the reader does not know what the norm is for, whom it concerns, or what it rests on.",
    ),
    source="S1 «Utrede», S0",
    mend=Text("Skriv det som mangler.", "Skriv det som manglar.", "Write what is missing."),
    obeying=(example(),),
    breaking=(example(owner=""), example(scope=Text("")), example(kind="guideline")),
)  # fmt: skip
def field_missing(norm: Norm) -> Iterator[Hit]:
    """What every product states is an error when it is missing; what its kind asks in addition is a warning."""
    for field in missing_fields(norm.content):
        name = _FIELDS[field]
        yield Hit(
            field,
            Text(f"Normen oppgir ikke {name.nb}.", f"Norma oppgir ikkje {name.nn}.", f"The norm states no {name.en}."),
            strength=_GRAVITY.get(field, "warning"),
        )
