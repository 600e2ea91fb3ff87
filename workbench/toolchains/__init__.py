"""Finds toolchains on this machine and installs the pinned kits, once; offline afterwards.

The only room that runs a package manager. It runs no task code.
"""
