"""Every write of the library: beginning a reading, taking documents in, ending it; erasing names."""

from normverk.publish.library.actions.erasing import erase_officials
from normverk.publish.library.actions.runs import begin_run, end_run
from normverk.publish.library.actions.taking import Taker

__all__ = ["Taker", "begin_run", "end_run", "erase_officials"]
