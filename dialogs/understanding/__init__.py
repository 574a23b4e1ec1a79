"""Typed Danish to commands."""
