# SPDX-License-Identifier: GPL-3.0-or-later
"""A card is given what is no key and no address: it says so at once, and what was typed stays."""

import re
import shutil
import subprocess
import sys

import harness
from harness import App, text_of, wait
from services import KEY, Keyring, Peer
from waiting import PATIENCE, call


def check_nonsense(app, peer):
    """Without asking anybody; a short key that could be one is refused by who knows."""
    card = app.open_card('anthropic', 'Anthropic Claude')
    for key, sentence in (('1234567', '^This is too short for a key. Copy the whole key'),
                          (f'{KEY} {KEY}', '^A key has no spaces and no special letters in it'),
                          ('x' * 8200, '^This is too long for a key. Copy the key alone')):
        if len(key) < 100:
            app.enter(card, 'Add a key', key)
        else:
            paste(app, card, key)
        app.get_text(sentence, card)
        app.check_key_kept(card, key)

    # Two lines, as they come from a file of keys.
    paste(app, card, f'FIRST={KEY}\nSECOND={KEY}')
    app.get_text('^A key has no spaces and no special letters in it', card)
    assert not peer.requests('/v1/models'), 'something was asked'

    app.enter(card, 'Base URL', 'https://api anthropic.com')
    app.get_text('^This base URL cannot be used. .*The address has a space inside', card)
    entry = app.get('text', 'Base URL', card)
    assert text_of(entry) == 'https://api anthropic.com', text_of(entry)
    app.enter(card, 'Base URL', 'https://api.anthropic.com@evil.example')
    app.get_text('^This base URL cannot be used. .*a user name or a password', card)
    app.enter(card, 'Base URL', 'http://169.254.169.254/latest')
    app.get_text('^The address is where a cloud keeps the secrets of its machines', card)
    app.enter(card, 'Base URL', peer.uri)
    app.get_text('^The address is this computer itself', card)
    app.click_at(app.get('list item', 'Private address', card), 'Settings')
    app.wait_gone('^The address is this computer itself', card)

    app.enter(card, 'Add a key', '123456789')
    app.get_text('^Anthropic Claude refused the key', card)
    assert len(peer.requests('/v1/models')) == 1
    app.enter(card, 'Replace the key', f' {KEY} ')
    app.get_text('^Ready ·', card)


def paste(app, card, text):
    """From the clipboard by the button, and Enter."""
    owner = subprocess.Popen(['xclip', '-i', '-quiet', '-selection', 'clipboard'], stdin=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    owner.stdin.write(text.encode())
    owner.stdin.close()
    wait(lambda: call('timeout', '5', 'xclip', '-o', '-selection', 'clipboard', check=False) == text,
         'the text in the clipboard')
    app.click_button('Paste a key', card)
    entry = app.get('text', re.compile('^(Add a|Replace the) key$'), card)
    wait(lambda: len(text_of(entry)) == len(text), 'the text in the entry', seen=lambda: f'{len(text_of(entry))}')
    app.keys('Return')
    owner.terminate()
    owner.wait(PATIENCE)


def main():
    Keyring()
    peer = Peer()
    app = App(OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^Chat with any model$')
    check_nonsense(app, peer)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    if not shutil.which('xclip'):
        print('xclip is not installed', file=sys.stderr)
        sys.exit(77)
    harness.run(main)
