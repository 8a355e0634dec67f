#!/usr/bin/env python3
"""Runs a command and reports on standard error how long it took and how much memory its largest process used.

Usage: measure.py LABEL SECONDS COMMAND…      the command is ended after SECONDS; the exit status is the command's (124 then)
"""
import resource
import subprocess
import sys
import time

label, limit, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
began = time.monotonic()
try:
    status = subprocess.run(command, timeout=limit).returncode
except subprocess.TimeoutExpired:
    status = 124
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    f"{label}: {seconds:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor, "
    f"peak {used.ru_maxrss / 1024:.0f} MB, exit status {status}",
    file=sys.stderr,
)
sys.exit(status if status >= 0 else 128 - status)
