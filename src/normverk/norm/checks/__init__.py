"""The checks of `normverk.norm.lint`, by what they look at. Each takes values and yields findings."""
