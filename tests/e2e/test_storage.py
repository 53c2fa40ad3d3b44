# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the disk cannot be read, or the program is killed: the window says so, and talking goes on."""

import os
import re
import sqlite3

import harness
from harness import App, is_on_screen, start_over, wait
from services import KEY, Peer

FUTURE = '^The conversations on this computer were written by a newer version of Confab. They are untouched;'
BAD_PROVIDERS = '^The file with the providers makes no sense. The last good settings are in use, and nothing of the'
BAD_FOLDER = '^Confab’s files cannot be used, so nothing is kept.'


def path_of(variable, *names):
    path = os.path.join(os.environ[variable], 'confab', *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def talk(app):
    app.new_conversation()
    app.send('Are you there?')
    app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
    app.wait_for_reply()


def check_notice(peer, notice):
    """The window tells it without being asked, it can be put away, and a conversation is answered."""
    app = start(peer)
    label = app.get('alert', re.compile(notice))
    wait(lambda: is_on_screen(label), 'the notice in sight')
    app.screenshot('notice')
    app.click_button('Dismiss')
    wait(lambda: not app.find('alert', re.compile(notice)), 'the notice to go')
    talk(app)
    app.quit()


def start(peer):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')


def set_version(version):
    """Writes the version of the history and returns the one that was there."""
    history = sqlite3.connect(path_of('XDG_DATA_HOME', 'history.db'), isolation_level=None)
    before = history.execute('PRAGMA user_version').fetchone()[0]
    history.execute(f'PRAGMA user_version = {version}')
    history.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    history.close()
    return before


def check_future_history(peer):
    app = start(peer)
    app.get_text('^A key for Anthropic')
    talk(app)
    app.quit()
    version = set_version(999)
    before = read(path_of('XDG_DATA_HOME', 'history.db'))

    check_notice(peer, FUTURE)
    assert read(path_of('XDG_DATA_HOME', 'history.db')) == before, 'the history was changed'

    # Nothing of it was lost.
    set_version(version)
    app = start(peer)
    app.get('label', 'Are you there?', app.get('list', 'Conversations'))
    app.keys('alt+Down')
    app.get_text('^Are you there', app.get('log', 'Conversation'))
    assert not app.find('push button', 'Dismiss'), 'a notice is shown'
    app.quit()
    start_over()


def check_bad_providers(peer):
    path = path_of('XDG_CONFIG_HOME', 'providers.json')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('{"version": 1, "providers": [')
    before = read(path)

    check_notice(peer, BAD_PROVIDERS)
    # It may have been put aside, under a name that says so.
    folder = os.path.dirname(path)
    assert before in [read(os.path.join(folder, name)) for name in os.listdir(folder)], 'the providers were changed'
    start_over()


def check_bad_folder(peer):
    path = path_of('XDG_DATA_HOME')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('not a folder')

    check_notice(peer, BAD_FOLDER)
    assert read(path) == b'not a folder'
    os.unlink(path)
    start_over()


def count_rows(like):
    path = path_of('XDG_DATA_HOME', 'history.db')
    try:
        history = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        try:
            return history.execute('SELECT count(*) FROM parts WHERE text LIKE ?', (like,)).fetchone()[0]
        finally:
            history.close()
    except sqlite3.Error:
        return 0


def check_unwritten(peer):
    """What cannot be stored is told of until it can, and is stored then."""
    def execute(sql):
        history = sqlite3.connect(path_of('XDG_DATA_HOME', 'history.db'), timeout=20)
        history.execute(sql)
        history.commit()
        history.close()

    app = start(peer)
    app.get_text('^A key for Anthropic')
    talk(app)
    execute("CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE (FAIL, 'no room'); END")
    app.send('Keep this')
    label = app.get('alert', re.compile(BAD_FOLDER))
    wait(lambda: is_on_screen(label), 'the notice in sight')
    app.wait_for_reply()
    assert count_rows('Keep this') == 0
    execute('DROP TRIGGER refuse')
    wait(lambda: count_rows('Keep this') == 1, 'the message on the disk')
    wait(lambda: not app.find('alert', re.compile(BAD_FOLDER)), 'the notice to go')
    app.quit()
    start_over()


def check_kill(peer):
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send('Tell me about rye bread [[gate]]')
    app.get_text('^Tell me ab$', app.get('log', 'Conversation'))
    wait(lambda: count_rows('%Tell me ab') == 1, 'the half of the reply on the disk')
    app.kill()

    app = start(peer)
    conversation = app.get('log', 'Conversation')
    app.get_text('^Tell me ab$', conversation)
    app.get_text('^Interrupted$', conversation)
    app.get_text(r'^Tell me about rye bread \[\[gate\]\]$', conversation)
    assert not app.find_text('^This is the peer.s answer')
    app.screenshot('interrupted')
    app.quit()
    start_over()


def main():
    peer = Peer()
    check_future_history(peer)
    check_bad_providers(peer)
    check_bad_folder(peer)
    check_unwritten(peer)
    check_kill(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
