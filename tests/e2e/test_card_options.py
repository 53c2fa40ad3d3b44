# SPDX-License-Identifier: GPL-3.0-or-later
"""What else a provider can be told is set on its card, arrives at the provider, and follows whoever changes it."""

import json
import re

import harness
from harness import Atspi, App, has_state, text_of, wait
from services import KEY, Peer
from test_one_truth import follow, put_records, read_records, run_confab

NAME = 'Azure OpenAI'
HEADERS, BODY, CONNECT = 'Additional headers', 'Additional fields', 'Seconds to connect'


def config():
    """What the file has; the terminal makes it, where nothing was set before."""
    try:
        return read_records()['azure']['config']
    except (FileNotFoundError, KeyError):
        return {}


def wait_for_config(name, value):
    wait(lambda: config().get(name) == value, f'“{name}” in the file', seen=config)


def write(app, card, name, text):
    """Types into a field of several lines, in place of what is there, and stays in it."""
    view = app.get('text', name, card)
    app.bring_into_view(view, 'Settings')
    app.click_at(view, 'Settings')
    wait(lambda: has_state(view, Atspi.StateType.FOCUSED), f'the focus in “{name}”')
    app.keys('ctrl+a')
    app.type(text)
    wait(lambda: text_of(view) == text, f'the text in “{name}”', seen=lambda: text_of(view))
    return view


def check_set(app, card):
    """Everything told at its field before it is set."""
    app.enter(card, 'Deployment', 'my gpt')
    app.get_text('^The name of the deployment cannot be right', card)
    app.enter(card, 'Deployment', 'my-gpt')
    wait_for_config('deployment', 'my-gpt')
    app.enter(card, 'API version', '2024-10-21')
    wait_for_config('api_version', '2024-10-21')

    app.enter(card, CONNECT, 'soon')
    app.get_text('^Write a number of seconds from 0 to 86400', card)
    assert 'timeouts' not in config(), config()
    app.enter(card, CONNECT, '7')
    app.wait_gone('^Write a number of seconds', card)
    wait_for_config('timeouts', {'connect': 7})

    app.enter(card, 'Proxy', 'proxy.example:3128')
    app.get_text('^Write the address of a proxy', card)
    app.keys('ctrl+a', 'BackSpace')
    app.wait_gone('^Write the address of a proxy', card)

    write(app, card, HEADERS, 'X-Team research')
    app.get_text('^Line 1: ', card)
    write(app, card, HEADERS, f'X-Key: {KEY}')
    app.get_text('^There is a key in the text', card)
    # Left with nonsense inside, it keeps it.
    app.keys('Tab')
    assert text_of(app.get('text', HEADERS, card)) == f'X-Key: {KEY}'
    assert 'headers' not in config(), config()
    write(app, card, HEADERS, 'X-Team: research')
    app.wait_gone('^There is a key in the text', card)
    app.click_button(f'Apply: {HEADERS}', card)
    wait_for_config('headers', {'X-Team': 'research'})

    write(app, card, BODY, '{"top_p": ')
    app.get_text('JSON', card)
    view = write(app, card, BODY, '{"top_p": 0.25}')
    app.screenshot('card-options')
    # To leave it is to mean it.
    app.click_at(app.get('text', 'Proxy', card), 'Settings')
    wait_for_config('body', {'top_p': 0.25})
    wait(lambda: text_of(view) == '{\n  "top_p" : 0.25\n}', 'the text as it is stored', seen=lambda: text_of(view))


def check_sent(app, card, peer):
    # To close the window is to leave the field.
    write(app, card, HEADERS, 'X-Team: labs')
    app.close_window('Settings')
    wait_for_config('headers', {'X-Team': 'labs'})
    app.new_conversation()
    app.send('[[say Good morning.]]')
    app.get_text('Good morning')
    app.wait_for_reply()
    request = peer.requests('/openai/deployments/my-gpt/chat/completions')[-1]
    assert request['path'].endswith('?api-version=2024-10-21'), request
    assert request['headers']['x-team'] == 'labs', request
    assert json.loads(request['body'])['top_p'] == 0.25, request


def check_followed(app, card):
    """What the terminal sets is seen at once, and nothing of it gets into what is being typed."""
    def shows(name, text):
        return lambda: text_of(app.get('text', name, card)) == text

    follow('a time-out is set', lambda: run_confab('providers', 'update', 'azure', '--set', 'timeouts.connect=9'),
           shows(CONNECT, '9'))
    follow('headers are set', lambda: run_confab('providers', 'update', 'azure', '--set', 'headers=-',
                                                 key='X-Team: sales\nX-Floor: 3'),
           shows(HEADERS, 'X-Team: sales\nX-Floor: 3'))
    write(app, card, BODY, '{"seed": 1')
    follow('another field is set', lambda: run_confab('providers', 'update', 'azure', '--set', 'body=-',
                                                      '--set', 'timeouts.connect=11', key='{"n": 2}'),
           shows(CONNECT, '11'))
    assert text_of(app.get('text', BODY, card)) == '{"seed": 1', 'what was typed is gone'
    app.click_button(f'Undo: {BODY}', card)
    wait(shows(BODY, '{\n  "n" : 2\n}'), 'the text of the terminal')


def check_bad_file(app, card):
    """What somebody wrote by hand and cannot be used is marked, and a key in it is not shown."""
    records = read_records()
    records['azure']['config']['headers'] = {'Authorization': 'Bearer abcdefgh'}
    put_records(json.dumps({'version': 1, 'providers': list(records.values())}))
    app.get_text('^Setting not usable$', card)
    app.get_text('^Line 1: ', card)
    assert not app.find_text('abcdefgh', card), 'the key is seen'
    state = run_confab('providers', 'list')
    assert 'Setting not usable' in state and 'abcdefgh' not in state, state
    app.click_button(f'Remove: {HEADERS}', card)
    app.wait_gone('^Setting not usable$', card)
    assert 'headers' not in config(), config()


def main():
    peer = Peer()
    app = App(AZURE_OPENAI_API_KEY=KEY, AZURE_OPENAI_ENDPOINT=peer.uri, OLLAMA_HOST='127.0.0.1:9')
    app.get('push button', re.compile(f'{NAME}$'))
    card = app.open_card('azure', NAME)
    check_set(app, card)
    check_sent(app, card, peer)
    card = app.open_card('azure', NAME)
    if app.find('text', CONNECT, card) is None:
        app.click_at(app.get('list item', 'Address and options', card), 'Settings')
    check_followed(app, card)
    check_bad_file(app, card)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
