"""The pages of the reference catalogue."""
