"""Becomes another program, in a folder of its own and within limits: the script that `confinement.PROGRAM` names.

Its arguments are the folder, the limits in JSON, the program and the program's own arguments.
"""

from __future__ import annotations

import json
import os
import sys

from booklet.confinement.inside import Bounds, limit

if __name__ == "__main__":
    folder, bounds, program, *arguments = sys.argv[1:]
    os.chdir(folder)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    limit(Bounds(**json.loads(bounds)))
    os.execve(program, [program, *arguments], {"PATH": os.defpath, "TMPDIR": folder, "HOME": folder, "LC_ALL": "C"})
