#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that po/POTFILES.in is sorted, names files that exist, and names every file with strings to translate."""

import re
import sys
from pathlib import Path

# _("…"), N_("…"), C_("…"), NC_("…"), ngettext ("…"), g_dgettext and the like, after a character that ends a word.
CALL = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|(?:g_d?n?p?gettext2?)|n?gettext|g_dpgettext2|g_dngettext)'
                  r'\s*\(\s*(?:"|GETTEXT_PACKAGE|NULL)')
ATTRIBUTE = re.compile(r'translatable\s*=\s*["\']yes["\']')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)

# All of these have strings to translate by what they are.
ALWAYS = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml')


def needs_translation(path):
    if path.name.endswith(ALWAYS):
        return True

    if path.suffix == '.c':
        return CALL.search(COMMENT.sub('', path.read_text(encoding='utf-8'))) is not None

    if path.suffix == '.ui':
        return ATTRIBUTE.search(path.read_text(encoding='utf-8')) is not None

    return False


def main():
    root = Path(sys.argv[1])
    listed = [line.strip() for line in (root / 'po/POTFILES.in').read_text(encoding='utf-8').splitlines()]
    listed = [line for line in listed if line and not line.startswith('#')]
    problems = []

    if listed != sorted(listed):
        problems.append('po/POTFILES.in is not sorted')
    for name in sorted(set(listed)):
        if listed.count(name) > 1:
            problems.append(f'po/POTFILES.in names {name} twice')
        if not (root / name).is_file():
            problems.append(f'po/POTFILES.in names {name}, which is not there')

    for folder in ('data', 'src'):
        for path in sorted((root / folder).rglob('*')):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in listed and needs_translation(path):
                problems.append(f'{name} is missing from po/POTFILES.in')

    for problem in problems:
        print(problem, file=sys.stderr)

    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
