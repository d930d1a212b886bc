"""Codes from the record: proposals that follow from what the record knows, for a person to confirm."""
