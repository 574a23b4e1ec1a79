"""The editions that are live here, and where new ones come from."""
