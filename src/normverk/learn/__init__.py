"""Day histograms, indicators, what-if: what the norm does in practice."""
