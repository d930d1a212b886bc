"""The process as a Django app."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """Registers the tables of needs and cases as governed, their events, rules and job."""

    name = "normverk.govern.process"
    label = "process"

    def ready(self) -> None:
        """Declares event types, rules and jobs, and which tables the event log must explain."""
        from normverk.base.events.rows import govern
        from normverk.govern.catalogue.related import RELATED
        from normverk.govern.process import events, front, jobs, models, rules  # noqa: F401  (declares by being read)
        from normverk.web.front import FRONT_BOXES

        # What anybody writes about a need may name people; the log keeps only its digest, so that it can be erased.
        govern(models.Need, personal=frozenset({"title", "text", "reporter_name", "organisation", "email"}))
        FRONT_BOXES.append(front.cases_box)
        RELATED.append(front.case_links)
        for table in (
            models.ProcessDefinition,
            models.Case,
            models.Inquiry,
            models.Decision,
            models.PhaseRun,
            models.Waiver,
            models.GateCheck,
            models.ChangeAssessment,
        ):
            govern(table)
