#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what the rules of the house say about sources and a program can see."""

import re
import sys
from pathlib import Path

MAX_COLUMNS = 120
MAX_TEST_COLUMNS = 160  # tables of cases read better with one case in a line
MAX_LINES = 800

# A layer and the layers whose headers it may include besides its own.
LAYERS = {
    'core': set(),
    'wire': {'core'},
    'markdown': {'core'},
    'math': set(),
    'providers': {'core'},
    'net': {'core'},
    'transfer': {'core', 'wire', 'markdown'},
    'storage': {'core'},
    'keyring': {'core'},
    'documents': {'core'},
    'engine': {'core', 'wire', 'transfer', 'providers', 'net', 'storage', 'keyring', 'documents'},
    'cli': {'core', 'providers', 'engine', 'markdown'},
    'service': {'core', 'providers', 'engine', 'markdown'},
    'ui': {'core', 'providers', 'engine', 'markdown', 'math', 'documents'},
}

# Libraries that only some layers may know, by the start of what is included.
LIBRARIES = {
    'gtk/': {'ui'},
    'adwaita.h': {'ui'},
    'gtksourceview/': {'ui'},
    'gdk/': {'ui'},
    'gsk/': {'ui'},
    'gdk-pixbuf/': {'documents'},
    'poppler': {'documents'},
    'json-glib/': {'wire', 'transfer', 'providers', 'storage', 'engine', 'cli', 'service'},
    'libsoup/': {'net', 'service'},
    'gnutls/': {'net'},
    'sqlite3.h': {'storage'},
    'libsecret/': {'keyring'},
    'md4c': {'markdown'},
    'archive': {'transfer'},
    'zlib.h': {'wire'},
}

SPDX = {
    '.c': '/* SPDX-License-Identifier: GPL-3.0-or-later */',
    '.h': '/* SPDX-License-Identifier: GPL-3.0-or-later */',
    '.py': '# SPDX-License-Identifier: GPL-3.0-or-later',
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
LOG_DOMAIN = re.compile(r'^#define G_LOG_DOMAIN "([^"]+)"$', re.MULTILINE)
ATTRIBUTE = re.compile(r' G_GNUC_[A-Z_]+;$')
PRINT = re.compile(r'(?<![A-Za-z0-9_])(?:g_print|g_printerr|printf|fprintf|puts|putchar|perror)\s*\(')
WAIT = re.compile(r'(?<![A-Za-z0-9_])[a-z0-9_]+_sync\s*\(')
# A thread that holds a task may be the last to do so; see there.
LENDER = 'confab-thread-task.c'
RUN = re.compile(r'(?<![A-Za-z0-9_])g_task_run_in_thread\s*\(')
# What translators are given ends where a macro begins.
CUT = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|Q_|C_|NC_|n?gettext|g_dn?gettext|g_dpgettext2?)\s*'
                 r'\((?:[^()"]|"(?:[^"\\\n]|\\.)*")*?(?P<macro>(?:G|PRI)[A-Z0-9_]*_(?:FORMAT|MODIFIER)|PRI[a-zA-Z0-9]+)')
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"', re.DOTALL)


class Check:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.headers = {}
        for path in (root / 'src').rglob('*.h'):
            self.headers.setdefault(path.name, set()).add(layer_of(path, root))

    def report(self, path, line, text):
        self.problems.append(f'{path.relative_to(self.root)}:{line}: {text}')

    def check_text(self, path, text):
        lines = text.splitlines()
        if path.suffix in SPDX:
            first = lines[0] if lines else ''
            if path.suffix == '.py' and first.startswith('#!') and len(lines) > 1:
                first = lines[1]
            if first != SPDX[path.suffix]:
                self.report(path, 1, 'the first line is not the licence')

        in_tests = path.relative_to(self.root).parts[0] == 'tests'
        limit = MAX_TEST_COLUMNS if in_tests else MAX_COLUMNS

        for number, line in enumerate(lines, 1):
            if '\t' in line:
                self.report(path, number, 'a tab')
            if line != line.rstrip():
                self.report(path, number, 'a space at the end')
            # What the compiler is told behind a prototype is not read, and may stand beyond the edge.
            # Nor can a sentence in a template be broken without changing it.
            if path.suffix != '.ui' and len(ATTRIBUTE.sub('', line)) > limit and 'http' not in line:
                self.report(path, number, f'{len(line)} columns, more than {limit}')
        if text and not text.endswith('\n'):
            self.report(path, len(lines), 'no end of line at the end')
        if text.endswith('\n\n'):
            self.report(path, len(lines), 'an empty line at the end')

    def check_includes(self, path, text, layer):
        for number, line in enumerate(text.splitlines(), 1):
            match = INCLUDE.match(line)
            if match is None:
                continue
            name = match.group(2)
            owners = self.headers.get(Path(name).name, set()) if match.group(1) == '"' else set()
            if owners and layer not in owners and not owners & LAYERS[layer]:
                self.report(path, number, f'{layer} may not include {name} of {", ".join(sorted(owners))}')
            if name.endswith('-private.h') and owners and layer not in owners:
                self.report(path, number, f'{name} is private to {", ".join(sorted(owners))}')
            for start, users in LIBRARIES.items():
                if name.startswith(start) and layer not in users:
                    self.report(path, number, f'{layer} may not use {name}')

    def check_code(self, path, text, layer):
        # The same number of lines without what is not code, so that places stay right.
        code = NOISE.sub(lambda match: re.sub(r'[^\n]', ' ', match.group(0)), text)
        for number, line in enumerate(code.splitlines(), 1):
            if layer != 'cli' and PRINT.search(line):
                self.report(path, number, 'printing is for the terminal commands')
            if layer in ('ui', 'engine') and WAIT.search(line):
                self.report(path, number, 'a call that waits')
            if path.name != LENDER and RUN.search(line):
                self.report(path, number, f'a thread that holds a task; see {LENDER}')

    def check_sentences(self, path, text):
        for match in CUT.finditer(text):
            self.report(path, text.count('\n', 0, match.start('macro')) + 1, 'a sentence with a macro in it')

    def check_source(self, path, text):
        layer = layer_of(path, self.root)
        if layer not in LAYERS:
            self.report(path, 1, f'{layer} is no layer')
            return

        self.check_includes(path, text, layer)
        self.check_code(path, text, layer)
        self.check_sentences(path, text)
        if path.suffix == '.c':
            domain = LOG_DOMAIN.search(text)
            if domain is None or domain.group(1) != path.stem:
                self.report(path, 1, f'G_LOG_DOMAIN is not "{path.stem}"')
        elif '#pragma once' not in text:
            self.report(path, 1, 'no #pragma once')

        n_lines = len(text.splitlines())
        limit = MAX_LINES
        if path.suffix == '.c' and n_lines > limit:
            self.report(path, 1, f'{n_lines} lines, more than {limit}')

    def run(self):
        for folder in ('src', 'tests', 'build-aux'):
            for path in sorted((self.root / folder).rglob('*')):
                if not path.is_file() or path.suffix not in ('.c', '.h', '.py', '.ui', '.css', '.build'):
                    continue
                if path.name != 'meson.build' and path.suffix == '.build':
                    continue
                text = path.read_text(encoding='utf-8')
                self.check_text(path, text)
                if folder == 'src' and path.suffix in ('.c', '.h') and path.parent != self.root / 'src':
                    self.check_source(path, text)


def layer_of(path, root):
    parts = path.relative_to(root / 'src').parts
    return parts[0] if len(parts) > 1 else ''


def main():
    check = Check(Path(sys.argv[1]))
    check.run()

    for problem in check.problems:
        print(problem, file=sys.stderr)

    return 1 if check.problems else 0


if __name__ == '__main__':
    sys.exit(main())
