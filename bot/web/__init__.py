"""The HTTP addresses. One file per family."""
