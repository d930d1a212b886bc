"""Takes every pathway whose facts are known through the process, so that each is a product with its editions in force.

The cases are short on purpose: nobody answers the hearings, and the inquiry says that it is a demonstration. The days on
which an edition is decided here are invented; from which day it is in force is a fact of its own, in its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from normverk.govern.catalogue.models import Edition
from normverk.govern.process.models import Case
from normverk.norm.content import NormContent
from normverk.norm.text import Text
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.stories import Calendar, Story
from normverk.sim.pathways.edition import Defined, Family
from normverk.sim.pathways.products import all_editions, product

NORWEGIAN: Final[tuple[Family, ...]] = ("cancer", "mental", "other")
"""The families of pathways that belong in a Norwegian catalogue; the others prove that the language is general."""
_BASED: Final = Text(
    "Bygd av kjente, siterte fakta. Teksten er vår egen.",
    "Bygd av kjende, siterte fakta. Teksten er vår eigen.",
    "Built of known, cited facts. The text is our own.",
)


def norwegian() -> tuple[Defined, ...]:
    """Every edition of every Norwegian pathway."""
    return tuple(edition for edition in all_editions() if edition.family in NORWEGIAN)


def load_pathways(editions: Iterable[Defined], say: Callable[[str], None]) -> tuple[int, tuple[str, ...]]:
    """Makes those editions that are not there; how many were made, and the products left alone because a norm with their
    name had been made otherwise. `say` is told of each. What is there already is left as it is."""
    stories = [_story(edition, product(edition)) for edition in editions]
    theirs = _made_otherwise(stories)
    there = set(Edition.objects.values_list("product__slug", "number"))
    made = 0
    for story in stories:
        if story.slug not in theirs and (story.slug, story.number) not in there:
            say(f"pathway: {story.slug} {story.number}")
            tell(story)
            made += 1
    return made, tuple(sorted(theirs))


def _made_otherwise(stories: list[Story]) -> set[str]:
    """The products with these names that are the work of other cases than these."""
    slugs, titles = {story.slug for story in stories}, {story.need_title for story in stories}
    cases = Case.objects.filter(product__slug__in=slugs).select_related("need", "product")
    return {case.product.slug for case in cases if case.need.title not in titles}


def _story(edition: Defined, content: NormContent) -> Story:
    name, number = edition.name.nb, edition.number
    return Story(
        norm=content,
        slug=edition.product,
        number=_number(edition),
        title=content.title,
        need_title=f"{content.title.nb} trengs som norm, utgave {number}",
        need_text=f"Den som prøver normverk, skal finne {name} med utgave, dato og kilde. Saken er oppdiktet, faktaene er sitert.",
        source="other",
        reporter="Nora Normeier (demo)",
        organisation="Demodirektoratet",
        assessment="Alle forløp med kjente fakta trengs i demonstrasjonen.",
        questions=(
            f"Demonstrasjonen mangler {name}, utgave {number}. Målet er at forløpet kan leses og måles.",
            "Null-alternativet, bare forløpets navn, eller de fakta som er kjent, med kilde.",
            "Frister som ikke er kjent, må vises som ukjente. Teksten må ikke forveksles med den som gjelder.",
            "Ingen berøres: pasientene er syntetiske. Den som prøver normverk, ser forløpet slik det er beskrevet.",
            "De kjente faktaene med kilde, fordi det som mangler da blir synlig.",
            "At teksten er merket, og at hver frist har en kilde eller står som ukjent.",
        ),
        purpose=content.purpose,
        change_note=edition.what or _BASED,
        calendar=_calendar(number, published=not edition.draft),
    )


def _number(edition: Defined) -> str:
    return f"{edition.number}.0.0"


def _calendar(number: int, *, published: bool) -> Calendar:
    """Nine months for each edition, the first from January 2023, so that the days of one product follow each other.

    What the source itself calls a draft has been heard and waits for its decision.
    """

    def day(month: int, of_month: int) -> date:
        months = (number - 1) * 9 + month - 1
        return date(2023 + months // 12, months % 12 + 1, of_month)

    return Calendar(
        reported=day(1, 9),
        opened=day(1, 16),
        inquired=day(2, 1),
        drafted=day(3, 1),
        heard_from=day(3, 11),
        heard_to=day(6, 12),
        approved=day(8, 12) if published else None,
        in_use=day(9, 2) if published else None,
    )
