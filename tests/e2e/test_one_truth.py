# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever changes providers and keys, by whatever program, the open window shows it at once and undoes nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import harness
from harness import App, text_of, wait
from services import APP_ID, KEY, Keyring, Peer
from waiting import PATIENCE, call

FOLDER = os.path.join(os.environ['XDG_CONFIG_HOME'], 'confab')
RECORDS = os.path.join(FOLDER, 'providers.json')
NO_SENSE = '^The file with the providers makes no sense. The last good settings are in use, and nothing of the'

# On what disk there is, in the eyes of the program alone.
SMALL_DISK = 'mount -t tmpfs -o size=64k,mode=700 none "$0" && exec "$@"'


def run_confab(*arguments, key=None):
    """Runs the program in the terminal."""
    result = subprocess.run([os.environ['CONFAB_PROGRAM'], *arguments], input=key or '', capture_output=True, text=True,
                            timeout=PATIENCE, check=False)
    assert result.returncode == 0, f'{arguments} ended with {result.returncode}: {result.stdout}{result.stderr}'
    return result.stdout


def follow(what, change, seen):
    """Changes something from outside and waits for the window; how long it took is told and not judged.

    To look takes its time as well: it followed between the last look in vain and the end of the next."""
    looks = []

    def look():
        looks.append(time.monotonic())
        return seen()

    change()
    start = time.monotonic()
    wait(look, f'the window to follow: {what}')
    end = time.monotonic()
    print(f'the window followed after {(looks[-2:-1] or [start])[0] - start:.2f} to {end - start:.2f} s: {what}',
          file=sys.stderr)


def read_records():
    with open(RECORDS, encoding='utf-8') as file:
        return {record['id']: record for record in json.load(file)['providers']}


def put_records(text):
    """Saves as editors do: another file, renamed over the one that is there."""
    with open(RECORDS + '~', 'w', encoding='utf-8') as file:
        file.write(text)
    os.rename(RECORDS + '~', RECORDS)


def rename_by_hand(provider_id, name):
    with open(RECORDS, encoding='utf-8') as file:
        document = json.load(file)
    next(record for record in document['providers'] if record['id'] == provider_id)['name'] = name
    put_records(json.dumps(document))


def check_records(app, settings):
    def card(name):
        return lambda: app.find('list item', name, settings)

    follow('a provider is added', lambda: run_confab('providers', 'add', '--id', 'compat:lab', '--name', 'Lab',
                                                     '--base-url', 'https://lab.example/v1'), card('Lab'))
    follow('it is renamed', lambda: run_confab('providers', 'update', 'compat:lab', '--name', 'Workshop'),
           card('Workshop'))
    follow('it is switched off', lambda: run_confab('providers', 'update', 'compat:lab', '--disable'),
           lambda: app.find_text('^Off$', card('Workshop')()))
    follow('it is switched on', lambda: run_confab('providers', 'update', 'compat:lab', '--enable'),
           lambda: not app.find_text('^Off$', card('Workshop')()))
    follow('it is renamed in an editor', lambda: rename_by_hand('compat:lab', 'Garage'), card('Garage'))
    follow('it is removed', lambda: run_confab('providers', 'remove', 'compat:lab'), lambda: not card('Garage')())


def check_keys(app, keyring):
    attributes = ['xdg:schema', APP_ID + '.Key', 'secret-id', 'anthropic']
    card = app.open_card('anthropic', 'Anthropic Claude')
    follow('a key is stored', lambda: run_confab('keys', 'set', 'anthropic', key=KEY),
           lambda: app.find_text('^In the keyring', card))
    follow('a key is taken away by another program', lambda: call('secret-tool', 'clear', *attributes),
           lambda: app.find_text('^None yet$', card))
    follow('a key is stored by another program',
           lambda: call('secret-tool', 'store', '--label=Key', *attributes, input=KEY),
           lambda: app.find_text('^In the keyring', card))
    assert keyring.lookup('anthropic') == KEY
    follow('a key is removed', lambda: run_confab('keys', 'remove', 'anthropic'),
           lambda: app.find_text('^None yet$', card))


def check_two_writers(app):
    """The window and many others write at the same time, and each finds its own word there at the end."""
    names = ['openai', 'google', 'xai', 'mistral', 'cerebras', 'deepseek', 'together', 'fireworks']
    card = app.open_card('groq', 'Groq')
    writers = [subprocess.Popen([os.environ['CONFAB_PROGRAM'], 'providers', 'update', name, '--model', f'{name}-model'],
                                stdout=subprocess.DEVNULL) for name in names]
    app.enter(card, 'Model', 'from-the-window')
    for writer in writers:
        assert writer.wait(PATIENCE) == 0
    wait(lambda: read_records().get('groq', {}).get('default_model') == 'from-the-window', 'the word of the window')
    records = read_records()
    for name in names:
        assert records[name]['default_model'] == f'{name}-model', records


def check_garbage(app):
    """Told, and the last good settings stay in use; the file is kept when the window writes again."""
    garbage = '{"version": 1, "providers": [\n'
    follow('the file makes no sense', lambda: put_records(garbage), lambda: app.find_text(NO_SENSE))
    card = app.open_card('groq', 'Groq')
    assert text_of(app.get('text', 'Model', card)) == 'from-the-window'

    app.enter(card, 'Model', 'after-the-garbage')
    # There is none for a moment, when the old one is put aside.
    wait(lambda: os.path.exists(RECORDS) and 'after-the-garbage' in harness.read(RECORDS),
         'the file to be written again')
    records = read_records()
    assert records['groq']['default_model'] == 'after-the-garbage'
    assert records['openai']['default_model'] == 'openai-model', 'the last good settings are gone'
    assert garbage in [harness.read(os.path.join(FOLDER, name)) for name in os.listdir(FOLDER)], os.listdir(FOLDER)
    follow('the file makes sense again', lambda: None, lambda: not app.find_text(NO_SENSE))


class SmallDiskApp(App):
    """Keeps its records on a disk of 64 kB that nobody else sees."""

    def start(self, env):
        with open(self.errors, 'wb') as errors:
            return subprocess.Popen(['unshare', '--mount', 'sh', '-c', SMALL_DISK, FOLDER,
                                     os.environ['CONFAB_PROGRAM']], env=env, stderr=errors)

    def on_disk(self, command):
        """Runs a shell command where the program's files are."""
        return call('nsenter', '--target', str(self.pid), '--mount', 'sh', '-c', f'cd "$0" && {command}', FOLDER)


def check_disk(app):
    """What cannot be saved is told, stays in the entry, and is saved once that is possible."""
    card = app.open_card('groq', 'Groq')
    app.enter(card, 'Model', 'before')
    wait(lambda: 'before' in app.on_disk('cat providers.json 2>/dev/null || true'), 'the file')

    for spoil, mend, sentence in (
            ('cat /dev/zero >filler 2>/dev/null || true', 'rm filler', '^The disk is full'),
            ('mount -o remount,ro "$0"', 'mount -o remount,rw "$0"', '^Confab may not write to its folder')):
        app.on_disk(spoil)
        before = app.on_disk('cat providers.json')
        app.enter(card, 'Model', 'what-was-typed')
        app.get_text(sentence, card)
        app.screenshot('card-not-saved')
        assert text_of(app.get('text', 'Model', card)) == 'what-was-typed'
        assert app.on_disk('cat providers.json') == before, 'the file was changed'

        app.on_disk(mend)
        app.enter(card, 'Model', 'once-more')
        wait(lambda: 'once-more' in app.on_disk('cat providers.json'), 'the file to be written')
        app.wait_gone(sentence, card)
        assert not re.search(r'\.tmp|~', app.on_disk('ls')), app.on_disk('ls')


def can_have_disk():
    return all(map(shutil.which, ['unshare', 'nsenter'])) and os.geteuid() == 0 and \
        subprocess.run(['unshare', '--mount', 'sh', '-c', SMALL_DISK, '/mnt', 'true'], stderr=subprocess.DEVNULL,
                       check=False).returncode == 0


def main():
    keyring = Keyring()
    peer = Peer()
    os.environ.update(ANTHROPIC_BASE_URL=peer.uri, OLLAMA_HOST='127.0.0.1:9')

    app = App()
    app.get_text('^Chat with any model$')
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    app.get('list item', 'Ollama', settings)
    check_records(app, settings)
    check_keys(app, keyring)
    check_two_writers(app)
    check_garbage(app)
    app.quit()

    if can_have_disk():
        app = SmallDiskApp()
        app.get_text('^Chat with any model$')
        check_disk(app)
        app.quit()
    else:
        print('no disk of its own can be made: full and read-only ones are left out', file=sys.stderr)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
