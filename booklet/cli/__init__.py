"""The command line: arguments, printing, progress and exit codes, and no logic.

Commands import what they need when they run, so that `--help` does not wait for the typesetter.
"""

from booklet.cli.app import main

__all__ = ["main"]
