# SPDX-License-Identifier: GPL-3.0-or-later
"""Several conversations: replies arrive in all of them, and the sidebar renames, pins, archives and deletes."""

import re
import time

import harness
from harness import Atspi, App, call, has_state, text_of, wait
from services import KEY, Peer


ARCHIVED = r'^Archived \(1\)$'


def start(peer):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')


def log(app):
    return app.get('log', 'Conversation')


def row(app, title):
    return app.get('list item', title, app.get('list', 'Conversations'))


def open_menu(app, title):
    """The context menu of a conversation."""
    pressed = []

    def opened():
        if app.find('menu item', 'Delete'):
            return True
        # The list may just have moved away from under the pointer.
        if not pressed or time.monotonic() - pressed[-1] > 1:
            extents = row(app, title).get_extents(Atspi.CoordType.WINDOW)
            call('xdotool', 'mousemove', '--window', app.get_window_id('Confab'),
                 str(extents.x + 40), str(extents.y + extents.height // 2), 'click', '3')
            pressed.append(time.monotonic())
        return False
    wait(opened, f'the menu of “{title}”')


def choose(app, title, name):
    open_menu(app, title)
    app.act(app.get('menu item', name))


def check_several(app, peer):
    app.new_conversation()
    app.send('First [[say One is here.]] [[gate]]')
    peer.wait_for_gate()
    app.new_conversation()
    app.send('Second [[say Two is here.]] [[gate]]')
    wait(lambda: peer.describe().startswith('2 replies at a gate'), 'two replies at the gate', seen=peer.describe)
    for title in 'First [[say One is here.]] [[gate]]', 'Second [[say Two is here.]] [[gate]]':
        assert app.find('image', 'A reply is arriving', row(app, title)), title
    app.screenshot('arriving')

    # The one that is looked at, and the other, which says so.
    peer.release()
    app.get_text('^Two is here.$', log(app))
    other = row(app, 'First [[say One is here.]] [[gate]]')
    wait(lambda: app.find('label', 'A reply arrived', other), 'the badge')
    app.wait_for_reply()
    assert not app.find('label', 'A reply arrived', row(app, 'Second [[say Two is here.]] [[gate]]'))
    app.screenshot('unseen')
    app.click_at(other)
    app.get_text('^One is here.$', log(app))
    wait(lambda: not app.find('label', 'A reply arrived', row(app, 'First [[say One is here.]] [[gate]]')),
         'the badge to go')


def check_sidebar(app):
    open_menu(app, 'First [[say One is here.]] [[gate]]')
    app.screenshot('sidebar-menu')
    app.act(app.get('menu item', 'Rename…'))
    entry = app.get('text', 'Title of the conversation')
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the title')
    app.keys('ctrl+a')
    app.type('Rye')
    wait(lambda: text_of(entry) == 'Rye', 'the title')
    app.keys('Return')
    row(app, 'Rye')

    choose(app, 'Rye', 'Archive')
    wait(lambda: not app.find('list item', 'Rye'), 'the conversation to be put away')
    app.get_text('^“Rye” archived$')
    app.get_text(ARCHIVED)
    app.click_at(app.get_text('^Undo$'))
    row(app, 'Rye')
    app.wait_gone(ARCHIVED)

    choose(app, 'Rye', 'Archive')
    app.click_button('Archived (1)')
    row(app, 'Rye')
    wait(lambda: not app.find('list item', 'Second [[say Two is here.]] [[gate]]'), 'the others to go')
    app.screenshot('archive')
    choose(app, 'Rye', 'Take out of the archive')
    row(app, 'Second [[say Two is here.]] [[gate]]')
    row(app, 'Rye')

    choose(app, 'Rye', 'Delete')
    wait(lambda: not app.find('list item', 'Rye'), 'the conversation to go')
    app.click_at(wait(lambda: app.find_text('^“Rye” deleted$') and app.find_text('^Undo$'), 'Undo'))
    row(app, 'Rye')
    app.get_text('^One is here.$', log(app))

    # Whoever goes on in it takes it out, and Undo does not put it there again.
    choose(app, 'Rye', 'Archive')
    app.get_text(ARCHIVED)
    app.send('More [[say Three is here.]]')
    app.wait_gone(ARCHIVED)
    app.click_at(app.get_text('^Undo$'))
    app.wait_gone('^“Rye” archived$')
    app.wait_for_reply()
    row(app, 'Rye')
    assert not app.find_text(ARCHIVED), 'put away by Undo'


def check_new_text(app, peer):
    """Who reads elsewhere is told that there is more, and is left where they are."""
    app.new_conversation()
    app.send('Long [[long 20000]] [[gate]]')
    peer.wait_for_gate()
    app.focus_composer()
    app.keys('alt+Page_Up')
    app.keys('alt+Page_Up')
    app.get('push button', 'Go to the newest text')
    where = app.get_text('^Long', log(app)).get_extents(Atspi.CoordType.WINDOW).y
    peer.release()
    button = app.get('push button', 'New text below')
    app.wait_for_reply()
    assert app.get_text('^Long', log(app)).get_extents(Atspi.CoordType.WINDOW).y == where, 'the reader was moved'
    app.screenshot('new-text')
    app.act(button)
    app.get('push button', 'Ask again', log(app))
    wait(lambda: not app.find('push button', 'New text below'), 'the button to go')

    # Near the end it would only lie on what is being read.
    def bar():
        return app.get('tool bar', re.compile('^Reply: '), log(app)).get_extents(Atspi.CoordType.WINDOW).y

    end = bar()
    app.turn_wheel('4', log(app), 'Confab')
    wait(lambda: bar() > end, 'the text to move')
    assert not app.find('push button', 'Go to the newest text'), 'the button near the end'
    turns = []

    def shown():
        turns.append(app.turn_wheel('4', log(app), 'Confab'))
        return app.find('push button', 'Go to the newest text')
    wait(shown, 'the button')
    assert len(turns) > 1, 'the button near the end'


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    check_several(app, peer)
    check_sidebar(app)
    check_new_text(app, peer)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
