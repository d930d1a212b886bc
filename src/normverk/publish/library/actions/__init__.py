"""Every write of the library: beginning a reading, taking documents in, ending it."""

from normverk.publish.library.actions.runs import begin_run, end_run
from normverk.publish.library.actions.taking import Taker

__all__ = ["Taker", "begin_run", "end_run"]
