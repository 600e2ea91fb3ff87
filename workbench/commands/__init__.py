"""What the `workbench` command does, one module a command; `cli.py` only parses and calls."""
