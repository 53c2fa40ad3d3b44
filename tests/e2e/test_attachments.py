# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures and files go with a message: pasted, shown above the text, sent, kept with a draft, and refused in time."""

import base64
import json
import os
import re
import struct
import subprocess
import zlib

import harness
from harness import App, start_over, wait
from services import KEY, Peer
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


def last_question(peer):
    """What the server was last asked."""
    return json.loads(peer.requests('/v1/messages')[-1]['body'])['messages'][-1]['content']


def check_sent(peer):
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    picture = png(640, 400)
    with Clipboard('image/png', picture):
        paste(app)
        app.get('push button', 'Remove Pasted picture')
    paste_files(app, write('bread.py', b'print("rye")\n'), write('rye.pdf', PDF))
    wait(lambda: not app.find_text('^Reading'), 'the files to be read')
    app.screenshot('chips')

    # One is taken out again with the keyboard.
    paste_files(app, write('mistake.txt', b'not this one'))
    app.keys('shift+Tab')
    app.keys('Delete')
    wait(lambda: not app.find('push button', 'Remove mistake.txt'), 'the chip to go')

    app.send('What is in these?')
    app.wait_for_reply()
    wait(lambda: not app.find('push button', 'Remove rye.pdf'), 'the chips to go')
    content = last_question(peer)
    kinds = [part['type'] for part in content]
    assert kinds == ['image', 'document', 'document', 'text'], kinds
    assert base64.b64decode(content[0]['source']['data']) == picture
    assert content[1]['source']['data'] == 'print("rye")\n', content[1]
    assert content[2]['source']['media_type'] == 'application/pdf'
    app.get('push button', 'Open Pasted picture.png')
    app.get('push button', 'Save rye.pdf…')
    app.screenshot('transcript')
    app.quit()
    start_over()


def main():
    peer = Peer()
    check_sent(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
