# SPDX-License-Identifier: GPL-3.0-or-later
"""With neither a key nor a server on this computer, the program shows itself."""

import harness
from harness import App, is_on_screen, text_of, wait
from services import Door


def main():
    nowhere = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{nowhere.port}', CONFAB_DEMONSTRATION_PACE_MS='0')
    welcome = app.get_text('^Chat with any model$')
    wait(lambda: is_on_screen(welcome), 'the first page')
    app.click_button('Show me a demonstration')

    conversation = app.get('log', 'Conversation')
    app.wait_for_reply()
    app.get('push button', 'Copy reply')
    assert not is_on_screen(welcome), 'the first page is still there'
    # It is said whose words these are, and the end of the tour is in sight.
    tour = [text_of(node) for node in app.nodes(None, conversation)]
    assert len(''.join(tour)) > 400, tour
    app.scroll_to_text('^Show me around', conversation)
    app.get('push button', 'Model: Demonstration')
    app.screenshot('demonstration')

    # It answers again, and is there after a restart.
    app.send('What about keys?')
    app.get_text('^What about keys', conversation)
    app.wait_for_reply()
    app.get('push button', 'Copy reply')
    assert not app.find('push button', 'Retry'), 'it failed'
    app.quit()

    app = App(OLLAMA_HOST=f'127.0.0.1:{nowhere.port}')
    app.scroll_to_text('^What about keys', app.get('log', 'Conversation'))
    app.quit()


if __name__ == '__main__':
    harness.run(main)
