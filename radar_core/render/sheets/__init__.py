"""The pictures as sheets, each of one kind."""
