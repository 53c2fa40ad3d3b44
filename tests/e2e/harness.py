# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program: its windows by accessibility, keyboard and pointer, its server by HTTP.

Runs inside tests/with-desktop.sh, which gives it a display, a session bus and a home of its own.
Nothing here waits for a fixed time: every wait is for something to be true.
"""

import configparser
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback

from waiting import PATIENCE, PROGRAM_ENVIRONMENT, call, wait

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from services import APP_ID, Peer, WindowManager  # noqa: E402

PREFERENCES_GROUP = 'io/github/confab/Confab'

PROGRAMS = ['xdotool', 'openbox', 'xprop', 'gapplication', 'gdbus', 'gnome-keyring-daemon', 'secret-tool']

# A widget without a name is called what its class is called.
CLASS_NAME = re.compile('^(Gtk|Adw|Confab)[A-Z][A-Za-z]*$')

# A program that is busy with something else answers late, and not wrongly.
Atspi.set_timeout(int(PATIENCE * 1000), int(PATIENCE * 1000))

# What ends a test that takes too long is to be told like any other failure.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit('ended from outside'))

# What libraries leave behind. The leak checker sees no more of its makers than this:
KNOWN_LEAKS = [re.compile(text) for text in (
    # GLib's first table of quarks, when it has to grow: for readers that hold no lock. It is made when the library
    # is loaded.
    r'Direct leak of 16384 byte\(s\) in 1 object\(s\) allocated from:\n'
    r' *#0 \S+ in \S*malloc .*\n *#1 \S+ in g_malloc .*\n(?! *#2)',
    # Two names of folders, which libcloudproviders makes for the first file chooser.
    r'Direct leak of 256 byte\(s\) in 2 object\(s\) allocated from:\n'
    r' *#0 \S+ in \S*realloc .*\n *#1 \S+ in g_realloc .*\n(?! *#2)',
    # What GIO knows of the types of files. Nothing else in it allocates without GLib.
    r'(?:Direct|Indirect) leak of \d+ byte\(s\) in \d+ object\(s\) allocated from:\n'
    r' *#0 \S+ in \S*[mc]alloc .*\n *#1 \S+ +\(\S*libgio-2\.0\.so\S*\)',
)]
LEAKS = re.compile(r'\n=+\n==\d+==ERROR: LeakSanitizer: .*?\nSUMMARY: .*?\n', re.S)


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


class Card:
    """A provider's card. It is another node when it has moved to another group, and the same card."""

    def __init__(self, app, window, name):
        self.app = app
        self.window = window
        self.name = name

    def find(self):
        return self.app.find('list item', self.name, self.window)

    def __getattr__(self, attribute):
        return getattr(self.find(), attribute)


def _read_preferences():
    path = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings', 'keyfile')
    preferences = configparser.ConfigParser(interpolation=None)
    preferences.read(path, encoding='utf-8')
    return path, preferences


def get_preference(name):
    """What a preference is set to, as text of a GVariant, or None."""
    return _read_preferences()[1].get(PREFERENCES_GROUP, name, fallback=None)


def set_preference(name, value):
    """Sets a preference before the program starts; value is the text of a GVariant."""
    path, preferences = _read_preferences()
    if not preferences.has_section(PREFERENCES_GROUP):
        preferences.add_section(PREFERENCES_GROUP)
    preferences.set(PREFERENCES_GROUP, name, value)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as keyfile:
        preferences.write(keyfile, space_around_delimiters=False)


class App:
    """The running program."""

    running = []
    first_window = 'Confab'

    def __init__(self, **environment):
        env = dict(PROGRAM_ENVIRONMENT, **os.environ)
        env.update(GSETTINGS_BACKEND='keyfile', GTK_A11Y='atspi', **environment)
        settings = os.path.join(os.environ['XDG_CONFIG_HOME'], 'gtk-4.0')
        os.makedirs(settings, exist_ok=True)
        with open(os.path.join(settings, 'settings.ini'), 'w', encoding='utf-8') as ini:
            ini.write('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\ngtk-cursor-blink=0\n')
        # Each first reply would be followed by a request of its own. The test of titles wants that.
        if get_preference('name-conversations') is None:
            set_preference('name-conversations', 'false')
        self.errors = os.path.join(os.environ['HOME'], f'errors-{time.monotonic_ns()}')
        self.process = self.start(env)
        self.pid = self.process.pid
        App.running.append(self)
        self.root = wait(self._find_application, 'the program on the accessibility bus', seen=self.read_errors)
        self.window = self.get_window(self.first_window)

    def start(self, env):
        with open(self.errors, 'wb') as errors:
            return subprocess.Popen([os.environ['CONFAB_PROGRAM']], env=env, stderr=errors)

    def _find_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with {self.process.returncode}: {self.read_errors()}')
        for application in children(Atspi.get_desktop(0)):
            if application.get_process_id() == self.pid:
                return application
        return None

    def read_errors(self):
        return read(self.errors)

    # Windows

    @staticmethod
    def find_window_id(title):
        found = call('xdotool', 'search', '--onlyvisible', '--name', f'^{title}$', check=False).split()
        if len(found) > 1:
            # What pops up over a window has its name; only the window has a state.
            found = [window_id for window_id in found
                     if 'window state' in call('xprop', '-id', window_id, 'WM_STATE', check=False)]
        return found[0] if found else None

    def get_window_id(self, title):
        """The window as the pointer knows it; the search for it comes back empty now and then."""
        return wait(lambda: self.find_window_id(title), f'the window “{title}” on the screen')

    def describe_windows(self):
        """The windows, and which of them has the keyboard."""
        self.root.clear_cache()
        return ', '.join(f'“{window.get_name()}”' + (' with the keyboard' if has_state(window, Atspi.StateType.ACTIVE)
                                                     else '')
                         for window in children(self.root)) or 'no window'

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
                call('xdotool', 'windowactivate', window_id, check=False)
            return None
        return wait(active, f'the window “{title}”', seen=self.describe_windows)

    def wait_for_window(self, title):
        """The window of a title, once it has the keyboard because the program and the desktop saw to it."""
        def active():
            self.root.clear_cache()
            for window in children(self.root):
                if window.get_name() == title and has_state(window, Atspi.StateType.ACTIVE):
                    return window
            return None
        return wait(active, f'the window “{title}” with the keyboard', seen=self.describe_windows)

    def get_dialog(self, title):
        """A window in front of another. That it is active, the toolkit tells the desktop alone."""
        def in_front():
            if call('xdotool', 'getactivewindow', 'getwindowname', check=False).strip() != title:
                return None
            self.root.clear_cache()
            return next((window for window in children(self.root) if window.get_name() == title), None)
        return wait(in_front, f'the window “{title}” in front', seen=self.describe_windows)

    def wait_until_closed(self, title, below):
        """Waits until a window is gone and the one below has the keyboard again.

        While a window goes, its nodes are not asked for anything: the toolkit has no answer then and says so loudly.
        """
        wait(lambda: self.find_window_id(title) is None, f'the window “{title}” to close')
        self.wait_for_window(below)

    def close_window(self, title):
        """Closes a window with Escape and waits until the main window has the keyboard again."""
        pressed = []

        def gone():
            if self.find_window_id(title) is None:
                return True
            # The first Escape may only end what an entry was doing. The next comes when that had its
            # time, and not while the window is closing: it would be for the one below.
            if not pressed or time.monotonic() - pressed[-1] > 1:
                self.keys('Escape')
                pressed.append(time.monotonic())
            return False
        wait(gone, f'the window “{title}” to close', seen=self.describe_windows)
        self.wait_for_window('Confab')

    # What is in them

    def nodes(self, role=None, root=None):
        top = root.find() if isinstance(root, Card) else root or self.root
        if top is None:
            return
        # What the library remembers of a tree is not always told of its changes.
        top.clear_cache()
        for node in walk(top):
            try:
                if role is None or node.get_role_name() == role:
                    yield node
            except GLib.Error:
                continue

    def find(self, role, name, root=None):
        """The first node of a role whose name is, or matches, the given one."""
        return next((node for node in self.nodes(role, root) if matches(node, name)), None)

    def get(self, role, name, root=None):
        return wait(lambda: self.find(role, name, root), f'{role} “{getattr(name, "pattern", name)}”',
                    seen=lambda: ', '.join(f'“{node.get_name()}”' for node in self.nodes(role, root))
                    or f'no {role}')

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
        call('xdotool', 'mousemove', '--window', self.get_window_id(title),
             str(extents.x + extents.width // 2), str(extents.y + extents.height // 2), 'click', '1')

    # The keyboard

    def wait_for_keyboard(self):
        """Waits until keys go to the program: between two windows they go nowhere."""
        def owner():
            return call('xdotool', 'getwindowfocus', 'getwindowpid', check=False).strip()
        wait(lambda: owner() == str(self.pid), 'the keyboard', seen=lambda: f'the keyboard at {owner() or "nobody"}')

    def keys(self, *names):
        self.wait_for_keyboard()
        call('xdotool', 'key', *names)

    def type(self, text):
        self.wait_for_keyboard()
        call('xdotool', 'type', '--delay', '2', text)

    @staticmethod
    def action(name, parameter=None):
        call('gapplication', 'action', APP_ID, name, *([parameter] if parameter else []))

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
        card = Card(self, self.get_window('Settings'), name)
        self.get('list item', 'Check', card)
        return card

    def enter(self, card, name, text):
        """Types into an entry of a card, in place of what is there, and presses Enter."""
        if self.find('text', name, card) is None:
            options = self.get('list item', 'Address and options', card)
            self.bring_into_view(options, 'Settings')
            self.click_at(options, 'Settings')
        entry = self.get('text', name, card)
        self.bring_into_view(entry, 'Settings')
        self.click_at(entry, 'Settings')
        self.keys('ctrl+a')
        self.type(text)
        # The dots of a key have its length.
        wait(lambda: len(text_of(entry)) == len(text), f'the text in “{name}”',
             seen=lambda: f'one of {len(text_of(entry))} letters')
        self.keys('Return')

    def check_key_kept(self, card, key):
        """What could not be stored is still in its entry, as dots."""
        entry = self.get('text', re.compile('^(Add a|Replace the) key$'), card)
        assert text_of(entry) == '●' * len(key), text_of(entry)

    def turn_wheel(self, button, node, title):
        extents = extents_of(node)
        # Near the left edge, where nothing else takes the wheel.
        call('xdotool', 'mousemove', '--window', self.get_window_id(title),
             str(extents.x + 20), str(extents.y + extents.height // 2), 'click', button)

    def bring_into_view(self, node, title, scrolled=None):
        """Turns the wheel until a node is in the window, or in what is scrolled in there."""
        scrolled = scrolled or self.get_window(title)
        area = extents_of(scrolled)
        top = max(area.y + 20, 80)
        bottom = area.y + area.height - 20
        places = []

        def in_view():
            extents = extents_of(node)
            middle = extents.y + extents.height // 2
            if top < middle < bottom:
                return True
            # Turned again before the last turn was seen, the wheel would go too far.
            places.append(middle)
            if places[-5:] == [middle] * 5:
                self.turn_wheel('5' if middle > top else '4', scrolled, title)
                places.clear()
            return False
        wait(in_view, f'“{node.get_name()}” in the window', seen=lambda: f'it at {extents_of(node).y} of {bottom}')

    def scroll_to_text(self, pattern, root):
        """Turns the wheel upwards over a node until a text below it is there: only what is near the view is."""
        def found():
            node = self.find_text(pattern, root)
            if node is None:
                self.turn_wheel('4', root, 'Confab')
            return node
        return wait(found, f'text “{pattern}” above')

    # The end

    @staticmethod
    def screenshot(name):
        folder = os.environ.get('CONFAB_E2E_SCREENSHOTS')
        if folder:
            take_picture(os.path.join(folder, name + '.png'))

    def read_end(self):
        """Waits for the end of the program: its exit status and what it said, without the known leaks."""
        status = self.process.wait(timeout=PATIENCE)
        App.running.remove(self)
        errors = self.read_errors()
        leaks = LEAKS.findall(errors)
        n_known = sum(len(known.findall(leak)) for leak in leaks for known in KNOWN_LEAKS)
        if len(leaks) == 1 and leaks[0].count(' leak of ') == n_known:
            status, errors = 0, LEAKS.sub('', errors)
        return status, errors

    def wait_for_end(self):
        """Waits for the end of the program, which must have had nothing to complain of."""
        status, errors = self.read_end()
        assert status == 0, f'exit status {status}: {errors}'
        assert not errors.strip(), f'on standard error: {errors}'

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


def read(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


def take_picture(path):
    if shutil.which('import'):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        call('import', '-window', 'root', path, check=False)


def describe(node, depth=0):
    """What a screen reader could tell of a node and what is below it, in lines."""
    name, text = node.get_name() or '', text_of(node)
    if CLASS_NAME.match(name):
        name = text = ''
    states = [word for state, word in ((Atspi.StateType.ACTIVE, 'active'), (Atspi.StateType.FOCUSED, 'focused'),
                                       (Atspi.StateType.CHECKED, 'checked'), (Atspi.StateType.SELECTED, 'selected'))
              if has_state(node, state)]
    if not has_state(node, Atspi.StateType.SENSITIVE):
        states.append('insensitive')
    # What only holds others together says nothing.
    if node.get_role_name() not in ('panel', 'filler', 'scroll pane') or name or states:
        yield ('  ' * depth + f'{node.get_role_name()} “{name}”' + (f' = “{text[:200]}”' if text != name else '')
               + (f' ({", ".join(states)})' if states else '')).replace('\n', '⏎')
        depth += 1
    for child in children(node):
        extents = extents_of(child)
        if extents is None or (extents.width > 0 and extents.height > 0):
            yield from describe(child, depth)


def explain(app):
    """Says what there is when something else should be: the window in words, and what the program said."""
    print(f'standard error of the program:\n{app.read_errors()}', file=sys.stderr)
    status = app.process.poll()
    if status is not None:
        print(f'The program has ended with {status}.', file=sys.stderr)
        return
    # It may be this that it does not answer any more.
    Atspi.set_timeout(2000, 2000)
    try:
        app.root.clear_cache()
        for line in describe(app.root):
            print(line, file=sys.stderr)
    except (AttributeError, GLib.Error) as error:
        print(f'The window cannot be read any further: {error}', file=sys.stderr)


def run(main):
    """Runs a test; tells what can be seen when it fails, and leaves a picture of it."""
    for program in PROGRAMS:
        if shutil.which(program) is None:
            print(f'{program} is not installed', file=sys.stderr)
            sys.exit(77)

    manager = WindowManager()
    try:
        main()
    except BaseException:
        if 'CONFAB_E2E_FAILURES' in os.environ:
            name = os.path.basename(sys.argv[0]).removesuffix('.py')
            take_picture(os.path.join(os.environ['CONFAB_E2E_FAILURES'], f'failed-{name}.png'))
        for app in App.running:
            explain(app)
            app.process.kill()
            app.process.wait()
        for peer in Peer.running:
            with contextlib.suppress(OSError):
                print(f'The test server has {peer.describe()}', file=sys.stderr)
        # Last, where it is found.
        traceback.print_exc()
        sys.exit(1)
    finally:
        manager.stop()
