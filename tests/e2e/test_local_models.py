# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of a running Ollama are downloaded, stopped and resumed in Settings."""

import os
import re

import harness
from harness import App, call, wait
from services import Peer

GB = 1000000000
SUGGESTED = 'llama3.2:3b'
WIDE, NARROW = (680, 720), (360, 720)


def open_page(app):
    """The page of local models, in the settings."""
    app.keys('ctrl+comma')
    preferences = app.wait_for_window('Settings')
    app.click_at(app.get_text('^Local models$', preferences), 'Settings')

    # Searched alone, for there are many cards on the other pages.
    def page():
        return next((node for node in app.nodes(None, preferences)
                     if node.get_name() == 'Local models' and node.get_child_count() > 0 and
                     harness.extents_of(node).height > WIDE[1] // 2), None)
    return wait(page, 'the page')


def take_pictures(app, name):
    if 'CONFAB_E2E_SCREENSHOTS' not in os.environ:
        return
    window_id = app.find_window_id('Settings')
    for width, height in WIDE, NARROW:
        call('xdotool', 'windowsize', '--sync', window_id, str(width), str(height))
        app.screenshot(f'{name}-{width}{os.environ.get("CONFAB_E2E_SUFFIX", "")}')
    call('xdotool', 'windowsize', '--sync', window_id, *map(str, WIDE))


def check_download(peer):
    """From the recommendation to the answer, with a stop on the way."""
    peer.configure(models=['mistral:7b'], loaded=['mistral:7b'],
                   pulls={SUGGESTED: {'layers': [2 * GB, 1000], 'pieces': 4, 'gates': True}})
    app = App(OLLAMA_HOST=f'127.0.0.1:{peer.port}')
    page = open_page(app)
    app.get_text(r'^In memory · 4\.7\sGB · 8\.0B', page)
    app.get_text(r'^Running 0\.12\.3 · models take 4\.7\sGB$', page)
    take_pictures(app, 'local-models')

    # How large it is stands there before anything is fetched.
    app.get_text(r'^Quick answers on almost any computer\s2\.0\sGB to download · wants 4\.0\sGB of memory$', page)
    assert not peer.requests('/api/pull')
    app.click_button(re.compile(r'^Download Llama 3\.2 3B, 2\.0\sGB$'), page)
    app.get('push button', f'Stop {SUGGESTED}', page)
    assert not app.find('push button', re.compile('^Download Llama 3.2 3B'), page), 'it is still recommended'
    peer.release()
    app.get_text(r'^500\.0\sMB of 2\.0\sGB', page)
    take_pictures(app, 'local-models-download')

    # It goes on while the window is closed.
    app.close_window('Settings')
    peer.release()
    page = open_page(app)
    app.get_text(r'^1\.0\sGB of 2\.0\sGB', page)

    app.click_button(f'Stop {SUGGESTED}', page)
    app.get_text(r'^Stopped at 1\.0\sGB of 2\.0\sGB$', page)
    wait(lambda: peer.requests('/api/pull')[0]['disconnected'], 'the connection to be closed')
    peer.configure(pulls={SUGGESTED: {'layers': [2 * GB, 1000], 'pieces': 1, 'gates': True}})
    app.click_button(f'Resume {SUGGESTED}', page)
    peer.wait_for_gate()
    app.get_text(r'^1\.0\sGB of 2\.0\sGB', page)
    for _ in range(3):
        peer.release()
    app.get('push button', f'Remove {SUGGESTED}', page)
    app.get_text(r'^2\.0\sGB · 8\.0B · Q4_K_M$', page)
    app.close_window('Settings')

    # And can be used.
    app.new_conversation()
    app.keys('ctrl+m')
    app.get_text(f'^{SUGGESTED}$', app.get('list', 'Models'))
    app.keys('Escape')
    app.quit()


def main():
    peer = Peer()
    check_download(peer)
    peer.stop()


if __name__ == '__main__':
    harness.run(main)
