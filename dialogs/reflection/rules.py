"""Every command of a reflection by its row: what takes it, in which phases, by whom, and what somebody wrote in it.

The rows stand beside what takes them; here they are one table, in which a command stands once.
"""

from __future__ import annotations

from dialogs.reflection import answering, counting, course, drafts, edition_switch, follow_up, lines, looking, moving
from dialogs.reflection.rule import Rules

RULES: Rules = {
    **answering.RULES,
    **counting.RULES,
    **course.RULES,
    **drafts.RULES,
    **edition_switch.RULES,
    **follow_up.RULES,
    **lines.RULES,
    **looking.RULES,
    **moving.RULES,
}
