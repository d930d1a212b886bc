"""The policy itself, as data: every action, who may do it, and on which condition about the object.

An action that is not here cannot be done. docs/operations.md shows this table; tests walk it for every route.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from normverk.base.policy.actor import Actor, Grant, Role

Condition = Callable[[Actor, Grant, Mapping[str, Any]], bool]


def always(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """No condition on the object."""
    return True


def is_public(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The object is open to everybody."""
    return facts.get("public") is True


def own_organisation(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The object belongs to an organisation in which the role is held."""
    return grant.organisation == "" or grant.organisation in facts.get("organisations", ())


def not_own_work(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The actor did not write what is to be decided on."""
    return "authors" in facts and actor.id not in facts["authors"]


def own_case(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The actor is the one responsible for the case."""
    return facts.get("responsible") == actor.id


def writes_here(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The actor is the one responsible, or is named by them as a writer."""
    return own_case(actor, grant, facts) or actor.id in facts.get("writers", ())


def own_response(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The actor sent the response."""
    return bool(facts.get("sender")) and facts.get("sender") == actor.id


def own_account(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The account is the actor's own."""
    return facts.get("account") == actor.id


def named_organisation(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The object belongs to an organisation that the role is held in by name; a role held everywhere will not do."""
    return bool(grant.organisation) and grant.organisation in facts.get("organisations", ())


def own_site(actor: Actor, grant: Grant, facts: Mapping[str, Any]) -> bool:
    """The delivery comes from the site that the token was given to."""
    return bool(grant.organisation) and facts.get("site") == grant.organisation


@dataclass(frozen=True)
class Permit:
    """One line of the policy: this role, on this condition."""

    role: Role
    holds: Condition = always

    @property
    def condition_name(self) -> str:
        """The condition's name as shown in documentation; empty when there is none."""
        return "" if self.holds is always else self.holds.__name__.replace("_", " ")


@dataclass(frozen=True)
class Action:
    """Something that can be done, in words, and who may do it."""

    meaning: str
    permits: tuple[Permit, ...]


_EVERYBODY = (Permit(Role.VISITOR),)
_ADMIN = Permit(Role.ADMINISTRATOR)
_OWNER = Permit(Role.NORM_OWNER)
_DECIDER = Permit(Role.DECISION_MAKER)
_COORDINATOR = Permit(Role.PATHWAY_COORDINATOR, own_organisation)
_CLINICIAN = Permit(Role.CLINICIAN, own_organisation)

ACTIONS: Final[Mapping[str, Action]] = {
    # Pages and people
    "page.view": Action("See an open page that holds no object.", _EVERYBODY),
    "session.open": Action("Log in, log out, choose a language.", _EVERYBODY),
    "account.view": Action(
        "See an account.",
        (*(Permit(role, own_account) for role in Role if role not in {Role.VISITOR, Role.SITE}), _ADMIN),
    ),
    "account.manage": Action("Make accounts and give roles.", (_ADMIN,)),
    # Running the system
    "audit.view": Action("Read the event log.", (_ADMIN,)),
    "audit.verify": Action("Verify the event log.", (_ADMIN,)),
    "backup.make": Action("Back up and restore.", (_ADMIN,)),
    "jobs.run": Action("Run background jobs and see them.", (_ADMIN,)),
    "keys.manage": Action("Make signing keys and trust other people's.", (_ADMIN,)),
    # Govern
    "need.report": Action("Report a need.", _EVERYBODY),
    "need.view": Action("See a need.", (Permit(Role.VISITOR, is_public), _OWNER, _DECIDER, _ADMIN)),
    "need.assess": Action("Assess, merge and prioritise a need.", (_OWNER,)),
    "case.view": Action("See a case with its phases, checks and decisions.", _EVERYBODY),
    "case.open": Action("Open a case from a need.", (_OWNER,)),
    "case.work": Action("Write in a case: inquiry, draft.", (Permit(Role.NORM_OWNER, own_case),)),
    "case.decide": Action("Decide at a decision point.", (Permit(Role.DECISION_MAKER, not_own_work),)),
    "rule.waive": Action("Waive a rule in a case, in writing.", (Permit(Role.DECISION_MAKER, not_own_work),)),
    "product.view": Action("See a product and its editions.", _EVERYBODY),
    "edition.view": Action("See an edition, also before it is published.", _EVERYBODY),
    "edition.write": Action("Write a draft edition.", (Permit(Role.NORM_OWNER, writes_here),)),
    "edition.name-writers": Action(
        "Name others who may write a draft edition, and take them off.", (Permit(Role.NORM_OWNER, own_case),)
    ),
    "edition.review": Action(
        "Review an edition that others have written: comment, call it ready, send it back.",
        (Permit(Role.NORM_OWNER, not_own_work), Permit(Role.DECISION_MAKER, not_own_work)),
    ),
    "consultation.view": Action("See a hearing and its published answers.", _EVERYBODY),
    "consultation.open": Action("Open and extend a hearing.", (Permit(Role.NORM_OWNER, own_case),)),
    "response.send": Action("Answer a hearing.", _EVERYBODY),
    "response.view": Action(
        "See an answer to a hearing.",
        (
            Permit(Role.VISITOR, is_public),
            Permit(Role.RESPONDENT, own_response),
            Permit(Role.NORM_OWNER, own_case),
            _DECIDER,
        ),
    ),
    "response.treat": Action("Moderate answers and say what became of them.", (Permit(Role.NORM_OWNER, own_case),)),
    # Reference catalogue
    "applicability.view": Action("See what applies to whom, and ask.", _EVERYBODY),
    "applicability.record": Action(
        "Record what others have decided, correct what is said of a norm, and propose rows.", (_OWNER,)
    ),
    "applicability.import": Action("Read a file into the reference catalogue.", (_OWNER, _ADMIN)),
    "applicability.decide": Action(
        "Decide on proposed rows, end rows, exempt from them and revoke it.",
        (Permit(Role.DECISION_MAKER, not_own_work),),
    ),
    "stance.record": Action(
        "Say whether one's organisation follows a norm.",
        tuple(Permit(role, named_organisation) for role in (Role.VENDOR, Role.RESPONDENT, Role.PATHWAY_COORDINATOR)),
    ),
    # Readers' answers
    "feedback.give": Action("Say whether one found what one looked for in a norm.", _EVERYBODY),
    "feedback.read": Action("Read readers' answers and make needs of them.", (_OWNER,)),
    # Publish
    "release.view": Action("See, verify and download a release.", _EVERYBODY),
    "release.build": Action("Build a release from an approved edition.", (_ADMIN, _DECIDER)),
    "release.load": Action("Load a release into an edge.", (_ADMIN,)),
    # Search
    "search.view": Action("Search what is published.", _EVERYBODY),
    "search.index": Action("Make the search index anew.", (_ADMIN,)),
    "saved-search.keep": Action(
        "Save a search, and see and remove one's own.",
        tuple(Permit(role, own_account) for role in Role if role not in {Role.VISITOR, Role.SITE}),
    ),
    "library.view": Action("See norms of others that were read in, and what was wrong with them.", _EVERYBODY),
    "library.import": Action("Read norms of others in.", (_ADMIN,)),
    # Use
    "patients.list": Action("See the coordinator's list of one's own organisations.", (_COORDINATOR, _CLINICIAN)),
    "patient.view": Action("See one patient's timeline and verdicts.", (_COORDINATOR, _CLINICIAN)),
    "patients.find": Action("Find a patient to answer who has looked.", (_COORDINATOR,)),
    "patient.insight": Action("See who has looked at and written about one patient.", (_COORDINATOR,)),
    "patient.assign": Action("Say who coordinates a patient's course.", (_COORDINATOR,)),
    "patient.transfer": Action("Hand a patient over to another hospital, and take one over.", (_COORDINATOR,)),
    "patient.join": Action("Join keys that are one patient, and part them again.", (_COORDINATOR,)),
    "patient.follow-up": Action(
        "Keep tasks, notes of delay, meetings and plans about a patient.", (_COORDINATOR, _CLINICIAN)
    ),
    "registration.correct": Action("Correct a registration of one's own hospital.", (_COORDINATOR,)),
    "proposals.list": Action("See what is proposed for one's own organisations.", (_COORDINATOR, _CLINICIAN)),
    "proposal.view": Action("See a proposal and what it was made from.", (_COORDINATOR, _CLINICIAN)),
    "proposal.decide": Action("Confirm, correct and refuse proposals for one's own organisation.", (_COORDINATOR,)),
    "record.intake": Action("Read record events into the edge.", (_ADMIN,)),
    "histogram.make": Action("Make day histograms and send them to the hub.", (_ADMIN,)),
    # Learn
    "indicator.view": Action("See indicators.", _EVERYBODY),
    "figures.publish": Action("Publish the figures of a period, frozen as they are known.", (_OWNER, _ADMIN)),
    "inclusion.deliver": Action("Read a register's numbers of new patients.", (_OWNER, _ADMIN)),
    "hospitals.place": Action("Say which region a hospital belongs to.", (_ADMIN,)),
    "histogram.deliver": Action("Deliver day histograms to the hub.", (Permit(Role.SITE, own_site),)),
    # What-if
    "trial.view": Action(
        "See what a draft was tried on, what came of it, and what was frozen as evidence.", _EVERYBODY
    ),
    "trial.issue": Action("Ask edges to try a draft.", (Permit(Role.NORM_OWNER, own_case),)),
    "trial.run": Action("Try a draft on this site's own events, see the exact counts, and send them.", (_ADMIN,)),
    "trial.answer": Action("Deliver what a trial gave at one's site.", (Permit(Role.SITE, own_site),)),
    # The trace
    "trace.view": Action("Follow a norm from need to indicator and back.", _EVERYBODY),
}
