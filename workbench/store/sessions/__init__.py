"""Where calibration sessions are kept: one contract, a folder or a PostgreSQL database."""
