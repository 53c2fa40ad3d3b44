# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with messages: ask again, write anew, turn to versions, continue, delete, view as text."""

import json
import os
import re
import sqlite3
import time

import harness
from harness import Atspi, App, call, has_state, start_over, text_of, wait
from services import KEY, Peer


def start(peer):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')


def log(app):
    return app.get('log', 'Conversation')


def point_at(app, pattern):
    """Moves the pointer over a text, from beside it."""
    extents = app.get_text(pattern, log(app)).get_extents(Atspi.CoordType.WINDOW)
    x, y = extents.x + extents.width // 2, extents.y + extents.height // 2
    for place in (x, y + 3), (x, y):
        call('xdotool', 'mousemove', '--window', app.get_window_id('Confab'), *(str(n) for n in place))


def get_bar(app, pattern, name):
    """What can be done with a message, by pointing at its text until it is there: the text may still move."""
    def pointed():
        point_at(app, pattern)
        return app.find('tool bar', name, log(app))
    return wait(pointed, f'the bar “{name}”')


def say(app, peer, text, reply):
    peer.configure(directives=f'[[say {reply}]]')
    app.send(text)
    app.get_text(f'^{reply}$', log(app))
    app.wait_for_reply()


def open_menu(app, pattern):
    """The context menu of a message."""
    pressed = []

    def opened():
        if app.find('menu item', 'Copy message'):
            return True
        # The text may just have moved away from under the pointer.
        if not pressed or time.monotonic() - pressed[-1] > 2:
            point_at(app, pattern)
            call('xdotool', 'click', '3')
            pressed.append(time.monotonic())
        return False
    wait(opened, f'the menu of “{pattern}”')


def choose(app, name):
    app.act(app.get('menu item', name))


def check_versions(app, peer):
    app.new_conversation()
    say(app, peer, 'What is rye?', 'A grain.')
    say(app, peer, 'And oats?', 'Also a grain.')

    # By the bar that comes to what is pointed at.
    bar = get_bar(app, '^A grain.$', 'Reply: A grain.')
    app.screenshot('bar-reply')
    peer.configure(directives='[[say Secale cereale.]]')
    app.click_button('Ask again', bar)
    app.get_text('^Secale cereale.$', log(app))
    app.wait_for_reply()
    app.wait_gone('^And oats.$', log(app))
    app.get('label', 'Version 2 of 2', log(app))
    app.screenshot('versions')

    # Each comes back as it was left, by button and by key.
    app.click_button('Previous version', log(app))
    app.get_text('^Also a grain.$', log(app))
    app.get('label', 'Version 1 of 2', log(app))
    app.keys('ctrl+Page_Down')
    app.get_text('^Secale cereale.$', log(app))
    app.focus_composer()
    app.keys('ctrl+Page_Up')
    app.get_text('^Also a grain.$', log(app))

    # By key, of the last reply, and by menu, of another model.
    peer.configure(directives='[[say Once more a grain.]]')
    app.keys('ctrl+r')
    app.get_text('^Once more a grain.$', log(app))
    app.wait_for_reply()
    open_menu(app, '^Once more a grain.$')
    app.screenshot('menu')
    choose(app, 'Ask another model…')
    models = app.get('list', 'Models')
    app.get_text('^peer-large$', models)
    app.type('peer-lar')
    app.wait_gone('^peer-small$', models)
    app.keys('Return')
    wait(lambda: 'peer-large' == json.loads(peer.requests('/v1/messages')[-1]['body'])['model'], 'another model')
    app.get('label', 'Version 3 of 3', log(app))
    app.wait_for_reply()
    # For that reply alone.
    app.get('push button', re.compile('^Model: claude-sonnet'))


def shown_last():
    """The message that the history takes for the end of the conversation."""
    history = sqlite3.connect(f'file:{os.environ["XDG_DATA_HOME"]}/confab/history.db?mode=ro', uri=True)
    try:
        return history.execute('SELECT head_id FROM conversations WHERE blank = 0').fetchone()
    finally:
        history.close()


def check_restart(app, peer):
    """The version that is shown is the one that was shown, whatever came later."""
    app.get_text('^And oats.$', log(app))
    shown = shown_last()
    # The next version says the same.
    bar = get_bar(app, '^Once more a grain.$', 'Reply: Once more a grain.')
    app.click_button('Previous version', bar)
    app.get('label', 'Version 2 of 3', log(app))
    wait(lambda: shown_last() != shown, 'the history to know which version is shown')
    app.kill()
    app = start(peer)
    app.get_text('^Once more a grain.$', log(app))
    app.get('label', 'Version 2 of 3', log(app))
    app.screenshot('versions-restart')
    app.keys('ctrl+Page_Up')
    app.get_text('^Also a grain.$', log(app))
    return app


def check_edit(app, peer):
    app.new_conversation()
    say(app, peer, 'What is rey?', 'A king.')
    composer = app.focus_composer()
    app.type('a draft')
    wait(lambda: text_of(composer) == 'a draft', 'the draft')

    # Given up, and then done.
    app.keys('ctrl+e')
    wait(lambda: text_of(composer) == 'What is rey?', 'the old message in the composer')
    app.get_text('^Editing a message$')
    app.screenshot('edit')
    app.keys('Escape')
    wait(lambda: text_of(composer) == 'a draft', 'the draft again')

    app.click_button('Edit', get_bar(app, '^What is rey', 'Your message: What is rey?'))
    wait(lambda: text_of(composer) == 'What is rey?', 'the old message in the composer')
    peer.configure(directives='[[say A grain.]]')
    Atspi.EditableText.set_text_contents(composer, 'What is rye?')
    app.keys('Return')
    app.get_text('^A grain.$', log(app))
    app.wait_for_reply()
    wait(lambda: text_of(composer) == 'a draft', 'the draft again')
    app.get('label', 'Version 2 of 2', log(app))
    app.screenshot('edited')
    app.click_button('Previous version', log(app))
    app.get_text('^A king.$', log(app))

    # Killed in the middle, neither text is lost.
    app.keys('ctrl+e')
    wait(lambda: text_of(composer) == 'What is rey?', 'the old message in the composer')
    Atspi.EditableText.set_text_contents(composer, 'precious words')
    wait(lambda: read_draft() == 'a draft\n\nprecious words', 'the draft on the disk', seen=read_draft)
    app.kill()
    app = start(peer)
    wait(lambda: text_of(app.composer()) == 'a draft\n\nprecious words', 'both texts in the composer')
    app.focus_composer()
    app.keys('ctrl+a', 'Delete')
    return app


def read_history(query):
    path = os.path.join(os.environ['XDG_DATA_HOME'], 'confab', 'history.db')
    try:
        history = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        try:
            return history.execute(query).fetchone()[0]
        finally:
            history.close()
    except sqlite3.Error:
        return None


def read_draft():
    return read_history('SELECT draft FROM conversations WHERE draft IS NOT NULL')


def check_go_on(app, peer):
    app.new_conversation()
    peer.configure(directives='[[say The quick brown fox jumps]][[cut]]')
    app.send('Tell me')
    half = app.get_text('^The quick', log(app))
    said = text_of(half)
    app.get('push button', 'Retry', log(app))
    app.screenshot('cut')
    peer.configure(directives='[[say  over the dog.]]')
    app.click_button('Continue', log(app))
    app.get_text(f'^{said} over the dog.$', log(app))
    app.wait_for_reply()
    wait(lambda: not app.find('push button', 'Continue', log(app)), 'nothing more to continue')
    assert not app.find_text('was cut off', log(app)), 'what only the model is told is shown'
    app.screenshot('continued')


def check_delete(app, peer):
    # Who goes on has taken leave of what was deleted, and is not offered it any more.
    app.new_conversation()
    say(app, peer, 'Zeroth question', 'Zeroth answer.')
    open_menu(app, '^Zeroth answer.$')
    choose(app, 'Delete')
    app.get_text('^Reply deleted$')
    say(app, peer, 'Once more', 'Another answer.')
    app.wait_gone('^Reply deleted$')

    app.new_conversation()
    say(app, peer, 'First question', 'First answer.')
    say(app, peer, 'Second question', 'Second answer.')

    open_menu(app, '^First answer.$')
    choose(app, 'Delete')
    app.wait_gone('^Second answer.$', log(app))
    app.wait_gone('^First answer.$', log(app))
    app.get_text('^Reply deleted$')
    app.screenshot('deleted')
    app.click_at(app.get_text('^Undo$'))
    app.get_text('^Second answer.$', log(app))

    # By keyboard, and killed before it was for good.
    app.focus_composer()
    app.keys('alt+Page_Up')
    wait(lambda: focused_in(app, 'Reply: Second answer.'), 'the focus on the last reply')
    app.keys('Menu')
    app.get('menu item', 'Copy message')
    app.keys('Escape')
    wait(lambda: focused_in(app, 'Reply: Second answer.'), 'the focus where it was before the menu')
    app.keys('alt+Page_Up')
    wait(lambda: focused_in(app, 'Your message: Second question'), 'the focus on the message before')
    app.screenshot('focus')
    app.keys('Menu')
    app.get('menu item', 'Copy message')
    app.screenshot('focus-menu')
    app.keys('Escape')
    wait(lambda: focused_in(app, 'Your message: Second question'), 'the focus where it was before the menu')
    app.keys('Delete')
    app.wait_gone('^Second question$', log(app))
    app.kill()
    app = start(peer)
    app.get_text('^Second answer.$', log(app))
    return app


def focused_in(app, name):
    bar = app.find('tool bar', name, log(app))
    return bar is not None and any(has_state(node, Atspi.StateType.FOCUSED) for node in app.nodes(None, bar))


def check_text(app, peer):
    app.new_conversation()
    say(app, peer, 'Show me', 'Here it is.')
    app.click_button('More', get_bar(app, '^Show me$', 'Your message: Show me'))
    choose(app, 'View as text')
    text = app.get('text', 'Message as text')
    assert text_of(text) == 'Show me', text_of(text)
    app.screenshot('text')
    app.close_window('Message as text')
    peer.configure(directives=None)


def check_thinking(app, peer):
    """What was unfolded is so when somebody comes back, to the conversation or to the program."""

    def wait_for_thinking(what):
        wait(lambda: has_state(app.get('push button', re.compile('^Thought'), log(app)), Atspi.StateType.EXPANDED), what)

    app.new_conversation()
    peer.configure(directives='[[think]]')
    app.send('Think about it')
    app.wait_for_reply()
    app.act(app.get('push button', re.compile('^Thought'), log(app)))
    wait_for_thinking('the thinking')
    peer.configure(directives=None)
    app.keys('alt+Down')
    app.wait_gone('^Think about it$', log(app))
    app.keys('alt+Up')
    app.get_text('^Think about it$', log(app))
    wait_for_thinking('the thinking as it was left')
    app.screenshot('thinking')

    app.quit()
    app = start(peer)
    app.get_text('^Think about it$', log(app))
    wait_for_thinking('the thinking as it was left before the program ended')
    return app


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    check_versions(app, peer)
    app = check_restart(app, peer)
    app = check_edit(app, peer)
    check_go_on(app, peer)
    app = check_delete(app, peer)
    check_text(app, peer)
    app = check_thinking(app, peer)
    app.quit()
    peer.stop()
    start_over()


if __name__ == '__main__':
    harness.run(main)
