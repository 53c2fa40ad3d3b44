# SPDX-License-Identifier: GPL-3.0-or-later
"""Local models are taken out of the memory and removed in Settings."""

import re

import harness
from harness import App, wait
from services import Peer
from test_local_models import open_page


def find_dialog(app):
    """The window that asks; the others are not searched, for there is much in them."""
    app.root.clear_cache()
    return next((window for window in harness.children(app.root) if window.get_name() not in ('Confab', 'Settings')),
                None)


def get_dialog(app):
    return wait(lambda: find_dialog(app), 'the question')


def check_remove(peer):
    peer.configure(models=['mistral:7b', 'qwen3:4b'], loaded=['qwen3:4b'])
    app = App(OLLAMA_HOST=f'127.0.0.1:{peer.port}')
    page = open_page(app)
    app.click_button('Take qwen3:4b out of the memory', page)
    app.wait_gone('^In memory', page)

    # It costs gigabytes to fetch it again, so it is asked first.
    app.click_button('Remove mistral:7b', page)
    dialog = get_dialog(app)
    app.get_text(r'^This frees 4\.7\sGB\.', dialog)
    app.screenshot('local-models-remove')
    app.click_button(re.compile('^_?Cancel'), dialog)
    wait(lambda: not find_dialog(app), 'the question to go')
    app.click_button('Remove mistral:7b', page)
    app.click_button(re.compile('^_?Remove'), get_dialog(app))
    wait(lambda: not app.find('push button', 'Remove mistral:7b', page), 'the row to go')
    assert peer.requests('/api/delete'), 'nothing was removed'
    app.get('push button', 'Remove qwen3:4b', page)
    app.close_window('Settings')
    app.quit()


def main():
    peer = Peer()
    check_remove(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
