# SPDX-License-Identifier: GPL-3.0-or-later
"""An address in one's own network is refused on a card until the person says that it is meant."""

import harness
from harness import App, wait
from services import KEY, Peer


def main():
    peer = Peer()
    app = App(GROQ_API_KEY=KEY)
    app.get('push button', 'Model: openai/gpt-oss-120b · Groq')
    card = app.open_card('groq', 'Groq')
    app.enter(card, 'Base URL', f'{peer.uri}/v1')
    app.get_text('^The address is this computer itself', card)
    app.screenshot('card-private-address')
    assert not peer.requests('/models'), 'something was sent there'

    app.click_at(app.get('list item', 'Private address', card), 'Settings')
    app.wait_gone('^The address is this computer itself', card)
    app.click_button('Test', card)
    wait(lambda: peer.requests('/models'), 'the check to reach the address')
    app.get_text('^Ready', card)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
