"""The registry's feedback as pure functions over settled events: no tables, no clock on the wall."""

from normverk.use.reporting.npr.check import Told, check_patient
from normverk.use.reporting.npr.codes import Reading, composed_codes, read_code
from normverk.use.reporting.npr.facts import NO_TIME, CodeFacts, Person

__all__ = ["NO_TIME", "CodeFacts", "Person", "Reading", "Told", "check_patient", "composed_codes", "read_code"]
