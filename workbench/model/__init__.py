"""Types of everything on disk. No input or output happens here."""
