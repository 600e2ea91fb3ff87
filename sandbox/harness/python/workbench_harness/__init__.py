"""What runs beside task code, inside the sandbox. Standard library and pytest only."""
