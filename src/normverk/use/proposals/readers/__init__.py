"""From files to facts of the record: FHIR R4, HL7 v2, and CSV with a mapping file. Pure; nothing is written."""

from normverk.use.proposals.readers.common import FactLine, Form, complained, facts_in
from normverk.use.proposals.readers.fhir import read_fhir
from normverk.use.proposals.readers.hl7_facts import read_hl7
from normverk.use.proposals.readers.tables import Mapping, read_mapping, read_table

__all__ = [
    "FactLine",
    "Form",
    "Mapping",
    "complained",
    "facts_in",
    "read_fhir",
    "read_hl7",
    "read_mapping",
    "read_table",
]
