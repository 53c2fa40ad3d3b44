# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking for something in all conversations, going there, and finding in the one that is open."""

import os
import random
import re
import sqlite3

import harness
from harness import Atspi, App, call, extents_of, has_state, is_on_screen, start_over, text_of, wait
from services import KEY, Peer
from waiting import PATIENCE

HISTORY = os.path.join(os.environ['XDG_DATA_HOME'], 'confab', 'history.db')
MINUTE_US = 60 * 1000 * 1000
START_US = 1760000000 * 1000 * 1000


def start(peer):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')


class Writer:
    """Puts conversations into the history as an older program would have left them."""

    def __init__(self):
        self.db = sqlite3.connect(HISTORY)
        self.seq = self.db.execute('SELECT coalesce(max(seq), 0) FROM messages').fetchone()[0]

    def conversation(self, name, title, head, archived=0):
        self.db.execute('INSERT INTO conversations (id, title, head_id, created_at_us, updated_at_us, pinned, archived)'
                        ' VALUES (?, ?, ?, ?, ?, 0, ?)', (name, title, head, START_US, START_US, archived))

    def message(self, conversation, name, parent, role, *parts):
        self.seq += 1
        self.db.execute('INSERT INTO messages (seq, id, conversation_id, parent_id, role, status, created_at_us,'
                        ' stop_reason, usage_input_excludes_cache, usage_output_excludes_reasoning)'
                        " VALUES (?, ?, ?, ?, ?, 'complete', ?, 'stop', 0, 0)",
                        (self.seq, name, conversation, parent, role, START_US + self.seq * MINUTE_US))
        for position, (kind, text) in enumerate(parts):
            self.db.execute('INSERT INTO parts (message_seq, position, kind, text, is_error, sealed)'
                            ' VALUES (?, ?, ?, ?, 0, 1)', (self.seq, position, kind, text))

    def close(self):
        self.db.commit()
        self.db.close()


def fill(filler=80):
    writer = Writer()
    writer.conversation('bread', 'Bread for beginners', f'bread-{filler}')
    parent = None
    for number in range(1, filler + 1):
        name = f'bread-{number}'
        role = 'assistant' if number % 2 == 0 else 'user'
        text = (f'Answer {number}. A loaf of bread wants **patience**, and a hot oven.\n\n- flour\n- water\n- salt'
                if number % 2 == 0 else f'Question {number}: how long does the bread rest?')
        parts = [('text', text)]
        if number == 20:
            parts = [('thinking', 'The starter of the neighbours is an *heirloom*.'),
                     ('text', 'Use a **sourdough starter**:\n\n```python\nwhile not ripe:\n    wait("one hour")\n```')]
        writer.message('bread', name, parent, role, *parts)
        # Another reply to the third question, which is not the one that is shown.
        if number == 4:
            writer.message('bread', 'bread-4b', 'bread-3', 'assistant',
                           ('text', 'On another branch it was a brioche all along.'))
        parent = name
    writer.conversation('greeting', 'Greetings', 'greeting-2')
    writer.message('greeting', 'greeting-1', None, 'user', ('text', 'How is it said in Chinese?'))
    writer.message('greeting', 'greeting-2', 'greeting-1', 'assistant', ('text', '人们说“你好”，或者说“您好”。'))
    writer.conversation('old', 'Put away', 'old-1', archived=1)
    writer.message('old', 'old-1', None, 'user', ('text', 'A recipe with marzipan'))
    writer.close()


def fill_much():
    """More than is entered into the index while one looks for something; the oldest comes last."""
    words = [f'{chr(97 + n % 26)}{n:x}' for n in range(4000)]
    dice = random.Random(1)
    writer = Writer()
    writer.conversation('much', 'Much', 'much-0')
    writer.message('much', 'much-0', None, 'user', ('text', 'The persimmon came first.'))
    for number in range(1, 1500):
        writer.message('much', f'much-{number}', 'much-0', 'assistant',
                       ('text', ' '.join(dice.choices(words, k=4000))))
    writer.close()


def wait_for_index():
    def is_done():
        history = sqlite3.connect(f'file:{HISTORY}?mode=ro', uri=True)
        try:
            return history.execute('SELECT count(*) FROM messages WHERE indexed = 0').fetchone()[0] == 0
        finally:
            history.close()
    wait(is_done, 'everything to be searched')


def resize(app, width, height):
    call('xdotool', 'windowsize', app.get_window_id('Confab'), str(width), str(height))
    wait(lambda: extents_of(app.window).width == width, f'a window of {width} pixels',
         seen=lambda: f'one of {extents_of(app.window).width}')


def hits(app):
    results = app.find('list', 'Search results')
    return [node for node in app.nodes('list item', results)] if results is not None else []


def begin_search(app, text):
    app.keys('ctrl+shift+f')
    entry = wait(lambda: next((node for node in app.nodes('entry') if has_state(node, Atspi.StateType.FOCUSED)), None),
                 'the focus in the search')
    Atspi.EditableText.set_text_contents(entry, text)


def wait_for_hits(app, number):
    wait(lambda: len(hits(app)) == number, f'{number} hits',
         seen=lambda: ', '.join(f'“{node.get_name()}”' for node in hits(app)) or 'none')


def get_marked(app, pattern):
    """What is in sight of the conversation."""
    log = app.get('log', 'Conversation')
    node = app.get_text(pattern, log)

    def in_sight():
        extents, window = extents_of(node), extents_of(log)
        return window.y <= extents.y and extents.y < window.y + window.height
    wait(in_sight, f'“{pattern}” in sight', seen=lambda: f'it at {extents_of(node).y} of {extents_of(log).height}')
    return node


def check_search(app):
    begin_search(app, 'sourdou star')
    wait_for_hits(app, 1)
    app.screenshot('search-1000')
    app.keys('Return')
    get_marked(app, '^Use a sourdough starter:$')
    app.screenshot('search-jump-1000')

    # What is on another branch is found, and that branch is shown.
    begin_search(app, 'brioche')
    wait_for_hits(app, 1)
    app.keys('Return')
    get_marked(app, '^On another branch it was a brioche')
    app.get('label', 'Bread for beginners')

    # Words of a script without spaces, and what was put away.
    begin_search(app, '您好')
    wait_for_hits(app, 1)
    app.keys('Return')
    get_marked(app, '^人们说')
    begin_search(app, 'marzip')
    wait_for_hits(app, 1)
    assert any(text_of(node).startswith('Archived') for node in app.nodes('label'))
    app.keys('Return')
    get_marked(app, '^A recipe with marzipan')

    # Arrows lead through what is found; a title is the first.
    begin_search(app, 'bread')
    wait(lambda: len(hits(app)) > 5, 'many hits')
    assert hits(app)[0].get_name() == 'Bread for beginners'
    app.keys('Down', 'Down', 'Up', 'Up')
    app.keys('Return')
    app.get('label', 'Bread for beginners')
    begin_search(app, 'zzz')
    app.get_text('^Nothing found$')
    app.screenshot('search-nothing')
    app.keys('Escape')
    app.get('list', 'Conversations')
    wait(lambda: not hits(app), 'the search to go')


NOTE = '^Older messages are still being indexed$'


def check_index(app):
    """What is not found yet is said to be missing, and found by itself."""
    begin_search(app, 'persimmon')
    app.get_text(NOTE)
    app.screenshot('search-index-1000')
    resize(app, 360, 640)
    app.screenshot('search-index-360')
    app.get_text(NOTE)
    wait(lambda: len(hits(app)) == 1, 'what came last into the index', patience=3 * PATIENCE)
    app.wait_gone(NOTE)


def count_text(app):
    node = next((node for node in app.nodes() if re.fullmatch(r'\d+ of \d+|Not found', text_of(node))), None)
    return text_of(node) if node is not None else ''


def wait_for_count(app, pattern):
    return wait(lambda: re.fullmatch(pattern, count_text(app)), f'“{pattern}”', seen=lambda: f'“{count_text(app)}”')


def check_find(app, peer):
    begin_search(app, 'Question 79')
    wait(lambda: hits(app), 'a hit')
    app.keys('Return')
    get_marked(app, '^Question 79')
    app.keys('ctrl+f')
    wait(lambda: any(has_state(node, Atspi.StateType.FOCUSED) and node.get_name() == 'Find in the conversation'
                     for node in app.nodes('text')), 'the focus where to find')
    app.type('BREAD')
    # Each question and each answer has it once, but for the one about the starter.
    wait_for_count(app, r'\d+ of 79')
    before = int(count_text(app).split()[0])
    app.keys('Return')
    wait_for_count(app, f'{before % 79 + 1} of 79')
    app.keys('shift+Return')
    wait_for_count(app, f'{before} of 79')
    app.keys('ctrl+g', 'ctrl+g')
    wait_for_count(app, f'{(before + 1) % 79 + 1} of 79')
    app.screenshot('find-1000')

    # What is folded away unfolds.
    app.keys('ctrl+a')
    app.type('heirloom')
    wait_for_count(app, '1 of 1')
    get_marked(app, '^The starter of the neighbours')
    app.screenshot('find-thinking')
    app.keys('ctrl+a')
    app.type('one hour')
    wait_for_count(app, '1 of 1')
    app.screenshot('find-code')
    app.keys('ctrl+a')
    app.type('nowhere at all')
    wait_for_count(app, 'Not found')

    # What arrives is counted.
    app.keys('ctrl+a')
    app.type('kumquat')
    wait_for_count(app, 'Not found')
    app.send('[[say One kumquat, two kumquats.]]')
    app.wait_for_reply()
    wait_for_count(app, '0 of 4')
    app.keys('ctrl+g')
    wait_for_count(app, '[1-4] of 4')
    app.keys('ctrl+f', 'Escape')
    wait(lambda: count_text(app) == '', 'the bar to go')


def check_narrow(app):
    resize(app, 360, 640)
    begin_search(app, 'starter')
    wait_for_hits(app, 1)
    app.screenshot('search-360')
    app.keys('Return')
    get_marked(app, '^Use a sourdough starter:$')
    app.screenshot('search-jump-360')
    app.keys('ctrl+f')
    app.type('ripe')
    wait_for_count(app, '1 of 1')
    app.screenshot('find-360')


def main():
    peer = Peer()
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send('Are you there?')
    app.wait_for_reply()
    app.quit()
    fill()

    app = start(peer)
    app.get('list', 'Conversations')
    wait_for_index()
    check_search(app)
    check_find(app, peer)
    app.quit()

    fill_much()
    app = start(peer)
    app.composer()
    check_index(app)
    check_narrow(app)
    app.quit()
    start_over()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
