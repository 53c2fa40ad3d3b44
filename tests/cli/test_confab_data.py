#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Takes conversations out of the program and into it, from the terminal."""

import faulthandler
import json
import os
import sqlite3
import sys
import unittest
import zipfile

from test_confab_cli import KEY, LIMIT_S, CliTest

CHATGPT = [{
    'title': 'Cats', 'conversation_id': 'x', 'create_time': 1700000000.5, 'current_node': 'b',
    'mapping': {
        'a': {'parent': None, 'children': ['b'], 'message': {
            'author': {'role': 'user'}, 'content': {'content_type': 'text', 'parts': ['Who purrs?']}}},
        'b': {'parent': 'a', 'children': [], 'message': {
            'author': {'role': 'assistant'}, 'metadata': {'model_slug': 'gpt'},
            'content': {'content_type': 'text', 'parts': ['**Cats** do. <script>alert(1)</script>']}}},
    },
}]


class DataTest(CliTest):
    def setUp(self):
        super().setUp()
        self.use_anthropic()
        self.chatgpt = self.write('chatgpt.json', json.dumps(CHATGPT))

    def path(self, name):
        return os.path.join(self.home.name, name)

    def write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as file:
            file.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding='utf-8') as file:
            return file.read()

    def succeed(self, *arguments):
        result = self.run_confab(*arguments)
        self.assertEqual((result.returncode, result.err), (0, ''), result.out)
        return result.out


class TestImport(DataTest):
    def test_twice(self):
        self.assertEqual(self.succeed('import', self.chatgpt), '1 conversation was imported.\n')
        self.assertEqual(json.loads(self.succeed('import', '--json', self.chatgpt)),
                         {'kind': 'done', 'new': 0, 'updated': 0, 'known': 1, 'messages': 0, 'issues': []})

    def test_zip(self):
        with zipfile.ZipFile(self.path('export.zip'), 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('conversations-000.json', json.dumps(CHATGPT))
            archive.writestr('user.json', '{}')
        self.succeed('import', self.path('export.zip'))
        self.assertIn('Cats', self.succeed('export', '--list'))

    def test_issues(self):
        result = self.run_confab('import', self.write('odd.json', json.dumps(CHATGPT + [{'a': 1}])))
        self.assertEqual(result.returncode, 0)
        self.assertIn('Something in the file is no conversation', result.err)

    def test_failures(self):
        self.assert_failed(self.run_confab('import', self.write('a.txt', 'Hello')), 72, 'no file that Confab can read')
        self.assert_failed(self.run_confab('import', self.path('missing')), 72, 'no such file')
        self.assert_failed(self.run_confab('import', self.write('cut.json', '[{"mapping":')), 72, 'cut off')
        self.assert_failed(self.run_confab('import'), 64, 'exactly one')
        result = self.run_confab('import', '--json', self.path('missing'))
        self.assertEqual(json.loads(result.out)['kind'], 'error')


class TestExport(DataTest):
    def test_formats(self):
        self.succeed('import', self.chatgpt)
        for name in ('a.json', 'a.md', 'a.html'):
            self.assertEqual(self.succeed('export', self.path(name)), '1 conversation was exported.\n')
        self.assertEqual(json.loads(self.read('a.json'))['format'], 'confab-conversations')
        self.assertIn('# Cats', self.read('a.md'))
        self.assertNotIn('<script', self.read('a.html'))
        self.assertIn('<strong>Cats</strong>', self.read('a.html'))

    def test_one(self):
        self.succeed('import', self.chatgpt)
        (conversation,) = json.loads(self.succeed('export', '--list', '--json'))
        self.assertEqual(conversation['title'], 'Cats')
        self.succeed('export', '-c', conversation['id'], '-f', 'html', self.path('one'))
        self.assertIn('<!DOCTYPE html>', self.read('one'))
        self.assert_failed(self.run_confab('export', '-c', 'nothing', self.path('none.json')), 74)
        self.assertFalse(os.path.exists(self.path('none.json')))

    def test_round_trip(self):
        self.succeed('import', self.chatgpt)
        self.succeed('export', self.path('first.json'))
        os.rename(os.path.join(self.env['XDG_DATA_HOME'], 'confab'), self.path('old'))
        self.succeed('import', self.path('first.json'))
        self.succeed('export', self.path('second.json'))
        self.assertEqual(self.read('first.json'), self.read('second.json'))

    def test_failures(self):
        self.assert_failed(self.run_confab('export', self.path('no/such/folder')), 74, 'no such file or folder')
        self.assert_failed(self.run_confab('export', '-f', 'pdf', self.path('a')), 64, 'markdown')
        self.assert_failed(self.run_confab('export', '--list', self.path('a')), 64)


class TestBackup(DataTest):
    def history(self):
        path = os.path.join(self.env['XDG_DATA_HOME'], 'confab', 'history.db')
        with sqlite3.connect(path) as database:
            return [row[0] for row in database.execute('SELECT title FROM conversations')]

    def test_backup_and_restore(self):
        self.write_records('{"version": 1, "providers": [{"id": "anthropic", "type": "anthropic", "model": "from-backup"}]}')
        self.succeed('import', self.chatgpt)
        self.assertIn('complete', self.succeed('backup', self.path('b.zip')))
        with zipfile.ZipFile(self.path('b.zip')) as archive:
            self.assertEqual(archive.namelist()[0], 'manifest.json')
            for name in archive.namelist():
                self.assertNotIn(KEY.encode(), archive.read(name))
        self.assertEqual(os.stat(self.path('b.zip')).st_mode & 0o777, 0o600)

        other = [dict(CHATGPT[0], conversation_id='y', title='Dogs')]
        self.succeed('import', self.write('other.json', json.dumps(other)))
        self.write_records('{"version": 1, "providers": []}')
        self.assertEqual(sorted(self.history()), ['Cats', 'Dogs'])
        answer = json.loads(self.succeed('restore', '--json', self.path('b.zip')))
        self.assertEqual(self.history(), ['Cats'])
        with open(os.path.join(self.env['XDG_CONFIG_HOME'], 'confab', 'providers.json'), encoding='utf-8') as file:
            self.assertIn('from-backup', file.read())
        with sqlite3.connect(answer['kept']) as database:
            self.assertEqual(database.execute('SELECT count(*) FROM conversations').fetchone()[0], 2)

    def test_failures(self):
        self.succeed('import', self.chatgpt)
        self.assert_failed(self.run_confab('restore', self.chatgpt), 72, 'no file that Confab can read')
        self.succeed('backup', self.path('b.zip'))
        with open(self.path('b.zip'), 'r+b') as file:
            file.truncate(os.path.getsize(self.path('b.zip')) // 2)
        self.assert_failed(self.run_confab('restore', self.path('b.zip')), 72, 'damaged')
        self.assertEqual(self.history(), ['Cats'])
        self.assert_failed(self.run_confab('backup', '/dev/null/b.zip'), 74)


class TestHelp(DataTest):
    def test_help(self):
        for command in ('export', 'import', 'backup', 'restore'):
            self.assertIn('FILE', self.succeed('help', command))
            self.assertIn(f'confab {command}', self.succeed('help'))


if __name__ == '__main__':
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    unittest.main(argv=[sys.argv[0], '-v'])
