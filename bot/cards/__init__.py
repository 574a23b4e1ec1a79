"""Events and state to Adaptive Cards 1.5, as plain dicts. One screen a file.

All sentences come from ``dialogs.texts.common`` and ``dialogs.texts.team``.
"""
