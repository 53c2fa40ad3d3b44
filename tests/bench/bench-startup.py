# SPDX-License-Identifier: GPL-3.0-or-later
"""Start-up time and memory of the program, as ratios to a bare libadwaita window in the same run.

Both programs are started in turn, so that whatever else the machine does falls on both alike.
"""

import os
import select
import statistics
import subprocess
import sys
import time

RUNS = 12
TARGET = 1.5
REST_S = 2  # without any work


def start(program, domain):
    """Starts a program; gives back the process and the seconds until its first frame."""
    env = dict(os.environ, G_MESSAGES_DEBUG=domain, OLLAMA_HOST='127.0.0.1:9')
    begin = time.monotonic()
    process = subprocess.Popen([program], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen = b''
    while b'First frame' not in seen:
        ready, _, _ = select.select([process.stdout], [], [], 30)
        chunk = os.read(process.stdout.fileno(), 65536) if ready else b''
        if not chunk:
            process.kill()
            raise SystemExit(f'{program} showed no frame: {seen.decode(errors="replace")}')
        seen += chunk
    return process, time.monotonic() - begin


def cpu_ticks(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as stat:
        fields = stat.read().rsplit(')', 1)[1].split()
    return int(fields[11]) + int(fields[12])


def resident_kb(pid):
    """Resident memory of the process, and the part that is its own, once it has come to rest."""
    last, since = cpu_ticks(pid), time.monotonic()
    while time.monotonic() - since < REST_S:
        time.sleep(0.05)
        now = cpu_ticks(pid)
        if now != last:
            last, since = now, time.monotonic()
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as rollup:
        values = {line.split(':')[0]: int(line.split()[1]) for line in rollup if line.endswith('kB\n')}
    return values['Rss'], values['Private_Dirty']


def main():
    programs = {'confab': (sys.argv[1], 'confab-window'), 'bare': (sys.argv[2], 'bare-window')}
    seconds = {name: [] for name in programs}
    memory = {name: [] for name in programs}

    for run in range(RUNS + 1):
        for name, (program, domain) in programs.items():
            process, elapsed = start(program, domain)
            if run > 0:  # the first one warms the caches
                seconds[name].append(elapsed)
            if run in (1, 2, 3):
                memory[name].append(resident_kb(process.pid))
            process.kill()
            process.wait()

    confab_rss, confab_private = (statistics.median(column) for column in zip(*memory['confab']))
    bare_rss, bare_private = (statistics.median(column) for column in zip(*memory['bare']))
    figures = (('startup-first-frame-vs-bare-window',
                statistics.median(seconds['confab']) / statistics.median(seconds['bare'])),
               ('resident-memory-vs-bare-window', confab_rss / bare_rss))
    for name, ratio in figures:
        print(f'bench {name} {ratio:.2f} ratio {TARGET} {"ok" if ratio <= TARGET else "short"}')
    print(f'bench private-memory-vs-bare-window {confab_private / bare_private:.2f} ratio - ok')


if __name__ == '__main__':
    main()
