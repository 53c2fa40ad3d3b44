# SPDX-License-Identifier: GPL-3.0-or-later
"""A running Ollama is found by itself, activated in its card and used; nothing is said when there is none."""

import re

import harness
from harness import App, start_over, wait
from services import Door, Peer


def check_running(peer):
    """Ollama is there before the program is."""
    app = App(OLLAMA_HOST=f'127.0.0.1:{peer.port}')
    app.get_text('^Ollama is running with 2 models$')
    app.screenshot('first-run-ollama')

    app.keys('ctrl+comma')
    preferences = app.wait_for_window('Settings')
    card = app.get('list item', 'Ollama', preferences)
    app.get_text(r'^Running \d', card)
    app.get_text('^Running$', card)
    app.screenshot('card-ollama')
    app.close_window('Settings')

    app.new_conversation()
    app.get('push button', 'Model: peer-large · Ollama')
    app.send('Hello there')
    wait(lambda: peer.requests('/api/chat'), 'the request to Ollama')
    app.get_text('^Hello there$', app.get('log', 'Conversation'))
    app.get('push button', 'Copy reply')
    app.wait_for_reply()
    app.quit()
    assert not any(request['credential_headers'] for request in peer.requests('/api/chat')), 'a key was sent'


def check_activated(peer):
    """Ollama is started while its card is looked at, beside a provider that is in use."""
    start_over()
    door = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{door.port}', ANTHROPIC_API_KEY='sk-other', ANTHROPIC_BASE_URL=peer.uri)
    app.get('push button', 'Model: claude-sonnet-5 · Anthropic Claude')
    app.keys('ctrl+comma')
    preferences = app.wait_for_window('Settings')
    card = app.get('list item', 'Ollama', preferences)
    app.get_text('^Not running$', card)

    door.open(peer)
    app.get_text('^Running$', card)
    app.click_button('Activate', card)
    wait(lambda: not app.find('push button', 'Activate', card), 'Ollama to be the default')
    app.close_window('Settings')

    app.new_conversation()
    app.get('push button', 'Model: peer-large · Ollama')
    app.send('And now you')
    app.get('push button', 'Copy reply')
    app.wait_for_reply()
    app.quit()


def check_started_later(peer):
    """Nobody has to look for one that is started while there is nobody else to chat with."""
    start_over()
    door = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{door.port}')
    app.get_text('^Chat with any model$')
    door.open(peer)
    app.get_text('^Ollama is running with 2 models$')
    app.quit()

    # The page is for those who have not begun yet.
    start_over()
    door = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{door.port}')
    app.get_text('^Chat with any model$')
    app.new_conversation()
    assert not app.find('push button', re.compile('Ollama$'))
    door.open(peer)
    app.get('push button', 'Model: peer-large · Ollama')
    app.quit()


def check_absent():
    """Its card says that it does not run, and nothing else says anything."""
    start_over()
    door = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{door.port}')
    app.keys('ctrl+comma')
    preferences = app.wait_for_window('Settings')
    card = app.get('list item', 'Ollama', preferences)
    app.get_text('^Not running$', card)
    assert not app.find_text('(?i)failed|error|cannot|wrong'), 'an error is told'
    app.close_window('Settings')
    assert not app.find('push button', 'Dismiss'), 'a notice is shown'
    app.quit()


def main():
    peer = Peer()
    check_running(peer)
    check_activated(peer)
    check_started_later(peer)
    check_absent()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
