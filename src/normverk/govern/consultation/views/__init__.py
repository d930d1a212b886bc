"""The pages of hearings: open to all, those of answering, those of the norm owner, and those for programs."""
