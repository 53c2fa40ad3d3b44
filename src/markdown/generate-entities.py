#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the table of HTML's named characters, which Python's own library knows, as C."""

import html.entities
import sys


def main():
    with open(sys.argv[1], 'w', encoding='ascii') as output:
        names = sorted(name for name in html.entities.html5 if name.endswith(';'))
        for name in names:
            characters = ''.join(f'\\x{byte:02x}' for byte in html.entities.html5[name].encode())
            output.write(f'  {{ "{name[:-1]}", "{characters}" }},\n')


if __name__ == '__main__':
    main()
