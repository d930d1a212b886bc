"""Tables of pathways."""
