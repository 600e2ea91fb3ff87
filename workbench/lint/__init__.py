"""What can be said of tasks by reading them: nothing is run."""
