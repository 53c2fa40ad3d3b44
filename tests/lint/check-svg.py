#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that pictures parse, say how large they are, and hold nothing that runs or is fetched."""

import sys
import xml.etree.ElementTree as ElementTree

SVG = '{http://www.w3.org/2000/svg}'
XLINK = '{http://www.w3.org/1999/xlink}href'


def find_problems(name):
    try:
        root = ElementTree.parse(name).getroot()
    except ElementTree.ParseError as error:
        return [f'{name}: {error}']

    problems = []
    if root.tag != SVG + 'svg':
        problems.append(f'{name}: the outermost element is {root.tag}')
    if 'viewBox' not in root.attrib:
        problems.append(f'{name}: no viewBox')

    for element in root.iter():
        if element.tag in (SVG + 'script', SVG + 'image', SVG + 'foreignObject', SVG + 'text'):
            problems.append(f'{name}: {element.tag} has no place in an icon')
        for attribute in ('href', XLINK):
            if not element.attrib.get(attribute, '#').startswith('#'):
                problems.append(f'{name}: refers to {element.attrib[attribute]}')
        if any(attribute.startswith('on') for attribute in element.attrib):
            problems.append(f'{name}: {element.tag} has a handler')

    return problems


def main():
    problems = [problem for name in sys.argv[1:] for problem in find_problems(name)]
    for problem in problems:
        print(problem, file=sys.stderr)

    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
