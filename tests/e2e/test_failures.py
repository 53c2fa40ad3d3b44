# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever goes wrong with a reply: a sentence says so, nothing is lost, and Retry works once it can."""

import harness
from harness import App
from services import KEY, Door, Peer

PROMPT = 'Tell me about rye bread'
HALF = '^Tell me ab$'
WHOLE = '^This is the peer.s answer'

NO_REPLY = 'Anthropic Claude answered something that is not a reply. Check the base URL. '

# What the server is told, what the window says of it, and what of the reply is there all the same.
FAILURES = [
    ({'key': 'sk-another'},
     'Anthropic Claude refused the key. Check it, or set another one.', None),
    ({'directives': '[[status 429]]'},
     'Anthropic Claude gets too many requests from this account. Try again in a while.', None),
    ({'directives': '[[status 500]]'},
     'Something failed at Anthropic Claude. Try again, or choose another provider. '
     'The peer was told to fail.', None),
    ({'directives': '[[cut]]'},
     'The connection to Anthropic Claude ended before the reply did. '
     'What came is kept; retry to get it whole.', HALF),
    ({'directives': '[[html]]'},
     NO_REPLY + 'The answer is text/html.', None),
    ({'directives': '[[garbage]]'},
     NO_REPLY + '{uri}: Could not parse HTTP response.', None),
    ({'directives': '[[garbage-body]]'},
     NO_REPLY + 'The provider sent what is not JSON: {{"choices": nonsense.', None),
    ({'directives': '[[error-in-stream]]'},
     'Anthropic Claude is overloaded. Try again in a while.', HALF),
]

# What is no reason to give up: bytes that no text may have stand as replacement characters.
ODDITIES = [
    ('[[badutf8]]', '^before \ufffd+.*after'),
    ('[[nul]]', '^before \ufffd after'),
]


def check_failure(app, sentence, kept, mend):
    app.new_conversation()
    app.send(PROMPT)
    card = app.get('alert', sentence)
    conversation = app.get('log', 'Conversation')
    app.get_text('^' + PROMPT + '$', conversation)
    if kept:
        app.get_text(kept, conversation)
    assert not app.find_text(WHOLE, conversation)
    for name in 'Try another provider', 'Open settings':
        assert app.find('push button', name, card), name

    mend()
    app.click_button('Retry', card)
    app.get_text(WHOLE, conversation)
    app.wait_for_reply()
    assert not app.find('alert', sentence), 'the card is still there'
    assert app.find_text('^' + PROMPT + '$', conversation), 'the question is gone'


def main():
    peer = Peer()
    door = Door()
    app = App(ANTHROPIC_BASE_URL=door.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')

    check_failure(app,
                  'Anthropic Claude cannot be reached. Check the connection and the base URL. '
                  f'{door.uri}: Could not connect to 127.0.0.1: Connection refused.', None,
                  lambda: door.open(peer))

    for settings, sentence, kept in FAILURES:
        peer.configure(**settings)
        check_failure(app, sentence.format(uri=door.uri), kept,
                      lambda: peer.configure(directives=None, key=KEY))

    for directive, shown in ODDITIES:
        app.new_conversation()
        app.send(f'{PROMPT} {directive}')
        app.get_text(shown)
        app.get_text(WHOLE)
        app.wait_for_reply()

    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
