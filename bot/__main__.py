"""``python -m bot`` is ``teknologiradar``."""

from bot.cli.main import main

raise SystemExit(main())
