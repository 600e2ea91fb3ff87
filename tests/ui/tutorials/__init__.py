"""Reviews of demo tasks, step by step: the tutorials of `docs/tutorials/`, done in a browser."""
