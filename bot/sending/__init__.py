"""What goes out: in order, at the pace Teams takes it, until it is delivered."""
