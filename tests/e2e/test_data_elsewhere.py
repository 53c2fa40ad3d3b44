# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations come into the program from a terminal while its window is open, and a reply arrives in it."""

import json
import os
import sqlite3
import subprocess
import sys
import time

import harness
from harness import App, Atspi, text_of, wait
from services import KEY, Peer
from waiting import PATIENCE


def path_of(name):
    return os.path.join(os.environ['HOME'], name)


def conversation(title, *texts):
    return {'uuid': title, 'name': title, 'updated_at': f'2024-01-0{len(texts)}T00:00:00Z', 'chat_messages': [
        {'uuid': f'{title}-{number}', 'sender': ('human', 'assistant')[number % 2], 'text': text}
        for number, text in enumerate(texts)]}


def run_confab(*arguments):
    return subprocess.run([os.environ['CONFAB_PROGRAM'], *arguments], capture_output=True, text=True, timeout=PATIENCE,
                          check=False)


def import_in_terminal(*conversations):
    with open(path_of('export.json'), 'w', encoding='utf-8') as file:
        json.dump(conversations, file)
    result = run_confab('import', path_of('export.json'))
    assert result.returncode == 0, result
    return time.monotonic()


def wait_for_row(app, title, since):
    row = wait(lambda: app.find('list item', title), f'“{title}” in the list')
    print(f'“{title}” was in the list after {time.monotonic() - since:.2f} s', file=sys.stderr)
    return row


def change_elsewhere(sql, *values):
    """Writes into the history as another program does that has it open."""
    path = os.path.join(os.environ['XDG_DATA_HOME'], 'confab', 'history.db')
    history = sqlite3.connect(path, timeout=PATIENCE)
    history.execute('PRAGMA foreign_keys = ON')
    history.execute(sql, values)
    history.commit()
    history.close()


def check_deleted(app, log):
    """What somebody else renames or deletes is so here, and what was typed in it stays."""
    change_elsewhere('UPDATE conversations SET title = ? WHERE title = ?', 'Wolves <b>', 'Dogs')
    wolves = wait(lambda: app.find('list item', 'Wolves <b>'), 'the new name in the list')
    app.click_at(wolves)
    app.get_text('^Who barks\\?$', log)
    Atspi.EditableText.set_text_contents(app.focus_composer(), 'Not yet sent')
    change_elsewhere('DELETE FROM conversations WHERE title = ?', 'Wolves <b>')
    wait(lambda: not app.find('list item', 'Wolves <b>'), 'the conversation to go')
    app.get_text('^Deleted elsewhere: “Wolves <b>”$')
    wait(lambda: not app.find_text('^Who barks', log), 'a new conversation')
    app.screenshot('deleted-elsewhere')
    assert text_of(app.composer()) == 'Not yet sent'


def main():
    peer = Peer()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')

    # While a reply arrives, which goes on.
    app.new_conversation()
    app.send('Hello [[say One and two.]] [[gate]]')
    peer.wait_for_gate()
    log = app.get('log', 'Conversation')
    since = import_in_terminal(conversation('Cats', 'Who purrs?'), conversation('Dogs', 'Who barks?'))
    cats = wait_for_row(app, 'Cats', since)
    wait_for_row(app, 'Dogs', since)
    app.screenshot('imported-elsewhere')
    peer.release()
    app.get_text('^One and two\\.$', log)
    app.wait_for_reply()

    # Into the conversation that is looked at.
    app.click_at(cats)
    app.get_text('^Who purrs\\?$', log)
    import_in_terminal(conversation('Cats', 'Who purrs?', 'Cats do.'))
    app.get_text('^Cats do\\.$', log)

    # Nothing takes the place of what the window goes by.
    assert run_confab('backup', path_of('backup.zip')).returncode == 0
    result = run_confab('restore', path_of('backup.zip'))
    assert result.returncode != 0 and 'Confab is open' in result.stderr, result
    app.get('list item', 'Dogs')
    check_deleted(app, log)
    app.quit()
    result = run_confab('restore', path_of('backup.zip'))
    assert result.returncode == 0, result


harness.run(main)
