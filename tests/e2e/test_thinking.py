# SPDX-License-Identifier: GPL-3.0-or-later
"""How much to think: chosen below the text, sent, kept with the conversation, and not offered where it is refused."""

import json
import os
import re

import harness
from harness import Atspi, App, has_state, start_over, wait
from services import KEY, Keyring, Peer

BUTTON = re.compile('^Thinking: ')


def last_body(peer):
    return json.loads(peer.requests('/v1/messages')[-1]['body'])


def ask(app, peer, text):
    """Asks and returns what was sent."""
    n_before = len(peer.requests('/v1/messages'))
    app.send(text)
    wait(lambda: len(peer.requests('/v1/messages')) > n_before, 'the request')
    app.wait_for_reply()
    return last_body(peer)


def open_menu(app, level):
    """Opens the menu with the keyboard, when the button says that a level is in use."""
    app.get('push button', f'Thinking: {level}')
    app.focus_composer()
    app.keys('Tab')
    wait(lambda: has_state(app.get('push button', 'Attach files'), Atspi.StateType.FOCUSED), 'the focus on attaching')
    app.keys('Tab')
    wait(lambda: any(has_state(node, Atspi.StateType.FOCUSED) for node in app.nodes('push button')
                     if (node.get_name() or '').startswith('Model: ')), 'the focus on the model')
    app.keys('Tab')
    wait(lambda: any(has_state(node, Atspi.StateType.FOCUSED) for node in app.nodes('push button')
                     if (node.get_name() or '') == f'Thinking: {level}'), 'the focus on the thinking')
    app.keys('space')
    return wait(lambda: app.find(None, 'High'), 'the menu')


def check_chosen(app, peer):
    app.new_conversation()
    body = ask(app, peer, 'Hello')
    assert 'thinking' not in body and 'output_config' not in body, body

    # By keyboard: the menu begins at the level in use, and goes down one by one.
    open_menu(app, 'Model’s own choice')
    app.screenshot('thinking-menu')
    app.keys('Down', 'Down', 'Return')
    app.get('push button', 'Thinking: Low')
    body = ask(app, peer, 'Think a little')
    assert body['thinking'] == {'type': 'adaptive', 'display': 'summarized'}, body
    assert body['output_config'] == {'effort': 'low'}, body

    # Of this conversation alone, and kept with it.
    app.new_conversation()
    app.get('push button', 'Thinking: Model’s own choice')
    app.keys('alt+Down')
    app.get('push button', 'Thinking: Low')


def check_kept(peer, **environment):
    app = App(**environment)
    app.get('push button', 'Thinking: Low')
    body = ask(app, peer, 'Still the same')
    assert body['output_config'] == {'effort': 'low'}, body
    return app


def check_refused(app, peer):
    peer.configure(refused={'"thinking":': 'thinking: this model does not support it'})
    n_before = len(peer.requests('/v1/messages'))
    app.send('Think anyway')
    conversation = app.get('log', 'Conversation')
    app.get_text('Think anyway', conversation)
    app.wait_for_reply()
    wait(lambda: len(peer.requests('/v1/messages')) == n_before + 2, 'two requests')
    assert 'thinking' not in last_body(peer)
    wait(lambda: app.find('push button', BUTTON) is None, 'the level to go')
    peer.configure(refused={})


def check_default(peer, **environment):
    """New conversations follow the settings: the level, and the model that is set for it."""
    start_over()
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    os.makedirs(folder)
    with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
        file.write("[io/github/confab/Confab]\ndefault-thinking='high'\nthinking-model='anthropic:claude-opus-5'\n")

    app = App(**environment)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.get('push button', 'Thinking: High')
    app.get('push button', 'Model: claude-opus-5 · Anthropic Claude')
    body = ask(app, peer, 'Hello')
    assert body['model'] == 'claude-opus-5' and body['output_config'] == {'effort': 'high'}, body

    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    app.get('list item', 'Anthropic Claude', settings)
    app.click_at(app.get_text('^Chat$', settings), 'Settings')
    app.get_text('^Model for thinking$', settings)
    app.get('push button', 'Model: claude-opus-5 · Anthropic Claude', settings)
    app.screenshot('settings-chat')
    app.click_button('No model of its own', settings)
    app.get('push button', 'Model: Choose a model', settings)
    app.close_window('Settings')
    app.new_conversation()
    app.get('push button', 'Model: claude-sonnet-5 · Anthropic Claude')
    app.quit()


def main():
    keyring = Keyring()
    peer = Peer()
    environment = {'ANTHROPIC_BASE_URL': peer.uri, 'ANTHROPIC_API_KEY': KEY, 'OLLAMA_HOST': '127.0.0.1:9'}
    app = App(**environment)
    app.get_text('^A key for Anthropic')
    check_chosen(app, peer)
    app.quit()

    app = check_kept(peer, **environment)
    check_refused(app, peer)
    app.quit()

    # What is not offered is not offered after a restart either.
    app = App(**environment)
    app.get('push button', re.compile('^Model: claude'))
    assert app.find('push button', BUTTON) is None
    app.quit()

    check_default(peer, **environment)
    assert keyring.lookup('anthropic') is None
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
