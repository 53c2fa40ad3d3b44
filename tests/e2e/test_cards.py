# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of provider cards: found, named, put in order, switched off, copied, taken away and back."""

import json
import os
import re

import harness
from harness import Atspi, App, call, extents_of, has_state, wait
from services import KEY, Keyring, Peer


def read_records():
    path = os.path.join(os.environ['XDG_CONFIG_HOME'], 'confab', 'providers.json')
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def used_names(app, settings):
    """The names of the cards in use, from top to bottom."""
    used = app.find('list', 'In use', settings)
    if used is None:
        return []
    used.clear_cache()
    found = []
    for node in harness.children(used):
        extents = extents_of(node)
        if node.get_role_name() == 'list item' and extents is not None and extents.height > 0:
            found.append((extents.y, node.get_name()))
    return [name for _, name in sorted(found)]


def wait_for_order(app, settings, *names):
    wait(lambda: used_names(app, settings) == list(names), f'the order {names}',
         seen=lambda: used_names(app, settings))


def choose(app, settings, name, item):
    """Chooses from the menu of a card."""
    app.click_button(f'Actions for {name}', settings)
    app.act(wait(lambda: app.find('menu item', item), f'“{item}” in the menu'))


def wait_for_focus(node):
    def focused():
        node.clear_cache()
        return has_state(node, Atspi.StateType.FOCUSED)
    wait(focused, f'the focus on “{node.get_name()}”')


def check_search(app, settings):
    app.keys('ctrl+f')
    entry = app.get('entry', 'Search providers', settings)
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the search')
    app.type('gpt-oss')
    wait(lambda: used_names(app, settings) == ['Groq'] and not app.find('list item', 'Ollama', settings),
         'the provider of that model alone', seen=lambda: used_names(app, settings))
    app.keys('ctrl+a')
    app.type('api.mistral')
    wait(lambda: used_names(app, settings) == ['Mistral AI'], 'the provider of that address alone')
    app.keys('ctrl+a')
    app.type('nobody has this')
    app.get_text('^No provider found$', settings)
    app.screenshot('cards-nothing-found')
    app.keys('Escape')
    app.wait_gone('^No provider found$', settings)
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')

    # Typing is enough, too.
    app.type('anth')
    wait(lambda: used_names(app, settings) == ['Anthropic Claude'], 'the provider of that name alone')
    app.keys('Escape')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')


def check_name(app, settings):
    choose(app, settings, 'Groq', 'Rename')
    entry = app.get('text', 'Name', settings)
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the name')
    app.keys('ctrl+a')
    app.type('x')
    app.keys('Escape')
    wait(lambda: app.find('text', 'Name', settings) is None, 'the entry to go')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')

    choose(app, settings, 'Groq', 'Rename')
    wait(lambda: has_state(app.get('text', 'Name', settings), Atspi.StateType.FOCUSED), 'the focus in the name')
    app.keys('ctrl+a')
    app.type('Groq at work')
    app.keys('Return')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq at work', 'Mistral AI')
    wait(lambda: any(record.get('name') == 'Groq at work' for record in read_records()['providers']),
         'the name in the file')


def check_order(app, settings):
    # By keyboard, wherever on the card the focus is.
    details = app.get('push button', 'Details of Groq at work', settings)
    wait_for_focus(details)
    app.keys('alt+Up')
    wait_for_order(app, settings, 'Groq at work', 'Anthropic Claude', 'Mistral AI')
    app.get_text('^Groq at work is now number 1 of 3$', settings)
    wait_for_focus(details)
    app.keys('shift+Tab', 'alt+Down')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq at work', 'Mistral AI')

    # By the menu.
    choose(app, settings, 'Mistral AI', 'Move up')
    wait_for_order(app, settings, 'Anthropic Claude', 'Mistral AI', 'Groq at work')

    # By pointer: the last goes before the first.
    dragged = extents_of(app.get('list item', 'Groq at work', settings))
    first = extents_of(app.get('list item', 'Anthropic Claude', settings))
    window = app.find_window_id('Settings')
    call('xdotool', 'mousemove', '--window', window, str(dragged.x + 60), str(dragged.y + 20), 'mousedown', '1')
    for step in range(1, 11):
        call('xdotool', 'mousemove', '--window', window, str(dragged.x + 60),
             str(dragged.y + 20 + (first.y + 6 - dragged.y - 20) * step // 10))
    app.screenshot('cards-drag')
    call('xdotool', 'mouseup', '1')
    wait_for_order(app, settings, 'Groq at work', 'Anthropic Claude', 'Mistral AI')
    assert read_records()['order'][:1] == ['groq'], read_records()


def check_switch(app, settings):
    card = app.get('list item', 'Mistral AI', settings)
    app.click_at(app.get('check box', 'Use Mistral AI', settings), 'Settings')
    app.get_text('^Off$', card)
    app.click_at(app.get('check box', 'Use Mistral AI', settings), 'Settings')
    app.wait_gone('^Off$', card)


def check_copy_and_undo(app, settings):
    choose(app, settings, 'Mistral AI', 'Duplicate')
    app.get('list item', 'Mistral AI 2', settings)
    app.screenshot('cards-copy')
    choose(app, settings, 'Mistral AI 2', 'Remove')
    app.get_text('^“Mistral AI 2” removed$', settings)
    wait(lambda: not any(record.get('name') == 'Mistral AI 2' for record in read_records()['providers']),
         'the copy to leave the file')
    app.screenshot('cards-removed')
    # The toolkit has the label of the button twice in its name.
    app.click_button(re.compile('^Undo'), settings)
    app.get('list item', 'Mistral AI 2', settings)
    wait(lambda: any(record.get('name') == 'Mistral AI 2' for record in read_records()['providers']),
         'the copy in the file')


def main():
    Keyring()
    peer = Peer()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, GROQ_API_KEY='gsk-other', MISTRAL_API_KEY='other',
              OLLAMA_HOST='127.0.0.1:9')
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')
    check_search(app, settings)
    check_name(app, settings)
    check_order(app, settings)
    check_switch(app, settings)
    check_copy_and_undo(app, settings)
    app.close_window('Settings')
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
