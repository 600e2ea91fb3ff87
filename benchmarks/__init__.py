"""What things cost, measured: medians, ratios within one run, both sides turn by turn."""
