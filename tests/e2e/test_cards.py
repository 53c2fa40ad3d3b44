# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of provider cards: found, named, switched off, copied, taken away and back."""

import re

import harness
from cards import choose, read_records, used_names, wait_for_order
from harness import Atspi, App, has_state, wait
from services import KEY, Keyring, Peer


def check_search(app, settings):
    app.keys('ctrl+f')
    entry = app.get('entry', 'Search providers', settings)
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the search')
    app.type('gpt-oss')
    wait(lambda: used_names(app, settings) == ['Groq'] and not app.find('list item', 'Ollama', settings),
         'the provider of that model alone', seen=lambda: used_names(app, settings))
    app.keys('ctrl+a')
    app.type('api.mistral')
    wait(lambda: used_names(app, settings) == ['Mistral AI'], 'the provider of that address alone')
    app.keys('ctrl+a')
    app.type('nobody has this')
    app.get_text('^No provider found$', settings)
    app.screenshot('cards-nothing-found')
    app.keys('Escape')
    app.wait_gone('^No provider found$', settings)
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')

    # Typing is enough, too.
    app.type('anth')
    wait(lambda: used_names(app, settings) == ['Anthropic Claude'], 'the provider of that name alone')
    app.keys('Escape')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')


def check_name(app, settings):
    choose(app, settings, 'Groq', 'Rename')
    entry = app.get('text', 'Name', settings)
    wait(lambda: has_state(entry, Atspi.StateType.FOCUSED), 'the focus in the name')
    app.keys('ctrl+a')
    app.type('x')
    app.keys('Escape')
    wait(lambda: app.find('text', 'Name', settings) is None, 'the entry to go')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')

    choose(app, settings, 'Groq', 'Rename')
    wait(lambda: has_state(app.get('text', 'Name', settings), Atspi.StateType.FOCUSED), 'the focus in the name')
    app.keys('ctrl+a')
    app.type('Groq at work')
    app.keys('Return')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq at work', 'Mistral AI')
    wait(lambda: any(record.get('name') == 'Groq at work' for record in read_records()['providers']),
         'the name in the file')


def check_switch(app, settings):
    card = app.get('list item', 'Mistral AI', settings)
    app.click_at(app.get('check box', 'Use Mistral AI', settings), 'Settings')
    app.get_text('^Off$', card)
    app.click_at(app.get('check box', 'Use Mistral AI', settings), 'Settings')
    app.wait_gone('^Off$', card)


def check_copy_and_undo(app, settings):
    choose(app, settings, 'Mistral AI', 'Duplicate')
    app.get('list item', 'Mistral AI 2', settings)
    app.screenshot('cards-copy')
    choose(app, settings, 'Mistral AI 2', 'Remove')
    app.get_text('^“Mistral AI 2” removed$', settings)
    wait(lambda: not any(record.get('name') == 'Mistral AI 2' for record in read_records()['providers']),
         'the copy to leave the file')
    app.screenshot('cards-removed')
    # The toolkit has the label of the button twice in its name.
    app.click_button(re.compile('^Undo'), settings)
    app.get('list item', 'Mistral AI 2', settings)
    wait(lambda: any(record.get('name') == 'Mistral AI 2' for record in read_records()['providers']),
         'the copy in the file')


def main():
    Keyring()
    peer = Peer()
    app = App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, GROQ_API_KEY='gsk-other', MISTRAL_API_KEY='other',
              OLLAMA_HOST='127.0.0.1:9')
    app.keys('ctrl+comma')
    settings = app.wait_for_window('Settings')
    wait_for_order(app, settings, 'Anthropic Claude', 'Groq', 'Mistral AI')
    check_search(app, settings)
    check_name(app, settings)
    check_switch(app, settings)
    check_copy_and_undo(app, settings)
    app.close_window('Settings')
    app.quit()
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
