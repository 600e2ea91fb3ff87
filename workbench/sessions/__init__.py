"""Calibration sessions at work: planned, tended, measured, adjudicated, over any session store."""
