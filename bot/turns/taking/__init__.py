"""Turns about files that people take along."""
