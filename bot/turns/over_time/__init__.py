"""Turns about a team's reflections over time."""
