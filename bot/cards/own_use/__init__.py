"""A kommune's own use on cards: filling it in, and what it comes to."""
