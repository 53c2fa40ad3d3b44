# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong with local models and their server is told where they are, with what can be done."""

import harness
from harness import App, start_over, wait
from services import Door, Peer
from test_local_models import GB, open_page, take_pictures


def check_trouble(peer):
    """What goes wrong is told on the row, with what can be done."""
    peer.configure(models=[], loaded=[],
                   pulls={'big': {'layers': [40 * GB], 'pieces': 4, 'fail_after': 1, 'error': 'no space left on device'},
                          'cut': {'layers': [8 * GB], 'pieces': 4, 'fail_after': 2}})
    app = App(OLLAMA_HOST=f'127.0.0.1:{peer.port}')
    page = open_page(app)
    app.get_text('^No models yet$', page)

    def download(name):
        entry = app.get('text', 'Download a model by its name', page)
        app.bring_into_view(entry, 'Settings')
        app.click_at(entry, 'Settings')
        app.keys('ctrl+a')
        app.type(name)
        app.keys('Return')

    download('two words')
    app.get_text('^This cannot be the name of a model', page)
    download('unheard-of')
    app.get_text('^The library has no model of this name', page)
    assert not app.find('push button', 'Resume unheard-of', page), 'what is not there could be resumed'
    app.click_button('Dismiss unheard-of', page)
    app.wait_gone('^The library has no model of this name', page)
    download('big')
    app.get_text('^The disk of Ollama is full', page)
    download('cut')
    app.get_text('^Ollama stopped before the model was there. Start it and resume', page)
    take_pictures(app, 'local-models-trouble')

    # Nothing is tried again until somebody says so.
    assert len(peer.requests('/api/pull')) == 3, peer.describe()
    app.click_button('Resume cut', page)
    app.get('push button', 'Remove cut:latest', page)
    app.click_button('Dismiss big', page)
    wait(lambda: not app.find_text('^big$', page), 'the row to go')
    app.close_window('Settings')
    app.quit()


def check_comes_and_goes():
    """A server that is not there says what to do, is found when it starts, and missed when it stops."""
    start_over()
    peer = Peer()
    peer.configure(pulls={'a': {'layers': [2 * GB], 'gates': True}})
    door = Door()
    app = App(OLLAMA_HOST=f'127.0.0.1:{door.port}')
    page = open_page(app)
    app.get_text('^Ollama does not answer$', page)
    app.get_text(f'^Nothing answers at {door.uri}', page)
    assert not app.find('text', 'Download a model by its name', page)
    take_pictures(app, 'local-models-absent')

    door.open(peer)
    app.get('push button', 'Remove peer-large', page)
    entry = app.get('text', 'Download a model by its name', page)
    app.bring_into_view(entry, 'Settings')
    app.click_at(entry, 'Settings')
    app.type('a')
    app.keys('Return')
    peer.release()
    app.get_text(r'^1\.0\sGB of 2\.0\sGB', page)
    peer.stop()
    app.get_text('^Ollama stopped before the model was there', page)
    app.get('push button', 'Resume a', page)
    app.close_window('Settings')
    app.quit()


def main():
    peer = Peer()
    check_trouble(peer)
    peer.stop()
    check_comes_and_goes()


if __name__ == '__main__':
    harness.run(main)
