"""The registry's feedback as cited rules: all thirty codes of list 9329, each with examples that obey and break it."""

from normverk.use.reporting.npr.feedback import FEEDBACK
from normverk.use.reporting.rules import age, ending, mental, order, start, validity

__all__ = ["FEEDBACK", "age", "ending", "mental", "order", "start", "validity"]
