# SPDX-License-Identifier: GPL-3.0-or-later
"""A card tells of every key there is and of which of them counts, moves one, shares one, and keeps one in memory."""

import json
import os

import harness
from harness import App, children, extents_of, wait
from services import KEY, Keyring, Peer
from waiting import call

FOLDER = os.path.join(os.environ['XDG_CONFIG_HOME'], 'confab')
RECORDS = os.path.join(FOLDER, 'providers.json')
SERVICES = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services')
IN_FILE = 'sk-in-the-file-0123456789'


def write_records(*records):
    os.makedirs(FOLDER, exist_ok=True)
    with open(RECORDS, 'w', encoding='utf-8') as file:
        json.dump({'version': 1, 'providers': list(records)}, file)


def read_record(provider_id):
    with open(RECORDS, encoding='utf-8') as file:
        return next((record for record in json.load(file)['providers'] if record['id'] == provider_id), {})


def key_rows(app, card):
    """What the rows of a card are called that tell of keys, from top to bottom."""
    first = app.get('list item', 'Key', card)
    found = []
    for node in children(first.get_parent()):
        extents = extents_of(node)
        if extents is not None and extents.height > 0:
            found.append((extents.y, node.get_name()))
    names = [name for _, name in sorted(found)]
    return names[:next((index for index, name in enumerate(names) if name == 'Get a key'), len(names))]


def wait_for_rows(app, card, *names):
    wait(lambda: key_rows(app, card) == list(names), f'the rows {names}', seen=lambda: key_rows(app, card))


def wait_for_used(app):
    """The card of a provider that has got a key, in another list than before."""
    return app.get('list item', 'Anthropic Claude', app.get('list', 'In use'))


def choose(app, card, item):
    app.click_button('Whose key to use', card)
    app.act(wait(lambda: app.find('menu item', item), f'“{item}” in the menu'))


def check_history(app, keyring):
    """One in the file, one in the environment, and then one in the keyring, which takes the place of that in the file."""
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text('^In the configuration file, in plain text$', card)
    wait_for_rows(app, card, 'Key', 'From the environment: ANTHROPIC_API_KEY')
    app.get_text('^Not used: the configuration file goes first$', card)
    app.screenshot('card-keys-file')

    # Whatever stores it: it goes first, and takes nothing away.
    call('secret-tool', 'store', '--label=Key', 'xdg:schema', 'io.github.confab.Confab.Key', 'secret-id', 'anthropic',
         input=KEY)
    wait_for_rows(app, card, 'Key', 'In the configuration file, in plain text',
                  'From the environment: ANTHROPIC_API_KEY')
    app.get_text('^In the keyring since', card)
    app.get_text('^Not used: the keyring goes first$', card)
    app.screenshot('card-keys-all')

    # What is moved replaces nothing.
    app.click_button('Move to keyring', card)
    app.get_text('^There is another key in the keyring already', card)
    assert keyring.lookup('anthropic') == KEY
    assert read_record('anthropic')['api_key'] == IN_FILE

    call('secret-tool', 'clear', 'xdg:schema', 'io.github.confab.Confab.Key', 'secret-id', 'anthropic')
    app.get_text('^In the configuration file, in plain text$', app.get('list item', 'Key', card))
    app.click_button('Move to keyring', card)
    app.get_text('^In the keyring since', card)
    assert keyring.lookup('anthropic') == IN_FILE
    assert 'api_key' not in read_record('anthropic')
    wait_for_rows(app, card, 'Key', 'From the environment: ANTHROPIC_API_KEY')


def check_steps(app, keyring):
    """Stored, checked, and what came of it; what cannot be a key is told while it is typed."""
    card = app.open_card('anthropic', 'Anthropic Claude')
    entry = app.get('text', 'Replace the key', card)
    app.bring_into_view(entry, 'Settings')
    app.click_at(entry, 'Settings')
    app.type('1234')
    app.get_text('^This is too short for a key', card)
    app.type('5678')
    app.wait_gone('^This is too short for a key', card)
    app.enter(card, 'Replace the key', KEY)
    app.get_text('^In the keyring since .* · Ready$', card)
    assert keyring.lookup('anthropic') == KEY
    app.enter(card, 'Replace the key', KEY + 'x')
    app.get_text('^In the keyring since .* · Key refused$', card)
    app.enter(card, 'Replace the key', KEY)
    app.get_text('^In the keyring since .* · Ready$', card)


def check_sharing(app, keyring):
    """A copy has the same key; another for one of them, a new one for both, and the first again."""
    first = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text('^Also used by Second$', first)
    app.screenshot('card-keys-shared')
    second = app.open_card('anthropic-2', 'Second')
    app.get_text('^Also used by Anthropic Claude$', second)
    app.screenshot('card-keys-shared-second')

    choose(app, second, 'Use a key of its own')
    # What is in the environment is for the first of its kind alone.
    app.get_text('^None yet$')
    wait(lambda: read_record('anthropic-2').get('secret') is None, 'the link to leave the file')
    app.wait_gone('^Also used by')
    second = app.open_card('anthropic-2', 'Second')
    app.get_text('^The key of another Anthropic Claude can be used instead', second)

    choose(app, second, 'Use the key of Anthropic Claude')
    app.get_text('^Also used by Anthropic Claude$')
    app.get_text('^Also used by Second$')
    second = app.open_card('anthropic-2', 'Second')
    app.enter(second, 'Replace the key', KEY + 'y')
    app.get_text('^In the keyring since .* · Key refused$', second)
    assert keyring.lookup('anthropic') == KEY + 'y'


def check_session(peer):
    """Where there is no keyring a key can be kept in memory, and taken away from there."""
    os.makedirs(SERVICES, exist_ok=True)
    with open(os.path.join(SERVICES, 'none.service'), 'w', encoding='utf-8') as file:
        file.write('[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n')
    call('gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
         'org.freedesktop.DBus.ReloadConfig')
    app = App(ANTHROPIC_BASE_URL=peer.uri, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^Chat with any model$')
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.get_text('^None yet. There is no keyring to store one in', card)
    app.enter(card, 'Add a key', KEY)
    app.get_text('^There is no keyring to keep the key in', card)
    app.check_key_kept(card, KEY)
    app.screenshot('card-keys-no-keyring')
    app.click_button('Keep', card)
    card = wait_for_used(app)
    app.get_text('^For this session only, stored nowhere · Ready$', card)
    app.wait_gone('^There is no keyring to keep the key in', card)
    app.screenshot('card-keys-session')
    app.click_button('Remove', app.get('list item', 'Key', card))
    app.get_text('^None yet. There is no keyring')

    # Kept nowhere: the next start knows nothing of it.
    app.enter(app.open_card('anthropic', 'Anthropic Claude'), 'Add a key', KEY)
    app.click_button('Keep')
    app.get_text('^For this session only, stored nowhere · Ready$', wait_for_used(app))
    app.quit()
    app = App(ANTHROPIC_BASE_URL=peer.uri, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^Chat with any model$')
    app.get_text('^None yet. There is no keyring', app.open_card('anthropic', 'Anthropic Claude'))
    app.quit()


def main():
    peer = Peer()
    check_session(peer)
    os.remove(os.path.join(SERVICES, 'none.service'))
    call('gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
         'org.freedesktop.DBus.ReloadConfig')

    harness.start_over()
    keyring = Keyring()
    write_records({'id': 'anthropic', 'type': 'anthropic', 'api_key': IN_FILE})
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^claude-sonnet-5 · Anthropic Claude$')
    check_history(app, keyring)
    check_steps(app, keyring)
    app.quit()

    write_records({'id': 'anthropic', 'type': 'anthropic'},
                  {'id': 'anthropic-2', 'type': 'anthropic', 'name': 'Second', 'secret': 'anthropic',
                   'base_url': peer.uri, 'config': {'allow_private': True}})
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^claude-sonnet-5 · Anthropic Claude$')
    check_sharing(app, keyring)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
