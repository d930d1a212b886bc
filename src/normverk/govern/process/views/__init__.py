"""The pages of needs and cases, and the same for programs."""
