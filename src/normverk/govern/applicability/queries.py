"""Every read of the reference catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from normverk.base.events.models import Event
from normverk.base.events.queries import history
from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import (
    ApplicabilityRow,
    CataloguedNorm,
    Exemption,
    FormerFacts,
    NormVersion,
    Proposal,
    Stance,
)
from normverk.govern.process.models import Case, Decision, Inquiry
from normverk.norm.applicability import Action, Applicability, kinds_of
from normverk.norm.applies import Answer, Change, calendar, what_applies
from normverk.norm.contradictions import Contradiction, contradictions


def norms(*, theme: str = "", words: str = "") -> QuerySet[CataloguedNorm]:
    """The catalogued norms by theme and number; `words` must stand in title, number or id."""
    rows = CataloguedNorm.objects.order_by("theme", "number", "key")
    if theme:
        rows = rows.filter(theme=theme)
    for word in words.split():
        title = Q(title__nb__icontains=word) | Q(title__nn__icontains=word) | Q(title__en__icontains=word)
        number = Q(number__icontains=word) | Q(versions__number__icontains=word) | Q(key__icontains=word)
        rows = rows.filter(title | number)
    return rows.distinct()


def themes() -> tuple[str, ...]:
    """Every theme there is, in order."""
    return tuple(CataloguedNorm.objects.exclude(theme="").values_list("theme", flat=True).distinct().order_by("theme"))


def find_norm(key: str) -> CataloguedNorm | None:
    """The catalogued norm with this key."""
    return CataloguedNorm.objects.filter(pk=key).first()


def find_version(key: str, label: str) -> NormVersion | None:
    """The version of a norm with this label."""
    return NormVersion.objects.select_related("norm").filter(norm_id=key, label=label).first()


def find_row(id: str) -> ApplicabilityRow | None:
    """The row with this id; ValueError never: an id that is none is found nowhere."""
    return ApplicabilityRow.objects.select_related("version__norm", "proposal").filter(pk=id).first()


def find_proposal(ref: str) -> Proposal | None:
    """The proposal with this reference."""
    return Proposal.objects.select_related("version__norm").filter(pk=ref).first()


def find_exemption(id: str) -> Exemption | None:
    """The exemption with this id; ValueError never: an id that is none is found nowhere."""
    return Exemption.objects.select_related("version__norm").filter(pk=id).first()


def proposals() -> QuerySet[Proposal]:
    """Every proposal: those that wait first, newest first."""
    return Proposal.objects.select_related("version__norm").order_by("decided_at", "-proposed_at", "-ref")


def waiting_proposals() -> int:
    """How many proposals wait for a decision."""
    return Proposal.objects.filter(state="proposed").count()


def rows_of(norm: CataloguedNorm) -> list[ApplicabilityRow]:
    """Every row a norm has ever had, those known now first, then by version, actor and action."""
    rows = ApplicabilityRow.objects.filter(version__norm=norm).select_related("version__norm", "proposal")
    found = rows.order_by("version__label", "actor", "action", "valid_from", "recorded_from")
    return sorted(found, key=lambda row: row.recorded_to is not None)


def values(rows: Iterable[ApplicabilityRow]) -> tuple[Applicability, ...]:
    """Rows as values."""
    return tuple(row.value() for row in rows)


def known_rows(
    known_on: datetime, *, theme: str = "", norm: str = "", wanted: Q | None = None
) -> tuple[Applicability, ...]:
    """The rows known at a moment, of one theme or one norm, or those `wanted`, when asked for."""
    found = ApplicabilityRow.objects.filter(recorded_from__lte=known_on).filter(
        Q(recorded_to__isnull=True) | Q(recorded_to__gt=known_on)
    )
    if theme:
        found = found.filter(_of_theme(theme, known_on))
    if norm:
        found = found.filter(version__norm_id=norm)
    return values(found.filter(wanted or Q()).select_related("version"))


def _of_theme(theme: str, known_on: datetime) -> Q:
    """Rows of the norms that were held to be of a theme at a moment."""
    former = former_facts(known_on)
    since = Q(version__norm__theme=theme) & ~Q(version__norm__in=former.values("norm"))
    return since | Q(version__norm__in=former.filter(content__theme=theme).values("norm"))


def former_facts(known_on: datetime) -> QuerySet[FormerFacts]:
    """What was said of norms at a moment and is not said any more."""
    return FormerFacts.objects.filter(recorded_from__lte=known_on, recorded_to__gt=known_on)


def ask(
    *, actor: str, action: Action | None, on: date, known_on: datetime, theme: str = ""
) -> tuple[tuple[Answer, CataloguedNorm], ...]:
    """What a kind of actor must follow, each row with its norm; KeyError for a kind that is not there."""
    kinds = actor_kinds()
    may = {*kinds_of(actor, kinds), *(kind.id for kind in kinds.values() if kind.open), ""}
    wanted = Q(actor__in=may) & (Q() if action is None else Q(action__in=(action, "")))
    answers = what_applies(known_rows(known_on, theme=theme, wanted=wanted), actor, action, on, known_on, kinds=kinds)
    held = norms_by_key({answer.row.norm for answer in answers}, known_on)
    return tuple((answer, held[answer.row.norm]) for answer in answers)


def changes(
    *, first: date, last: date, known_on: datetime, theme: str = ""
) -> tuple[tuple[Change, CataloguedNorm], ...]:
    """The changes of phase on the days from first to last, each with its norm."""
    found = calendar(known_rows(known_on, theme=theme, wanted=_turns(first, last)), first, last, known_on)
    held = norms_by_key({change.row.norm for change in found}, known_on)
    return tuple((change, held[change.row.norm]) for change in found)


def _turns(first: date, last: date) -> Q:
    """Rows that may come into another phase on one of the days; the calendar itself says which do."""
    begins = ("valid_from", "active_from", "phase_out_from", "stated_on")
    before = first if first == date.min else date.fromordinal(first.toordinal() - 1)
    wanted = Q(trial_until__range=(before, last)) | Q(valid_to__range=(before, last))
    for name in begins:
        wanted |= Q(**{f"{name}__range": (first, last)})
    return wanted


def norms_by_key(keys: Iterable[str], known_on: datetime | None = None) -> dict[str, CataloguedNorm]:
    """Norms by their keys, with their versions at hand, for showing; with the facts they were known by at a moment."""
    found = {norm.key: norm for norm in CataloguedNorm.objects.filter(pk__in=list(keys)).prefetch_related("versions")}
    if known_on is not None:
        for former in former_facts(known_on).filter(norm__in=list(found)):
            for name, value in former.content.items():
                setattr(found[former.norm_id], name, value)
    return found


def former_of(norm: CataloguedNorm) -> list[FormerFacts]:
    """What was said of a norm before, oldest first."""
    return list(norm.former.order_by("recorded_to", "pk"))


def all_contradictions(known_on: datetime) -> tuple[Contradiction, ...]:
    """Every pair of rows that contradict each other; the actions let none in, so this is a check of the whole."""
    return contradictions(known_rows(known_on), known_on)


def exemptions_of(norm: CataloguedNorm) -> list[Exemption]:
    """Every exemption from any version of a norm, newest first."""
    return list(
        Exemption.objects.filter(version__norm=norm).select_related("version").order_by("-valid_from", "-recorded_from")
    )


def exempted(*, on: date, known_on: datetime) -> dict[tuple[str, str, str, str], list[Exemption]]:
    """Who is exempted on a day, as known at a moment: by norm, version, kind of actor and action."""
    held = Exemption.objects.filter(valid_from__lte=on, valid_to__gte=on, recorded_from__lte=known_on)
    held = held.filter(Q(recorded_to__isnull=True) | Q(recorded_to__gt=known_on)).select_related("version")
    found: dict[tuple[str, str, str, str], list[Exemption]] = {}
    for one in held.order_by("organisation"):
        found.setdefault((one.version.norm_id, one.version.label, one.actor, one.action), []).append(one)
    return found


def stances_of(norm: CataloguedNorm) -> list[Stance]:
    """Every stance to any version of a norm, those held now first, newest first."""
    found = Stance.objects.filter(version__norm=norm).select_related("version").order_by("-recorded_from")
    return sorted(found, key=lambda row: row.recorded_to is not None)


def is_exempted(version: NormVersion, organisation: str, on: date) -> bool:
    """Whether the organisation is exempted from the version on a day."""
    held = Exemption.objects.filter(version=version, organisation=organisation, recorded_to__isnull=True)
    return held.filter(valid_from__lte=on, valid_to__gte=on).exists()


def latest_recorded() -> datetime | None:
    """The last moment at which a row was recorded or closed."""
    found = ApplicabilityRow.objects.aggregate(begun=Max("recorded_from"), ended=Max("recorded_to"))
    return max((moment for moment in found.values() if moment is not None), default=None)


def case_facts(ref: str, product_slug: str) -> tuple[bool, bool, bool, str]:
    """Of one of our cases: is it there, is it about this product, was it approved, and its inquiry's analysis."""
    case = Case.objects.select_related("product", "definition").filter(pk=ref).first() if ref else None
    if case is None:
        return False, False, False, ""
    approving = {phase.id for phase in case.process().phases if phase.approves}
    approved = Decision.objects.filter(case=case, phase__in=approving, outcome="on").exists()
    analysis = Inquiry.objects.filter(case=case).values_list("analysis", flat=True).first()
    return True, bool(product_slug) and case.product.slug == product_slug, approved, analysis or ""


def norm_history(norm: CataloguedNorm) -> QuerySet[Event]:
    """What has happened to a norm in the catalogue, oldest first."""
    return history(subject_of(norm.key))


def subject_of(key: str) -> str:
    """The address of a catalogued norm in the event log."""
    return f"catalogued-norm/{key}"
