"""The edge: HTTP, Teams, cards, database and command line."""
