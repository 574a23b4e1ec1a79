"""Turns about a kommune's own use."""
