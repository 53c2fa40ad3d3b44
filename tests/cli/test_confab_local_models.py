#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fetches and removes models of a local server from the terminal."""

import faulthandler
import json
import os
import pty
import signal
import subprocess
import sys
import unittest
import urllib.request

from test_confab_cli import CONFAB, LIMIT_S, WAIT_S, CliTest

NAME = 'llama3.2:3b'
SIZE = 2000000000
SPACE = '\N{NO-BREAK SPACE}'


class LocalModelsTest(CliTest):
    def setUp(self):
        super().setUp()
        self.env['OLLAMA_HOST'] = self.peer.url
        self.peer.forget()
        self.peer.configure(models=['mistral:7b'], loaded=['mistral:7b'],
                            pulls={NAME: {'layers': [SIZE, 1000], 'pieces': 4}})

    def list(self):
        result = self.run_confab('models', 'ollama', '--json')
        self.assertEqual(result.returncode, 0, result.err)
        return {model['id']: model for model in json.loads(result.out)}

    def start(self, *arguments, **kwargs):
        process = subprocess.Popen([CONFAB, *arguments], env=self.env, stdin=subprocess.DEVNULL, **kwargs)
        self.addCleanup(process.wait, WAIT_S)
        self.addCleanup(process.kill)
        return process

    def release(self):
        """Opens the gate at which the server waits, once it does."""
        self.peer.wait_for(lambda log: log['waiting'] > 0)
        urllib.request.urlopen(urllib.request.Request(self.peer.url + '/peer/release', data=b''),
                               timeout=WAIT_S).close()



class TestList(LocalModelsTest):
    def test_list(self):
        self.assertEqual(self.list()['mistral:7b']['loaded'], True)
        self.assertEqual(self.list()['mistral:7b']['size_bytes'], 4661224676)
        result = self.run_confab('models', 'ollama')
        self.assertIn(f'4.7{SPACE}GB', result.out)
        self.assertTrue(result.out.splitlines()[0].endswith('IN MEMORY'), result.out)
        self.assertTrue(result.out.splitlines()[1].endswith('yes'), result.out)


class TestPull(LocalModelsTest):
    def test_pull(self):
        result = self.run_confab('models', 'pull', 'ollama run ' + NAME)
        self.assertEqual((result.returncode, result.err), (0, ''))
        self.assertEqual(result.out, f'{NAME} is there: 2.0{SPACE}GB.\n')
        self.assertIn(NAME, self.list())

    def test_json(self):
        result = self.run_confab('models', 'pull', NAME, '--json')
        self.assertEqual((result.returncode, result.err), (0, ''))
        events = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual({event['model'] for event in events}, {NAME})
        self.assertEqual(events[-1], {'kind': 'done', 'model': NAME, 'size_bytes': SIZE + 1000})
        progress = events[:-1]
        self.assertEqual({event['kind'] for event in progress}, {'progress'})
        self.assertEqual(progress[0]['state'], 'starting')
        fractions = [event['fraction'] for event in progress]
        self.assertEqual(fractions, sorted(fractions))
        self.assertTrue(all(event['completed_bytes'] <= event['total_bytes'] for event in progress))

    def test_terminal(self):
        """How far it is stands in one line that is gone in the end."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = self.start('models', 'pull', NAME, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        out = process.stdout.read()
        process.stdout.close()
        self.assertEqual(process.wait(WAIT_S), 0)
        seen = b''
        try:
            while chunk := os.read(master, 4096):
                seen += chunk
        except OSError:
            pass  # nobody has the other end any more
        self.assertNotIn(b'\n', seen)
        self.assertIn(f'2.0{SPACE}GB of 2.0{SPACE}GB', seen.decode())
        self.assertTrue(seen.endswith(b'\r\x1b[K'), seen)
        self.assertEqual(out.decode(), f'{NAME} is there: 2.0{SPACE}GB.\n')

    def test_stop_and_resume(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                name = f'stopped:{int(number)}'
                self.peer.configure(pulls={name: {'layers': [SIZE], 'pieces': 4, 'gates': True}})
                process = self.start('models', 'pull', name, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.release()
                self.peer.wait_for(lambda log: log['waiting'] > 0)
                process.send_signal(number)
                out, err = process.communicate(timeout=WAIT_S)
                self.assertEqual(process.returncode, 130)
                self.assertEqual(err.decode(), 'confab: Stopped. The same command goes on from there.\n')
                self.assertEqual(out, b'')
                self.peer.wait_for(lambda log: log['open'] == 0)

                # What was fetched is not fetched once more.
                self.peer.configure(pulls={name: {'layers': [SIZE], 'pieces': 1}})
                result = self.run_confab('models', 'pull', name, '--json')
                self.assertEqual(result.returncode, 0, result.err)
                first = next(event for event in map(json.loads, result.out.splitlines())
                             if event.get('total_bytes', 0) > 0)
                self.assertGreaterEqual(first['completed_bytes'], SIZE // 4)

    def test_failures(self):
        self.assert_failed(self.run_confab('models', 'pull', 'no-such'), 68, 'ollama.com/library')
        self.assert_failed(self.run_confab('models', 'pull', 'two words'), 64, 'llama3.2:3b')
        self.assert_failed(self.run_confab('models', 'pull'), 64)
        self.assert_failed(self.run_confab('models', 'pull', 'a', 'b'), 64)
        self.assert_failed(self.run_confab('models', 'pull', 'a', '-p', 'nobody'), 65)
        self.assert_failed(self.run_confab('models', 'pull', 'a', '--provider', 'groq'), 65, 'Groq')

        self.peer.configure(pulls={'full': {'layers': [SIZE], 'fail_after': 1, 'error': 'no space left on device'},
                                   'cut': {'layers': [SIZE], 'fail_after': 1}})
        self.assert_failed(self.run_confab('models', 'pull', 'full'), 68, 'full', 'resume')
        result = self.run_confab('models', 'pull', 'cut', '--json')
        self.assert_failed(result, 67, 'resume')
        self.assertEqual(json.loads(result.out.splitlines()[-1])['kind'], 'error')
        self.assertEqual(self.run_confab('models', 'pull', 'cut').returncode, 0)

        self.env['OLLAMA_HOST'] = '127.0.0.1:9'
        self.assert_failed(self.run_confab('models', 'pull', NAME), 67, 'not running')
        self.assertEqual(self.run_confab('help', 'models').returncode, 0)
        self.assertIn('models pull NAME', self.run_confab('help', 'models').out)
        self.assertIn('--provider', self.run_confab('models', 'pull', '--help').out)


class TestRemove(LocalModelsTest):
    def test_remove(self):
        result = self.run_confab('models', 'remove', 'mistral:7b')
        self.assertEqual((result.returncode, result.out, result.err), (0, '', ''))
        self.assertNotIn('mistral:7b', self.list())
        self.assert_failed(self.run_confab('models', 'remove', 'mistral:7b'), 68, 'mistral:7b')
        self.assert_failed(self.run_confab('models', 'remove'), 64)
        self.assert_failed(self.run_confab('models', 'remove', 'a', '-p', 'groq'), 65)


if __name__ == '__main__':
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    unittest.main(argv=[sys.argv[0], '-v'])
