"""What-if: how shares and delays would have been if a draft had been in force, tried where the patients are."""
