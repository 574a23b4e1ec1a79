"""What KL publishes: editions and all that belongs to them."""
