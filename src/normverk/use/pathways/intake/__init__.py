"""From files to record events: what is understood, what is set aside and why. Pure; writes nothing."""

from normverk.use.pathways.intake.bundle import read_bundle
from normverk.use.pathways.intake.files import Unreadable, read_text
from normverk.use.pathways.intake.said import Said
from normverk.use.pathways.intake.sift import Known, Sifted, digest_of, sift
from normverk.use.pathways.intake.wire import Complaint, Line, read_lines

__all__ = [
    "Complaint",
    "Known",
    "Line",
    "Said",
    "Sifted",
    "Unreadable",
    "digest_of",
    "read_bundle",
    "read_lines",
    "read_text",
    "sift",
]
