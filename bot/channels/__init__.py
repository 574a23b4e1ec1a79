"""The chat services: who may speak to the bot, what they say as our own acts, and how it answers them."""
