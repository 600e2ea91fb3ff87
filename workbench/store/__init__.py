"""A workspace on disk: tasks, reviews, runs; atomic writes; nothing is rendered here."""
