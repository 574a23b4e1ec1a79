"""A kommune's own use of technologies, beside the radar."""
