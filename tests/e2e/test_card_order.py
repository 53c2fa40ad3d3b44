# SPDX-License-Identifier: GPL-3.0-or-later
"""Provider cards are put in order by keyboard, by menu and by pointer."""

import harness
from cards import choose, read_records, wait_for_focus, wait_for_order
from harness import App, call, extents_of
from services import KEY, Peer


def check_order(app, settings):
    # By keyboard, wherever on the card the focus is.
    # The focus is where a name was written, after that.
    choose(app, settings, 'Groq', 'Rename')
    app.get('text', 'Name', settings)
    app.keys('Escape')
    details = app.get('push button', 'Details of Groq', settings)
    wait_for_focus(details)
    app.keys('alt+Up')
    wait_for_order(app, settings, 'Groq', 'Anthropic Claude', 'Mistral AI')
    app.get_text('^Groq is now number 1 of 3$', settings)
    wait_for_focus(details)
    app.keys('shift+Tab', 'alt+Down')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')

    # By the menu.
    choose(app, settings, 'Mistral AI', 'Move up')
    wait_for_order(app, settings, 'Anthropic Claude', 'Mistral AI', 'Groq')

    # By pointer: the last goes before the first.
    dragged = extents_of(app.get('list item', 'Groq', settings))
    first = extents_of(app.get('list item', 'Anthropic Claude', settings))
    window = app.find_window_id('Settings')
    call('xdotool', 'mousemove', '--window', window, str(dragged.x + 60), str(dragged.y + 20), 'mousedown', '1')
    for step in range(1, 11):
        call('xdotool', 'mousemove', '--window', window, str(dragged.x + 60),
             str(dragged.y + 20 + (first.y + 6 - dragged.y - 20) * step // 10))
    app.screenshot('cards-drag')
    call('xdotool', 'mouseup', '1')
    wait_for_order(app, settings, 'Groq', 'Anthropic Claude', 'Mistral AI')
    assert read_records()['order'][:1] == ['groq'], read_records()


def main():
    peer = Peer()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, GROQ_API_KEY='gsk-other', MISTRAL_API_KEY='other',
              OLLAMA_HOST='127.0.0.1:9')
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')
    check_order(app, settings)
    app.close_window('Settings')
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
