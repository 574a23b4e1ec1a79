"""A team's reflections beside each other: which are theirs, how they rated themselves, and what they went on with."""
