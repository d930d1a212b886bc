"""The language of norms: pure values and functions. No Django, no input or output, nothing of ours imported."""
