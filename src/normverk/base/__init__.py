"""What every floor of the house stands on: who, what happened, in which language, and what runs in the background."""
