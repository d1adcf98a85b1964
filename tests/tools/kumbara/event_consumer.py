"""Keeps the events of a ledger in a file, each exactly once.

    event_consumer.py KUMBARA LEDGER FILE

The file is effect and position in one: its last whole line is the last event
that was taken. Says the process id of the kumbara it reads from.
"""

import json
import subprocess
import sys


def main(program, ledger, path):
    with open(path, "ab+") as kept:
        kept.seek(0)
        lines = kept.read()
        whole = lines[:lines.rfind(b"\n") + 1]
        kept.truncate(len(whole))
        position = 0
        if whole:
            position = json.loads(whole.splitlines()[-1])["position"]
        events = subprocess.Popen(
            [program, "events", ledger, "--follow", "--from",
             str(position + 1)], stdout=subprocess.PIPE)
        print(events.pid, flush=True)
        for line in events.stdout:
            if line.endswith(b"\n"):
                kept.write(line)
                kept.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
