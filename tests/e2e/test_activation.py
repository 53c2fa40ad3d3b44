# SPDX-License-Identifier: GPL-3.0-or-later
"""The session bus starts the program, as the service file tells it, for whoever asks for it or for one of its actions."""

import os
import signal

import harness
from harness import App, call, children, wait
from services import APP_ID, KEY, Peer

BUS = ('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
       '--method')


class Started:
    """A process that somebody else started, and whose exit status is found in a file."""

    def __init__(self, pid, status):
        self.pid = pid
        self.status = status

    def poll(self):
        return int(harness.read(self.status)) if os.path.exists(self.status) else None

    def wait(self, timeout=harness.PATIENCE):
        wait(lambda: self.poll() is not None, 'the end of the program', timeout)
        return self.poll()

    def send_signal(self, number):
        os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def find_owner():
    """The process that has the program's name on the bus."""
    answer = call(*BUS, 'org.freedesktop.DBus.GetConnectionUnixProcessID', APP_ID, check=False)
    return int(answer.split()[1].rstrip(',)')) if answer else None


class ActivatedApp(App):
    """The program, started by the bus because of a request to it."""

    def __init__(self, *request, first_window='Confab', **environment):
        self.request = request
        self.first_window = first_window
        super().__init__(**environment)

    def start(self, env):
        # What the bus runs is what the service file says, with the program of the build folder.
        wrapper = os.path.join(os.environ['HOME'], 'confab')
        status = self.errors + '-status'
        with open(wrapper, 'w', encoding='utf-8') as script:
            script.write(f'#!/bin/sh\n"$CONFAB_PROGRAM" "$@" 2>"{self.errors}"\n'
                         f'echo $? >"{status}-new" && mv "{status}-new" "{status}"\n')
        os.chmod(wrapper, 0o755)
        lines = harness.read(os.environ['CONFAB_SERVICE_FILE']).splitlines()
        command = next(line for line in lines if line.startswith('Exec='))
        assert command.split()[0].endswith('/confab'), command
        folder = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, APP_ID + '.service'), 'w', encoding='utf-8') as service:
            service.write('\n'.join(lines).replace(command.split()[0], 'Exec=' + wrapper) + '\n')
        call(*BUS, 'org.freedesktop.DBus.ReloadConfig')
        variables = ', '.join(f"'{name}': '{value}'" for name, value in env.items()
                              if name.startswith(('G_', 'GSETTINGS_', 'GTK_', 'CONFAB_', 'ANTHROPIC_', 'OLLAMA_')))
        call(*BUS, 'org.freedesktop.DBus.UpdateActivationEnvironment', '{' + variables + '}')

        assert find_owner() is None, 'it runs already'
        call('gapplication', *self.request)
        return Started(wait(find_owner, 'the name of the program on the bus'), status)


def count_windows(app):
    app.root.clear_cache()
    return len(list(children(app.root)))


def main():
    peer = Peer()
    environment = {'ANTHROPIC_BASE_URL': peer.uri, 'ANTHROPIC_API_KEY': KEY, 'OLLAMA_HOST': '127.0.0.1:9'}

    app = ActivatedApp('launch', APP_ID, **environment)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    app.send('Are you there?')
    app.get_text('^This is the peer.s answer', app.get('log', 'Conversation'))
    app.wait_for_reply()

    # Whoever asks again gets the same.
    call('gapplication', 'launch', APP_ID)
    assert find_owner() == app.pid
    app.focus_composer()
    assert count_windows(app) == 1, app.describe_windows()
    # The desktop is given it when the window is there already.
    window_id = app.get_window_id('Confab')
    wait(lambda: 'Icon (' in call('xprop', '-id', window_id, '_NET_WM_ICON'), 'the icon of the window')
    app.quit()
    wait(lambda: find_owner() is None, 'the name of the program to go')

    # An action starts it too, and it is all there.
    app = ActivatedApp('action', APP_ID, 'preferences', first_window='Settings', **environment)
    app.get('list item', 'Anthropic Claude', app.window)
    app.close_window('Settings')
    app.get_text('^Are you there', app.get('log', 'Conversation'))
    app.quit()
    wait(lambda: find_owner() is None, 'the name of the program to go')

    # One that is about a provider comes before any is known.
    app = ActivatedApp('action', APP_ID, 'preferences-provider', "'anthropic'", first_window='Settings', **environment)
    app.get('list item', 'Check', app.get('list item', 'Anthropic Claude', app.window))
    app.close_window('Settings')
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
