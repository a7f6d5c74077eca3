"""Runs a command on a terminal of its own, types when a text appears, and prints what it wrote as JSON.

keys.py STEPS COMMAND...   STEPS is a JSON list of [TEXT, KEYS].
"""

import json
import os
import pty
import select
import signal
import sys
import time

steps, command = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown, seen, limit = b"", 0, time.time() + 100
while time.time() < limit:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        shown += piece
    # Each text is searched for behind the previous one.
    while steps and steps[0][0].encode() in shown[seen:]:
        text, keys = steps.pop(0)
        seen = shown.index(text.encode(), seen) + len(text.encode())
        os.write(terminal, keys.encode())
else:
    os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
print(json.dumps({"status": os.waitstatus_to_exitcode(status), "shown": shown.decode(), "left": steps}))
