# SPDX-License-Identifier: GPL-3.0-or-later
"""From a server that nobody knew to a reply of the next one: the whole way of a provider, by the window and by the
terminal beside it."""

import json
import os
import re
import subprocess

import harness
from harness import App, text_of, wait
from services import KEY, Keyring, Peer
from waiting import PATIENCE

PROMPT = 'Tell me about rye bread'
WHOLE = '^This is the peer.s answer'
NAME = 'DeepSeek at home'
SLOT = 'compat:deepseek-at-home'
WRONG_KEY = 'sk-wrong-0011223344556677'
RESTS = r'Rate-limited · again in \d+:\d\d'


def run_confab(*arguments, key='', status=0):
    """Runs the program in the terminal, and gives it a key as a file would."""
    result = subprocess.run([os.environ['CONFAB_PROGRAM'], *arguments], input=key, capture_output=True, text=True,
                            timeout=PATIENCE, check=False)
    assert result.returncode == status, f'{arguments} ended with {result.returncode}: {result.stdout}{result.stderr}'
    assert not key or key not in result.stdout + result.stderr, 'the key was shown'
    return result.stdout


def ask(app):
    app.new_conversation()
    app.send(PROMPT)
    app.get_text(WHOLE, app.get('log', 'Conversation'))
    app.wait_for_reply()


def check_add(app, peer):
    """A vendor's preset, at a server of one's own."""
    app.keys('ctrl+n')
    window = app.get_dialog('Add provider')
    app.get('entry', 'Search types and vendors', window)
    app.type('deepseek (openai')
    app.get('list item', 'DeepSeek (OpenAI format)', window)
    app.keys('Return')
    window = app.get_dialog('DeepSeek')
    app.get_text('^https://api.deepseek.com/v1$', window)
    app.get_text('^deepseek-flash$', window)
    app.get_text('^From https://platform.deepseek.com/', window)

    app.keys('ctrl+a')
    app.type(NAME)
    app.get_text(f'^Known as {SLOT}$', window)
    app.keys('Tab', 'Tab', 'ctrl+a')
    app.type(f'{peer.uri}/v1')
    app.get_text('^The address is this computer itself', window)
    app.click_at(app.get('list item', 'Private address', window), 'DeepSeek')
    app.wait_gone('^The address is this computer itself', window)
    app.click_at(app.get('text', 'Key (optional)', window), 'DeepSeek')
    app.type(WRONG_KEY)
    app.keys('Return')


def check_key(app, settings, peer, keyring):
    """The wrong key is told, the right one is tested."""
    card = app.get('list item', NAME, settings)
    app.get_text('^Key refused$', card)
    app.screenshot('story-key-refused')
    app.enter(card, re.compile('^Replace the key$'), KEY)
    app.get_text('^Ready$', card)
    app.wait_gone('^Key refused$', card)
    wait(lambda: keyring.lookup(SLOT) == KEY, 'the key in the keyring')
    accepted = [request['key_accepted'] for request in peer.requests('/v1/models')]
    assert not accepted[0] and accepted[-1], peer.describe()
    app.screenshot('story-ready')


def check_beside(app, settings):
    """A second provider gets its key in the terminal, and the open window has it at once."""
    run_confab('keys', 'set', 'openai', key=KEY)
    wait(lambda: app.find('list item', 'OpenAI', app.find('list', 'In use', settings)), 'the card of OpenAI in use')
    run_confab('providers', 'update', SLOT, '--default')


def check_instead(app, first, second):
    """When the first asks for time, the next one answers, and the reply says for whom and why."""
    first.configure(directives='[[status 429 retry-after 600]]')
    app.new_conversation()
    app.get('push button', re.compile(f'^Model: .* · {NAME}$'))
    ask(app)
    app.get('push button', re.compile(f'^Answered by OpenAI — {NAME} was rate-limited until \\d'))
    assert len(second.requests('/chat/completions')) == 1, second.describe()
    app.screenshot('story-instead')


def check_rest(app, first):
    card = app.open_card(SLOT, NAME)
    before = text_of(app.get_text(RESTS, card))
    wait(lambda: text_of(app.get_text(RESTS, card)) != before, 'the time to run')
    app.screenshot('story-rest')
    first.configure(directives=None)
    app.click_button('Try now', card)
    wait(lambda: app.find_text('again in', card) is None, 'the rest to end')
    return card


def check_terminal(app, card, first, second):
    """What the terminal finds out, the open window knows."""
    n_before = len(first.requests('/chat/completions'))
    assert 'peer' in run_confab('ask', '--provider', SLOT, PROMPT)
    assert len(first.requests('/chat/completions')) == n_before + 1, first.describe()
    assert app.find_text('again in', card) is None

    first.configure(directives='[[status 429 retry-after 600]]')
    n_before = len(second.requests('/chat/completions'))
    told = run_confab('ask', '--json', PROMPT)
    attempts = [line for line in map(json.loads, filter(None, told.splitlines())) if line['kind'] == 'attempt']
    assert len(attempts) == 2, told
    assert len(second.requests('/chat/completions')) == n_before + 1, second.describe()
    app.get_text(RESTS, card)
    first.configure(directives=None)
    app.click_button('Try now', card)
    wait(lambda: app.find_text('again in', card) is None, 'the rest to end')


def check_slots(app, settings, first):
    """Added, keyed, asked, renamed and removed in the terminal; the window follows each time."""
    def card(name):
        return app.find('list item', name, settings)

    run_confab('providers', 'update', SLOT, '--disable')
    wait(lambda: app.find_text('^Off$', card(NAME)), 'the first to be off')

    run_confab('providers', 'add', '--id', 'compat:lab', '--name', 'Lab', '--base-url', f'{first.uri}/v1',
               '--model', 'peer-small', '--allow-private')
    wait(lambda: card('Lab'), 'the card of the new one')
    run_confab('keys', 'set', 'compat:lab', key=WRONG_KEY, status=66)
    run_confab('keys', 'set', 'compat:lab', key=KEY)
    app.get_text('^(Key set|Ready)$', card('Lab'))
    assert 'peer' in run_confab('ask', '--provider', 'compat:lab', PROMPT)
    run_confab('providers', 'update', 'compat:lab', '--name', 'Workshop')
    wait(lambda: card('Workshop') and not card('Lab'), 'the new name')
    run_confab('providers', 'remove', 'compat:lab')
    wait(lambda: not card('Workshop'), 'the card to go')


def main():
    keyring = Keyring()
    first, second = Peer(), Peer()
    os.environ.update(OPENAI_BASE_URL=second.uri + '/v1', OLLAMA_HOST='127.0.0.1:9')
    app = App()
    app.get_text('^Chat with any model$')
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    check_add(app, first)
    settings = app.wait_for_window('Settings')
    check_key(app, settings, first, keyring)
    app.close_window('Settings')
    ask(app)
    assert len(first.requests('/chat/completions')) == 1, first.describe()

    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    check_beside(app, settings)
    app.close_window('Settings')
    check_instead(app, first, second)
    card = check_rest(app, first)
    check_terminal(app, card, first, second)
    check_slots(app, app.get_window('Settings'), first)
    app.close_window('Settings')
    app.quit()
    first.stop()
    second.stop()


if __name__ == '__main__':
    harness.run(main)
