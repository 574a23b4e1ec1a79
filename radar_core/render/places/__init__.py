"""Where everything stands on a picture."""
