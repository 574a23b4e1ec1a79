"""``python -m bot`` is ``teknologiradar``."""

from bot.cli import main

raise SystemExit(main())
