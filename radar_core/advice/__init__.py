"""What to start with, and why: suggestions, facts and cases."""
