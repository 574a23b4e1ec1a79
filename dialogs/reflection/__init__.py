"""The reflection: what stands, what may happen to it, and what comes of it."""
