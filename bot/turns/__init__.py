"""One turn: what comes in, to what then stands and is answered."""
