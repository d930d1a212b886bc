"""Inclusion: the share of new patients, as a register counts them, who were in a pathway."""
