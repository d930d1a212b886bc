"""What somebody with bad intentions may try, and what must then happen."""
