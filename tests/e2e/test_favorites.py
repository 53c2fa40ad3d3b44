# SPDX-License-Identifier: GPL-3.0-or-later
"""A model becomes a favorite by the keyboard alone, comes first after a restart, and goes by its name everywhere."""

import json
import re

import harness
from harness import Atspi, App, has_state, set_preference, text_of, wait
from services import KEY, Peer

MODELS = {'claude-sonnet-5': 'Claude Sonnet 5', 'claude-opus-5': 'Claude Opus 5',
          'claude-haiku-4-5-20251001': 'Claude Haiku 4.5', 'twin-1': 'Claude Twin', 'twin-2': 'Claude Twin'}
STAR = 'Favorite: Claude Opus 5'
# What became of others: one is in no list any more, and one has lost its provider.
GONE = "[('anthropic', 'claude-old-1', 'Claude Old'), ('compat:lab', 'm', 'Lab Model')]"


def start(peer):
    return App(ANTHROPIC_BASE_URL=peer.uri, ANTHROPIC_API_KEY=KEY, OLLAMA_HOST='127.0.0.1:9')


def read_lines(app):
    """The texts of the list of models from top to bottom, empty ones left out."""
    return [text_of(node) for node in app.nodes('label', app.get('list', 'Models')) if text_of(node)]


def open_list(app):
    app.keys('ctrl+m')
    return app.get('list', 'Models')


def close_list(app):
    app.keys('Escape')
    wait(lambda: not app.find('list', 'Models'), 'the list of models to close')


def is_pressed(node):
    node.clear_cache()
    return has_state(node, Atspi.StateType.PRESSED) or has_state(node, Atspi.StateType.CHECKED)


def check_star(app):
    models = open_list(app)
    app.get_text('^Claude Opus 5$', models)
    assert 'Favorites' not in read_lines(app)
    # Of the same name, and told apart by their ids.
    app.get_text('^twin-1 · ', models)
    app.get_text('^twin-2 · ', models)

    # From the entry to the line, and from the line to its star.
    app.type('opus')
    wait(lambda: 'Claude Haiku 4.5' not in read_lines(app), 'the search')
    app.keys('Down', 'Down')
    wait(lambda: any(has_state(node, Atspi.StateType.FOCUSED) for node in app.nodes('list item', models)),
         'the focus on the line')
    app.keys('Tab')
    star = app.get('push button', STAR, models)
    wait(lambda: has_state(app.get('push button', STAR, models), Atspi.StateType.FOCUSED), 'the focus on the star')
    assert not is_pressed(star)
    app.keys('space')
    wait(lambda: is_pressed(app.get('push button', STAR, models)), 'the star to be pressed')
    app.screenshot('favorite-set')

    # Back on the line Enter takes the model.
    app.keys('shift+Tab')
    wait(lambda: not has_state(app.get('push button', STAR, models), Atspi.StateType.FOCUSED),
         'the focus to leave the star')
    app.keys('Return')
    app.get('push button', 'Model: Claude Opus 5 · Anthropic Claude')
    wait(lambda: not app.find('list', 'Models'), 'the list of models to close')


def check_first(app):
    open_list(app)
    wait(lambda: read_lines(app)[:2] == ['Favorites', 'Claude Opus 5'], 'the favorite to come first',
         seen=lambda: read_lines(app)[:4])


def check_gone(peer):
    """Favorites stay when their models or providers go, with a word why, and can be taken out."""
    set_preference('favorite-models', GONE)
    app = start(peer)
    app.new_conversation()
    models = open_list(app)
    app.get_text('^Claude Old$', models)
    app.get_text('^Anthropic Claude · not in its list', models)
    app.get_text('^compat:lab was removed$', models)
    app.screenshot('favorites-gone')
    app.click_button('Favorite: Lab Model', models)
    wait(lambda: not is_pressed(app.get('push button', 'Favorite: Lab Model', models)), 'the star to be taken')
    app.click_button('Favorite: Claude Old', models)
    wait(lambda: not is_pressed(app.get('push button', 'Favorite: Claude Old', models)), 'the star to be taken')
    close_list(app)
    open_list(app)
    wait(lambda: 'Favorites' not in read_lines(app), 'no favorites')
    close_list(app)
    app.quit()


def check_card(app):
    """The card, whose entry takes the id, lists the models by their names, and finds them by both."""
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.click_button('Choose from the models listed', card)
    models = app.get('list', 'Models', card)
    app.get_text('^Claude Opus 5$', models)
    app.get_text('^claude-opus-5$', models)
    app.screenshot('card-models')
    for wanted in 'claude opus', 'sonnet-5':
        app.keys('ctrl+a')
        app.type(wanted)
        name = 'Claude Opus 5' if 'opus' in wanted else 'Claude Sonnet 5'
        wait(lambda: [text_of(node) for node in app.nodes('label', models)] == [name, name.lower().replace(' ', '-')],
             f'only {name} to be left')
    app.keys('Return')
    wait(lambda: text_of(app.get('text', 'Model', card)) == 'claude-sonnet-5', 'the id in the entry')
    app.close_window('Settings')


def main():
    peer = Peer()
    peer.configure(models=list(MODELS), names=MODELS)
    app = start(peer)
    app.get_text('^A key for Anthropic')
    app.new_conversation()
    check_star(app)

    # The person reads the name, the provider the id.
    app.send('Tell me about rye bread')
    app.get_text('^Claude Opus 5 · Anthropic Claude$', app.get('log', 'Conversation'))
    app.wait_for_reply()
    assert json.loads(peer.requests('/v1/messages')[0]['body'])['model'] == 'claude-opus-5'
    app.screenshot('names')
    check_first(app)
    app.screenshot('favorites')
    close_list(app)
    check_card(app)
    app.quit()

    # All that is there again before anybody is asked.
    n_lists = len(peer.requests('/v1/models'))
    app = start(peer)
    app.get('push button', re.compile('^Model: Claude '))
    check_first(app)
    close_list(app)
    app.get_text('^Claude Opus 5 · Anthropic Claude$', app.get('log', 'Conversation'))
    assert len(peer.requests('/v1/models')) == n_lists, 'the list was asked for again'
    app.quit()

    check_gone(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
