"""What the norm check finds in an edition, and what its owner answers to findings that are wrong."""
