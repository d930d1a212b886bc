"""Background work in the same database: leases, so that what a killed worker left is done again; effects happen once.

A job's effect lies inside the database and happens exactly once. An outbox message's effect lies outside; it is sent at
least once, with a key by which the receiver knows it again. See docs/decisions/0003-jobs.md.
"""
