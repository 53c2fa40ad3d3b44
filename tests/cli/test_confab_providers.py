#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks at models and providers from the terminal, and changes them."""

import faulthandler
import http.server
import json
import os
import pathlib
import re
import ssl
import sys
import threading
import unittest

from test_confab_cli import KEY, LIMIT_S, CliTest


STEPS = ['name', 'proxy', 'connection', 'tls', 'key', 'models', 'reply']


class Answer(http.server.BaseHTTPRequestHandler):
    """One answer to everything: a list of models, and a reply."""

    def do_GET(self):
        body = json.dumps({
            'object': 'list', 'data': [{'id': 'm', 'object': 'model'}], 'id': 'x', 'model': 'm',
            'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': 'Hello'}, 'finish_reason': 'stop'}],
        }).encode()
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments):
        pass


class TlsServer(http.server.ThreadingHTTPServer):
    """Vouches for itself."""
    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Answer)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pathlib.Path(__file__).parent.parent / 'fixtures' / 'tls' / 'self-signed.pem')
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def finish_request(self, request, client_address):
        """In the connection's own thread, for a client may say nothing."""
        try:
            with self.context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)
        except OSError:
            pass

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class TestModels(CliTest):
    def test_models(self):
        self.use_anthropic()
        result = self.run_confab('models', 'anthropic', '--json')
        self.assertEqual(result.returncode, 0, result.err)
        models = json.loads(result.out)
        self.assertTrue(models)
        for model in models:
            self.assertEqual(model['provider'], 'anthropic')
            self.assertTrue(model['id'])
            self.assertRegex(model['listed_at'], r'^\d{4}-\d\d-\d\dT')
            self.assertIsInstance(model['abilities'], list)
        self.assertTrue({'context_tokens', 'input_usd_per_million', 'output_usd_per_million'} <= models[0].keys())
        result = self.run_confab('models')
        self.assertEqual(result.out.split()[:3], ['PROVIDER', 'MODEL', 'CONTEXT'])
        self.assertIn(models[0]['id'], result.out)

    def test_refresh(self):
        """A list that was given before is shown without asking, unless that is wanted."""
        self.use_anthropic()
        self.assertEqual(self.run_confab('models', 'anthropic').returncode, 0)
        self.env['ANTHROPIC_API_KEY'] = 'wrong-key-987654321'
        kept = self.run_confab('models', 'anthropic')
        self.assertEqual(kept.returncode, 0, kept.err)
        refused = self.run_confab('models', 'anthropic', '--refresh')
        self.assert_failed(refused, 66, 'key')
        self.assertEqual(len(refused.out.splitlines()), len(kept.out.splitlines()))

    def test_failures(self):
        self.use_anthropic('wrong-key-987654321')
        self.assertEqual(self.run_confab('models', 'anthropic', '--refresh').returncode, 66)
        self.assert_failed(self.run_confab('models', 'nobody'), 65)
        self.assert_failed(self.run_confab('models', 'a', 'b'), 64)
        self.assertEqual(self.run_confab('help', 'models').returncode, 0)


class TestOneProvider(CliTest):
    def get(self, provider='anthropic', command='get', status=0):
        result = self.run_confab('providers', command, provider, '--json')
        self.assertEqual(result.returncode, status, result.err)
        return json.loads(result.out)

    def update(self, *arguments):
        result = self.run_confab('providers', 'update', *arguments)
        self.assertEqual(result.returncode, 0, result.err)

    def test_get(self):
        self.use_anthropic()
        provider = self.get()
        self.assertEqual((provider['id'], provider['key_source']), ('anthropic', 'environment'))
        result = self.run_confab('providers', 'get', 'anthropic')
        self.assertIn('$ANTHROPIC_API_KEY', result.out)
        self.assert_failed(self.run_confab('providers', 'get', 'nobody'), 65)
        self.assert_failed(self.run_confab('providers', 'get'), 64)

    def test_test(self):
        self.use_anthropic()
        self.assertEqual(self.get(command='test')['state'], 'ready')
        self.env['ANTHROPIC_API_KEY'] = 'wrong-key-987654321'
        self.assertEqual(self.get(command='test', status=66)['state'], 'key-refused')
        del self.env['ANTHROPIC_API_KEY']
        self.get(command='test', status=66)
        self.assertEqual(self.get('ollama', 'test', 67)['state'], 'not-running')

    def test_steps(self):
        """A walk tells each step in order, whichever way it is written."""
        self.use_anthropic()
        steps = self.get(command='test')['steps']
        self.assertEqual([step['step'] for step in steps], STEPS)
        self.assertEqual([step['state'] for step in steps],
                         ['skipped', 'passed', 'passed', 'skipped', 'passed', 'passed', 'passed'])
        for step in steps:
            self.assertTrue(step['text'])
            self.assertEqual(step['duration_ms'] is None, step['state'] == 'skipped')
        result = self.run_confab('providers', 'test', 'anthropic')
        lines = result.out.splitlines()
        self.assertEqual([line.split()[1] for line in lines[:7]],
                         ['Name:', 'Proxy:', 'Connection:', 'Certificate:', 'Key:', 'Models:', 'Reply:'])
        self.assertIn('State: Ready', lines)
        self.assertNotIn(KEY, result.out)
        self.env['ANTHROPIC_API_KEY'] = 'wrong-key-987654321'
        result = self.run_confab('providers', 'test', 'anthropic')
        self.assert_failed(result, 66, 'key')
        self.assertIn('✗ Key:', result.out)
        self.assertIn('– Reply: Not tried.', result.out)

    def test_pin(self):
        """A certificate that nobody vouches for is described, pinned, and given up again."""
        server = TlsServer()
        self.addCleanup(server.close)
        url = f'https://localhost:{server.server_port}/v1'
        self.run_confab('providers', 'add', '--id', 'compat:lab', '--base-url', url, '--allow-private', '--model', 'm')
        report = self.get('compat:lab', 'test', 67)
        self.assertEqual(report['steps'][3]['state'], 'failed')
        certificate = report['certificate']
        self.assertFalse(certificate['trusted'])
        self.assertIn('localhost', certificate['names'])
        result = self.run_confab('providers', 'test', 'compat:lab')
        self.assertEqual(result.returncode, 67)
        self.assertIn('SHA-256: ' + certificate['sha256'], result.out)
        result = self.run_confab('providers', 'test', 'compat:lab', '--pin', certificate['sha256'])
        self.assertEqual(result.returncode, 0, result.out + result.err)
        self.assertIn('pinned', result.out)
        self.assertEqual(self.get('compat:lab', 'test')['steps'][3]['state'], 'passed')
        self.assertEqual(self.run_confab('providers', 'test', 'compat:lab', '--unpin').returncode, 67)
        self.assert_failed(self.run_confab('providers', 'test', 'compat:lab', '--pin', 'nonsense'), 64)
        self.assert_failed(self.run_confab('providers', 'test', 'compat:lab', '--pin', certificate['sha256'],
                                           '--unpin'), 64)

    def test_update(self):
        self.use_anthropic()
        self.update('anthropic', '--name', 'Mine', '--model', 'claude-x')
        provider = self.get()
        self.assertEqual((provider['name'], provider['model']), ('Mine', 'claude-x'))
        self.update('anthropic', '--name', '', '--disable')
        provider = self.get()
        self.assertNotEqual(provider['name'], 'Mine')
        self.assertFalse(provider['enabled'])
        self.update('anthropic', '--enable')
        self.assertTrue(self.get()['enabled'])

    def test_update_address(self):
        url = self.peer.url + '/v1'
        self.assert_failed(self.run_confab('providers', 'update', 'groq', '--base-url', url), 64)
        self.update('groq', '--base-url', url, '--allow-private')
        self.assertEqual(self.get('groq')['base_url'], url)

    def test_add_remove(self):
        result = self.run_confab('providers', 'add', '--id', 'compat:lab', '--base-url', self.peer.url + '/v1',
                                 '--allow-private', '--model', 'm', '--name', 'Lab')
        self.assertEqual((result.returncode, result.out), (0, 'compat:lab\n'), result.err)
        provider = self.get('compat:lab')
        self.assertEqual((provider['name'], provider['model'], provider['usable']), ('Lab', 'm', True))
        self.assert_failed(self.run_confab('providers', 'add', '--id', 'compat:lab', '--base-url', 'https://x.example'), 64)
        self.assertEqual(self.run_confab('providers', 'remove', 'compat:lab').returncode, 0)
        self.assert_failed(self.run_confab('providers', 'get', 'compat:lab'), 65)
        self.assertEqual(self.run_confab('providers', 'add', '--type', 'openai').out, 'openai-2\n')
        for arguments in ([], ['--id', 'compat:lab'], ['--type', 'nonsense'], ['--id', 'Lab', '--type', 'openai']):
            self.assert_failed(self.run_confab('providers', 'add', *arguments), 64)
        self.assert_failed(self.run_confab('providers', 'remove', 'anthropic'), 64)

    def read_records(self):
        with open(os.path.join(self.env['XDG_CONFIG_HOME'], 'confab', 'providers.json'), encoding='utf-8') as file:
            return {record['id']: record for record in json.load(file)['providers']}

    def write_file(self, name, data):
        path = os.path.join(self.home.name, name)
        with open(path, 'wb') as file:
            file.write(data)
        return path

    def test_set(self):
        """What is set arrives with the next request, and is found again."""
        self.use_anthropic()
        body = self.write_file('body.json', b'{ "top_p": 0.9, "metadata": { "user_id": "me" } }')
        result = self.run_confab('providers', 'update', 'anthropic', '--set', 'headers=-', '--set', f'body=@{body}',
                                 '--set', 'timeouts.idle=2.5', '--set', 'api_version=2023-06-02', '--name', 'Mine',
                                 stdin='X-Team: research\r\nX-Room: 4\n')
        self.assertEqual((result.returncode, result.out, result.err), (0, '', ''))
        record = self.read_records()['anthropic']
        self.assertEqual(record['name'], 'Mine')
        self.assertEqual(record['config'], {
            'headers': {'X-Team': 'research', 'X-Room': '4'}, 'body': {'top_p': 0.9, 'metadata': {'user_id': 'me'}},
            'timeouts': {'idle': 2.5}, 'api_version': '2023-06-02'})

        self.assertEqual(self.run_confab('ask', '[[say yes]]').out, 'yes\n')
        request = self.peer.get_log()['requests'][-1]
        self.assertEqual(json.loads(request['body'])['top_p'], 0.9)

        config = self.get()['config']
        self.assertEqual(config['headers'], {'X-Team': 'research', 'X-Room': '4'})
        self.assertEqual(config['body']['metadata'], {'user_id': 'me'})
        self.assertEqual((config['timeouts.idle'], config['proxy']), (2.5, None))
        self.assertNotIn('region', config)
        self.assertIn('headers, body, timeouts.idle', self.run_confab('providers', 'get', 'anthropic').out)

        self.update('anthropic', '--set', 'headers=', '--set', 'body=', '--set', 'timeouts.idle=', '--set', 'api_version=')
        self.assertEqual(self.read_records()['anthropic']['config'], {})

    def test_set_together(self):
        """Of what does not fit together nothing is written."""
        url = self.peer.url
        self.update('azure', '--allow-private', '--base-url', url, '--set', 'deployment=mine',
                    '--set', 'api_version=2024-10-21', '--default')
        self.assertEqual(self.get('azure')['base_url'], url + '/openai/deployments/mine?api-version=2024-10-21')
        before = self.read_records()
        self.assert_failed(self.run_confab('providers', 'update', 'azure', '--name', 'x', '--set', 'deployment=a/b'),
                           64, 'deployment: ')
        self.assertEqual(self.read_records(), before)

    def test_set_nonsense(self):
        self.use_anthropic()
        binary = self.write_file('binary', b'\xff\xfe')
        nul = self.write_file('nul', b'X-A: b\0c')
        for arguments, words in (
                (['nonsense=1'], ['headers', 'timeouts.connect']), (['headers'], ['NAME=VALUE']), (['=x'], []),
                (['headers=nocolon'], ['headers: ', 'Line 1']),
                (['headers=Authorization: some-words-here'], ['Keys go into the key field']),
                (['headers=X-A: ' + KEY.replace('test-key', 'sk-ant-api03')], ['Keys go into the key field']),
                (['body={"model": "x"}'], ['“model”']), (['body=[1]'], ['JSON object']),
                (['body=@/nonexistent'], ['body: ']), ([f'body=@{binary}'], ['UTF-8']), ([f'headers=@{nul}'], ['UTF-8']),
                (['headers=-', 'body=-'], ['once']), (['region=us-east-1'], ['no such setting']),
                (['timeouts.connect=soon'], ['seconds']), (['proxy=http://me:secret@proxy.example'], ['plain text'])):
            options = [word for argument in arguments for word in ('--set', argument)]
            result = self.run_confab('providers', 'update', 'anthropic', *options)
            self.assert_failed(result, 64, *words)
            for word in ('some-words', 'sk-ant', 'secret@'):
                self.assertNotIn(word, result.err)
        self.assertFalse(os.path.exists(os.path.join(self.env['XDG_CONFIG_HOME'], 'confab', 'providers.json')))

    def test_set_documented(self):
        """The manual page and the completion know all names."""
        complaint = self.run_confab('providers', 'update', 'groq', '--set', 'nonsense=1').err
        names = complaint.rpartition(':')[2].strip(' .\n').split(', ')
        self.assertGreater(len(names), 10)
        data = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data')
        for path in ('confab.1', os.path.join('completions', 'confab')):
            with open(os.path.join(data, path), encoding='utf-8') as file:
                words = re.findall(r'[a-z_.]+', file.read())
            for name in names:
                self.assertIn(name, words, path)

    def test_bad_file(self):
        """A key in the wrong place of the file is complained about, and not shown."""
        self.write_records('{"providers": [{"id": "groq", "type": "groq", "config": {"headers":'
                           ' {"Authorization": "Bearer %s"}}}]}' % KEY)
        self.env['GROQ_API_KEY'] = KEY
        self.env['GROQ_BASE_URL'] = self.peer.url + '/v1'
        provider = self.get('groq')
        self.assertEqual((provider['state'], provider['usable'], provider['config']['headers']),
                         ('bad-address', False, None))
        self.peer.forget()
        self.assert_failed(self.run_confab('ask', '-p', 'groq', 'hello'), 65, 'Keys go into the key field')
        self.assertEqual(self.peer.get_log()['requests'], [])
        self.update('groq', '--set', 'headers=')
        self.assertEqual(self.get('groq')['state'], 'unknown')

    def test_default(self):
        self.use_anthropic()
        self.env['GROQ_API_KEY'] = KEY
        self.update('groq', '--default')
        self.assertTrue(self.get('groq')['default'])
        self.update('anthropic', '--default')
        self.assertTrue(self.get()['default'])
        self.assertFalse(self.get('groq')['default'])

    def test_update_nonsense(self):
        for arguments in (['groq'], ['groq', '--enable', '--disable'], ['--name', 'x'], ['groq', '--name', 'x' * 200],
                          ['groq', '--base-url', 'nonsense://x'], ['groq', '--key', 'x']):
            self.assert_failed(self.run_confab('providers', 'update', *arguments), 64)
        self.assert_failed(self.run_confab('providers', 'update', 'nobody', '--enable'), 65)
        self.write_records('{ "version": 99 }')
        self.assertEqual(self.run_confab('providers', 'update', 'groq', '--name', 'x').returncode, 73)


if __name__ == '__main__':
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    unittest.main(argv=[sys.argv[0], '-v'])
