"""People and decisions. Never a patient."""
