# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something to be true, and never for a time."""

import os

# What the tests are told is for the program: the library that reads its windows warns of things
# that are no concern of ours, and must not end the test for them.
PROGRAM_ENVIRONMENT = dict(os.environ)
os.environ.pop('G_DEBUG', None)

import time  # noqa: E402

from gi.repository import GLib  # noqa: E402

# How long a machine may take, in seconds; slower builds get a multiple of it.
PATIENCE = 20 * float(os.environ.get('CONFAB_E2E_PATIENCE', '1'))


class Timeout(AssertionError):
    """Something did not come true in time."""


def wait(condition, what, patience=PATIENCE):
    """Waits until condition() is true and returns what it gave."""
    end = time.monotonic() + patience
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error:
            pass  # the object went away between two calls; look again
        if time.monotonic() > end:
            raise Timeout(f'waited in vain for {what}')
        time.sleep(0.02)
