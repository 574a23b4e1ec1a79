"""Turns about radars that are followed, and the telling of what is new."""
