"""``make bench``: a real answer beside two echo bots, and with a million answers stored beside a thousand."""
