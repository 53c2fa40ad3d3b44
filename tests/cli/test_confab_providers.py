#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks at models and providers from the terminal, and changes them."""

import faulthandler
import json
import sys
import unittest

from test_confab_cli import KEY, LIMIT_S, CliTest


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
