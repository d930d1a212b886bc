"""HTML of others read into blocks, the way back from `norm.html`: tolerant of any HTML, and open about what was mended.

Words that a reader of the page could see are never lost. What is left out or changed is told as a complaint with its
place. `to_html` of what was read, read again, gives the same blocks.
"""

from normverk.norm.html_in.complaints import KINDS, Complaint
from normverk.norm.html_in.reading import Read, read_html

__all__ = ["KINDS", "Complaint", "Read", "read_html"]
