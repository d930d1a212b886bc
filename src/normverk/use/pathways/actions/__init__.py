"""Every write of patients, record events and clocks."""

from normverk.use.pathways.actions.access import note_list_seen, note_patient_seen
from normverk.use.pathways.actions.clocks import rebuild
from normverk.use.pathways.actions.intake import IntakeReport, take_in
from normverk.use.pathways.actions.people import NamingReport, name_organisations, name_patients

__all__ = [
    "IntakeReport",
    "NamingReport",
    "name_organisations",
    "name_patients",
    "note_list_seen",
    "note_patient_seen",
    "rebuild",
    "take_in",
]
