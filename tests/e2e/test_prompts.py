# SPDX-License-Identifier: GPL-3.0-or-later
"""Prompts are kept and used, conversations have instructions and names, and tell what they took."""

import datetime
import json
import re

import harness
from harness import App, set_preference, wait
from services import KEY, Peer


def bodies(peer):
    return [json.loads(request['body']) for request in peer.requests('/v1/messages')]


def write_prompt(app, name, text):
    app.click_button('New prompt')
    app.get_dialog('New prompt')
    app.get('text', 'Name')
    app.wait_for_keyboard()
    app.type(name)
    app.keys('Tab')
    app.type(text)


def check_kept(app):
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    app.click_at(app.get_text('^Chat$', settings), 'Settings')
    write_prompt(app, 'Tutor', 'Explain {{subject}} to {{listener=a child}} on {{date}}.')
    app.get_text('Asked for each time: ', app.get_dialog('New prompt'))
    app.screenshot('prompt-window')
    app.click_button('Save')
    app.wait_until_closed('New prompt', 'Settings')
    app.get('list item', 'Tutor')

    # Without a name it is not kept, and with Esc not at all.
    app.click_button('New prompt')
    new = app.get_dialog('New prompt')
    wait(lambda: not harness.has_state(app.get('push button', 'Save', new), harness.Atspi.StateType.SENSITIVE),
         'nothing to save')
    app.keys('Escape')
    app.wait_until_closed('New prompt', 'Settings')

    # Deleted, and brought back.
    app.click_at(app.get('list item', 'Tutor'), 'Settings')
    app.get_dialog('Prompt')
    app.click_button('Delete prompt')
    app.wait_until_closed('Prompt', 'Settings')
    wait(lambda: app.find('list item', 'Tutor') is None, 'the prompt to go')
    app.click_button(re.compile('^Undo'), settings)
    app.get('list item', 'Tutor')
    app.screenshot('prompts')
    app.close_window('Settings')


def check_inserted(app, peer):
    app.new_conversation()
    app.click_button('Prompts')
    app.get('list item', 'Tutor')
    app.screenshot('prompt-picker')
    app.keys('Return')
    app.get_dialog('Tutor')
    app.wait_for_keyboard()
    app.screenshot('prompt-fill')
    app.type('rye')
    app.click_button('Use')
    app.wait_until_closed('Tutor', 'Confab')
    today = datetime.date.today()
    expected = [f'Explain rye to a child on {day}.' for day in (today, today + datetime.timedelta(days=1))]
    wait(lambda: harness.text_of(app.composer()) in expected, 'the filled text')
    app.focus_composer()
    app.keys('Return')
    wait(lambda: any(text in json.dumps(body['messages']) for body in bodies(peer) for text in expected),
         'the text to be sent')
    app.wait_for_reply()


def check_instructions(app, peer):
    app.new_conversation()
    app.click_button('Conversation menu')
    app.act(app.get('menu item', 'Instructions…'))
    app.get_dialog('Instructions')
    app.wait_for_keyboard()
    app.type('You are {{provider}}, in rhymes.')
    app.screenshot('instructions')
    app.click_button('Save')
    app.wait_until_closed('Instructions', 'Confab')
    app.send('Hello [[say Hello]]')
    wait(lambda: any('You are Anthropic' in json.dumps(body.get('system')) for body in bodies(peer)),
         'the instructions to be sent')
    app.wait_for_reply()


def check_named(app):
    app.new_conversation()
    app.send('How is bread made? [[say Bread with rye]]')
    app.get_text('^Bread with rye$', app.get('list', 'Conversations'))


def check_details(app):
    app.click_button('Conversation menu')
    app.act(app.get('menu item', 'Tokens and cost'))
    window = app.get_dialog('Tokens and cost')
    app.get_text(r'\d+ tokens$', window)
    app.get_text(r'^\d+ of \d[\d,]* tokens$', window)
    app.get_text(r'reckoned from the list of prices$', window)
    app.get_text(r'^\d+ tokens · .*\$0\.\d+ since the program was started, not counted above$', window)
    app.screenshot('details')
    app.keys('Escape')
    app.wait_until_closed('Tokens and cost', 'Confab')


def main():
    peer = Peer()
    set_preference('name-conversations', 'true')
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    check_kept(app)
    check_inserted(app, peer)
    check_instructions(app, peer)
    check_named(app)
    check_details(app)
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
