#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the Flatpak manifest parses, pins what it fetches, and asks for nothing that is not needed."""

import json
import re
import sys
from pathlib import Path

APP_ID = 'io.github.confab.Confab'

# All that the program needs; whoever adds to this says why in the commit.
ALLOWED = {
    '--share=ipc',
    '--share=network',
    '--socket=wayland',
    '--socket=fallback-x11',
    '--device=dri',
    '--talk-name=org.freedesktop.secrets',
}

COMMIT = re.compile(r'^[0-9a-f]{40}$')
SHA256 = re.compile(r'^[0-9a-f]{64}$')


def check_source(module, source):
    kind = source.get('type')
    where = f'{module}: {kind}'
    if kind == 'git' and not COMMIT.match(source.get('commit', '')):
        return [f'{where} is not pinned by a commit']
    if kind in ('archive', 'file') and 'url' in source and not SHA256.match(source.get('sha256', '')):
        return [f'{where} is not pinned by a checksum']
    if 'url' in source and not source['url'].startswith('https://'):
        return [f'{where} is not fetched safely']
    return []


def find_problems(manifest):
    problems = []
    if manifest.get('id') != APP_ID:
        problems.append(f'the id is not {APP_ID}')
    if manifest.get('command') != 'confab':
        problems.append('the command is not confab')

    arguments = manifest.get('finish-args', [])
    for argument in arguments:
        if argument.startswith('--filesystem') or argument.startswith('--persist'):
            problems.append(f'{argument} opens files of the user')
        elif argument not in ALLOWED:
            problems.append(f'{argument} is not among the permissions agreed on')
    for argument in sorted(ALLOWED - set(arguments)):
        problems.append(f'{argument} is missing')

    for module in manifest.get('modules', []):
        for source in module.get('sources', []):
            problems += check_source(module.get('name'), source)

    return problems


def main():
    path = Path(sys.argv[1])
    try:
        problems = find_problems(json.loads(path.read_text(encoding='utf-8')))
    except ValueError as error:
        problems = [str(error)]

    for problem in problems:
        print(f'{path.name}: {problem}', file=sys.stderr)

    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
