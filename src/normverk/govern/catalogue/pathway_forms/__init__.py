"""The computable pathway of a draft, written in forms: clocks, branches, delay rules, data rules, who is under way."""
