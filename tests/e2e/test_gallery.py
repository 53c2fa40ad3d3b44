# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a conversation can show, in wide and narrow windows.

Where CONFAB_E2E_SCREENSHOTS names a folder, pictures of all of it are left there, in light and dark.
"""

import os
import re

import harness
from harness import Atspi, App, call, extents_of, has_state, is_on_screen, set_preference, start_over, text_of, wait
from scenes import (CODE, CODE_REPLY, DISPLAY, INLINE, LISTS_REPLY, MATHEMATICS_REPLY, RTL_PARAGRAPH, RTL_QUESTION,
                    RTL_REPLY, TABLE_REPLY)
from services import KEY, Peer
from test_attachments import PDF, paste_files, png, write
from test_blocks import forget_clipboard, wait_for_clipboard
from test_search import begin_search, get_marked, hits, wait_for_count
from test_versions import get_bar, log, open_menu, say

HEIGHT = 720
# What the toolkit draws around a window where nothing draws shadows.
FRAME = 10
SHAPES = [(1000, 'light'), (360, 'light')]
PICTURES = [(360, 'light'), (1000, 'light'), (1000, 'dark'), (360, 'dark')]


def taking_pictures():
    return bool(os.environ.get('CONFAB_E2E_SCREENSHOTS'))


class Gallery:
    """The program in one shape after the other."""

    def __init__(self, app):
        self.app = app
        self.width = 0
        self.scheme = 'light'

    def take_shape(self, width, scheme):
        if scheme != self.scheme:
            call('gsettings', 'set', 'org.gnome.desktop.interface', 'color-scheme',
                 'prefer-dark' if scheme == 'dark' else 'default', env=dict(os.environ, GSETTINGS_BACKEND='keyfile'))
            self.scheme = scheme
            wait(lambda: self.brightness() < 128 if scheme == 'dark' else self.brightness() > 128, f'a {scheme} window',
                 seen=lambda: f'one of brightness {self.brightness()}')
        self.width = width
        call('xdotool', 'windowsize', self.app.get_window_id('Confab'), str(width + FRAME), str(HEIGHT + FRAME))
        wait(lambda: extents_of(self.app.window).width == width, f'a window of {width} pixels',
             seen=lambda: f'one of {extents_of(self.app.window).width}')

    def brightness(self):
        """Of the window, where nothing is but its ground."""
        picture = call('import', '-window', self.app.get_window_id('Confab'), '-crop', '1x1+2+2', '-depth', '8',
                       '-colorspace', 'gray', 'txt:-')
        return int(re.search(r'#([0-9A-F]{2})', picture).group(1), 16)

    def picture(self, name):
        self.app.screenshot(f'{name}-{self.width}-{self.scheme}')

    @property
    def is_narrow(self):
        return self.width < 700

    def is_list_in_front(self):
        conversations = self.app.find('list', 'Conversations')
        return conversations is not None and is_on_screen(conversations)

    def go(self, title):
        """Opens a conversation by the list of them."""
        if self.is_narrow and not self.is_list_in_front():
            self.app.click_button('Conversations')
            wait(self.is_list_in_front, 'the list in front')
        row = self.app.get('list item', title, self.app.get('list', 'Conversations'))
        self.app.click_at(row)
        if self.is_narrow:
            wait(lambda: not self.is_list_in_front(), 'the conversation in front')
        else:
            wait(lambda: has_state(row, Atspi.StateType.SELECTED), f'“{title}” to be chosen')
        self.app.get('log', 'Conversation')

    def reach(self, key, pattern):
        """Goes to the beginning or the end, with Home or End, where a text is."""
        view = extents_of(log(self.app))
        # Beside the text, where nothing is but the conversation.
        call('xdotool', 'mousemove', '--window', self.app.get_window_id('Confab'), str(view.x + 12),
             str(view.y + view.height // 2), 'click', '1')
        self.app.keys(key)

        def in_sight():
            node = self.app.find_text(pattern, log(self.app))
            return node is not None and view.y <= extents_of(node).y < view.y + view.height
        wait(in_sight, f'“{pattern}” in sight')


def begin(app, peer, question, reply, end):
    """A conversation of a question and a reply, up to a text that the reply ends with."""
    app.new_conversation()
    peer.configure(directives=f'[[say {reply}]]')
    app.send(question)
    app.get_text(end, log(app))
    app.wait_for_reply()
    peer.configure(directives=None)


# What is shown

def make_blocks(gallery, peer):
    app = gallery.app
    begin(app, peer, 'Long code', CODE_REPLY, '^Run it with')
    gallery.reach('Home', '^from dataclasses')
    forget_clipboard()
    app.click_button('Copy code', log(app))
    wait_for_clipboard(lambda text: text == CODE, 'the code')
    # Shown in pieces, and the same again when it is copied with what is around it.
    app.click_at(app.get_text('^Put the sums', log(app)))
    app.keys('ctrl+a', 'ctrl+c')
    wait_for_clipboard(lambda text: CODE in text and 'Run it with' in text, 'all of the text')
    begin(app, peer, 'A wide table', TABLE_REPLY, '^a\tb')
    begin(app, peer, 'Mathematics', MATHEMATICS_REPLY, r'\\unknown')
    begin(app, peer, RTL_QUESTION, RTL_REPLY, '^And a line in English')
    begin(app, peer, 'Lists and other things', LISTS_REPLY, 'It has less gluten')


def show_blocks(gallery):
    app = gallery.app
    gallery.go('Lists and other things')
    if not gallery.is_narrow:
        wait(lambda: extents_of(app.get('list', 'Conversations')).width <= 320, 'a list no wider than it should be')
    gallery.reach('End', 'It has less gluten')
    gallery.picture('lists-end')
    gallery.reach('Home', '^Baking bread')
    gallery.picture('lists')

    gallery.go(RTL_QUESTION)
    gallery.reach('Home', '^לחם$')
    app.get_text(re.escape(RTL_PARAGRAPH), log(app))
    gallery.picture('rtl')

    gallery.go('Mathematics')
    gallery.reach('End', r'\\unknown')
    check_mathematics(gallery)
    gallery.picture('mathematics-end')
    gallery.reach('Home', re.escape(INLINE))
    gallery.picture('mathematics')

    gallery.go('A wide table')
    gallery.reach('Home', '^Bread\tFlour')
    table = app.get_text('^Bread\tFlour', log(app))
    assert 'Never knead it' in text_of(table), text_of(table)
    gallery.picture('table')

    gallery.go('Long code')
    gallery.picture('code-end')
    gallery.reach('Home', '^from dataclasses')
    gallery.picture('code')


def check_mathematics(gallery):
    """A formula is drawn, and read out as its source. One that is not is as high as a line of source."""
    conversation = log(gallery.app)
    formula = gallery.app.get_text(re.escape(DISPLAY), conversation)
    source = gallery.app.get_text(r'\\unknown', conversation)
    assert gallery.is_narrow or extents_of(formula).height != extents_of(source).height, 'it is not drawn'


# What is done with messages

def make_messages(app, peer):
    begin(app, peer, 'What is rye?', 'A grain.', '^A grain.$')
    for reply in 'Secale cereale, a grass that is grown for its grains.', 'A grass.':
        peer.configure(directives=f'[[say {reply}]]')
        app.keys('ctrl+r')
        app.get_text(f'^{reply}$', log(app))
        app.wait_for_reply()
    app.keys('ctrl+Page_Up')
    app.get('label', 'Version 2 of 3', log(app))
    say(app, peer, 'And oats?', 'Also a grass, which is eaten by horses and in the morning.')

    app.new_conversation()
    peer.configure(directives='[[say The quick brown fox jumps over the lazy dog]][[cut]]')
    app.send('Tell me of the fox')
    app.get('push button', 'Continue', log(app))
    peer.configure(directives='[[status 401]]')
    app.new_conversation()
    app.send('Is the key right?')
    app.get('push button', 'Retry', log(app))
    peer.configure(directives=None)


def show_messages(gallery):
    app = gallery.app
    gallery.go('Is the key right?')
    gallery.picture('failed')
    gallery.go('Tell me of the fox')
    app.get('push button', 'Continue', log(app))
    gallery.picture('cut')

    gallery.go('What is rye?')
    app.get('label', 'Version 2 of 3', get_bar(app, '^Secale', re.compile('^Reply: Secale')))
    gallery.picture('bar-reply')
    get_bar(app, '^And oats.$', 'Your message: And oats?')
    gallery.picture('bar-question')
    open_menu(app, '^Also a grass')
    gallery.picture('message-menu')
    app.act(app.get('menu item', 'Delete'))
    app.get_text('^Reply deleted$')
    gallery.picture('deleted')
    app.click_button(re.compile('^Undo'))
    app.get_text('^Also a grass', log(app))

    composer = app.focus_composer()
    app.keys('ctrl+e')
    wait(lambda: text_of(composer) == 'And oats?', 'the message in the composer')
    gallery.picture('edit')
    app.keys('Escape')
    wait(lambda: text_of(composer) in ('', 'Message'), 'an empty composer')


# Files

def make_files(app, peer):
    app.new_conversation()
    paste_files(app, write('loaf.png', png(640, 400)), write('bread.py', b'print("rye")\n'), write('rye.pdf', PDF))
    wait(lambda: not app.find_text('^Reading'), 'the files to be read')
    peer.configure(directives='[[say A loaf, a program and a book.]]')
    app.send('What is in these?')
    app.wait_for_reply()
    app.get('push button', 'Open loaf.png')
    app.new_conversation()
    say(app, peer, 'More files', 'Send them.')
    paste_files(app, write('a name that is rather long and does not fit.txt', b'words\n' * 500),
                write('crumb.png', png(320, 400)), write('bread.py', b'print("rye")\n'), write('rye.pdf', PDF))
    wait(lambda: not app.find_text('^Reading'), 'the files to be read')
    peer.configure(directives=None)


def show_files(gallery):
    app = gallery.app
    gallery.go('What is in these?')
    app.get('push button', 'Save rye.pdf…')
    gallery.picture('files-sent')
    gallery.go('More files')
    app.get('push button', 'Remove rye.pdf')
    gallery.picture('files')


# Around the conversation

def show_search(gallery):
    app = gallery.app
    begin_search(app, 'rye')
    wait(lambda: len(hits(app)) > 2, 'what is found')
    gallery.picture('search')
    begin_search(app, 'gluten')
    wait(lambda: len(hits(app)) == 1, 'one hit')
    app.keys('Return')
    get_marked(app, '^It has less gluten')
    gallery.picture('search-reached')
    app.keys('ctrl+f')
    wait(lambda: app.find('text', 'Find in the conversation'), 'the bar')
    app.keys('ctrl+a')
    app.type('water')
    wait_for_count(app, '. of 4')
    gallery.picture('find')
    app.keys('Escape')
    begin_search(app, '')
    app.keys('Escape')
    app.get('list', 'Conversations')
    gallery.picture('sidebar')


def show_windows(gallery):
    app = gallery.app
    gallery.go('What is rye?')
    app.click_button('Conversation menu')
    app.get('menu item', 'Instructions…')
    # There is a button for it where the list is beside the conversation.
    assert (app.find('menu item', 'New conversation') is not None) == gallery.is_narrow
    gallery.picture('menu')
    app.keys('Escape')
    for item, title in (('Instructions…', 'Instructions'), ('Tokens and cost', 'Tokens and cost'), ('Export…', 'Export')):
        app.click_button('Conversation menu')
        app.act(app.get('menu item', item))
        app.get_dialog(title)
        app.wait_for_keyboard()
        gallery.picture(title.split()[0].lower())
        app.keys('Escape')
        app.wait_until_closed(title, 'Confab')
    app.keys('ctrl+m')
    app.get_text('^peer-large$', app.get('list', 'Models'))
    gallery.picture('models')
    app.keys('Escape')
    wait(lambda: not app.find('list', 'Models'), 'the list to close')


def main():
    peer = Peer()
    # For its button in the composer.
    set_preference('prompts', "[('tutor', 'Tutor', 'Explain it to a child.')]")
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')
    gallery = Gallery(app)
    shapes = PICTURES if taking_pictures() else SHAPES
    for width, scheme in shapes:
        gallery.take_shape(width, scheme)
        gallery.picture('welcome')
    gallery.take_shape(1000, 'light')
    app.new_conversation()
    for width, scheme in shapes:
        gallery.take_shape(width, scheme)
        gallery.picture('empty')
    gallery.take_shape(1000, 'light')
    make_blocks(gallery, peer)
    make_messages(app, peer)
    make_files(app, peer)
    for width, scheme in shapes:
        gallery.take_shape(width, scheme)
        show_blocks(gallery)
        show_messages(gallery)
        show_files(gallery)
        show_search(gallery)
        show_windows(gallery)
    app.quit()
    start_over()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
