"""Conversations of one file each, beside a reflection: to follow a radar, erase one's answers, take a file along."""
