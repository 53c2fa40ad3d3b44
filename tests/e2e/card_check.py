# SPDX-License-Identifier: GPL-3.0-or-later
"""The check on a card, as a person makes it and reads it."""

import re

from waiting import call, wait

STEPS = ['Name', 'Proxy', 'Connection', 'Certificate', 'Key', 'Models', 'Reply']


def open_card(app):
    """The card of the one provider with a key, once that is known."""
    app.get('push button', re.compile('^Model: .* Anthropic Claude$'))
    return app.open_card('anthropic', 'Anthropic Claude')


def outcomes(app, card):
    """How each step went, in a word."""
    steps = app.find('list', 'Steps of the check', card)
    found = {}
    for node in app.nodes('list item', steps) if steps is not None else ():
        title, _, outcome = node.get_name().partition(': ')
        found[title] = outcome.partition(' · ')[0]
    return found


def run_check(app, card, *expected):
    """Presses the button, and waits until the steps went as expected."""
    app.click_button('Test', card)
    wait(lambda: outcomes(app, card) == dict(zip(STEPS, expected)), f'the outcomes {expected}',
         seen=lambda: outcomes(app, card))


def copy_report(app, card, secret):
    """Copies the report, in which there must be no secret; gives it back."""
    app.click_button('Copy report', card)
    app.get_text('^Copied$', card)
    report = call('timeout', '5', 'xclip', '-o', '-selection', 'clipboard')
    assert 'Confab: ' in report and 'Reply: ' in report, report
    assert secret not in report, 'the key is in the report'
    return report
