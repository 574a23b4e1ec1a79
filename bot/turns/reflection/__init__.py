"""Turns of a reflection: presses in, cards and messages out."""
