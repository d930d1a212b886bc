"""People and programs that can act: accounts, roles, sessions, access tokens."""
