"""What goes out: tables, charts, notebooks."""
