# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of models tells what is known of them, and a model that is gone has a relative."""

import re

import harness
from harness import App
from services import KEY, Peer


def main():
    peer = Peer()
    peer.configure(models=['claude-sonnet-5', 'claude-opus-5', 'claude-sonnet-4-20250514', 'no-such-2'])
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')

    # What the provider lists, and what is known of it from elsewhere.
    app.new_conversation()
    app.keys('ctrl+m')
    models = app.get('list', 'Models')
    app.get_text('^claude-sonnet-4-20250514$', models)
    app.get_text(r'^200K context · \$2 in, \$10 out$', models)
    app.get_text(r'^shut down on 15 June 2026', models)
    assert app.find('image', 'Sees pictures', models)
    assert app.find('image', 'Reads documents', models)
    app.screenshot('models')

    # One that nobody listed is typed by hand, even if it is a part of another's id.
    app.type('no-such-')
    app.get_text('^no-such-2$', models)
    app.get_text('^Use “no-such-” at Anthropic Claude$', models)
    app.type('model')
    app.get_text('^Use “no-such-model” at Anthropic Claude$', models)
    app.keys('Return')
    app.get('push button', 'Model: no-such-model · Anthropic Claude')

    # It does not exist, and what may be used instead is one click away.
    app.send('Tell me about rye bread')
    alert = app.get('alert', re.compile('^Anthropic Claude does not know this model'))
    app.screenshot('model-not-found')
    app.click_button('Use no-such-2 instead', alert)
    app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
    app.wait_for_reply()
    app.get('push button', 'Model: no-such-2 · Anthropic Claude')

    # What was used last comes first.
    app.keys('ctrl+m')
    app.get_text('^Recent$', app.get('list', 'Models'))
    app.keys('Escape')

    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
