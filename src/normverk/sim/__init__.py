"""Synthetic patients and the demonstration. Nothing here is real."""
