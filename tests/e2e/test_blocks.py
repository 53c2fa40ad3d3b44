# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with the text of a reply: selected, copied, saved, followed."""

import os
import re
import stat
import subprocess

import harness
from harness import Atspi, App, has_state, read, text_of, wait
from gi.repository import Gio
from services import KEY, Keyring, Peer
from waiting import PATIENCE, call

CODE = '''def first(rows):
\treturn [row for row in rows if row is not None and row.is_wanted_by_somebody_who_is_patient_enough_to_wait_for_it_all]
'''

TABLE = '''| Name | Price |
|:-----|------:|
| bread, rye | 3 |
| "best" | **5** |
'''

REPLY = f'''# The beginning

A paragraph with *emphasis* and a note[^n].

''' + '\n\n'.join(f'Paragraph {number} of many, which is here so that the beginning is far above the end and out of sight.'
                  for number in range(1, 31)) + f'''

- one
- two
  - deeper

```python
{CODE}```

{TABLE}
[the manual](https://example.org/manual?page=1)

[^n]: The note itself.

The end.'''

TEXT_BEGINNING = '''The beginning

A paragraph with emphasis and a note[1].

Paragraph 1 of many,'''

TEXT_END = f'''• one
• two
  • deeper

{CODE}
Name\tPrice
bread, rye\t3
"best"\t5

the manual

[1] The note itself.

The end.'''


RTL_LINE = 'לחם שיפון: `bake(rye[0])` דורש סבלנות.'

# The test server repeats it as a quote and says something of its own.
TAIL = "\n\nThis is the peer's answer."
MARKDOWN = ''.join(f'> {line}\n' for line in REPLY.split('\n')) + "\nThis is **the peer's** answer."


def clipboard(selection='clipboard'):
    # As bytes: line ends are a part of it.
    return subprocess.run(['xclip', '-selection', selection, '-o'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False, timeout=PATIENCE).stdout.decode()


def wait_for_clipboard(matches, what, selection='clipboard'):
    return wait(lambda: matches(clipboard(selection)), what, seen=lambda: repr(clipboard(selection)[-400:]))


def forget_clipboard():
    subprocess.run(['xclip', '-selection', 'clipboard', '-i'], input=b'-', check=True, timeout=PATIENCE)
    wait_for_clipboard(lambda text: text == '-', 'an empty clipboard')


def center(node):
    extents = node.get_extents(Atspi.CoordType.WINDOW)
    return extents.x + extents.width // 2, extents.y + extents.height // 2


def pointer(app, *arguments):
    call('xdotool', 'mousemove', '--window', app.get_window_id('Confab'), *map(str, arguments))


def check_selecting_all(app, conversation):
    app.click_at(app.get_text('^This is the peer', conversation))
    app.keys('ctrl+a')
    app.keys('ctrl+c')
    text = wait_for_clipboard(lambda text: text.endswith(TEXT_END + TAIL) and text, 'all of the text')
    assert TEXT_BEGINNING in text, text[:300]
    assert 'Paragraph 17 of many' in text

    forget_clipboard()
    app.keys('ctrl+shift+c')
    wait_for_clipboard(lambda text: text.endswith(MARKDOWN), 'all of the Markdown')


def check_selecting_by_pointer(app, conversation):
    """From the last line upwards, over rows that were never on the screen together."""
    end = app.get_text('^This is the peer', conversation)
    extents = end.get_extents(Atspi.CoordType.WINDOW)
    top = conversation.get_extents(Atspi.CoordType.WINDOW).y
    # Behind the last letter, and then far above the first row in sight, until the beginning is there.
    pointer(app, extents.x + extents.width - 10, extents.y + extents.height // 2, 'mousedown', '1')
    pointer(app, extents.x + 200, extents.y - 60)
    pointer(app, extents.x + 1, top + 10)
    pointer(app, extents.x + 1, 1)

    def is_at_beginning():
        heading = app.find_text('^The beginning', conversation)
        return heading is not None and heading.get_extents(Atspi.CoordType.WINDOW).y > top
    wait(is_at_beginning, 'the beginning')
    # Back in the window it comes to rest, a good deal further up by then if the machine is slow.
    pointer(app, extents.x + 1, top + 10)
    call('xdotool', 'mouseup', '1')
    wait_for_clipboard(lambda text: text.endswith(TEXT_END + TAIL) and 'Paragraph 17 of many' in text and
                       'A paragraph with emphasis' in text, 'the selection', 'primary')

    app.keys('ctrl+c')
    wait_for_clipboard(lambda text: text.endswith(TEXT_END + TAIL), 'the selection')
    # A part of a paragraph keeps what is emphasized in it.
    paragraph = app.get_text('^A paragraph with', conversation)
    app.bring_into_view(paragraph, 'Confab', conversation)
    extents = paragraph.get_extents(Atspi.CoordType.WINDOW)
    middle = extents.y + extents.height // 2
    pointer(app, extents.x + 1, middle, 'mousedown', '1')
    pointer(app, extents.x + 40, middle)
    pointer(app, extents.x + 190, middle, 'mouseup', '1')
    app.keys('ctrl+shift+c')
    wait_for_clipboard(lambda text: re.match(r'> A paragraph with \*emph', text), 'a part as Markdown')


def check_footnote(app, conversation):
    """Its mark leads to it."""
    paragraph = app.get_text('^A paragraph with', conversation)
    app.click_at(paragraph)
    app.keys('Tab')
    # Tab may come upon the buttons of the window first, wherever the focus was.
    wait(lambda: press_until_focused(app, paragraph), 'the focus on the mark')
    app.keys('Return')
    note = app.get_text('^The note itself', conversation)
    wait(lambda: 0 < note.get_extents(Atspi.CoordType.WINDOW).y < 700, 'the note in sight')


def press_until_focused(app, node):
    node.clear_cache()
    if has_state(node, Atspi.StateType.FOCUSED):
        return True
    app.keys('Tab')
    return False


def check_code(app, conversation):
    code = app.get_text('^def first', conversation)
    app.click_button('Copy code', conversation)
    wait_for_clipboard(lambda text: text == CODE, 'the code')

    height = code.get_extents(Atspi.CoordType.WINDOW).height
    app.click_button('Break long lines', conversation)
    wait(lambda: app.get_text('^def first', conversation).get_extents(Atspi.CoordType.WINDOW).height > height,
         'the long line to be broken')
    app.screenshot('blocks-broken')
    app.click_button('Break long lines', conversation)
    wait(lambda: app.get_text('^def first', conversation).get_extents(Atspi.CoordType.WINDOW).height == height,
         'the line to be whole')

    path = os.path.join(os.environ['HOME'], 'saved.py')
    app.click_button('Save code', conversation)
    # The toolkit's own window, which tells accessibility little of itself.
    wait(lambda: call('xdotool', 'getwindowfocus', 'getwindowname', check=False).strip() == 'Save code',
         'the window to choose a file')
    name = wait(lambda: next((node for node in app.nodes() if text_of(node) == 'code.py'), None),
                'the proposed name')
    app.keys('ctrl+a')
    app.type(path)
    wait(lambda: text_of(name) == path, 'the path', seen=lambda: text_of(name))
    app.keys('Return')
    wait(lambda: os.path.exists(path) and read(path) == CODE, 'the file')
    app.wait_for_window('Confab')
    app.get_text('^Saved as “saved.py”$')


def check_table(app, conversation):
    table = app.get_text('^Name\tPrice', conversation)
    app.click_at(app.get_text('^This is the peer', conversation))
    for _ in range(60):
        if press_until_focused(app, table):
            break
        app.root.clear_cache()
    for label, expected in (('Copy table as CSV', 'Name,Price\r\n"bread, rye",3\r\n"""best""",5\r\n'),
                            ('Copy table as Markdown', TABLE)):
        app.keys('shift+F10')
        app.act(app.get('menu item', label))
        wait_for_clipboard(lambda text: text == expected, label)
        wait(lambda: not app.find('menu item', label), 'the menu to close')


def check_link(app, conversation, visited):
    """Says where it leads, and only then goes there."""
    link = app.get_text('^the manual', conversation)
    extents = link.get_extents(Atspi.CoordType.WINDOW)
    pointer(app, extents.x + 40, extents.y + extents.height // 2, 'click', '1')
    app.get_text('^example.org$')
    app.get_text(re.escape('https://example.org/manual?page=1'))
    app.screenshot('blocks-link')
    assert not os.path.exists(visited), 'it was opened without asking'
    app.keys('Return')
    wait(lambda: os.path.exists(visited) and read(visited).strip() == 'https://example.org/manual?page=1', 'the browser')


def check_no_program(app, conversation):
    """Where nothing opens an address, that is told, and the address can be taken elsewhere."""
    app.send('[Write](mailto:baker@example.org)')
    app.wait_for_reply()
    link = app.get_text('^Write$', conversation)

    def asked():
        # The text may have moved away from under the pointer.
        place = link.get_extents(Atspi.CoordType.WINDOW)
        pointer(app, place.x + 30, place.y + place.height // 2, 'click', '1')
        return app.find_text('^mailto:baker@example.org$')
    wait(asked, 'where it leads')
    app.keys('Return')
    app.get_text('^No program could open mailto:baker@example.org$')
    app.screenshot('blocks-no-program')
    app.click_at(app.get_text('^Copy address$'))
    wait_for_clipboard(lambda text: text == 'mailto:baker@example.org', 'the address')


def check_directions(app):
    """What sets code apart among words that run from right to left is not a part of what is copied."""
    app.new_conversation()
    app.send(RTL_LINE)
    app.wait_for_reply()
    conversation = app.get('log', 'Conversation')
    app.click_at(app.get_text('^This is the peer', conversation))
    app.keys('ctrl+a')
    app.keys('ctrl+c')
    wait_for_clipboard(lambda text: RTL_LINE.replace('`', '') + TAIL in text, 'the text without marks')
    app.screenshot('blocks-directions')


def forget_mail_programs():
    """Makes the desktop one that has no program for mail, whatever is installed."""
    names = [program.get_id() for program in Gio.AppInfo.get_all_for_type('x-scheme-handler/mailto')]
    os.makedirs(os.environ['XDG_CONFIG_HOME'], exist_ok=True)
    with open(os.path.join(os.environ['XDG_CONFIG_HOME'], 'mimeapps.list'), 'a', encoding='utf-8') as file:
        file.write('[Removed Associations]\nx-scheme-handler/mailto=' + ''.join(f'{name};' for name in names) + '\n')


def make_browser():
    """A browser that only notes what it is asked for."""
    visited = os.path.join(os.environ['HOME'], 'visited')
    script = os.path.join(os.environ['HOME'], 'browser')
    with open(script, 'w', encoding='utf-8') as file:
        file.write(f'#!/bin/sh\nprintf %s "$1" >{visited}.part && mv {visited}.part {visited}\n')
    os.chmod(script, stat.S_IRWXU)
    folder = os.path.join(os.environ['XDG_DATA_HOME'], 'applications')
    os.makedirs(folder, exist_ok=True)
    os.makedirs(os.environ['XDG_CONFIG_HOME'], exist_ok=True)
    with open(os.path.join(folder, 'browser.desktop'), 'w', encoding='utf-8') as file:
        file.write(f'[Desktop Entry]\nType=Application\nName=Browser\nExec={script} %u\n'
                   'MimeType=x-scheme-handler/https;x-scheme-handler/http;\n')
    with open(os.path.join(os.environ['XDG_CONFIG_HOME'], 'mimeapps.list'), 'w', encoding='utf-8') as file:
        file.write('[Default Applications]\nx-scheme-handler/https=browser.desktop\n')
    return visited


def main():
    keyring = Keyring()
    peer = Peer()
    visited = make_browser()
    forget_mail_programs()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send(REPLY)
    app.wait_for_reply()
    conversation = app.get('log', 'Conversation')
    app.get('push button', 'Copy reply')

    check_selecting_all(app, conversation)
    check_selecting_by_pointer(app, conversation)
    check_footnote(app, conversation)
    check_code(app, conversation)
    check_table(app, conversation)
    check_link(app, conversation, visited)
    check_no_program(app, conversation)
    check_directions(app)
    app.quit()
    assert keyring.lookup('anthropic') is None
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
