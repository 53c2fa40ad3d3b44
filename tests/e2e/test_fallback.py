# SPDX-License-Identifier: GPL-3.0-or-later
"""When a provider cannot answer another one does: the reply says so, every attempt can be looked at, the card
counts down, and all of that outlives the program."""

import os
import re

import harness
from harness import Atspi, App, has_state, text_of, wait
from services import KEY, Peer

PROMPT = 'Tell me about rye bread'
WHOLE = '^This is the peer.s answer'
LINE = re.compile(r'^Answered by OpenAI — Anthropic Claude was rate-limited until \d')


def log_of(app):
    return app.get('log', 'Conversation')


def focus_with(app, key, role, name):
    """Presses a key until something has the focus."""
    def focused():
        node = app.find(role, name)
        return node is not None and has_state(node, Atspi.StateType.FOCUSED)
    for _ in range(15):
        if focused():
            return
        app.keys(key)
    wait(focused, f'the focus on {name}',
         seen=lambda: [node.get_name() for node in app.nodes() if has_state(node, Atspi.StateType.FOCUSED)])


def check_instead(app, first, second):
    """The next one answers, the line says so, and the attempts unfold with the keyboard."""
    first.configure(directives='[[status 429 retry-after 600]]')
    app.new_conversation()
    app.send(PROMPT)
    app.get_text(WHOLE, log_of(app))
    app.wait_for_reply()
    line = app.get('push button', LINE)
    assert not has_state(line, Atspi.StateType.EXPANDED)
    app.screenshot('fallback-line')
    assert len(first.requests('/v1/messages')) == 1, first.describe()
    assert len(second.requests('/chat/completions')) == 1, second.describe()

    # By keyboard: backwards from the composer over what is below the reply.
    app.focus_composer()
    focus_with(app, 'shift+Tab', 'push button', LINE)
    app.keys('space')
    check_attempts(app)
    app.screenshot('fallback-attempts')
    app.keys('space')
    wait(lambda: app.find('list', 'Attempts') is None, 'the attempts to fold')


def check_attempts(app):
    attempts = app.get('list', 'Attempts')
    rows = [node for node in app.nodes('list item', attempts)]
    assert len(rows) == 2, [row.get_name() for row in rows]
    failed, answered = (row.get_name() for row in rows)
    assert re.match(r'Anthropic Claude · claude-\S+\nFailed after (under )?\d\.\d s · .*\n'
                    r'Anthropic Claude was rate-limited until .*\.\nThe peer was told to fail', failed), failed
    assert re.match(r'OpenAI · \S+\nAnswered in (under )?\d\.\d s · ', answered), answered


def check_card(app):
    """The card counts down, and Try now lets the next question through."""
    card = app.open_card('anthropic', 'Anthropic Claude')
    first = text_of(app.get_text(r'Rate-limited · again in \d+:\d\d', card))
    wait(lambda: text_of(app.get_text(r'Rate-limited · again in \d+:\d\d', card)) != first, 'the time to run')
    app.screenshot('fallback-card')
    app.close_window('Settings')


def check_restart(first, second, **environment):
    """It still rests, and the old conversation still says who answered."""
    app = App(**environment)
    app.get_text(WHOLE, log_of(app))
    app.click_button(LINE)
    check_attempts(app)

    n_before = len(first.requests('/v1/messages'))
    app.new_conversation()
    app.send(PROMPT)
    app.get_text(WHOLE, log_of(app))
    app.wait_for_reply()
    app.click_button(LINE)
    attempts = app.get('list', 'Attempts')
    app.get_text('Not asked, for it was resting', attempts)
    assert len(first.requests('/v1/messages')) == n_before, first.describe()
    return app


def check_try_now(app, first):
    first.configure(directives=None)
    card = app.open_card('anthropic', 'Anthropic Claude')
    app.click_button('Try now', card)
    wait(lambda: app.find_text('again in', card) is None, 'the rest to end')
    app.close_window('Settings')
    n_before = len(first.requests('/v1/messages'))
    app.new_conversation()
    app.send(PROMPT)
    app.get_text(WHOLE, log_of(app))
    app.wait_for_reply()
    assert len(first.requests('/v1/messages')) == n_before + 1, first.describe()
    assert app.find('push button', re.compile('^Answered by')) is None


def check_all_down(app, first, second):
    """One message lists each with its reason, and Retry works once one can."""
    first.configure(directives='[[status 429 retry-after 600]]')
    second.configure(directives='[[status 503]]')
    app.new_conversation()
    app.send(PROMPT)
    card = app.get('alert', re.compile(r'^None of 2 providers could answer\.\n'
                                       r'• Anthropic Claude was rate-limited until [^\n]*\.\n'
                                       r'• OpenAI was overloaded\.$'))
    app.get('push button', '2 providers were tried')
    app.screenshot('fallback-all-down')

    first.configure(directives=None)
    app.click_button('Retry', card)
    app.get_text(WHOLE, log_of(app))
    app.wait_for_reply()
    assert app.find('alert', re.compile('^None of')) is None
    second.configure(directives=None)


def check_once(app, first, second):
    """Another model for one message: the next one is the conversation's own again."""
    app.new_conversation()
    own = app.get('push button', re.compile('^Model: claude')).get_name()
    app.keys('ctrl+m')
    models = app.get('list', 'Models')
    app.get_text('OpenAI', models)
    focus_with(app, 'Tab', 'check box', 'For this message only')
    app.keys('space')
    wait(lambda: has_state(app.get('check box', 'For this message only'), Atspi.StateType.CHECKED), 'the check')
    app.screenshot('once-popover')
    # Back over the list to the entry, whose inner part takes the focus and has no name.
    app.keys('shift+Tab')
    wait(lambda: not has_state(app.get('check box', 'For this message only'), Atspi.StateType.FOCUSED), 'the focus')
    app.keys('shift+Tab')
    app.type('gpt')
    app.get_text('^gpt', models)
    app.keys('Return')
    app.get('push button', re.compile('^Model for this message only: gpt.* · OpenAI$'))
    app.screenshot('once-composer')

    n_before = len(second.requests('/chat/completions'))
    app.send(PROMPT)
    app.get_text(WHOLE, log_of(app))
    app.wait_for_reply()
    assert len(second.requests('/chat/completions')) == n_before + 1, second.describe()
    app.get('push button', own)
    n_before = len(first.requests('/v1/messages'))
    app.send('And what of wheat')
    wait(lambda: len(first.requests('/v1/messages')) == n_before + 1, 'the request to the first')
    app.wait_for_reply()


def main():
    first, second = Peer(), Peer()
    environment = {'ANTHROPIC_BASE_URL': first.uri, 'ANTHROPIC_API_KEY': KEY,
                   'OPENAI_BASE_URL': second.uri + '/v1', 'OPENAI_API_KEY': KEY, 'OLLAMA_HOST': '127.0.0.1:9'}
    app = App(**environment)
    app.get_text('^A key for Anthropic')
    check_instead(app, first, second)
    check_card(app)
    app.quit()
    assert os.path.exists(os.path.join(os.environ['XDG_STATE_HOME'], 'confab', 'rests'))

    app = check_restart(first, second, **environment)
    check_try_now(app, first)
    check_all_down(app, first, second)
    check_once(app, first, second)
    app.quit()
    first.stop()
    second.stop()


if __name__ == '__main__':
    harness.run(main)
