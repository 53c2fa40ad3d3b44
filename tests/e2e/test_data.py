# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations leave the program and come into it, by its window: export, import, backup, restoration, deletion."""

import json
import os
import re
import time
import zipfile

import harness
from harness import App, call, wait
from services import KEY, Peer

CHATGPT = [{
    'title': 'Cats and dogs', 'conversation_id': 'x', 'create_time': 1700000000, 'current_node': 'b',
    'mapping': {
        'a': {'parent': None, 'children': ['b'], 'message': {
            'author': {'role': 'user'}, 'content': {'content_type': 'multimodal_text', 'parts': [
                {'content_type': 'image_asset_pointer', 'asset_pointer': 'file-service://file-lost'}, 'Who purrs?']}}},
        'b': {'parent': 'a', 'children': [], 'message': {
            'author': {'role': 'assistant'}, 'content': {'content_type': 'text', 'parts': ['Cats do.']}}},
    },
}]


def path_of(name):
    return os.path.join(os.environ['HOME'], name)


def activate(app, title):
    """Gives the keyboard to a window that is modal, which does not say that it has it."""
    window_id = wait(lambda: app.find_window_id(title), f'the window “{title}”')
    call('xdotool', 'windowactivate', '--sync', window_id)


def choose(app, title, path):
    """Types a path into the file chooser."""
    activate(app, title)
    if title in ('Import', 'Restore'):
        app.keys('slash')
        entry = wait(lambda: next((node for node in app.nodes('text') if harness.text_of(node) == '/'), None),
                     'the entry for a path')
        app.type(path[1:])
        wait(lambda: harness.text_of(entry) == path, 'the path')
    else:
        app.keys('ctrl+a')
        app.type(path)
    app.keys('Return')


def open_page(app):
    app.action('preferences')
    preferences = app.get_window('Settings')
    app.click_at(app.get_text('^Data$', preferences), 'Settings')
    app.get('push button', re.compile('^Import…'), preferences)
    return preferences


def press(app, name, root):
    # A button of a row has the name of the row behind its own.
    button = app.get('push button', re.compile(f'^{name}'), root)
    app.bring_into_view(button, 'Settings')
    app.click_at(button, 'Settings')


def titles(app):
    return [node.get_name() for node in app.nodes('list item')]


def main():
    peer = Peer()
    export = path_of('chatgpt.zip')
    with zipfile.ZipFile(export, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('conversations.json', json.dumps(CHATGPT))

    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.new_conversation()
    app.send('Are you there?')
    app.wait_for_reply()

    # Conversations of another program, and what of them is not there.
    preferences = open_page(app)
    app.screenshot('data')
    press(app, 'Import…', preferences)
    choose(app, 'Import', export)
    app.get_text('^1 conversation was imported\\.$', preferences)
    app.get_text('“file-lost” is not in the export', preferences)
    app.screenshot('data-imported')
    wait(lambda: 'Cats and dogs' in titles(app), 'the imported conversation in the list')

    # Everything into one file.
    press(app, 'Back up…', preferences)
    choose(app, 'Back up', path_of('backup.zip'))
    app.get_text('^The backup is complete', preferences)
    with zipfile.ZipFile(path_of('backup.zip')) as archive:
        assert 'history.db' in archive.namelist(), archive.namelist()
        for name in archive.namelist():
            assert KEY.encode() not in archive.read(name), name

    # Away with it all, after a question.
    press(app, 'Delete…', preferences)
    app.get_text('^Delete all conversations\\?$')
    app.screenshot('data-delete')
    app.click_button(re.compile('^_Delete'))
    app.get_text('^All conversations are deleted\\.$', preferences)
    wait(lambda: 'Cats and dogs' not in titles(app), 'an empty list')

    # And back.
    press(app, 'Restore…', preferences)
    choose(app, 'Restore', path_of('backup.zip'))
    app.get_text('^Replace everything that is here\\?$')
    app.click_button(re.compile('^_Replace'))
    app.get_text('^The backup is restored\\.', preferences)
    wait(lambda: 'Cats and dogs' in titles(app), 'the restored conversation in the list')

    # A file that is none of these.
    with open(path_of('nonsense.zip'), 'w', encoding='utf-8') as file:
        file.write('Hello')
    press(app, 'Import…', preferences)
    choose(app, 'Import', path_of('nonsense.zip'))
    app.get_text('^This is no file that Confab can read', preferences)
    app.close_window('Settings')

    # One conversation, from the menu of its header.
    row = app.get('list item', 'Cats and dogs')
    app.click_at(row)
    app.get_text('Cats do\\.', app.get('log', 'Conversation'))
    app.click_button('Conversation menu')
    app.act(app.get('menu item', 'Export…'))
    activate(app, 'Export')
    app.get_text('^Pictures and files are put into a folder beside it\\.$')
    app.screenshot('export')
    app.keys('Return')
    choose(app, 'Save as', path_of('cats.md'))
    wait(lambda: os.path.exists(path_of('cats.md')), 'the file')
    with open(path_of('cats.md'), encoding='utf-8') as file:
        text = file.read()
    assert re.search('^# Cats and dogs$', text, re.M) and 'Cats do.' in text, text
    # While it closes, the window in front still keeps clicks from the one below.
    app.wait_until_closed('Export', 'Confab')

    # Another one, from the menu of its row.
    # What is told of where a row is can be of before the list was filled anew.
    clicked = []

    def is_shown():
        if app.find_text('^Are you there\\?$', app.get('log', 'Conversation')):
            return True
        if not clicked or time.monotonic() - clicked[-1] > 3:
            app.root.clear_cache()
            app.click_at(app.get('list item', 'Are you there?'))
            clicked.append(time.monotonic())
        return False
    wait(is_shown, 'the other conversation')
    call('xdotool', 'click', '3')
    app.act(app.get('menu item', 'Export…'))
    activate(app, 'Export')
    app.keys('Escape')
    wait(lambda: app.find_window_id('Export') is None, 'the window to close')
    app.quit()


harness.run(main)
