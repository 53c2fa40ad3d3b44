# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate that only a person can trust: shown, pinned, found to be another one, and forgotten."""

import json
import os
import re
import shutil
import sys

import harness
from card_check import copy_report, open_card, run_check
from harness import App, wait
from services import KEY, Peer, TlsDoor

TRUST = 'Trust this certificate for Anthropic Claude only…'


def requests(peer):
    return len(json.loads(peer.call('/peer/log'))['requests'])


def grouped(fingerprint):
    return ' '.join(re.findall('.{4}', fingerprint.upper()))


def read_pin():
    path = os.path.join(os.environ['XDG_CONFIG_HOME'], 'confab', 'providers.json')
    if not os.path.exists(path):
        return None
    with open(path, encoding='utf-8') as file:
        records = json.load(file)['providers']
    return next((record.get('config', {}).get('pinned_certificate') for record in records
                 if record['type'] == 'anthropic'), None)


def refuse(app, card):
    """Presses the button, and takes the choice that does nothing, which is that of Enter."""
    app.click_button(TRUST, card)
    app.get('dialog', 'Trust the certificate of 127.0.0.1?')
    app.keys('Return')
    wait(lambda: not app.find('dialog', 'Trust the certificate of 127.0.0.1?'), 'the question to go')
    assert read_pin() is None, read_pin()


def trust(app, card, door, question):
    """Presses the button, reads what is asked, and says yes."""
    app.click_button(TRUST, card)
    dialog = app.get('dialog', f'{question} of 127.0.0.1?')
    app.get_text(f'Anthropic Claude.*{grouped(door.fingerprint)}', dialog)
    app.screenshot('check-trust')
    # The toolkit has the label of the button twice in its name.
    app.click_button(re.compile('Trust$'), dialog)
    wait(lambda: read_pin() == door.fingerprint, 'the fingerprint in the file', seen=read_pin)
    app.get_text('^Ready ·', card)
    app.wait_gone('^The certificate (was refused|has changed)$', card)
    pinned = app.get('panel', 'A certificate is pinned', card)
    app.get_text(f'^{grouped(door.fingerprint)}$', pinned)


def main():
    peer = Peer()
    door = TlsDoor(peer, 'self-signed.pem')
    app = App(ANTHROPIC_BASE_URL=door.uri, ANTHROPIC_API_KEY=KEY)
    card = open_card(app)
    sent = requests(peer)
    run_check(app, card, 'Skipped', 'Passed', 'Passed', 'Failed', 'Skipped', 'Skipped', 'Skipped')
    app.get_text('^The connection to Anthropic Claude cannot be trusted', card)
    app.get_text('^The certificate was refused$', card)
    app.get_text('^It is from nobody whom this computer trusts', card)
    app.get_text(f'^{grouped(door.fingerprint)}$', card)
    app.screenshot('check-refused')
    assert door.fingerprint in copy_report(app, card, KEY)
    refuse(app, card)
    trust(app, card, door, 'Trust the certificate')
    app.screenshot('check-pinned')
    run_check(app, card, 'Skipped', 'Passed', 'Passed', 'Passed', 'Passed', 'Passed', 'Passed')
    app.get_text('^The certificate is the one that you pinned', card)
    assert requests(peer) > sent

    # Another one is refused in words of its own.
    door.set_certificate('server.pem')
    sent = requests(peer)
    run_check(app, card, 'Skipped', 'Passed', 'Passed', 'Failed', 'Skipped', 'Skipped', 'Skipped')
    app.get_text('^The certificate has changed$', card)
    app.get_text('^This is not the certificate that you pinned', card)
    app.get_text('^Anthropic Claude has another certificate than the one that you pinned', card)
    app.get_text(f'^{grouped(door.fingerprint)}$', card)
    app.screenshot('check-changed')
    assert requests(peer) == sent, 'something was sent'
    trust(app, card, door, 'Trust the new certificate')

    app.click_button('Forget the certificate', card)
    wait(lambda: read_pin() is None, 'the pin to go', seen=read_pin)
    app.wait_gone('^A certificate is pinned$', card)
    app.get_text('^The connection to Anthropic Claude cannot be trusted', card)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    if not shutil.which('xclip'):
        print('xclip is not installed', file=sys.stderr)
        sys.exit(77)
    harness.run(main)
