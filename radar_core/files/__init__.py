"""Data files of any kind: strict YAML, its faults with their places, and its writing."""
