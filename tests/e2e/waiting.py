# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something to be true, and never for a time."""

import os
import subprocess

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


def wait(condition, what, patience=PATIENCE, seen=None):
    """Waits until condition() is true and returns what it gave; if it never is, says what seen() gives."""
    end = time.monotonic() + patience
    trouble = None
    while True:
        try:
            value = condition()
            if value:
                return value
            trouble = None
        except GLib.Error as error:
            trouble = error  # the object went away between two calls; look again
        if time.monotonic() > end:
            there = f'; there is {seen()}' if seen is not None else ''
            raise Timeout(f'waited {patience:.0f} s in vain for {what}{there}'
                          + (f'; at the end: {trouble.message}' if trouble is not None else ''))
        time.sleep(0.02)


def call(*command, check=True, patience=PATIENCE, **kwargs):
    """Runs a tool of the desktop to its end; gives back what it wrote."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=patience, **kwargs)
    except subprocess.TimeoutExpired:
        raise Timeout(f'waited {patience:.0f} s in vain for {command[0]} to end: {command}') from None
    if check and result.returncode != 0:
        raise AssertionError(f'{command} ended with {result.returncode}: {result.stderr}')
    return result.stdout
