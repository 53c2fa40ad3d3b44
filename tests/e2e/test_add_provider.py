# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of one's own is added, with nonsense in each field first."""

import harness
from harness import Atspi, App, has_state, wait
from services import KEY, Keyring, Peer


def check_added(app, peer, keyring):
    app.keys('ctrl+n')
    window = app.get_dialog('Add provider')
    app.get('entry', 'Search types and vendors', window)
    app.type('openai-compatible')
    app.keys('Return')
    window = app.get_dialog('OpenAI-compatible server')
    add = app.get('push button', 'Add', window)

    app.type('n' * 101)
    app.get_text('^The name is longer than 100 characters', window)
    app.keys('ctrl+a')
    app.type('Lab & Sons')
    app.wait_gone('^The name is longer', window)
    app.get_text('^Known as compat:lab-sons$', window)

    app.keys('Tab', 'ctrl+a')
    app.type('Not an ID!')
    app.get_text('^An ID is of small letters', window)
    app.keys('ctrl+a')
    app.type('lab')
    app.get_text('^Known as compat:lab$', window)

    app.keys('Tab')
    app.type('no address')
    app.get_text('^This base URL cannot be used', window)
    app.keys('ctrl+a')
    app.type(f'{peer.uri}/v1')
    app.get_text('^The address is this computer itself', window)
    assert not has_state(add, Atspi.StateType.SENSITIVE), 'it could be added'
    app.screenshot('cards-add')
    app.click_at(app.get('list item', 'Private address', window), 'OpenAI-compatible server')
    app.wait_gone('^The address is this computer itself', window)

    model = app.get('text', 'Model (optional)', window)
    app.click_at(model, 'OpenAI-compatible server')
    app.type('m' * 301)
    app.get_text('^This is not the name of a model', window)
    app.keys('ctrl+a')
    app.type('peer-small')
    app.wait_gone('^This is not the name of a model', window)

    app.click_at(app.get('text', 'Key (optional)', window), 'OpenAI-compatible server')
    app.type('short')
    app.get_text('too short for a key|at least 10 characters', window)
    app.keys('ctrl+a')
    app.type(KEY)
    app.wait_gone('too short for a key|at least 10 characters', window)
    app.keys('Return')

    settings = app.wait_for_window('Settings')
    card = app.get('list item', 'Lab & Sons', settings)
    wait(lambda: keyring.lookup('compat:lab') == KEY, 'the key in the keyring')
    app.get_text('^Ready$', card)
    app.get('text', 'Replace the key', card)
    app.screenshot('cards-added')


def main():
    keyring = Keyring()
    peer = Peer()
    app = App(OLLAMA_HOST='127.0.0.1:9')
    app.keys('ctrl+comma')
    app.wait_for_window('Settings')
    check_added(app, peer, keyring)
    app.close_window('Settings')
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
