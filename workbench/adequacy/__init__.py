"""What a suite is worth."""
