"""The verbs of buttons that stand on several cards; one that stands on one card is named beside it.

What a verb does stands in the table of its feature's presses.
"""

from __future__ import annotations

BACK = "back"
COMPARE_AREAS = "areas"
FILL_OWN = "ownfill"
FINISH = "finish"
GO_TO = "goto"
NEXT = "next"
OPEN_ANSWER = "open"
OPEN_CONCLUSION = "conclusion"
PAUSE = "pause"
PICK_RADAR = "radar"
READ_BELOW = "readbelow"
REMIND = "remind"
REOPEN = "reopen"
RESUME = "resume"
REVEAL = "reveal"
SHOW_ANSWERS = "answers"
SHOW_OVER_TIME = "overtime"
SHOW_OWN = "own"
SHOW_RADAR = "ready"
SHOW_STATUS = "status"
SHOW_STEPS = "steps"
SHOW_SUMMARY = "summary"
SHOW_TECHNOLOGY = "technology"
SKIP = "skip"
START = "start"
UNFOLLOW = "unfollow"
