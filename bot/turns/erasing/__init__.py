"""Turns about what is kept of whoever asks."""
