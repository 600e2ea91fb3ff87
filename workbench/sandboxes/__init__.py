"""One contract (`base`), several backends. Knows nothing of languages or tasks."""
