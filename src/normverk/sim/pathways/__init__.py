"""Every pathway whose facts are known, as norms: compact facts in `facts/`, and pure functions that build editions of them.

Limits that are not known stand as unknown (`Branch.limit` is None) and are told so; none is invented. All text is our own
and marked as demonstration. Nothing here is loaded with the demonstration: `normverk sim pathways` writes it to a folder.
"""
