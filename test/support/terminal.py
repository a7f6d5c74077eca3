"""Runs a command on a terminal of its own, and prints what it wrote as JSON.

terminal.py COLUMNS STEPS COMMAND...   STEPS is a JSON list of [TEXT, END]: when the command has written TEXT since the
last step, END happens. It is keys to type (^C stands for the interrupt) or the name of a signal.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

columns, steps, *command = sys.argv[1:]
todo = json.loads(steps)
child, terminal = pty.fork()
if child == 0:
    # The size must be set before the command asks for it.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
    os.execvp(command[0], command)
before = termios.tcgetattr(terminal)[3]
shown, since, raw, limit = b"", 0, False, time.time() + 50
while time.time() < limit:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        shown += piece
    if todo and todo[0][0].encode() in shown[since:]:
        _, end = todo.pop(0)
        since = len(shown)
        raw = termios.tcgetattr(terminal)[3] != before
        if end.startswith("SIG"):
            os.kill(child, getattr(signal, end))
        else:
            os.write(terminal, b"\x03" if end == "^C" else end.encode())
else:
    os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
print(json.dumps({"status": os.waitstatus_to_exitcode(status), "shown": shown.decode(errors="replace"), "raw": raw}))
