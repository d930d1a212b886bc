"""Tasks done in a real browser against a real server, with and without script, checked by axe-core."""
