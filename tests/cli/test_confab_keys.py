#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stores keys in a real keyring from the terminal, and looks that they show up nowhere."""

import faulthandler
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
import unittest

from test_confab_cli import CONFAB, KEY, LIMIT_S, WAIT_S, CliTest


class TestKeys(CliTest):
    def setUp(self):
        super().setUp()
        self.env['DBUS_SESSION_BUS_ADDRESS'] = os.environ['DBUS_SESSION_BUS_ADDRESS']
        self.env['ANTHROPIC_BASE_URL'] = self.peer.url
        self.addCleanup(self.run_confab, 'keys', 'remove', 'anthropic')

    def get_source(self, provider='anthropic'):
        result = self.run_confab('keys', 'status', '--json')
        self.assertEqual(result.returncode, 0, result.err)
        return {entry['id']: entry['key_source'] for entry in json.loads(result.out)}[provider]

    def assert_nowhere(self):
        """No file of the program's has the key in it."""
        for folder, _, names in os.walk(self.home.name):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    self.assertNotIn(KEY.encode(), file.read(), name)

    def test_set_use_remove(self):
        self.assertEqual(self.get_source(), 'none')
        result = self.run_confab('keys', 'set', 'anthropic', stdin=f'  {KEY}\r\n\n')
        self.assertEqual(result.returncode, 0, result.err)
        self.assertIn('in the keyring', result.out)
        self.assertIn('takes it', result.out)
        self.assertEqual(result.err, '')
        self.assertEqual(self.get_source(), 'keyring')
        self.assertRegex(self.run_confab('keys', 'status').out, r'(?m)^anthropic .* keyring$')
        self.assertEqual(self.run_confab('ask', '-p', 'anthropic', '[[say x]]').out, 'x\n')
        self.assert_nowhere()

        result = self.run_confab('keys', 'remove', 'anthropic')
        self.assertEqual(result.returncode, 0, result.err)
        self.assertEqual(self.get_source(), 'none')
        self.assertEqual(self.run_confab('keys', 'remove', 'anthropic').returncode, 0)

    def test_refused(self):
        result = self.run_confab('keys', 'set', 'anthropic', stdin='wrong-key-987654321')
        self.assert_failed(result, 66, 'key')
        self.assertNotIn('987654321', result.out + result.err)
        self.assertIn('in the keyring', result.out)

    def test_shape(self):
        for text in ('', ' \n', 'short', f'{KEY} {KEY}', f'{KEY}\n{KEY}', KEY + 'é', KEY + '\0', 'x' * 20000):
            result = self.run_confab('keys', 'set', 'anthropic', stdin=text)
            self.assert_failed(result, 64)
        self.assertEqual(self.get_source(), 'none')

    def test_no_argument(self):
        for arguments in (['anthropic', KEY], ['anthropic', f'--key={KEY}'], [f'-{KEY}'], [], [KEY, KEY]):
            self.assert_failed(self.run_confab('keys', 'set', *arguments, stdin=KEY), 64)
        self.assert_failed(self.run_confab('keys', 'set', KEY, stdin=KEY), 65, 'anthropic')
        self.assertEqual(self.get_source(), 'none')

    def test_not_needed(self):
        self.assert_failed(self.run_confab('keys', 'set', 'ollama', stdin=KEY), 64)
        self.assertEqual(self.get_source('ollama'), 'not-needed')

    def test_environment(self):
        self.env['ANTHROPIC_API_KEY'] = KEY
        result = self.run_confab('keys', 'status')
        self.assertRegex(result.out, r'(?m)^anthropic .* \$ANTHROPIC_API_KEY$')

    def test_no_keyring(self):
        self.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=' + os.path.join(self.home.name, 'no-bus')
        self.assert_failed(self.run_confab('keys', 'set', 'anthropic', stdin=KEY), 73)
        self.assert_nowhere()

    def open_terminal(self):
        """The program with its prompt on a terminal: the process, the terminal, what it showed."""
        own, its = pty.openpty()
        self.addCleanup(os.close, own)
        self.addCleanup(os.close, its)
        process = subprocess.Popen([CONFAB, 'keys', 'set', 'anthropic'], env=self.env, stdin=its, stdout=its,
                                   stderr=its, start_new_session=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, own, its, self.read_until(own, 'shown')

    def read_until(self, own, word):
        text = ''
        end = time.monotonic() + WAIT_S
        while word not in text:
            ready = select.select([own], [], [], max(0, end - time.monotonic()))[0]
            self.assertTrue(ready, text)
            text += os.read(own, 4096).decode()
        return text

    def has_echo(self, terminal):
        return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)

    def test_terminal(self):
        process, own, its, text = self.open_terminal()
        self.assertFalse(self.has_echo(its))
        os.write(own, KEY.encode() + b'\n')
        text += self.read_until(own, 'takes it')
        self.assertEqual(process.wait(WAIT_S), 0)
        self.assertNotIn(KEY, text)
        self.assertTrue(self.has_echo(its))
        self.assertEqual(self.get_source(), 'keyring')

    def test_terminal_stopped(self):
        process, _own, its, _text = self.open_terminal()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(WAIT_S), 130)
        self.assertTrue(self.has_echo(its))
        self.assertEqual(self.get_source(), 'none')


if __name__ == '__main__':
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    unittest.main(argv=[sys.argv[0], '-v'])
