"""Events and state to Adaptive Cards 1.5, as plain dicts. One screen a file; all sentences from ``dialogs.texts``."""
