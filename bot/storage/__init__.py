"""What must not be lost, in one SQL database."""
