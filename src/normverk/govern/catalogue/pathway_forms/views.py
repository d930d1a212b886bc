"""The page from which a draft's pathway is changed: what every clock and rule says in plain words, with its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.govern.catalogue.pathway_forms.parts import NAMELESS
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.clock_sentences import AT_THE_END, UNDER_WAY, clock_sentence
from normverk.norm.data_rule_words import data_rule_sentence
from normverk.norm.delay_words import delay_sentence
from normverk.norm.pathway import Branch, Clock, PathwayDefinition
from normverk.norm.text import Text


@dataclass(frozen=True)
class Said:
    """Something with a form of its own: the id in the form's address, what it is called, and what it says."""

    id: str
    name: Text | str
    words: Text | str


@dataclass(frozen=True)
class ShownClock:
    """A clock with its branches and delay rules."""

    clock: Clock
    words: Text
    branches: tuple[Said, ...]
    delays: tuple[Said, ...]


@require_GET
def pathway_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Every clock, delay rule and data rule of a draft in plain words, each with the way to its form."""
    edition = edition_or_404(slug, number)
    require(actor_of(request), "edition.write", edition.policy_facts())
    pathway = edition.revision.read().pathway
    if pathway is None:
        raise Http404(slug)
    context: dict[str, Any] = {
        "edition": edition,
        "under_way": UNDER_WAY[pathway.cut_over],
        "at_end": AT_THE_END[pathway.at_end],
        "clocks": tuple(_clock(clock, pathway) for clock in pathway.clocks),
        "rules": tuple(Said(rule.id, rule.id, data_rule_sentence(rule, pathway)) for rule in pathway.derivations),
    }
    return render(request, "catalogue/pathway.html", context)


def _clock(clock: Clock, pathway: PathwayDefinition) -> ShownClock:
    branches = tuple(Said(branch.id or NAMELESS, branch.title, _limit(branch)) for branch in clock.branches)
    delays = tuple(Said(rule.id, rule.id, delay_sentence(rule, pathway)) for rule in clock.delays)
    return ShownClock(clock, clock_sentence(clock, pathway), branches, delays)


def _limit(branch: Branch) -> str:
    if not branch.counted:
        return say("catalogue.limit.not-counted")
    if branch.limit is None:
        return say("catalogue.limit.none")
    return f"{branch.limit.value} {say(f'catalogue.unit.{branch.limit.unit}')}"
