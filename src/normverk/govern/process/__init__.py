"""Need, case, six phases, decision points."""
