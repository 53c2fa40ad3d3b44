# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of the settings window, as tests look at them and use them."""

import json
import os

import harness
from harness import Atspi, extents_of, has_state, wait


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
