"""Reading a catalogue file: our own shape, and the two shapes that older lists come in. Nothing here writes to the database."""

from normverk.govern.applicability.importing.reading import BadFile, Complaint, FileRead, read_file
from normverk.govern.applicability.importing.shape import CatalogueFile, FileNorm, FileRow, FileVersion

__all__ = ["BadFile", "CatalogueFile", "Complaint", "FileNorm", "FileRead", "FileRow", "FileVersion", "read_file"]
