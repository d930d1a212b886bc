"""Template filters of indicators."""
