# SPDX-License-Identifier: GPL-3.0-or-later
"""What a card says of a provider that is not ready, in a few words and in a sentence, without any other being asked."""

import json
import os
import re

import harness
from harness import App, Card, wait
from services import KEY, Door, Peer

# How each provider fares: what its server is told, what the pill says, and what the sentence begins with.
STATES = [
    ('groq', 'Groq', {'directives': '[[status 402]]'}, '^No credit$', '^The account at Groq has no credit'),
    ('mistral', 'Mistral AI', {'directives': '[[status 429 retry-after 600]]'}, r'^Rate-limited · again in \d+:\d\d$',
     '^Mistral AI gets too many requests'),
    ('openai', 'OpenAI', {'key': 'sk-another'}, '^Key refused$', '^OpenAI refused the key'),
]


def write_records():
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'confab')
    os.makedirs(folder)
    with open(os.path.join(folder, 'providers.json'), 'w', encoding='utf-8') as file:
        json.dump({'version': 1, 'providers': [{'id': 'cohere', 'type': 'cohere'},
                                               {'id': 'openrouter', 'type': 'openrouter', 'enabled': False},
                                               {'id': 'compat:lab', 'type': 'custom', 'name': 'Lab',
                                                'base_url': 'http://127.0.0.1:9/v1', 'default_model': 'm'}]}, file)


def test(app, provider_id, name, pill, sentence=None):
    """Presses the button of a card, and waits for what it says then."""
    card = app.open_card(provider_id, name)
    app.click_button('Test', card)
    app.get_text(pill, card)
    if sentence is not None:
        app.get_text(sentence, card)
    app.screenshot(f'card-state-{provider_id}')
    return card


def fold(app, name):
    card = Card(app, app.get_window('Settings'), name)
    app.click_button(f'Details of {name}', card)
    wait(lambda: app.find('list item', 'Check', card) is None, 'the card to fold')


def check_resting(app, peer):
    """It fails again and again, until it is left alone for a while."""
    peer.configure(directives='[[status 503]]')
    for _ in range(3):
        app.new_conversation()
        app.send('Tell me about rye bread')
        app.wait_for_reply()
        app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text(r'^Resting after failures · trial in \d+:\d\d$', card)
    app.screenshot('card-state-resting')
    fold(app, 'Anthropic Claude')


def main():
    peers = {provider_id: Peer() for provider_id, *_ in STATES}
    ready, late = Peer(), Peer()
    environment = {f'CONFAB_{provider_id.upper()}_BASE_URL': peer.uri + '/v1' for provider_id, peer in peers.items()}
    write_records()
    app = App(**environment, ANTHROPIC_BASE_URL=ready.uri, ANTHROPIC_API_KEY=KEY, OPENAI_API_KEY=KEY, GROQ_API_KEY=KEY,
              MISTRAL_API_KEY=KEY, GEMINI_API_KEY=KEY, CONFAB_GOOGLE_BASE_URL=late.uri , XAI_API_KEY=KEY,
              CONFAB_XAI_BASE_URL=Door().uri + '/v1', OPENROUTER_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9',
              ALLOW_PRIVATE_URLS='true')
    app.get('push button', re.compile('^Model: .* Anthropic Claude$'))
    for provider_id, name, settings, pill, sentence in STATES:
        peers[provider_id].configure(**settings)
        test(app, provider_id, name, pill, sentence)
        fold(app, name)
    test(app, 'anthropic', 'Anthropic Claude', r'^Ready · \d+ models')
    fold(app, 'Anthropic Claude')
    test(app, 'xai', 'xAI Grok', '^Unreachable$', '^xAI Grok cannot be reached')
    fold(app, 'xAI Grok')
    late.configure(directives='[[hang]]')
    test(app, 'google', 'Google Gemini', '^Checking…$')
    fold(app, 'Google Gemini')
    for provider_id, name, pill in ('cohere', 'Cohere', '^Key missing$'), ('openrouter', 'OpenRouter', '^Off$'), \
                                   ('ollama', 'Ollama', '^Not running$'):
        app.get_text(pill, app.open_card(provider_id, name))
        app.screenshot(f'card-state-{provider_id}')
        fold(app, name)
    app.close_window('Settings')
    late.configure(directives=None)
    check_resting(app, ready)
    app.screenshot('card-states')
    app.close_window('Settings')
    app.quit()
    for peer in ready, late, *peers.values():
        peer.stop()


if __name__ == '__main__':
    harness.run(main)
