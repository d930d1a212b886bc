"""The demonstration: invented persons, hospitals and texts around real codes and limits."""
