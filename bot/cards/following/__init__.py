"""What is shown of the radars that are followed."""
