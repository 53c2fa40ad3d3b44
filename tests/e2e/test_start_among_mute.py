# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is there and works while nothing that it asks answers, and catches up with whatever does later.

Whoever is mute stays so until the window was seen and used: were it waited for, the test would wait in vain.
"""

import contextlib
import os
import re
import signal
import sqlite3
import subprocess

import harness
from harness import App, Atspi, is_on_screen, text_of, wait
from services import APP_ID, KEY, Door, Keyring, Peer
from waiting import call

ASKING = '^Asking the keyring…$'
HELD = '^Another program is using Confab’s files'

# What the program has learnt, and what it is told about models: each is found in one of these.
SMALL_FILES = [('XDG_CACHE_HOME', 'refused-parameters.json'), ('XDG_STATE_HOME', 'rests'),
               ('XDG_DATA_HOME', 'models.json'), ('XDG_CACHE_HOME', 'models', 'anthropic.json')]


def path_of(variable, *names):
    path = os.path.join(os.environ[variable], 'confab', *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


class FramedApp(App):
    """Says when its first frame is on the screen."""

    def start(self, env):
        self.said = self.errors + '-said'
        with open(self.errors, 'wb') as errors, open(self.said, 'wb') as said:
            return subprocess.Popen([os.environ['CONFAB_PROGRAM']], stdout=said, stderr=errors,
                                    env=dict(env, G_MESSAGES_DEBUG='confab-window'))

    def wait_for_first_frame(self):
        wait(lambda: 'First frame' in harness.read(self.said), 'the first frame')


@contextlib.contextmanager
def mute_keyring():
    """The keyring has its name on the bus, takes every call, and answers none."""
    answer = call('gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
                  'org.freedesktop.DBus.GetConnectionUnixProcessID', 'org.freedesktop.secrets')
    pid = int(re.search(r' (\d+),', answer).group(1))
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def held_history():
    """Another program has the history for itself."""
    history = sqlite3.connect(path_of('XDG_DATA_HOME', 'history.db'), isolation_level=None)
    history.execute('PRAGMA locking_mode = EXCLUSIVE')
    history.execute('BEGIN EXCLUSIVE')
    try:
        yield
    finally:
        history.execute('ROLLBACK')
        history.close()


@contextlib.contextmanager
def pipes_for_files():
    """There are pipes in place of small files. Nobody writes to them, and whoever opens one waits for that."""
    paths = [path_of(*names) for names in SMALL_FILES]
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        os.mkfifo(path)
    try:
        yield
    finally:
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)


def check_first_run(environment):
    """Whoever starts the program for the first time is welcomed at once, and is told nothing that is not known."""
    with mute_keyring():
        app = FramedApp(**environment)
        app.get_text('^Chat with any model$')
        app.get_text(ASKING)
        app.get('push button', 'Show me a demonstration')
        app.screenshot('welcome-mute-keyring')
        assert not app.find_text('^A key for'), 'the keyring was not mute'
        app.action('preferences')
        settings = app.get_window('Settings')
        app.get_text(ASKING, settings)
        app.get('push button', 'Anthropic Claude: Set up', settings)
        assert not app.find('push button', re.compile('Add key$'), settings)
        app.screenshot('settings-mute-keyring')
    app.get('list item', 'Anthropic Claude', settings)
    wait(lambda: not app.find_text(ASKING, settings), 'the keyring to have answered')
    app.get('push button', re.compile('Add key$'), settings)
    app.close_window('Settings')
    app.get_text('^A key for Anthropic Claude is in your keyring$')
    wait(lambda: not app.find_text(ASKING), 'the keyring to have answered')
    app.quit()


def wait_for_held(app):
    """Waits until the window tells that the history cannot be had."""
    label = app.get('alert', re.compile(HELD))
    wait(lambda: is_on_screen(label), 'the notice in sight')


def wait_for_model(app):
    """Waits until the key was found."""
    app.get('push button', re.compile('^Model: .* · Anthropic Claude$'))


def check_use(app, text):
    """The window takes what is typed, answers actions, and shows another window."""
    composer = app.focus_composer()
    Atspi.EditableText.set_text_contents(composer, text)
    wait(lambda: text_of(composer) == text, 'the text in the composer')
    app.action('preferences')
    app.get('list item', 'Ollama', app.get_window('Settings'))
    app.close_window('Settings')


def check_all(peer, door, environment):
    """Everything is mute at once, and somebody writes a message meanwhile."""
    door.hush()
    with pipes_for_files():
        with mute_keyring(), held_history():
            app = FramedApp(**environment)
            app.wait_for_first_frame()
            check_use(app, 'Written in silence')
            door.wait_for_caller()
            wait_for_held(app)
            assert not app.find('list item', 'Are you there?'), 'the history was not held'
            assert not app.find_text('Anthropic'), 'the keyring was not mute'

        door.open(peer)
        wait(lambda: not app.find('alert', re.compile(HELD)), 'the notice to go')
        app.get('label', 'Are you there?', app.get('list', 'Conversations'))
        wait_for_model(app)
        assert text_of(app.composer()) == 'Written in silence', text_of(app.composer())
        app.keys('Return')
        app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
        app.wait_for_reply()
        app.action('preferences')
        app.get_text('^Running$', app.get('list item', 'Ollama', app.get_window('Settings')))
        app.close_window('Settings')
        app.quit()


def check_in_turn(peer, environment):
    """One after the other can be had again: the last conversation is there as soon as the history is."""
    with mute_keyring():
        with held_history():
            app = FramedApp(**environment)
            app.wait_for_first_frame()
            wait_for_held(app)
        app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
        app.screenshot('mute-keyring')
        # Without the key it cannot be sent, and it is not given up either.
        n_sent = len(peer.requests('/v1/messages'))
        app.send('One more')
        app.get_text('^One more$', app.get('log', 'Conversation'))
        assert len(peer.requests('/v1/messages')) == n_sent, 'it was sent'
    wait(lambda: len(peer.requests('/v1/messages')) > n_sent, 'the message to be sent')
    app.wait_for_reply()
    app.get('tool bar', re.compile('One more.*answer', re.S))
    app.quit()


def main():
    Keyring()
    call('secret-tool', 'store', '--label=Key', 'xdg:schema', APP_ID + '.Key', 'secret-id', 'anthropic', input=KEY)
    peer = Peer()
    door = Door()
    environment = {'ANTHROPIC_BASE_URL': peer.uri, 'OLLAMA_HOST': f'127.0.0.1:{door.port}'}

    check_first_run(environment)
    app = App(**environment)
    app.get_text('^A key for Anthropic Claude is in your keyring$')
    app.new_conversation()
    app.send('Are you there?')
    app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
    app.wait_for_reply()
    app.quit()

    check_all(peer, door, environment)
    check_in_turn(peer, environment)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
