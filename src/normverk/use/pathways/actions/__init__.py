"""Every write of patients, record events and clocks."""

from normverk.use.pathways.actions.access import note_list_seen, note_patient_seen
from normverk.use.pathways.actions.assign import assign_coordinator
from normverk.use.pathways.actions.correct import amend_date, correction_facts, void
from normverk.use.pathways.actions.intake import IntakeReport, take_in
from normverk.use.pathways.actions.join import follow_alone, join_patients, part_patients
from normverk.use.pathways.actions.people import NamingReport, name_organisations, name_patients
from normverk.use.pathways.actions.rebuilding import rebuild
from normverk.use.pathways.actions.transfer import receive_patient, send_patient

__all__ = [
    "IntakeReport",
    "NamingReport",
    "amend_date",
    "assign_coordinator",
    "correction_facts",
    "follow_alone",
    "join_patients",
    "name_organisations",
    "name_patients",
    "note_list_seen",
    "note_patient_seen",
    "part_patients",
    "rebuild",
    "receive_patient",
    "send_patient",
    "take_in",
    "void",
]
