"""The conversation about a kommune's own use."""
