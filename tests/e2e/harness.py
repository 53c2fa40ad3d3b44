# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program: its windows by accessibility, keyboard and pointer, its server by HTTP.

Runs inside tests/with-desktop.sh, which gives it a display, a session bus and a home of its own.
Nothing here waits for a fixed time: every wait is for something to be true.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback

from waiting import PATIENCE, PROGRAM_ENVIRONMENT, wait

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from services import APP_ID, WindowManager  # noqa: E402

PROGRAMS = ['xdotool', 'openbox', 'xprop', 'gapplication', 'gnome-keyring-daemon', 'secret-tool']


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def extents_of(node):
    """Where a node is in its window; None of what has no place of its own, such as the program."""
    try:
        return node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return None


def walk(node):
    """A node and what is below it, without the branches that are folded away to nothing."""
    extents = extents_of(node)
    if extents is not None and (extents.width <= 0 or extents.height <= 0):
        return
    yield node
    try:
        for child in children(node):
            yield from walk(child)
    except GLib.Error:
        pass  # it has just gone


def text_of(node):
    """The text of a node: an entry's or label's own, else its name."""
    if node.get_text_iface() is not None:
        count = Atspi.Text.get_character_count(node)
        if count > 0:
            return Atspi.Text.get_text(node, 0, count)
    return node.get_name() or ''


def has_state(node, state):
    return node.get_state_set().contains(state)


def is_on_screen(node):
    """Whether a label or a text can be seen: pages of a stack that are not shown cannot."""
    extents = node.get_extents(Atspi.CoordType.WINDOW)
    if extents.width <= 0 or extents.height <= 0:
        return False
    return node.get_accessible_at_point(extents.x + extents.width // 2, extents.y + extents.height // 2,
                                        Atspi.CoordType.WINDOW) is not None


def matches(node, name):
    found = node.get_name() or ''
    return bool(name.search(found)) if hasattr(name, 'search') else found == name


class App:
    """The running program."""

    running = []

    def __init__(self, **environment):
        env = dict(PROGRAM_ENVIRONMENT, **os.environ)
        env.update(GSETTINGS_BACKEND='keyfile', GTK_A11Y='atspi', **environment)
        settings = os.path.join(os.environ['XDG_CONFIG_HOME'], 'gtk-4.0')
        os.makedirs(settings, exist_ok=True)
        with open(os.path.join(settings, 'settings.ini'), 'w', encoding='utf-8') as ini:
            ini.write('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\ngtk-cursor-blink=0\n')
        self.errors = os.path.join(os.environ['HOME'], f'errors-{time.monotonic_ns()}')
        with open(self.errors, 'wb') as errors:
            self.process = subprocess.Popen([os.environ['CONFAB_PROGRAM']], env=env, stderr=errors)
        App.running.append(self)
        self.root = wait(self._find_application, 'the program on the accessibility bus')
        self.window = self.get_window('Confab')

    def _find_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with {self.process.returncode}: {self.read_errors()}')
        for application in children(Atspi.get_desktop(0)):
            if application.get_process_id() == self.process.pid:
                return application
        return None

    def read_errors(self):
        with open(self.errors, encoding='utf-8', errors='replace') as errors:
            return errors.read()

    # Windows

    @staticmethod
    def find_window_id(title):
        result = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                                capture_output=True, text=True)
        return result.stdout.split()[0] if result.stdout else None

    def get_window(self, title):
        """The window of a title, once it is there and has the keyboard."""
        def active():
            self.root.clear_cache()
            for window in children(self.root):
                if window.get_name() == title and has_state(window, Atspi.StateType.ACTIVE):
                    return window
            # What was not opened by a key or a click does not get the keyboard by itself.
            window_id = self.find_window_id(title)
            if window_id is not None:
                subprocess.run(['xdotool', 'windowactivate', window_id], stderr=subprocess.DEVNULL)
            return None
        return wait(active, f'the window “{title}”')

    def wait_for_window(self, title):
        """The window of a title, once it has the keyboard because the program and the desktop saw to it."""
        def active():
            self.root.clear_cache()
            for window in children(self.root):
                if window.get_name() == title and has_state(window, Atspi.StateType.ACTIVE):
                    return window
            return None
        return wait(active, f'the window “{title}” with the keyboard')

    def close_window(self, title):
        """Closes a window with Escape and waits until the main window has the keyboard again."""
        def gone():
            # The first Escape may only end what an entry was doing.
            if self.find_window_id(title) is None:
                return True
            self.keys('Escape')
            return False
        wait(gone, f'the window “{title}” to close')
        self.wait_for_window('Confab')

    # What is in them

    def nodes(self, role=None, root=None):
        # What the library remembers of a tree is not always told of its changes.
        (root or self.root).clear_cache()
        for node in walk(root or self.root):
            try:
                if role is None or node.get_role_name() == role:
                    yield node
            except GLib.Error:
                continue

    def find(self, role, name, root=None):
        """The first node of a role whose name is, or matches, the given one."""
        return next((node for node in self.nodes(role, root) if matches(node, name)), None)

    def get(self, role, name, root=None):
        return wait(lambda: self.find(role, name, root), f'{role} “{getattr(name, "pattern", name)}”')

    def find_text(self, pattern, root=None):
        """The first node whose text matches a regular expression."""
        expression = re.compile(pattern, re.S)
        for node in self.nodes(None, root):
            try:
                if expression.search(text_of(node)):
                    return node
            except GLib.Error:
                continue
        return None

    def get_text(self, pattern, root=None):
        return wait(lambda: self.find_text(pattern, root), f'text “{pattern}”')

    def wait_gone(self, pattern, root=None):
        wait(lambda: not self.find_text(pattern, root), f'text “{pattern}” to go')

    @staticmethod
    def act(node, name='click'):
        for index in range(Atspi.Action.get_n_actions(node)):
            if Atspi.Action.get_action_name(node, index) == name:
                assert Atspi.Action.do_action(node, index)
                return
        raise AssertionError(f'{node.get_role_name()} “{node.get_name()}” has no action {name}')

    def click_button(self, name, root=None):
        """Presses a button; of several of one name the last that can be pressed."""
        def candidate():
            found = None
            for node in self.nodes('push button', root):
                # A menu button is two of one name, one inside the other, and only that has actions.
                if matches(node, name) and Atspi.Action.get_n_actions(node) > 0 and \
                        has_state(node, Atspi.StateType.SENSITIVE):
                    found = node
            return found
        self.act(wait(candidate, f'a button “{getattr(name, "pattern", name)}”'))

    def click_at(self, node, title='Confab'):
        """Clicks into the middle of a node with the pointer."""
        places = []

        def at_rest():
            # A view that is still scrolling would move away from under the pointer.
            extents = node.get_extents(Atspi.CoordType.WINDOW)
            places.append((extents.x, extents.y, extents.width, extents.height))
            return extents if extents.width > 0 and places[-5:] == [places[-1]] * 5 else None

        extents = wait(at_rest, 'a place to click')
        subprocess.run(['xdotool', 'mousemove', '--window', self.find_window_id(title),
                        str(extents.x + extents.width // 2), str(extents.y + extents.height // 2),
                        'click', '1'], check=True)

    # The keyboard

    @staticmethod
    def keys(*names):
        subprocess.run(['xdotool', 'key', *names], check=True)

    @staticmethod
    def type(text):
        subprocess.run(['xdotool', 'type', '--delay', '2', text], check=True)

    @staticmethod
    def action(name, parameter=None):
        subprocess.run(['gapplication', 'action', APP_ID, name] + ([parameter] if parameter else []), check=True)

    # What people do

    def composer(self):
        return self.get('text', 'Message')

    def focus_composer(self):
        composer = self.composer()
        self.keys('ctrl+l')
        wait(lambda: has_state(composer, Atspi.StateType.FOCUSED), 'the focus in the composer')
        return composer

    def new_conversation(self):
        self.keys('ctrl+n')
        wait(lambda: has_state(self.composer(), Atspi.StateType.FOCUSED), 'the focus in the composer')
        self.get('label', 'New conversation')

    def send(self, text):
        """Writes a message and presses Enter."""
        composer = self.focus_composer()
        Atspi.EditableText.set_text_contents(composer, text)
        wait(lambda: text_of(composer) == text, 'the message in the composer')
        self.keys('Return')
        wait(lambda: text_of(composer) in ('', 'Message'), 'the message to be taken')

    def wait_for_reply(self):
        """Waits until nothing is arriving."""
        self.get('push button', 'Send')

    def open_card(self, provider_id, name):
        """The card of a provider, unfolded, in the preferences."""
        self.action('preferences-provider', f"'{provider_id}'")
        preferences = self.get_window('Settings')
        card = self.get('list item', name, preferences)
        self.get('list item', 'Check', card)
        return card

    def enter(self, card, name, text):
        """Types into an entry of a card, in place of what is there, and presses Enter."""
        entry = self.get('text', name, card)
        self.bring_into_view(entry, 'Settings')
        self.click_at(entry, 'Settings')
        self.keys('ctrl+a')
        self.type(text)
        # The dots of a key have its length.
        wait(lambda: len(text_of(entry)) == len(text), f'the text in “{name}”')
        self.keys('Return')

    def _turn_wheel(self, button, node, title):
        extents = extents_of(node)
        # Near the left edge, where nothing else takes the wheel.
        subprocess.run(['xdotool', 'mousemove', '--window', self.find_window_id(title),
                        str(extents.x + 20), str(extents.y + extents.height // 2), 'click', button], check=True)

    def bring_into_view(self, node, title):
        """Turns the wheel until a node is in the window."""
        window = self.get_window(title)
        height = extents_of(window).height

        def in_view():
            extents = extents_of(node)
            middle = extents.y + extents.height // 2
            if 80 < middle < height - 20:
                return True
            self._turn_wheel('5' if middle > 80 else '4', window, title)
            return False
        wait(in_view, f'“{node.get_name()}” in the window')

    def scroll_to_text(self, pattern, root):
        """Turns the wheel upwards over a node until a text below it is there: only what is near the view is."""
        def found():
            node = self.find_text(pattern, root)
            if node is None:
                self._turn_wheel('4', root, 'Confab')
            return node
        return wait(found, f'text “{pattern}” above')

    # The end

    def screenshot(self, name):
        folder = os.environ.get('CONFAB_E2E_SCREENSHOTS')
        if folder and shutil.which('import'):
            os.makedirs(folder, exist_ok=True)
            subprocess.run(['import', '-window', 'root', os.path.join(folder, name + '.png')], check=True)

    def wait_for_end(self):
        """Waits for the end of the program, which must have had nothing to complain of."""
        status = self.process.wait(PATIENCE)
        App.running.remove(self)
        errors = self.read_errors()
        assert status == 0, f'exit status {status}: {errors}'
        assert not errors, f'on standard error: {errors}'

    def quit(self):
        self.action('quit')
        self.wait_for_end()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        App.running.remove(self)


def start_over():
    """Forgets what the program stored, so that its next start is its first; the keyring stays."""
    for folder in 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME':
        shutil.rmtree(os.path.join(os.environ[folder], 'confab'), ignore_errors=True)
    shutil.rmtree(os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0'), ignore_errors=True)


def run(main):
    """Runs a test; leaves a picture and the program's last words when it fails."""
    for program in PROGRAMS:
        if shutil.which(program) is None:
            print(f'{program} is not installed', file=sys.stderr)
            sys.exit(77)

    manager = WindowManager()
    try:
        main()
    except BaseException:
        traceback.print_exc()
        for app in App.running:
            app.screenshot('failed-' + os.path.basename(sys.argv[0]).removesuffix('.py'))
            print(f'standard error of the program:\n{app.read_errors()}', file=sys.stderr)
            app.process.kill()
            app.process.wait()
        sys.exit(1)
    finally:
        manager.stop()
