"""normverk takes a health norm from a reported need to daily practice, and back."""

__version__ = "0.1.0"
