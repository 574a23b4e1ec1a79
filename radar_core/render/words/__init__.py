"""Every word on a picture and beside it, from one description."""
