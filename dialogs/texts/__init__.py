"""Every sentence people read in the chat."""
