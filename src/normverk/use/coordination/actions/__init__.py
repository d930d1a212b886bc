"""Every write of tasks, notes of delay, meetings and plans."""

from normverk.use.coordination.actions.delays import end_delay, note_delay, withdraw_delay
from normverk.use.coordination.actions.meetings import decide_meeting, put_up, take_off
from normverk.use.coordination.actions.plans import keep_plan
from normverk.use.coordination.actions.tasks import add_task, close_task

__all__ = [
    "add_task",
    "close_task",
    "decide_meeting",
    "end_delay",
    "keep_plan",
    "note_delay",
    "put_up",
    "take_off",
    "withdraw_delay",
]
