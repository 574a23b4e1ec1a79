"""The conversation, pure: state and command in, state and events out."""
