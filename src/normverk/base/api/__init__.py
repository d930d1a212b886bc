"""The machine-readable description of our own API."""
