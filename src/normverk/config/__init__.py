"""Settings by role, the WSGI entry and the root addresses."""
