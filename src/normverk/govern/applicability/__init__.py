"""The reference catalogue: which norms apply to whom, to do what, how binding, from when, on which ground."""
