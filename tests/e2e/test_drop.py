# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and pictures that another program has dragged onto the window, and files that are chosen."""

import base64
import json
import os
import subprocess
import sys

import harness
from files import PDF, choose, png, start, write
from harness import start_over, wait
from services import Peer
from waiting import PATIENCE, call


class DragSource:
    """Another program with a small window in front, out of which one thing can be dragged."""

    def __init__(self, *offers):
        arguments = []
        for number, (kind, data) in enumerate(offers):
            arguments += [kind, write(f'offer-{number}', data)]
        self.said = write('said', b'')
        with open(self.said, 'wb') as said:
            self.process = subprocess.Popen(
                [sys.executable, os.path.join(os.path.dirname(__file__), 'drag_source.py'), *arguments],
                stdout=said, stderr=subprocess.DEVNULL)
        self.wait_for('ready')
        self.window = wait(lambda: call('xdotool', 'search', '--onlyvisible', '--name', '^Drag source$',
                                        check=False).split(), 'the window to drag from')[0]
        call('xdotool', 'windowmove', self.window, '0', '0', 'windowraise', self.window)
        wait(lambda: 'Position: 0,0' in call('xdotool', 'getwindowgeometry', self.window), 'it in the corner')

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def wait_for(self, words):
        """Waits until the other program says what became of the last drag."""
        wait(lambda: harness.read(self.said).splitlines()[-1:] == [words], f'“{words}” from the other program',
             seen=lambda: repr(harness.read(self.said)))

    def hold(self, app):
        """Drags it over the conversation and keeps the button pressed."""
        window = app.get_window_id('Confab')
        call('xdotool', 'mousemove', '--window', self.window, '60', '40', 'mousedown', '1')
        # A drag begins with the movement, and is noticed with the next one.
        for step in range(1, 5):
            call('xdotool', 'mousemove', '--window', self.window, str(60 + 12 * step), str(40 + 12 * step))

        def moved():
            moved.x = 600 if moved.x == 601 else 601
            call('xdotool', 'mousemove', '--window', window, str(moved.x), '400')
            return app.find_text('^Drop here to attach$')
        moved.x = 600
        wait(moved, 'the window to say what becomes of it')

    def drop(self, app):
        self.hold(app)
        call('xdotool', 'mouseup', '1')
        self.wait_for('done 1')


def uris(*paths):
    return b''.join(b'file://' + path.encode() + b'\r\n' for path in paths)


def last_question(peer):
    return json.loads(peer.requests('/v1/messages')[-1]['body'])['messages'][-1]['content']


def check_drop(peer, app):
    code, pdf = write('bread.py', b'print("rye")\n'), write('rye.pdf', PDF)
    # Names of files are offered as text, too, and must not land in the message.
    with DragSource(('text/uri-list', uris(code, pdf)), ('text/plain;charset=utf-8', code.encode())) as source:
        source.hold(app)
        app.screenshot('drop-held')
        # Away again: nothing was dropped.
        for x in '60', '61':
            call('xdotool', 'mousemove', '--window', source.window, x, '40')
        app.wait_gone('^Drop here to attach$')
        call('xdotool', 'mouseup', '1')
        source.wait_for('cancelled')
        assert app.find('push button', 'Remove bread.py') is None

        source.drop(app)
        app.get('push button', 'Remove bread.py')
        app.get('push button', 'Remove rye.pdf')
        app.wait_gone('^Drop here to attach$')

    # A browser offers the address of a picture and the picture.
    picture = png(640, 400)
    with DragSource(('text/uri-list', b'https://example.org/loaf.png\r\n'), ('image/png', picture)) as source:
        source.drop(app)
        app.get('push button', 'Remove Dropped picture')
    wait(lambda: not app.find_text('^Reading'), 'the files to be read')
    app.screenshot('dropped')
    assert harness.text_of(app.composer()) in ('', 'Message'), 'something was written'

    app.get_window('Confab')
    app.send('What is in these?')
    app.wait_for_reply()
    content = last_question(peer)
    kinds = [part['type'] for part in content]
    assert kinds == ['document', 'document', 'image', 'text'], kinds
    assert content[0]['source']['data'] == 'print("rye")\n', content[0]
    assert base64.b64decode(content[2]['source']['data']) == picture, 'the picture is another'


def check_chosen(peer, app):
    app.new_conversation()
    app.keys('ctrl+o')
    choose(app, 'Attach files', write('bread 2.py', b'print("spelt")\n'))
    app.get('push button', 'Remove bread 2.py')

    # The window can be closed with nothing chosen.
    app.keys('ctrl+o')
    wait(lambda: call('xdotool', 'getwindowfocus', 'getwindowname', check=False).strip() == 'Attach files',
         'the window “Attach files” with the keyboard')
    app.screenshot('chooser')
    app.keys('Escape')
    app.wait_until_closed('Attach files', 'Confab')
    wait(lambda: not app.find_text('^Reading'), 'the file to be read')
    app.send('And in this?')
    app.wait_for_reply()
    content = last_question(peer)
    assert [part['type'] for part in content] == ['document', 'text'], content
    assert content[0]['source']['data'] == 'print("spelt")\n', content[0]


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    check_drop(peer, app)
    check_chosen(peer, app)
    app.quit()
    start_over()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
