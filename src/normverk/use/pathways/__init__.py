"""Pathway clocks fed by the record, inside the hospital's own zone."""
