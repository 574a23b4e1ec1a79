"""Danish as people write it: names, letters, days, personal numbers."""
