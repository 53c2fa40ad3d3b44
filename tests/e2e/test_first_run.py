# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first start to a conversation that is there again after a restart."""

import os
import re

import harness
from harness import Atspi, App, has_state, is_on_screen, start_over, text_of, wait
from services import KEY, Keyring, Peer, files_with_key


def main():
    keyring = Keyring()
    peer = Peer()
    environment = {'ANTHROPIC_BASE_URL': peer.uri, 'OLLAMA_HOST': '127.0.0.1:9'}

    app = App(**environment)
    app.get_text('^Chat with any model$')
    app.screenshot('first-run')

    # A key goes into a card, by keyboard, and from there into the keyring.
    app.click_button('Add a key…')
    app.get_window('Settings')
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.enter(card, 'Add a key', KEY)
    wait(lambda: keyring.lookup('anthropic') == KEY, 'the key in the keyring')
    card = app.get('list item', 'Anthropic Claude')
    app.get_text('^In the keyring since', card)
    app.get_text('^Ready ·', card)
    app.screenshot('card-ready')
    assert not app.find_text(re.escape(KEY)), 'the key is shown'
    app.close_window('Settings')
    app.get_text('^A key for Anthropic Claude is in your keyring$')

    # Nothing is typed where it cannot be seen.
    app.keys('ctrl+l')
    wait(lambda: has_state(app.composer(), Atspi.StateType.FOCUSED), 'the focus in the composer')
    assert is_on_screen(app.composer()), 'the composer is out of sight'

    # A reply streams in; half of it has arrived when it is stopped.
    app.new_conversation()
    app.send('Tell me about rye bread [[gate]]')
    peer.wait_for_gate()
    conversation = app.get('log', 'Conversation')
    app.get_text('^Tell me ab$', conversation)
    app.click_button('Stop')
    app.get_text('^Stopped', conversation)
    app.get_text('^Tell me ab$', conversation)
    wait(lambda: peer.requests('/v1/messages')[-1]['disconnected'], 'the end of the connection')

    # A second one arrives whole.
    app.send('And about [[code]] please')
    app.get('push button', 'Copy code')
    app.get('push button', 'Copy reply')
    app.get_text('Nothing else is needed')
    app.wait_for_reply()
    app.screenshot('chat')
    app.quit()

    assert not files_with_key(os.environ['HOME']), files_with_key(os.environ['HOME'])

    # After a restart the conversation is there, and so is the key.
    app = App(**environment)
    app.get_text('^Nothing else is needed')
    app.get('push button', 'Copy code')
    conversation = app.get('log', 'Conversation')
    app.scroll_to_text('^Stopped', conversation)
    app.scroll_to_text('^Tell me ab$', conversation)
    app.scroll_to_text('^Tell me about rye bread', conversation)
    assert text_of(app.composer()) in ('', 'Message')

    # It can be taken away where it was given.
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text('^In the keyring since', card)
    app.click_button('Remove', card)
    wait(lambda: keyring.lookup('anthropic') is None, 'the key to leave the keyring')
    app.get_text('^None yet$', app.get('list item', 'Anthropic Claude'))
    app.quit()

    # Whoever begins at once, before what was found can be shown, is not taken back from it.
    start_over()
    app = App(**environment, ANTHROPIC_API_KEY=KEY)
    app.new_conversation()
    app.send('Straight to the point')
    app.wait_for_reply()
    app.get('push button', 'Copy reply')
    # It may have been there before it was begun, and is then still behind it.
    page = app.find_text('^Chat with any model$')
    assert not page or not is_on_screen(page), 'the first-run page covers the reply'
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
