# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar while replies arrive: rows move, and whoever is busy with one does not lose it."""

import harness
from harness import Atspi, has_state, text_of, wait
from services import Peer
from test_conversations import choose, log, open_menu, row, start

RYE = 'Rye [[say One is here.]]'
OATS = 'Oats [[say Grain.]]'


def check_moves(app, peer):
    """A row goes up because a reply arrives in it: what is typed for it, its menu and the pointer are not lost."""
    def is_above(title):
        # A row is another node once it has moved.
        return row(app, title).get_extents(Atspi.CoordType.WINDOW).y < \
            row(app, RYE).get_extents(Atspi.CoordType.WINDOW).y

    def wait_above(title, above):
        wait(lambda: is_above(title) == above, f'“{title}” to be {"above" if above else "below"}')

    def let_arrive(title, reply):
        """Lets half of a reply arrive in a conversation, and another one go above it."""
        app.click_at(row(app, title))
        wait(lambda: has_state(row(app, title), Atspi.StateType.SELECTED), 'the conversation to be open')
        app.send(f'More [[say {reply}]] [[gate]]')
        peer.wait_for_gate()
        wait_above(title, True)
        app.click_at(row(app, RYE))
        app.get_text('^One is here.$', log(app))
        app.send('More [[say So be it.]]')
        app.wait_for_reply()
        wait_above(title, False)

    let_arrive(OATS, 'Two')
    choose(app, OATS, 'Rename…')
    entry = app.get('text', 'Title of the conversation')
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the title')
    app.keys('ctrl+a')
    app.type('Wh')
    wait(lambda: text_of(entry) == 'Wh', 'the beginning of the title')
    peer.release()
    wait_above(OATS, True)
    app.type('eat')
    wait(lambda: text_of(app.get('text', 'Title of the conversation')) == 'Wheat', 'the title')
    app.screenshot('rename-moved')
    app.keys('Return')
    row(app, 'Wheat')

    let_arrive('Wheat', 'Three')
    open_menu(app, 'Wheat')
    peer.release()
    wait_above('Wheat', True)
    app.act(app.get('menu item', 'Archive'))
    app.get_text('^“Wheat” archived$')
    app.click_at(app.get_text('^Undo$'))
    row(app, 'Wheat')
    app.click_at(row(app, 'Wheat'))
    app.get_text('^Three$', log(app))


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    for text in RYE, OATS:
        app.new_conversation()
        app.send(text)
        app.wait_for_reply()
        row(app, text)
    check_moves(app, peer)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
