# SPDX-License-Identifier: GPL-3.0-or-later
"""The check on a card: its steps, seen and stopped and copied, with a good key and with a wrong one."""

import re
import shutil
import sys

import harness
from card_check import STEPS, copy_report, open_card, outcomes, run_check
from harness import App, wait
from services import KEY, Peer

WRONG = 'sk-wrong-7d20b1c6e94f'


def check_good(peer):
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY)
    card = open_card(app)
    before = len(peer.requests('/v1/messages'))
    run_check(app, card, 'Skipped', 'Passed', 'Passed', 'Skipped', 'Passed', 'Passed', 'Passed')
    assert re.search(r'^Reply: Passed · (\d\.\d\d s|\d ms)$', app.get('list item', re.compile('^Reply:'), card).get_name())
    app.get_text('^“Hi” was answered by', card)
    app.get_text(r'^Ready · \d+ models · (\d+\.\d s|\d+ ms)$', card)
    assert len(peer.requests('/v1/messages')) == before + 1, 'not one question was asked'
    app.screenshot('check-passed')
    assert '✓ Key: The key was taken.' in copy_report(app, card, KEY)

    # It can be folded away, and comes back as it was.
    app.click_button('Steps of the check', card)
    wait(lambda: not outcomes(app, card), 'the steps to be folded away')
    app.click_button('Steps of the check', card)
    wait(lambda: len(outcomes(app, card)) == len(STEPS), 'the steps')

    # Whoever began it can stop it and begin anew with nothing but Enter.
    peer.configure(directives='[[late]]')
    test = app.get('push button', 'Test', card)
    app.bring_into_view(test, 'Settings')
    app.click_at(test, 'Settings')
    wait(lambda: outcomes(app, card).get('Reply') == 'Running…', 'the question', seen=lambda: outcomes(app, card))
    app.get_text('^Checking…$', card)
    app.screenshot('check-running')
    app.keys('Return')
    wait(lambda: outcomes(app, card).get('Reply') == 'Skipped', 'the check to stop')
    app.get_text('^Ready ·', card)
    peer.configure(directives=None)
    app.keys('Return')
    wait(lambda: outcomes(app, card).get('Reply') == 'Passed', 'the check by keyboard')
    app.quit()


def check_wrong_key(peer):
    harness.start_over()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=WRONG)
    card = open_card(app)
    before = len(peer.requests('/v1/messages'))
    run_check(app, card, 'Skipped', 'Passed', 'Passed', 'Skipped', 'Failed', 'Skipped', 'Skipped')
    app.get_text('^Key refused$', card)
    app.get_text('^Anthropic Claude refused the key', card)
    app.screenshot('check-wrong-key')
    assert '✗ Key: ' in copy_report(app, card, WRONG)
    assert len(peer.requests('/v1/messages')) == before, 'a question was asked'
    app.quit()


def main():
    peer = Peer()
    check_good(peer)
    check_wrong_key(peer)
    peer.stop()


if __name__ == '__main__':
    if not shutil.which('xclip'):
        print('xclip is not installed', file=sys.stderr)
        sys.exit(77)
    harness.run(main)
