# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything by keyboard alone, and nothing that can be reached without a name to read out."""

import json
import re

import harness
from harness import CLASS_NAME, Atspi, App, children, has_state, text_of, wait
from services import KEY, Keyring, Peer

# What takes the focus to be used; lists and scrolled areas take it to be scrolled.
ROLES = ['push button', 'toggle button', 'check box', 'radio button', 'menu button', 'combo box', 'switch',
         'text', 'entry', 'password text', 'spin button', 'slider', 'page tab', 'link', 'menu item', 'log']


def find_unnamed(node, path=()):
    """The controls below a node, folded away or not, that a screen reader has no name for."""
    path = path + (f'{node.get_role_name()} “{node.get_name()}”',)
    name = (node.get_name() or '').strip()
    if node.get_role_name() in ROLES and has_state(node, Atspi.StateType.FOCUSABLE) and \
            (name == '' or CLASS_NAME.match(name)):
        yield ' > '.join(path[-6:])
    for child in children(node):
        yield from find_unnamed(child, path)


def check_names(app, window):
    app.root.clear_cache()
    unnamed = sorted(set(find_unnamed(window)))
    assert not unnamed, 'no name for\n' + '\n'.join(unnamed)


def wait_for_focus(app, role, name):
    wait(lambda: any(has_state(node, Atspi.StateType.FOCUSED) for node in app.nodes(role) if node.get_name() == name),
         f'the focus on {role} “{name}”')


def is_focused(node):
    node.clear_cache()
    return has_state(node, Atspi.StateType.FOCUSED)


def press_and_see(app, key):
    """Presses a key that moves the focus; returns the role and name of what has it then."""
    def find():
        # Where it was last is looked at first: to look at all there is takes long.
        if app.focused is None or not is_focused(app.focused):
            app.focused = next((node for node in app.nodes(None, app.window)
                                if has_state(node, Atspi.StateType.FOCUSED)), None)
        return app.focused

    def elsewhere():
        node = find()
        return node if node is not None and node != before else None

    before = wait(find, 'a focus')
    app.keys(key)
    after = wait(elsewhere, f'{key} to move the focus from {before.get_role_name()} “{before.get_name()}”')
    return after.get_role_name(), after.get_name()


def check_writing(app, peer):
    # The first key goes to where it is read.
    app.keys('ctrl+n')
    wait_for_focus(app, 'text', 'Message')
    app.type('First line')
    app.keys('shift+Return')
    app.type('second line')
    wait(lambda: text_of(app.composer()) == 'First line\nsecond line', 'two lines in the composer')
    assert not peer.requests('/v1/messages'), 'it was sent too early'
    app.keys('Return')
    wait(lambda: peer.requests('/v1/messages'), 'the request')
    app.wait_for_reply()
    assert json.loads(peer.requests('/v1/messages')[0]['body'])['messages'][0]['content'] in \
        ('First line\nsecond line', [{'type': 'text', 'text': 'First line\nsecond line'}])
    wait_for_focus(app, 'text', 'Message')

    # While a character is being composed, Enter is for the input method, which takes it over.
    before = len(peer.requests('/v1/messages'))
    app.type('Caf')
    app.keys('ctrl+shift+u')
    app.type('e9')
    app.keys('Return')
    wait(lambda: text_of(app.composer()) == 'Café', 'the composed character in the composer',
         seen=lambda: f'“{text_of(app.composer())}”')
    assert len(peer.requests('/v1/messages')) == before, 'it was sent in the middle of a word'
    app.keys('Return')
    wait(lambda: len(peer.requests('/v1/messages')) > before, 'the request')
    assert 'Café' in json.dumps(json.loads(peer.requests('/v1/messages')[-1]['body']), ensure_ascii=False)
    app.wait_for_reply()
    wait_for_focus(app, 'text', 'Message')

    # Escape stops a reply, and what had come stays.
    app.type('Tell me about rye bread [[gate]]')
    app.keys('Return')
    peer.wait_for_gate()
    conversation = app.get('log', 'Conversation')
    app.get_text('^Tell me ab$', conversation)
    row = app.get('list item', re.compile('^First line'), app.get('list', 'Conversations'))
    wait(lambda: row.get_description() == 'A reply is arriving', 'the row to say that a reply is arriving',
         seen=lambda: f'“{row.get_description()}”')
    app.keys('Escape')
    app.get_text('^Stopped$', conversation)
    app.get_text('^Tell me ab$', conversation)
    wait(lambda: row.get_description() == '', 'the row to say no more')


def check_conversations(app):
    app.keys('ctrl+n')
    app.get('label', 'New conversation', app.window)
    wait_for_focus(app, 'text', 'Message')
    app.type('Another')
    app.keys('Return')
    conversation = app.get('log', 'Conversation')
    app.get_text('^Another$', conversation)
    app.wait_for_reply()
    # A new one stands first.
    app.keys('alt+Down')
    app.get_text('^First line', conversation)
    app.keys('alt+Up')
    app.get_text('^Another$', conversation)


def check_focus(app):
    """Tab goes through everything and comes back, and so it does the other way round."""
    app.focused = None
    app.keys('ctrl+l')
    wait_for_focus(app, 'text', 'Message')
    app.type('Once more [[status 500]]')
    app.keys('Return')
    app.get('push button', 'Retry')

    wanted = {('push button', name) for name in
              ('New conversation', 'Main menu', 'Retry', 'Try another provider', 'Open settings', 'Details',
               'Model: claude-sonnet-5 · Anthropic Claude')} | {('log', 'Conversation'), ('list item', 'Another')}
    for key in 'Tab', 'shift+Tab':
        seen = set()
        while ('text', 'Message') not in seen:
            seen.add(press_and_see(app, key))
            assert len(seen) < 40, seen
        assert wanted <= seen, f'{key} does not get to {wanted - seen}'

    # The list of conversations is walked with the arrows, over its headings, and each says its name.
    walked = []
    while ('list item', 'Another') not in walked:
        walked.append(press_and_see(app, 'shift+Tab'))
        assert len(walked) < 40, walked
    conversation = app.get('log', 'Conversation')
    seen = press_and_see(app, 'Down')
    assert seen[0] == 'list item' and seen[1].startswith('First line'), seen
    app.get_text('^First line', conversation)
    seen = press_and_see(app, 'Up')
    assert seen == ('list item', 'Another'), seen
    app.get_text('^Another$', conversation)
    app.get('list item', 'Today', app.get('list', 'Conversations'))
    app.keys('ctrl+l')
    wait_for_focus(app, 'text', 'Message')


def check_windows(app):
    check_names(app, app.window)

    app.keys('ctrl+m')
    wait_for_focus(app, 'entry', 'Search models or type an id')
    check_names(app, app.window)
    app.keys('Escape')
    wait_for_focus(app, 'push button', 'Model: claude-sonnet-5 · Anthropic Claude')

    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    app.get('list item', 'Anthropic Claude', settings)
    check_names(app, settings)
    app.close_window('Settings')

    # Its entry and buttons are the toolkit's own, and so is what they are called.
    app.keys('ctrl+question')
    app.wait_for_window('Keyboard shortcuts')
    app.close_window('Keyboard shortcuts')

    # The menu opens with its key and closes with Escape.
    app.keys('F10')
    wait(lambda: app.find('menu item', 'Keyboard shortcuts'), 'the menu')
    app.keys('Escape')
    app.keys('ctrl+l')
    wait_for_focus(app, 'text', 'Message')


def main():
    keyring = Keyring()
    peer = Peer()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')
    check_writing(app, peer)
    check_conversations(app)
    check_focus(app)
    check_windows(app)
    app.keys('ctrl+q')
    app.wait_for_end()
    assert keyring.lookup('anthropic') is None
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
