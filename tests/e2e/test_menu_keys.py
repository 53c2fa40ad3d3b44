# SPDX-License-Identifier: GPL-3.0-or-later
"""The menus of rows by keyboard: the keys that open them, the focus in them, and where it is after them."""

import harness
from harness import Atspi, has_state, text_of, wait
from services import Peer
from test_blocks import wait_for_clipboard
from test_conversations import log, open_menu, row, start

TABLE = '| Name | Price |\n|---|---|\n| rye | 3 |\n'

# The test server repeats it as a quote.
REPLY = f'''See [the manual](https://example.org/manual).

```c
int rye;
```

{TABLE}
The end.'''

KEYS = 'Menu', 'shift+F10'


def is_focused(node):
    node.clear_cache()
    return has_state(node, Atspi.StateType.FOCUSED)


def get_focused_item(app):
    return next((node.get_name() for node in app.nodes('menu item') if is_focused(node)), None)


def walk_to(app, node, what):
    """Tab goes from the composer backwards through all that takes the focus."""
    app.focus_composer()
    for _ in range(40):
        app.keys('shift+Tab')
        app.root.clear_cache()
        if is_focused(node()):
            return
    raise AssertionError(f'the focus does not get to {what}')


def check_opens(app, node, what, first, key):
    """The menu has the focus, and gives it back."""
    app.keys(key)
    wait(lambda: get_focused_item(app) == first, f'the focus on “{first}” by {key} at {what}',
         seen=lambda: get_focused_item(app))
    app.screenshot(f'menu-{what}-{key}')
    app.keys('Escape')
    wait(lambda: app.find('menu item', first) is None, 'the menu to close')
    wait(lambda: is_focused(node()), f'the focus back at {what}')


def check_transcript(app):
    def table():
        return app.get_text('^Name\tPrice', log(app))

    for what, node, first in (
            ('table', table, 'Copy table as Markdown'),
            ('code', lambda: app.get('push button', 'Copy code', log(app)), 'Select all'),
            ('link', lambda: app.get_text('^See the manual', log(app)), 'Copy link')):
        walk_to(app, node, what)
        for key in KEYS:
            check_opens(app, node, what, first, key)

    # What is chosen is done, and the focus is where it was.
    walk_to(app, table, 'table')
    app.keys('Menu')
    wait(lambda: get_focused_item(app) == 'Copy table as Markdown', 'the menu')
    app.keys('Down')
    wait(lambda: get_focused_item(app) == 'Copy table as CSV', 'the next item')
    app.keys('Return')
    wait_for_clipboard(lambda text: text == 'Name,Price\r\nrye,3\r\n', 'the table')
    wait(lambda: is_focused(table()), 'the focus back at the table')


def check_sidebar(app):
    def other():
        return row(app, 'Wheat')

    walk_to(app, lambda: row(app, 'Oats'), 'the sidebar')
    app.keys('Down')
    wait(lambda: is_focused(other()), 'the focus on the other conversation')
    for key in KEYS:
        check_opens(app, other, 'conversation', 'Rename…', key)

    app.keys('Menu')
    wait(lambda: get_focused_item(app) == 'Rename…', 'the menu')
    app.keys('Return')
    entry = app.get('text', 'Title of the conversation')
    wait(lambda: is_focused(entry), 'the focus in the title')
    app.keys('Escape')
    wait(lambda: is_focused(other()), 'the focus back at the conversation')

    # By the pointer from elsewhere, and back to there.
    app.focus_composer()
    open_menu(app, 'Wheat')
    app.keys('Escape')
    wait(lambda: is_focused(app.composer()), 'the focus back in the composer')
    walk_to(app, other, 'the sidebar')

    app.keys('shift+F10')
    wait(lambda: get_focused_item(app) == 'Rename…', 'the menu')
    app.keys('Return')
    entry = app.get('text', 'Title of the conversation')
    wait(lambda: is_focused(entry), 'the focus in the title')
    app.keys('ctrl+a')
    app.type('Rye')
    wait(lambda: text_of(entry) == 'Rye', 'the new title')
    app.keys('Return')
    wait(lambda: is_focused(row(app, 'Rye')), 'the focus on the renamed conversation')


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    for text in 'Wheat', 'Oats':
        app.new_conversation()
        app.send(text)
        app.wait_for_reply()
        row(app, text)
    app.send(REPLY)
    app.wait_for_reply()
    app.get_text("^This is the peer", log(app))
    check_transcript(app)
    check_sidebar(app)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
