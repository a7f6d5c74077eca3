"""Runs a command on a terminal of its own, tells it to end when it shows a text, and prints what it wrote as JSON.

terminal.py TEXT END COMMAND...   END is a key (q, ^C) or the name of a signal.
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

text, end, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
before = termios.tcgetattr(terminal)[3]
shown, told, limit = b"", False, time.time() + 40
while time.time() < limit:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        shown += piece
    if not told and text.encode() in shown:
        told = True
        raw = termios.tcgetattr(terminal)[3] != before
        if end.startswith("SIG"):
            os.kill(child, getattr(signal, end))
        else:
            os.write(terminal, b"\x03" if end == "^C" else end.encode())
else:
    os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
print(json.dumps({"status": os.waitstatus_to_exitcode(status), "shown": shown.decode(), "raw": told and raw}))
