"""The cards of a reflection."""
