"""Background work in the same database: leases, so that what a killed worker left is done again; effects happen once."""
