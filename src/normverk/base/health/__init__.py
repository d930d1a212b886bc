"""Whether this server lives (/healthz) and whether it can do its work (/readyz)."""
