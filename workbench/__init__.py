"""The Reviewer Workbench: decide whether a coding task may be used to train a model."""

__version__ = "0.1.0"
