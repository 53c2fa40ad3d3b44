#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the table of providers in README.md is what the catalogue says."""

import json
import sys
from pathlib import Path

HEADING = '| provider | id | key from the environment |'


def describe(provider):
    env = provider.get('env', {})
    keys = env.get('file', []) + env.get('key', []) + env.get('bearer', [])
    local = provider.get('local', False)
    needs_key = provider.get('needs_key', True)
    note = ' (if any)' if keys and not needs_key else ''
    variables = ', '.join(f'`{key}`' for key in keys) + note
    return f"| {provider['name']}{' (local)' if local else ''} | `{provider['id']}` | {variables or '–'} |"


def main():
    root = Path(sys.argv[1])
    catalogue = json.loads((root / 'src/providers/data/catalogue.json').read_text(encoding='utf-8'))
    expected = [describe(provider) for provider in catalogue['providers'] if provider['group'] != 'demonstration']

    lines = (root / 'README.md').read_text(encoding='utf-8').splitlines()
    if HEADING not in lines:
        print(f'README.md: no line “{HEADING}”')
        return 1
    start = lines.index(HEADING) + 2
    end = start
    while end < len(lines) and lines[end].startswith('|'):
        end += 1
    if lines[start:end] == expected:
        return 0

    print('README.md: the table of providers is not that of the catalogue. It must be:', HEADING, '|---|---|---|',
          *expected, sep='\n')
    return 1


if __name__ == '__main__':
    sys.exit(main())
