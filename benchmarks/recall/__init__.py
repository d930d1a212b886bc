"""How much of what is wrong the checks find: faults of each check's kind, put into clean norms, texts and data at random."""
