# SPDX-License-Identifier: GPL-3.0-or-later
"""A card is given keys where there is no keyring, or one that does not open, or dies."""

import contextlib
import itertools
import os
import shutil
import signal
import sys

import harness
from harness import App, Atspi, children, has_state, wait
from services import KEY, Keyring, Peer
from waiting import call

SERVICES = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services')
PROMPTERS = ['/usr/libexec/gcr-prompter', '/usr/lib/gcr/gcr-prompter']


class ForgivingApp(App):
    """Lives on when libsecret complains: it loses track of its prompt when the service dies."""

    def __init__(self, **environment):
        super().__init__(G_DEBUG='gc-friendly', **environment)

    def read_errors(self):
        lines = super().read_errors().splitlines(keepends=True)
        return ''.join(line for line in lines if "g_task_return_error: assertion 'error != NULL' failed" not in line)


def ask_bus(method, *arguments):
    return call('gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
                f'org.freedesktop.DBus.{method}', *arguments, check=False)


def forbid_keyring():
    """From now on the bus starts none."""
    os.makedirs(SERVICES)
    with open(os.path.join(SERVICES, 'none.service'), 'w', encoding='utf-8') as file:
        file.write('[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n')
    ask_bus('ReloadConfig')


def allow_keyring():
    shutil.rmtree(SERVICES)
    ask_bus('ReloadConfig')


def list_daemons():
    """The daemons of this session: beside one that was started by hand the bus may have started another."""
    own = b'XDG_RUNTIME_DIR=' + os.environb[b'XDG_RUNTIME_DIR']
    for process in filter(str.isdigit, os.listdir('/proc')):
        with contextlib.suppress(OSError), open(f'/proc/{process}/comm', encoding='utf-8') as comm, \
                open(f'/proc/{process}/environ', 'rb') as environ:
            if comm.read().startswith('gnome-keyring-d') and own in environ.read().split(b'\0'):
                yield int(process)


def kill_keyring():
    """Ends the daemon in the midst of whatever it does."""
    ended = list(list_daemons())
    assert ended, 'there is no keyring'
    for process in ended:
        os.kill(process, signal.SIGKILL)
    wait(lambda: not set(ended) & set(list_daemons()), 'the end of the keyring')


def lock_keyring(password):
    """Starts the keyring anew with a password that is not its own."""
    kill_keyring()
    return Keyring(password)


def find_in_prompt(role, name=None):
    """The first of a role in the window that asks for the keyring's password, if there is one."""
    def look(node):
        # What is not shown is there all the same: another entry for when a password is chosen.
        if node.get_role_name() == role and (name is None or node.get_name() == name) and \
                has_state(node, Atspi.StateType.SHOWING):
            return node
        return next(filter(None, map(look, children(node))), None)

    return next(filter(None, (look(application) for application in children(Atspi.get_desktop(0))
                              if application.get_name() == 'gcr-prompter')), None)


def prompt_is_there():
    return find_in_prompt('dialog') is not None


def answer_prompt(button, *passwords):
    """Not by keys: what is pressed when the prompt is about to go is for the window below.

    Of several passwords one is right, and what comes before the prompt is ready to be answered is lost.
    """
    wait(prompt_is_there, 'the prompt')
    tries = itertools.cycle(passwords or [None])

    def answered():
        if not prompt_is_there():
            return True
        pressed = find_in_prompt('push button', button)
        if pressed is None or not has_state(pressed, Atspi.StateType.SENSITIVE):
            return False
        entry = find_in_prompt('password text')
        password = next(tries)
        if password is not None and entry is not None:
            Atspi.EditableText.set_text_contents(entry, password)
        App.act(pressed)
        return False

    wait(answered, 'the prompt to go')


def check_absent(peer):
    """Told on the page and on the card; a key of the environment works all the same."""
    forbid_keyring()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')
    card = app.open_card('groq', 'Groq')
    app.get_text('^There is no keyring$')
    app.enter(card, 'Add a key', KEY)
    app.get_text('^There is no keyring to keep the key in. Install GNOME Keyring or', card)
    app.screenshot('card-no-keyring')
    app.check_key_kept(card, KEY)
    app.close_window('Settings')

    app.new_conversation()
    app.send('And without a keyring?')
    app.get_text('^This is the peer.s answer')
    app.wait_for_reply()
    app.quit()
    allow_keyring()


def check_locked(app):
    """The keyring was locked: told, and a prompt that is dismissed loses nothing."""
    keyring = lock_keyring('second')
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text('^The keyring is locked$', card)
    app.get_text('^Keyring locked$', card)

    card = app.open_card('groq', 'Groq')
    app.enter(card, 'Add a key', KEY)
    answer_prompt('Cancel')
    app.get_window('Settings')
    app.get_text('^The keyring stayed locked. Unlock it and try again', card)
    app.screenshot('card-keyring-locked')
    app.check_key_kept(card, KEY)
    assert keyring.lookup('groq') is None

    app.enter(card, 'Add a key', KEY)
    answer_prompt('Unlock', 'test')
    app.get_window('Settings')
    app.get_text('^In the keyring', card)
    assert keyring.lookup('groq') == KEY
    app.get_text('^In the keyring', app.get('list item', 'Anthropic Claude'))


def check_killed(app):
    """The daemon dies while a key is being stored: told, and the next try works."""
    lock_keyring('third')
    card = app.open_card('xai', 'xAI Grok')
    app.enter(card, 'Add a key', KEY)
    wait(prompt_is_there, 'the prompt')
    kill_keyring()
    wait(lambda: not prompt_is_there(), 'the prompt to go')
    app.get_window('Settings')
    app.get_text('^(There is no keyring to keep|The keyring (?!is locked))', card)
    app.screenshot('card-keyring-died')
    app.check_key_kept(card, KEY)

    # It takes the password that it was started with for its own when it is opened by its old one, in
    # its own time.
    keyring = Keyring('second')
    app.enter(card, 'Add a key', KEY)
    # Where the bus was faster and had started one, that is not open yet.
    wait(lambda: prompt_is_there() or keyring.lookup('xai') == KEY, 'the keyring')
    if prompt_is_there():
        answer_prompt('Unlock', 'second', 'test')
    wait(lambda: keyring.lookup('xai') == KEY, 'the key in the keyring')
    app.get_text('^In the keyring', card)


def main():
    # What makes the program strict with itself is not for what the bus starts.
    ask_bus('UpdateActivationEnvironment', "{'G_DEBUG': ''}")
    peer = Peer()
    check_absent(peer)

    harness.start_over()
    keyring = Keyring()
    # Nobody is asked outside of this computer.
    app = ForgivingApp(ANTHROPIC_BASE_URL=peer.uri, OLLAMA_HOST='127.0.0.1:9',
                       CONFAB_GROQ_BASE_URL='https://127.0.0.1:9', CONFAB_XAI_BASE_URL='https://127.0.0.1:9')
    app.get_text('^Chat with any model$')
    app.enter(app.open_card('anthropic', 'Anthropic Claude'), 'Add a key', KEY)
    wait(lambda: keyring.lookup('anthropic') == KEY, 'the key in the keyring')
    check_locked(app)
    check_killed(app)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    if not any(map(os.path.exists, PROMPTERS)):
        print('gcr-prompter is not installed', file=sys.stderr)
        sys.exit(77)
    harness.run(main)
