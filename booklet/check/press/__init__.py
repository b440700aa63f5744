"""Preflight: whether a PDF, ours or anybody's, is what a print shop takes (PDF/X-4, ISO 15930-7, and house rules).

`report.check_press` is the door. The file is read by a child process (`child`); `preflight` there puts the predicates
of `document`, `pages` and `content` to it. `interpreter` reads what a content stream paints, `survey` follows streams
that place each other, `ink` adds up the inks of rendered pages.
"""
