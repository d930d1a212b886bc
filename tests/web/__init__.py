"""Tests of layout, components, charts and the pages that every installation has."""
