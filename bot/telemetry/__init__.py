"""What can be seen of the bot from afar: counts, log lines and traces. None of it says who, or what was said."""
