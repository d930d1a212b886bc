"""Reading what others give: documents out of bytes, and infobits out of documents, with everything that was wrong told."""

from normverk.publish.library.reading.documents import Document, TooLarge, Unreadable, read_document
from normverk.publish.library.reading.infobits import read_infobit
from normverk.publish.library.reading.looking import Told

__all__ = ["Document", "Told", "TooLarge", "Unreadable", "read_document", "read_infobit"]
