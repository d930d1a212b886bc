"""Where norms are used, inside the zone. Reads releases, never governance tables."""
