#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the program in a terminal's place against a peer on loopback."""

import faulthandler
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

CONFAB = os.environ['CONFAB_BINARY']
PEER = os.environ['CONFAB_TEST_PEER']
KEY = 'test-key-0123456789'
WAIT_S = 60
LIMIT_S = 170 * float(os.environ.get('CONFAB_E2E_PATIENCE', '1'))
COLUMNS = ['ID', 'NAME', 'STATE', 'MODEL', 'KEY']


def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Peer:
    def __init__(self):
        # It ends with its standard input, so it cannot be left behind.
        self.process = subprocess.Popen([PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        word, port = self.process.stdout.readline().split()
        assert word == 'PORT'
        self.url = f'http://127.0.0.1:{port}'

    def get_log(self):
        with urllib.request.urlopen(self.url + '/peer/log', timeout=WAIT_S) as answer:
            return json.load(answer)

    def forget(self):
        request = urllib.request.Request(self.url + '/peer/log', method='DELETE')
        urllib.request.urlopen(request, timeout=WAIT_S).close()

    def configure(self, **settings):
        request = urllib.request.Request(self.url + '/peer/config', data=json.dumps(settings).encode())
        urllib.request.urlopen(request, timeout=WAIT_S).close()

    def wait_for(self, condition):
        end = time.monotonic() + WAIT_S
        while not condition(self.get_log()):
            assert time.monotonic() < end, self.get_log()

    def close(self):
        self.process.stdin.close()
        self.process.wait(WAIT_S)
        self.process.stdout.close()


class CliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.peer = Peer()

    @classmethod
    def tearDownClass(cls):
        cls.peer.close()

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.env = {
            'PATH': os.environ['PATH'],
            'LC_ALL': 'C.UTF-8',
            'G_DEBUG': 'fatal-warnings',
            'GSETTINGS_BACKEND': 'memory',
            'HOME': self.home.name,
            # No session bus, and with it no keyring.
            'DBUS_SESSION_BUS_ADDRESS': 'unix:path=' + os.path.join(self.home.name, 'no-bus'),
            'OLLAMA_HOST': f'127.0.0.1:{closed_port()}',
        }
        for name in ('CONFIG', 'DATA', 'STATE', 'CACHE', 'RUNTIME'):
            path = os.path.join(self.home.name, name.lower())
            os.mkdir(path, 0o700)
            self.env[f'XDG_{name}_HOME' if name != 'RUNTIME' else 'XDG_RUNTIME_DIR'] = path
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS', 'GSETTINGS_SCHEMA_DIR'):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def use_anthropic(self, key=KEY):
        self.env['ANTHROPIC_BASE_URL'] = self.peer.url
        self.env['ANTHROPIC_API_KEY'] = key

    def write_records(self, text):
        folder = os.path.join(self.env['XDG_CONFIG_HOME'], 'confab')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'providers.json'), 'w', encoding='utf-8') as file:
            file.write(text)

    def run_confab(self, *arguments, stdin='', **kwargs):
        result = subprocess.run([CONFAB, *arguments], input=stdin.encode(), env=self.env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=WAIT_S, **kwargs)
        result.out = result.stdout.decode()
        result.err = result.stderr.decode()
        self.assertNotIn(KEY, result.out + result.err)
        self.assertNotIn('CRITICAL', result.err)
        return result

    def assert_failed(self, result, status, *words):
        self.assertEqual(result.returncode, status, result.err)
        self.assertTrue(result.err.startswith('confab: '), result.err)
        for word in words:
            self.assertIn(word, result.err)


class TestHelp(CliTest):
    def test_help(self):
        for arguments in (['--help'], ['-h'], ['help']):
            result = self.run_confab(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertIn('confab ask', result.out)
            self.assertIn('confab providers', result.out)
            self.assertIn('confab models', result.out)
            for status in ('0 ', '64', '65', '66', '67', '68', '130'):
                self.assertIn(f'\n  {status}', result.out)

    def test_help_of_commands(self):
        for arguments in (['ask', '--help'], ['help', 'ask']):
            result = self.run_confab(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertIn('confab ask [OPTION…] [QUESTION]', result.out)
            for option in ('--provider', '--model', '--system', '--json', '--thinking', '--show-thinking'):
                self.assertIn(option, result.out)
            self.assertIn('\n  130', result.out)
        result = self.run_confab('help', 'providers')
        self.assertEqual(result.returncode, 0)
        self.assertIn('--json', result.out)

        result = self.run_confab('help', 'keys')
        self.assertEqual(result.returncode, 0)
        for word in ('set PROVIDER', 'remove PROVIDER', 'status', '\n  73'):
            self.assertIn(word, result.out)
        result = self.run_confab('keys', 'set', '--help')
        self.assertEqual(result.returncode, 0)
        self.assertIn('confab keys set [OPTION…] PROVIDER', result.out)

    def test_version(self):
        result = self.run_confab('--version')
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.out, r'^confab \d+\.\d+')

    @unittest.skipIf(os.environ.get('CONFAB_WITH_GUI') == '1', 'opens the window')
    def test_alone(self):
        result = self.run_confab()
        self.assertEqual((result.returncode, result.out), (64, ''))
        self.assertIn('confab ask', result.err)

    def test_usage(self):
        self.assertEqual(self.run_confab('help', 'nonsense').returncode, 64)
        self.assertEqual(self.run_confab('providers').returncode, 64)
        self.assertEqual(self.run_confab('providers', 'frobnicate').returncode, 64)
        self.assert_failed(self.run_confab('ask', '--no-such-option'), 64)
        self.assert_failed(self.run_confab('providers', 'list', '--no-such-option'), 64)
        self.assert_failed(self.run_confab('providers', 'list', 'more'), 64)


class TestAsk(CliTest):
    def test_four_dialects(self):
        self.use_anthropic()
        self.env.update({
            'OPENAI_BASE_URL': self.peer.url, 'OPENAI_API_KEY': KEY,
            'GEMINI_API_KEY': KEY,
            'OLLAMA_HOST': self.peer.url,
        })
        self.write_records(json.dumps({
            'version': 1,
            'providers': [{'id': 'google', 'type': 'google', 'base_url': self.peer.url,
                           'config': {'allow_private': True}}],
        }))
        for provider in ('anthropic', 'openai', 'google', 'ollama'):
            with self.subTest(provider=provider):
                result = self.run_confab('ask', '-p', provider, '[[say Grüße, 世界 🌍]]')
                self.assertEqual(result.returncode, 0, result.err)
                self.assertEqual(result.out, 'Grüße, 世界 🌍\n')
                self.assertEqual(result.err, '')

    def test_default_provider(self):
        self.use_anthropic()
        result = self.run_confab('ask', 'hello', 'there')
        self.assertEqual(result.returncode, 0, result.err)
        self.assertIn('> hello there\n', result.out)

    def test_default_is_local(self):
        self.env['OLLAMA_HOST'] = self.peer.url
        result = self.run_confab('ask', '[[say local]]')
        self.assertEqual((result.returncode, result.out), (0, 'local\n'), result.err)

    def ask_model(self, *arguments, **kwargs):
        """Whom a question goes to, as the answer's first event tells it."""
        result = self.run_confab('ask', '--json', *arguments, '[[say x]]', **kwargs)
        self.assertEqual(result.returncode, 0, result.err)
        return json.loads(result.out.splitlines()[0])['model']

    def test_routes(self):
        self.use_anthropic()
        self.env['OLLAMA_HOST'] = self.peer.url
        for arguments, model in [
                (('-m', 'sonnet'), 'claude-sonnet-5'),
                (('-m', 'anthropic:opus'), 'claude-opus-5'),
                (('-m', 'ollama:peer-small:1b'), 'peer-small:1b'),
                (('-m', 'whatever'), 'whatever'),
                (('-p', 'ollama', '-m', 'a/b'), 'a/b'),
        ]:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.ask_model(*arguments), model)

    def test_directory_choice(self):
        self.use_anthropic()
        self.env['OLLAMA_HOST'] = self.peer.url
        inner = os.path.join(self.home.name, 'project', 'src')
        os.makedirs(inner)
        rc = os.path.join(self.home.name, 'project', '.confabrc')

        with open(rc, 'w', encoding='utf-8') as file:
            file.write('[ask]\nmodel = opus\n')
        self.assertEqual(self.ask_model(cwd=inner), 'claude-opus-5')
        self.assertEqual(self.ask_model('-m', 'haiku', cwd=inner), 'claude-haiku-4-5')
        self.assertEqual(self.ask_model(cwd=self.home.name), 'claude-sonnet-5')

        with open(rc, 'w', encoding='utf-8') as file:
            file.write('[ask]\nprovider = ollama\nmodel = tiny\n')
        self.assertEqual(self.ask_model(cwd=inner), 'tiny')

        with open(rc, 'w', encoding='utf-8') as file:
            file.write('model: opus\n')
        self.assert_failed(self.run_confab('ask', 'x', cwd=inner), 64, '.confabrc')

    def use_second(self):
        """Anthropic, the default, at a server of its own, and OpenAI at the other one."""
        second = Peer()
        self.addCleanup(second.close)
        self.use_anthropic()
        self.env['ANTHROPIC_BASE_URL'] = second.url
        self.env.update({'OPENAI_BASE_URL': self.peer.url, 'OPENAI_API_KEY': KEY})
        return second

    def write_preferences(self, text):
        self.env['GSETTINGS_BACKEND'] = 'keyfile'
        folder = os.path.join(self.env['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
        os.makedirs(folder)
        with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
            file.write('[io/github/confab/Confab]\n' + text)

    def attempts(self, *arguments, status=0):
        result = self.run_confab('ask', '--json', *arguments, '[[say x]]')
        self.assertEqual(result.returncode, status, result.err)
        events = [json.loads(line) for line in result.out.splitlines()]
        return [event for event in events if event['kind'] == 'attempt'], events

    def test_fallback(self):
        first = self.use_second()
        first.configure(directives='[[status 429 retry-after 600]]')
        result = self.run_confab('ask', '[[say instead]]')
        self.assertEqual((result.returncode, result.out), (0, 'instead\n'), result.err)
        self.assertRegex(result.err, r'^confab: Answered by OpenAI — Anthropic Claude was rate-limited until \d.*\n$')

        # The next process knows, and asks it nothing; who asks for it by name is not held up.
        first.forget()
        attempts, events = self.attempts()
        self.assertEqual([(attempt['provider'], attempt['outcome']) for attempt in attempts],
                         [('anthropic', 'skipped'), ('openai', 'answered')])
        self.assertEqual(attempts[0]['error']['kind'], 'rate-limited')
        self.assertGreater(attempts[0]['until_ms'], time.time() * 1000)
        self.assertIn('duration_ms', attempts[1])
        self.assertEqual(first.get_log()['requests'], [])
        first.configure(directives=None)
        attempts, _ = self.attempts('-p', 'anthropic')
        self.assertEqual(attempts, [])

        # That it answered ends the rest for all.
        attempts, _ = self.attempts()
        self.assertEqual(attempts, [])
        self.assertEqual(len(first.get_log()['requests']), 2)

    def test_all_down(self):
        first = self.use_second()
        first.configure(directives='[[status 429 retry-after 600]]')
        self.peer.configure(directives='[[status 503]]')
        self.addCleanup(self.peer.configure, directives=None)
        result = self.run_confab('ask', 'x')
        self.assert_failed(result, 68, 'None of 2 providers could answer.\n',
                           '• Anthropic Claude was rate-limited until ', '• OpenAI was overloaded.\n')
        attempts, events = self.attempts(status=68)
        self.assertEqual([attempt['outcome'] for attempt in attempts], ['skipped', 'failed'])
        self.assertEqual([event['error']['kind'] for event in events if event['kind'] == 'error'], ['rate-limited'])

    def test_preferences(self):
        """What was chosen in the window counts in the terminal."""
        first = self.use_second()
        self.write_preferences("ask-others=false\nthinking-model='openai:gpt-thinker'\n")
        first.configure(directives='[[status 503]]')
        self.assert_failed(self.run_confab('ask', 'x'), 68, 'Anthropic Claude is overloaded')
        first.configure(directives=None)
        self.assertEqual(self.ask_model('-t', 'high'), 'gpt-thinker')
        self.assertEqual(self.ask_model('-t', 'off'), 'claude-sonnet-5')
        self.assertEqual(self.ask_model('-t', 'high', '-m', 'opus'), 'claude-opus-5')
        del self.env['OPENAI_API_KEY']
        self.assertEqual(self.ask_model('-t', 'high'), 'claude-sonnet-5')

    def test_stdin(self):
        self.use_anthropic()
        for arguments, stdin, quoted in (
                ([], 'from input', '> from input\n'),
                (['-'], 'from input', '> from input\n'),
                (['both'], 'from input', '> both\n> \n> from input\n'),
                (['both', '-'], 'from input', '> both\n> \n> from input\n'),
                (['--', '-x'], '', '> -x\n'),
        ):
            with self.subTest(arguments=arguments):
                result = self.run_confab('ask', *arguments, stdin=stdin)
                self.assertEqual(result.returncode, 0, result.err)
                self.assertIn(quoted, result.out)

    def test_closed_stdin(self):
        self.use_anthropic()
        result = subprocess.run(['/bin/sh', '-c', 'exec "$0" ask "[[say fine]]" <&-', CONFAB], env=self.env,
                                stdout=subprocess.PIPE, timeout=WAIT_S, check=False)
        self.assertEqual((result.returncode, result.stdout), (0, b'fine\n'))

    def test_no_question(self):
        self.use_anthropic()
        self.assert_failed(self.run_confab('ask'), 64, 'no question')
        self.assert_failed(self.run_confab('ask', ' ', stdin='\n'), 64, 'no question')
        result = subprocess.run([CONFAB, 'ask'], input=b'\xff\xfe\x00', env=self.env,
                                stderr=subprocess.PIPE, timeout=WAIT_S, check=False)
        self.assertEqual(result.returncode, 64)
        self.assertIn(b'UTF-8', result.stderr)

    def test_without_locale(self):
        """Scripts of cron have no locale, and their letters must come through all the same."""
        self.use_anthropic()
        self.env['LC_ALL'] = 'C'
        result = self.run_confab('ask', 'naïve 世界', stdin='ö')
        self.assertEqual(result.returncode, 0, result.err)
        self.assertIn('> naïve 世界\n> \n> ö\n', result.out)

    def test_thinking(self):
        self.use_anthropic()
        result = self.run_confab('ask', '[[think]][[say answer]]')
        self.assertEqual((result.returncode, result.out, result.err), (0, 'answer\n', ''))
        result = self.run_confab('ask', '--show-thinking', '[[think]][[say answer]]')
        self.assertEqual((result.returncode, result.out), (0, 'answer\n'))
        self.assertEqual(result.err, 'The person wants an answer. I will quote the question.\n')

    def last_body(self):
        return json.loads(self.peer.get_log()['requests'][-1]['body'])

    def test_thinking_level(self):
        self.use_anthropic()
        for level, thinking, effort in (('off', 'disabled', None), ('low', 'adaptive', 'low'),
                                        ('high', 'adaptive', 'high'), ('default', None, None)):
            result = self.run_confab('ask', '-m', 'claude-sonnet-5', '--thinking', level, 'hello')
            self.assertEqual(result.returncode, 0, result.err)
            self.assertEqual(self.last_body().get('thinking', {}).get('type'), thinking)
            self.assertEqual(self.last_body().get('output_config', {}).get('effort'), effort)
        result = self.run_confab('ask', '-m', 'claude-3-haiku-20240307', '--thinking', 'high', 'hello')
        self.assertEqual(result.returncode, 0, result.err)
        self.assertNotIn('thinking', self.last_body())
        self.assert_failed(self.run_confab('ask', '--thinking', 'hard', 'hello'), 64, '“hard”', 'medium')
        self.assert_failed(self.run_confab('ask', '--thinking', 'unset', 'hello'), 64, '“unset”')

    def test_thinking_refused(self):
        """Asked once more without it, and from then on without it at once."""
        self.use_anthropic()
        self.peer.configure(refused={'"thinking":': 'thinking: this model does not support it'})
        self.addCleanup(self.peer.configure, refused={})
        self.peer.forget()
        for n_requests in (2, 3):
            result = self.run_confab('ask', '-m', 'claude-sonnet-5', '-t', 'low', '[[say answer]]')
            self.assertEqual((result.returncode, result.out), (0, 'answer\n'), result.err)
            self.assertEqual(len(self.peer.get_log()['requests']), n_requests)
            self.assertNotIn('thinking', self.last_body())
        path = os.path.join(self.env['XDG_CACHE_HOME'], 'confab', 'refused-parameters.json')
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)

    def test_json(self):
        self.use_anthropic()
        result = self.run_confab('ask', '--json', '-m', 'some-model', '[[think]][[say Grüße an alle, die da kommen]]')
        self.assertEqual(result.returncode, 0, result.err)
        events = [json.loads(line) for line in result.out.splitlines()]
        kinds = [event['kind'] for event in events]
        self.assertEqual(kinds[0], 'start')
        self.assertEqual(events[0]['model'], 'some-model')
        self.assertEqual(''.join(event['text'] for event in events if event['kind'] == 'text'),
                         'Grüße an alle, die da kommen')
        self.assertIn('thinking', kinds)
        self.assertTrue(any(event['kind'] == 'usage' and event['usage']['output'] > 0 for event in events))
        stops = [event for event in events if event['kind'] == 'stop']
        self.assertEqual([event['stop_reason'] for event in stops], ['stop'])
        text = next(event for event in events if event['kind'] == 'text')
        self.assertIsInstance(text['slot'], int)

    def test_failures(self):
        self.use_anthropic()
        for prompt, status, kind in (
                ('[[status 401]]', 66, 'bad-key'),
                ('[[status 429 retry-after 30]]', 68, 'rate-limited'),
                ('[[status 500]]', 68, 'server'),
                ('[[reset]]', 67, 'truncated'),
                ('[[garbage]]', 68, 'malformed'),
                ('[[error-in-stream]]', 68, None),
                ('[[cut]]', 67, 'truncated'),
                ('[[html]]', 68, 'malformed'),
        ):
            with self.subTest(prompt=prompt):
                # Asked by name, for otherwise it would rest.
                self.assert_failed(self.run_confab('ask', '-p', 'anthropic', prompt), status, 'Anthropic')
                result = self.run_confab('ask', '--json', '-p', 'anthropic', prompt)
                self.assertEqual(result.returncode, status, result.err)
                error = json.loads(result.out.splitlines()[-1])
                self.assertEqual(error['kind'], 'error')
                if kind is not None:
                    self.assertEqual(error['error']['kind'], kind)
                if 'retry-after' in prompt:
                    self.assertEqual(error['error']['retry_after_ms'], 30000)
                    self.assertEqual(error['error']['http_status'], 429)

    def test_failure_keeps_what_came(self):
        self.use_anthropic()
        result = self.run_confab('ask', '[[reset]][[long 1000]]')
        self.assert_failed(result, 67)
        self.assertTrue(result.out.startswith('Paragraph 1 says'))
        self.assertTrue(result.out.endswith('\n'))

    def test_keys(self):
        self.use_anthropic(key='wrong-key-987654321')
        result = self.run_confab('ask', 'hello')
        self.assert_failed(result, 66, 'key')
        self.assertNotIn('wrong-key', result.err)
        del self.env['ANTHROPIC_API_KEY']
        self.assert_failed(self.run_confab('ask', '-p', 'anthropic', 'hello'), 66, 'key')

    def test_network(self):
        self.env['ANTHROPIC_BASE_URL'] = f'http://127.0.0.1:{closed_port()}'
        self.env['ANTHROPIC_API_KEY'] = KEY
        self.assert_failed(self.run_confab('ask', 'hello'), 67, 'Anthropic')
        self.assert_failed(self.run_confab('ask', '-p', 'ollama', 'hello'), 67, 'Ollama')

    def test_no_provider(self):
        self.assert_failed(self.run_confab('ask', 'hello'), 65, 'confab providers list')
        result = self.run_confab('ask', '-p', 'nobody', 'hello')
        self.assert_failed(result, 65, 'nobody', 'anthropic', 'openai', 'ollama')

    def test_switched_off(self):
        self.use_anthropic()
        self.write_records('{"providers": [{"id": "anthropic", "type": "anthropic", "enabled": false}]}')
        self.assert_failed(self.run_confab('ask', '-p', 'anthropic', 'hello'), 65, 'switched off')
        self.assert_failed(self.run_confab('ask', 'hello'), 65)

    def test_broken_records(self):
        self.use_anthropic()
        self.write_records('{ "providers": [\n oops')
        result = self.run_confab('ask', '[[say still here]]')
        self.assertEqual((result.returncode, result.out), (0, 'still here\n'), result.err)
        self.assertTrue(result.err.startswith('confab: '), result.err)

    def start(self, *arguments, **kwargs):
        process = subprocess.Popen([CONFAB, *arguments], env=self.env, stdin=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, **kwargs)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def read_until(self, fd, word):
        seen = b''
        while word not in seen:
            ready, _, _ = select.select([fd], [], [], WAIT_S)
            self.assertTrue(ready, f'only {seen} came')
            chunk = os.read(fd, 4096)
            self.assertTrue(chunk, f'only {seen} came')
            seen += chunk
        return seen

    def test_streams_and_stops(self):
        """What came is written while the rest is not there yet, and kept when it is stopped."""
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                self.use_anthropic()
                process = self.start('ask', '[[gate]][[long 1000]]', stdout=subprocess.PIPE)
                seen = self.read_until(process.stdout.fileno(), b'Paragraph 2')
                process.send_signal(number)
                seen += process.stdout.read()
                process.stdout.close()
                self.assertEqual(process.wait(WAIT_S), 130)
                self.assertTrue(seen.startswith(b'Paragraph 1'))
                self.assertTrue(seen.endswith(b'\n'))
                self.assertLess(len(seen), 1000)
                self.assertEqual(process.stderr.read(), b'')

    def test_stops_while_waiting(self):
        """Before anything came there is nothing to keep, and it stops all the same."""
        for prompt in ('[[silent]]', '[[hang]]'):
            with self.subTest(prompt=prompt):
                self.use_anthropic()
                self.peer.forget()
                process = self.start('ask', '--json', prompt, stdout=subprocess.PIPE)
                self.peer.wait_for(lambda log: log['open'] == 1)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.stdout.read(), b'')
                process.stdout.close()
                self.assertEqual(process.wait(WAIT_S), 130)
                self.assertEqual(process.stderr.read(), b'')
                self.peer.wait_for(lambda log: log['open'] == 0)

    def test_closed_pipe(self):
        """As “confab ask … | head -1”: no complaint and no endless reply."""
        self.use_anthropic()
        process = self.start('ask', '[[endless]]', stdout=subprocess.PIPE)
        self.read_until(process.stdout.fileno(), b'and so on')
        process.stdout.close()
        self.assertEqual(process.wait(WAIT_S), 74)
        self.assertEqual(process.stderr.read(), b'')

    def test_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        self.use_anthropic()
        with open('/dev/full', 'w', encoding='utf-8') as full:
            process = self.start('ask', 'hello', stdout=full)
            self.assertEqual(process.wait(WAIT_S), 74)
        self.assertIn(b'confab: The output cannot be written', process.stderr.read())

    def test_terminal_is_not_steered(self):
        """A model's text must not recolour, retitle or type into the terminal."""
        self.use_anthropic()
        prompt = '[[say red \x1b[31mtext\x07 end]]'
        self.assertEqual(self.run_confab('ask', prompt).out, 'red \x1b[31mtext\x07 end\n')

        leader, follower = pty.openpty()
        process = self.start('ask', prompt, stdout=follower)
        os.close(follower)
        seen = self.read_until(leader, b'end')
        self.assertEqual(process.wait(WAIT_S), 0)
        os.close(leader)
        self.assertEqual(seen.strip(), b'red [31mtext end')


class TestProviders(CliTest):
    def test_table(self):
        self.use_anthropic()
        self.env['OLLAMA_HOST'] = self.peer.url
        result = self.run_confab('providers', 'list')
        self.assertEqual(result.returncode, 0, result.err)
        lines = result.out.splitlines()
        starts = [lines[0].index(word) for word in COLUMNS]
        rows = {}
        for line in lines[1:]:
            cells = [line[a:b].strip() for a, b in zip(starts, starts[1:] + [None])]
            rows[cells[0]] = cells
        self.assertEqual(rows['anthropic'][1], 'Anthropic Claude')
        self.assertEqual(rows['anthropic'][3:], ['claude-sonnet-5', '$ANTHROPIC_API_KEY'])
        self.assertEqual(rows['openai'][2], 'Key missing')
        self.assertEqual(rows['openai'][4], 'none')
        self.assertEqual(rows['ollama'][2], 'Ready')
        self.assertEqual(rows['ollama'][4], 'not needed')
        self.assertEqual(lines[1].split()[0], 'anthropic')

    def test_json(self):
        self.use_anthropic()
        self.env['OLLAMA_HOST'] = self.peer.url
        result = self.run_confab('providers', 'list', '--json')
        self.assertEqual(result.returncode, 0, result.err)
        providers = {provider['id']: provider for provider in json.loads(result.out)}
        self.assertGreaterEqual(len(providers), 30)
        anthropic = providers['anthropic']
        self.assertTrue(anthropic['default'])
        self.assertTrue(anthropic['usable'])
        self.assertEqual(anthropic['base_url'], self.peer.url)
        self.assertEqual((anthropic['key_source'], anthropic['key_detail']), ('environment', 'ANTHROPIC_API_KEY'))
        self.assertEqual(providers['openai']['state'], 'key-missing')
        self.assertEqual(providers['ollama']['state'], 'ready')
        self.assertTrue(providers['ollama']['models'])
        self.assertEqual([p['id'] for p in providers.values() if p['default']], ['anthropic'])

    def test_not_running(self):
        result = self.run_confab('providers', 'list', '--json')
        providers = {provider['id']: provider for provider in json.loads(result.out)}
        self.assertEqual(providers['ollama']['state'], 'not-running')
        self.assertFalse(any(p['default'] for p in providers.values()))


if __name__ == '__main__':
    # Says where it waits before it is ended from outside for taking too long.
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    unittest.main(argv=[sys.argv[0], '-v'])
