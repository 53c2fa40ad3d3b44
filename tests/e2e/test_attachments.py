# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures and files go with a message: pasted, shown above the text, sent, kept with a draft, and refused in time."""

import base64
import http.server
import json
import os
import sqlite3
import threading

import harness
from files import PDF, Clipboard, paste, paste_files, png, start, write
from harness import Atspi, has_state, start_over, text_of, wait
from services import Peer

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


def check_edited(peer):
    """What was sent as a file alone can be sent so once more."""
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    peer.configure(directives='[[say A bread.]]')
    paste_files(app, write('bread.py', b'print("rye")\n'))
    wait(lambda: not app.find_text('^Reading'), 'the file to be read')
    app.focus_composer()
    app.keys('Return')
    app.get_text('^A bread.$', app.get('log', 'Conversation'))
    app.wait_for_reply()

    peer.configure(directives='[[say Another bread.]]')
    app.focus_composer()
    app.keys('ctrl+e')
    app.get_text('^Editing a message$')
    wait(lambda: has_state(app.get('push button', 'Send'), Atspi.StateType.SENSITIVE), 'the button to be of use')
    app.screenshot('edit-file')
    app.keys('Return')
    app.get_text('^Another bread.$', app.get('log', 'Conversation'))
    app.wait_for_reply()
    app.get('label', 'Version 2 of 2', app.get('log', 'Conversation'))
    assert [part['type'] for part in last_question(peer)] == ['document'], last_question(peer)
    wait(lambda: not has_state(app.get('push button', 'Send'), Atspi.StateType.SENSITIVE), 'nothing to be sent')
    peer.configure(directives=None)
    app.quit()
    start_over()


def check_draft(peer):
    """What waits to be sent is there again after the program was killed."""
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send('[[say Yes.]]')
    app.wait_for_reply()
    paste_files(app, write('rye.pdf', PDF), write('bread.py', b'print("rye")\n'))
    wait(lambda: count_kept() == 2, 'the files on the disk')
    app.kill()

    app = start(peer)
    app.get('push button', 'Remove rye.pdf')
    app.get('push button', 'Remove bread.py')
    app.send('[[say Again.]]')
    app.wait_for_reply()
    assert [part['type'] for part in last_question(peer)] == ['document', 'document', 'text']
    wait(lambda: count_kept() == 0, 'nothing more on the disk')
    app.quit()
    start_over()


def check_draft_of_new(peer):
    """So is what waits in a conversation in which nothing was said yet, which is no conversation for the list."""
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    Atspi.EditableText.set_text_contents(app.focus_composer(), 'Half a thought')
    paste_files(app, write('rye.pdf', PDF))
    wait(lambda: count_kept() == 1 and read_draft() == 'Half a thought', 'the draft on the disk')
    app.kill()

    app = start(peer)
    wait(lambda: text_of(app.composer()) == 'Half a thought', 'the text in the composer')
    app.get('push button', 'Remove rye.pdf')
    assert not list_rows(app), list_rows(app)
    app.screenshot('draft-of-new')

    # Beside another conversation it waits for whoever begins a new one.
    app.send('[[say Yes.]]')
    app.wait_for_reply()
    assert [part['type'] for part in last_question(peer)] == ['document', 'text']
    app.keys('ctrl+n')
    Atspi.EditableText.set_text_contents(app.focus_composer(), 'And another')
    wait(lambda: read_draft() == 'And another', 'the draft on the disk', seen=read_draft)
    app.quit()
    app = start(peer)
    wait(lambda: text_of(app.composer()) == 'And another', 'the text in the composer')
    wait(lambda: '[[say Yes.]]' in list_rows(app), 'the conversation in the list', seen=lambda: list_rows(app))
    assert not any('another' in name for name in list_rows(app)), list_rows(app)
    app.screenshot('draft-of-new-again')
    app.quit()
    start_over()


def list_rows(app):
    conversations = app.find('list', 'Conversations')
    return [node.get_name() for node in app.nodes('list item', conversations)] if conversations is not None else []


def read_draft():
    return read_history('SELECT draft FROM conversations WHERE draft IS NOT NULL')


def count_kept():
    return read_history('SELECT count(*) FROM draft_parts')


def read_history(query):
    history = sqlite3.connect(f'file:{os.environ["XDG_DATA_HOME"]}/confab/history.db?mode=ro', uri=True)
    try:
        row = history.execute(query).fetchone()
        return row[0] if row is not None else None
    finally:
        history.close()


def check_refused(peer):
    """What cannot be sent is told before it is, and what can be done about it is one click away."""
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    paste_files(app, write('long.png', png(9000, 4)))
    app.get_text('^long.png is 9000 pixels long, and Anthropic Claude takes at most 8000')
    composer = app.focus_composer()
    Atspi.EditableText.set_text_contents(composer, 'Look')
    send = app.get('push button', 'Send')
    assert not has_state(send, Atspi.StateType.SENSITIVE), 'it can be sent'
    app.screenshot('refused')
    app.click_button('Make smaller')
    wait(lambda: has_state(app.get('push button', 'Send'), Atspi.StateType.SENSITIVE), 'that it can be sent')

    paste_files(app, write('broken.pdf', b'%PDF-1.4 and no more'), write('empty.txt', b''))
    app.get_text('^broken.pdf: This document is damaged')
    app.get_text('empty.txt: This file is empty')
    app.screenshot('broken')
    app.click_button('Remove broken.pdf')
    app.click_button('Remove empty.txt')
    wait(lambda: has_state(app.get('push button', 'Send'), Atspi.StateType.SENSITIVE), 'that it can be sent')

    # A paste of text stays text, however long it is.
    with Clipboard('UTF8_STRING', b'rye ' * 50000):
        app.focus_composer()
        app.keys('ctrl+a', 'ctrl+v')
        wait(lambda: len(text_of(app.composer())) == 200000, 'the text in the composer')
    app.quit()
    start_over()


class Pictures:
    """A server of pictures that remembers who asked."""

    def __init__(self):
        pictures = self
        self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                pictures.asked.append((self.path, dict(self.headers)))
                self.send_response(200 if self.path == '/rye.png' else 302)
                self.send_header('Location', '/rye.png')
                self.end_headers()
                self.wfile.write(png(320, 200))

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.uri = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def check_reply(peer):
    """A reply fetches nothing by itself; what a person asks for comes without anything of theirs."""
    pictures = Pictures()
    inline = 'data:image/png;base64,' + base64.b64encode(png(16, 16)).decode()
    app = start(peer, ALLOW_PRIVATE_URLS='true')
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send(f'[[say Here:\n\n![A loaf]({pictures.uri}/rye.png)\n\n![Moved]({pictures.uri}/moved)\n\n'
             f'![Dot]({inline})]]')
    app.wait_for_reply()
    conversation = app.get('log', 'Conversation')
    app.get_text('^Image from 127.0.0.1$', conversation)
    app.get('push button', 'Open Dot.png', conversation)
    app.screenshot('reply-hidden')
    assert not pictures.asked, pictures.asked

    # The first of the two that are not shown.
    app.act(app.get('push button', 'Show', conversation))
    app.get('push button', 'Open A loaf.png', conversation)
    app.screenshot('reply-shown')
    assert [path for path, headers in pictures.asked] == ['/rye.png'], pictures.asked
    assert not {'Cookie', 'Authorization', 'X-Api-Key', 'Referer'} & set(pictures.asked[0][1]), pictures.asked
    app.click_button('Show', conversation)
    app.get_text('^It could not be fetched from there', conversation)
    assert [path for path, headers in pictures.asked] == ['/rye.png', '/moved'], 'it was led elsewhere'
    app.quit()

    # Without leave nothing in one's own network is asked for.
    app = start(peer)
    app.click_button('Show', app.get('log', 'Conversation'))
    app.get_text('^It could not be fetched from there', app.get('log', 'Conversation'))
    assert len(pictures.asked) == 2, pictures.asked
    app.quit()
    start_over()


def main():
    peer = Peer()
    check_sent(peer)
    check_edited(peer)
    check_draft(peer)
    check_draft_of_new(peer)
    check_refused(peer)
    check_reply(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
