"""How far reviewers agree, and what each is worth: pure functions over ratings, numpy alone."""
