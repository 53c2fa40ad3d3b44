# SPDX-License-Identifier: GPL-3.0-or-later
"""After everything that can be done with a key it is in the keyring, and was with the provider, and nowhere else."""

import os
import re
import resource
import shutil
import subprocess
import sys

import harness
from harness import App, text_of, wait
from services import Keyring
from traces import BusCapture, EchoServer, ProcessWatch, Traces, get_accessibility_bus
from waiting import PATIENCE, call

# Nothing gives them away but themselves, and no half of one is in another.
WRONG = 'vbr+Unripe/Cherry=NotThisOne'
RIGHT = 'qzj+Velvet/Harbour=KeepHidden'
PASTED = 'wkf+Copper/Lantern=FromAfar'
TERMINAL = 'ymd+Quartz/Meadow=ByCommand'

# All that the libraries can be made to say. A server's key log and the inspector are left out: who
# asks for those asks for what is secret.
LOUD = {
    'G_MESSAGES_DEBUG': 'all',
    'G_DBUS_DEBUG': 'all',
    'G_ENABLE_DIAGNOSTIC': '1',
    'GOBJECT_DEBUG': 'instance-count',
    'GNUTLS_DEBUG_LEVEL': '9',
    'GDK_DEBUG': 'gl-disable,misc,events,dnd,input,eventloop,settings,selection,clipboard',
    'GTK_DEBUG': 'misc,text,tree,keybindings,modules,builder,actions,a11y',
}


class LoudApp(App):
    """Says what it does, which is looked through and not held against it."""

    def start(self, env):
        with open(self.errors, 'wb') as output:
            return subprocess.Popen([os.environ['CONFAB_PROGRAM']], env=env, stdout=output, stderr=output)

    def read_errors(self):
        """The end of what it said: the whole is some megabytes."""
        return super().read_errors()[-4000:]

    def wait_for_end(self):
        status, errors = self.read_end()
        assert status == 0, f'exit status {status}: {errors}'


def type_hidden(app, text):
    """Like App.type(), without the key on the command line of the tool."""
    app.wait_for_keyboard()
    call('xdotool', 'type', '--delay', '2', '--file', '-', input=text)


def get_selection(name):
    """What is in a selection; the tool waits for a program that has gone, and is not waited for long."""
    return subprocess.run(['timeout', '5', 'xclip', '-o', '-selection', name], capture_output=True, check=False).stdout


def focus_entry(app, card, name):
    entry = app.get('text', name, card)
    app.bring_into_view(entry, 'Settings')
    app.click_at(entry, 'Settings')
    app.keys('ctrl+a')
    return entry


def enter_hidden(app, card, name, key, traces):
    """Types a key by keyboard, and looks who can see it before it is stored."""
    entry = focus_entry(app, card, name)
    type_hidden(app, key)
    wait(lambda: len(text_of(entry)) == len(key), 'the dots of the key')
    traces.check('the text of the entry', text_of(entry))
    app.keys('ctrl+a', 'ctrl+c', 'ctrl+Insert')
    for selection in 'primary', 'clipboard':
        traces.check(f'the {selection} selection', get_selection(selection))
    app.keys('End', 'Return')


def wait_empty(app, card):
    """A key that is stored leaves the entry, and undoing does not bring it back."""
    def entry():
        return app.get('text', re.compile('^(Add a|Replace the) key$'), card)
    wait(lambda: '●' not in text_of(entry()), 'the entry to be empty')
    app.keys('ctrl+z', 'ctrl+shift+z')
    assert '●' not in text_of(entry()), 'undoing brings something back'


def check_window(app, traces, root=None):
    """Nothing that can be read in the window has the key in it, nor have the descriptions."""
    for node in app.nodes(None, root):
        for text in text_of(node), node.get_name(), node.get_description():
            traces.check('the window', text or '')


def check_keys(app, server, traces):
    card = app.open_card('groq', 'Groq')

    # A wrong one first, and the server tells it to everybody.
    enter_hidden(app, card, 'Add a key', WRONG, traces)
    app.get_text('^Groq refused the key', card)
    check_window(app, traces, card)
    wait_empty(app, card)

    enter_hidden(app, card, 'Replace the key', RIGHT, traces)
    app.get_text('^Ready ·', card)
    wait_empty(app, card)
    app.click_button('Test', card)
    wait(lambda: len([line for line, *_ in server.requests if 'models' in line]) >= 3, 'the check')
    app.get_text('^Ready ·', card)
    check_window(app, traces, card)
    return card


def check_paste(app, server, card, traces):
    """Twice from the clipboard, by key and by button, with what comes along when a line is copied."""
    server.key = PASTED
    owner = subprocess.Popen(['xclip', '-i', '-quiet', '-selection', 'clipboard'], stdin=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    owner.stdin.write(f'  {PASTED}\n'.encode())
    owner.stdin.close()
    wait(lambda: PASTED.encode() in get_selection('clipboard'), 'the key in the clipboard')

    entry = focus_entry(app, card, 'Replace the key')
    app.keys('ctrl+v')
    wait(lambda: len(text_of(entry)) >= len(PASTED) and '●' in text_of(entry), 'the dots of the key')
    traces.check('the text of the entry', text_of(entry))
    app.keys('Return')
    app.get_text('^Ready ·', card)
    wait_empty(app, card)

    app.click_button('Paste a key', card)
    wait(lambda: text_of(entry) == '●' * len(PASTED), 'the dots of the key')
    app.keys('Return')
    wait_empty(app, card)
    app.get_text('^Ready ·', card)
    check_window(app, traces)
    traces.check('the primary selection', get_selection('primary'))
    owner.terminate()
    owner.wait(PATIENCE)
    app.close_window('Settings')


def check_conversations(app, server, other, traces):
    """One that works, and some in which the key comes back in the words of a failure."""
    app.new_conversation()
    app.send('Where are you?')
    app.get_text('^Here I am')
    app.wait_for_reply()

    for trouble in 'body', 'stream', 'page', other.uri, 'headers':
        server.trouble = trouble
        app.new_conversation()
        app.send(f'And what of the {trouble.split(":")[0]}?')
        card = app.get('alert', re.compile('Groq'))
        app.wait_for_reply()
        check_window(app, traces)
        assert app.find('push button', 'Retry', card), trouble
    server.trouble = None
    assert not other.requests, f'somebody else was asked: {other.requests}'


def run_confab(traces, *arguments, key=None, status=0):
    """Runs the program in the terminal, as loud as it gets; what it says is looked through."""
    environment = dict(os.environ, **LOUD)
    result = subprocess.run([os.environ['CONFAB_PROGRAM'], *arguments], env=environment, input=key or '',
                            capture_output=True, text=True, timeout=PATIENCE, check=False)
    traces.check(f'what {arguments} wrote', result.stdout + result.stderr)
    assert result.returncode == status, f'{arguments}: {result.returncode}: {result.stdout}{result.stderr[-2000:]}'
    return result.stdout


def check_terminal(server, keyring, traces):
    server.key = TERMINAL
    run_confab(traces, 'keys', 'set', 'groq', key=WRONG, status=66)
    run_confab(traces, 'keys', 'set', 'groq', key=TERMINAL + '\n')
    assert keyring.lookup('groq') == TERMINAL
    for arguments in (['keys', 'status'], ['keys', 'status', '--json'], ['providers', 'list', '--json'],
                      ['providers', 'get', 'groq', '--json'], ['providers', 'test', 'groq', '--json'],
                      ['models', 'groq', '--json'], ['ask', '-p', 'groq', 'Where?'],
                      ['ask', '--json', '-p', 'groq', 'Where?']):
        run_confab(traces, *arguments)
    server.trouble = 'body'
    run_confab(traces, 'ask', '--json', '-p', 'groq', 'Where?', status=68)
    server.trouble = None


def check_buses(buses, traces):
    session, accessibility = (bus.stop() for bus in buses)
    traces.check('the messages of the session', session)
    traces.check('the messages for assistive technologies', accessibility)

    # Both were heard: the dots that were typed, and the keys on their way to the keyring.
    assert '●'.encode() in accessibility and b'TextChanged' in accessibility
    assert b'CreateItem' in session and b'dh-ietf1024-sha256-aes128-cbc-pkcs7' in session
    assert not re.search(rb'OpenSession\0.{0,200}?\x05\0\0\0plain\0', session, re.S), 'a session that is not encrypted'


def check_limits(app):
    """A crash leaves no picture of the memory behind."""
    with open(f'/proc/{app.pid}/limits', encoding='ascii') as file:
        limits = re.search(r'^Max core file size +(\S+)', file.read(), re.M)
    assert limits.group(1) == '0', limits.group()


def main():
    traces = Traces(WRONG, RIGHT, PASTED, TERMINAL)
    for key in traces.keys:
        for shift in b'', b'a', b'ab':
            assert traces.find(b'-' + shift + key.encode()), 'the search finds nothing'
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

    keyring = Keyring()
    server, other = EchoServer(RIGHT), EchoServer(RIGHT)
    buses = BusCapture(os.environ['DBUS_SESSION_BUS_ADDRESS']), BusCapture(get_accessibility_bus())
    processes = ProcessWatch(traces)
    os.environ['CONFAB_GROQ_BASE_URL'] = server.uri
    os.environ['ALLOW_PRIVATE_URLS'] = 'true'
    os.environ['OLLAMA_HOST'] = '127.0.0.1:9'

    app = LoudApp(**LOUD)
    app.get_text('^Chat with any model$')
    check_limits(app)
    card = check_keys(app, server, traces)
    assert keyring.lookup('groq') == RIGHT
    check_paste(app, server, card, traces)
    assert keyring.lookup('groq') == PASTED
    check_conversations(app, server, other, traces)
    check_terminal(server, keyring, traces)

    # What the files say while everything is open, write-ahead logs too, and when all is closed. What
    # the program said is long, and looked through once.
    assert traces.check_files(os.environ['HOME'], but=app.errors) > 5
    card = app.open_card('groq', 'Groq')
    app.get_text('^In the keyring since', card)
    app.click_button('Remove', card)
    wait(lambda: keyring.lookup('groq') is None, 'the key to leave the keyring')
    app.quit()
    assert traces.check_files(os.environ['HOME']) > 5
    with open(app.errors, 'rb') as file:
        assert b'-DEBUG: ' in file.read(), 'the program was not loud'

    processes.stop()
    check_buses(buses, traces)
    server.check_requests(traces)
    assert {value for _, headers, _ in server.requests for name, value in headers
            if name.lower() == 'authorization'} == {f'Bearer {key}' for key in traces.keys}
    assert not other.requests
    server.stop()
    other.stop()


if __name__ == '__main__':
    if not shutil.which('dbus-monitor') or not shutil.which('xclip'):
        print('dbus-monitor or xclip is not installed', file=sys.stderr)
        sys.exit(77)
    harness.run(main)
