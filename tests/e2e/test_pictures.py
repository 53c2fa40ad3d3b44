# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of a conversation leave it again: copied, shown by another program, saved."""

import base64
import os
import re
import subprocess

import harness
from files import choose, paste_files, png, start, write
from harness import read, start_over, wait
from services import Peer
from waiting import PATIENCE

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, Gio, GLib  # noqa: E402

# One pixel.
WEBP = base64.b64decode('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==')


def read_bytes(path):
    with open(path, 'rb') as file:
        return file.read()


def get_copied():
    """What is on the clipboard as a picture."""
    return subprocess.run(['xclip', '-selection', 'clipboard', '-t', 'image/png', '-o'], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False).stdout


def set_viewer(viewer):
    """Has one program show PNG pictures, or none."""
    others = [app.get_id() for app in Gio.AppInfo.get_all_for_type('image/png')]
    lines = ['[Removed Associations]', 'image/png=' + ''.join(other + ';' for other in others if other != viewer)]
    if viewer is not None:
        lines += ['[Default Applications]', f'image/png={viewer}']
    with open(os.path.join(os.environ['XDG_CONFIG_HOME'], 'mimeapps.list'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')


def install_viewer():
    """Another program, which writes down what it is to show."""
    applications = os.path.join(os.environ['XDG_DATA_HOME'], 'applications')
    os.makedirs(applications, exist_ok=True)
    shown = os.path.join(os.environ['HOME'], 'shown')
    program = write('viewer.sh', f'#!/bin/sh\necho "$1" >{shown}.new && mv {shown}.new {shown}\n'.encode())
    os.chmod(program, 0o700)
    with open(os.path.join(applications, 'viewer.desktop'), 'w', encoding='utf-8') as file:
        file.write(f'[Desktop Entry]\nType=Application\nName=Viewer\nExec={program} %f\nMimeType=image/png;\n')
    set_viewer('viewer.desktop')
    return shown


def check_opened(app, shown, name, picture):
    """The other program was given a file of that name, which only its owner can read."""
    wait(lambda: os.path.exists(shown), 'the other program')
    path = read(shown).strip()
    assert os.path.basename(path) == name, path
    assert read_bytes(path) == picture, 'another picture'
    assert os.stat(path).st_mode & 0o077 == 0 and os.stat(os.path.dirname(path)).st_mode & 0o077 == 0, path
    os.remove(shown)


def check_webp(app):
    """Providers take WebP; whether it is shown depends on the desktop, and what is not shown says so."""
    shown = any('image/webp' in kind.get_mime_types() for kind in GdkPixbuf.Pixbuf.get_formats())
    app.new_conversation()
    paste_files(app, write('crumb.webp', WEBP))
    size = re.escape(GLib.format_size(len(WEBP)))
    app.get_text(f'^{size}$' if shown else f'^{size}, no preview$')
    app.screenshot('webp-chip')
    app.send('[[say Yes.]]')
    app.wait_for_reply()
    conversation = app.get('log', 'Conversation')
    app.get('push button', 'Open crumb.webp', conversation)
    app.screenshot('webp')
    if shown:
        app.get('push button', 'Copy picture', conversation)
    else:
        app.get_text(f'^{size}, cannot be shown here$', conversation)


def main():
    peer = Peer()
    mine, theirs = png(160, 100), png(16, 16)
    set_viewer(None)
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    paste_files(app, write('loaf.png', mine))
    wait(lambda: not app.find_text('^Reading'), 'the picture to be read')
    app.send(f'[[say Here:\n\n![A crumb](data:image/png;base64,{base64.b64encode(theirs).decode()})]]')
    app.wait_for_reply()
    conversation = app.get('log', 'Conversation')
    # The last of the reply: nothing moves any more.
    app.get_text('^40 tokens', conversation)
    of_mine = app.get('panel', 'loaf.png', conversation)
    of_theirs = app.get('panel', 'A crumb.png', conversation)
    app.screenshot('pictures')

    # Copied as it is, and not decoded and encoded again.
    app.act(app.get('push button', 'Copy picture', of_mine))
    wait(lambda: get_copied() == mine, 'the picture on the clipboard')
    app.act(app.get('push button', 'Copy picture', of_theirs))
    wait(lambda: get_copied() == theirs, 'the other picture on the clipboard')

    # There may be nothing that can show it.
    app.act(app.get('push button', 'Open loaf.png', of_mine))
    app.get_text('^No program is installed that can show “loaf.png”$')
    app.screenshot('pictures-no-viewer')

    shown = install_viewer()
    app.act(app.get('push button', 'Open loaf.png', of_mine))
    check_opened(app, shown, 'loaf.png', mine)
    app.act(app.get('push button', 'Open A crumb.png', of_theirs))
    check_opened(app, shown, 'A crumb.png', theirs)

    path = os.path.join(os.environ['HOME'], 'saved.png')
    app.act(app.get('push button', 'Save picture…', of_theirs))
    choose(app, 'Save picture', path, saves=True)
    wait(lambda: os.path.exists(path) and read_bytes(path) == theirs, 'the file')
    app.get_text('^Saved as “saved.png”$')

    # Where nothing can be written that is told, and the program goes on.
    app.act(app.get('push button', 'Save picture…', of_mine))
    choose(app, 'Save picture', '/proc/loaf.png', saves=True)
    app.get_text('^“loaf.png” could not be saved: ')
    app.screenshot('pictures-not-saved')

    check_webp(app)
    app.quit()
    start_over()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
