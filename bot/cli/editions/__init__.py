"""What KL's editors run: check, compare, sign and publish an edition."""
