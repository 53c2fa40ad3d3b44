# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that go with messages, and the ways in which other programs hand them over."""

import os
import struct
import subprocess
import zlib

from harness import App, text_of, wait
from services import KEY
from waiting import call

PDF = b'''%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R
/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj
4 0 obj <</Length 49>> stream
BT /F1 18 Tf 20 40 Td (Rye needs patience) Tj ET
endstream endobj
trailer <</Root 1 0 R>>
'''


def png(width, height):
    """A picture of two colours, written by hand."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + b''.join(bytes((40 + 160 * x // width, 90, 200 - 160 * y // height)) for x in range(width))
                    for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def write(name, data):
    path = os.path.join(os.environ['HOME'], name)
    with open(path, 'wb') as file:
        file.write(data)
    return path


class Clipboard:
    """Something copied by another program, for as long as that runs."""

    def __init__(self, kind, data):
        self.process = subprocess.Popen(['xclip', '-selection', 'clipboard', '-t', kind, '-quiet'],
                                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process.stdin.write(data)
        self.process.stdin.close()
        wait(lambda: kind in call('xclip', '-selection', 'clipboard', '-t', 'TARGETS', '-o', check=False),
             f'{kind} on the clipboard')

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()


def copy_files(*paths):
    return Clipboard('text/uri-list', b''.join(b'file://' + path.encode() + b'\r\n' for path in paths))


def paste(app):
    app.focus_composer()
    app.keys('ctrl+v')


def paste_files(app, *paths):
    with copy_files(*paths):
        paste(app)
        for path in paths:
            app.get('push button', f'Remove {os.path.basename(path)}')


def start(peer, **environment):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9', **environment)


def choose(app, title, path, saves=False):
    """Types a path into the toolkit's own window, which tells accessibility little of itself."""
    wait(lambda: call('xdotool', 'getwindowfocus', 'getwindowname', check=False).strip() == title,
         f'the window “{title}” with the keyboard')
    if saves:
        app.keys('ctrl+a')
        app.type(path)
    else:
        # The entry opens with the first letter.
        app.keys('slash')
        wait(lambda: next((node for node in app.nodes('text') if text_of(node) == '/'), None), 'the entry for a path')
        app.type(path[1:])
    wait(lambda: next((node for node in app.nodes('text') if text_of(node) == path), None), 'the path',
         seen=lambda: ', '.join(f'“{text_of(node)}”' for node in app.nodes('text')))
    app.keys('Return')
    app.wait_until_closed(title, 'Confab')
