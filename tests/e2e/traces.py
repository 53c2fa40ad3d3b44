# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for keys wherever one could be left behind: files, buses, command lines, what a server got."""

import base64
import contextlib
import http.server
import json
import os
import re
import subprocess
import tempfile
import threading
import urllib.parse

from waiting import call, wait


def spellings(key):
    """How half of a key could be written, and so a whole one: as bytes, by what it is called."""
    half = len(key) // 2
    found = {}
    for name, text in ('first half', key[:half]), ('second half', key[half:]):
        raw = text.encode()
        found[name] = raw
        found[name + ' backwards'] = raw[::-1]
        found[name + ' in UTF-16'] = text.encode('utf-16-le')
        found[name + ' in UTF-32'] = text.encode('utf-32-le')
        found[name + ' in hexadecimal'] = raw.hex().encode()
        found[name + ' in HEXADECIMAL'] = raw.hex().upper().encode()
        found[name + ' in spaced hexadecimal'] = raw.hex(' ').encode()
        found[name + ' percent-encoded'] = urllib.parse.quote(text, safe='').encode()
        found[name + ' with escaped slashes'] = text.replace('/', '\\/').encode()
        # Wherever in a longer text it begins, but for what its neighbours change.
        for shift in range(3):
            encoded = base64.b64encode(b'\0' * shift + raw)[4 if shift else 0:].rstrip(b'=')[:-1]
            found[f'{name} in base64, {shift}'] = encoded
            found[f'{name} in base64 for addresses, {shift}'] = encoded.translate(bytes.maketrans(b'+/', b'-_'))
    return found


class Traces:
    """What is to be found nowhere."""

    def __init__(self, *keys):
        self.keys = keys
        self.needles = {needle: (key[:3], name) for key in keys for name, needle in spellings(key).items()}

    def find(self, data):
        """How one of the keys is spelled in the data; None when it is not there."""
        return next((name for needle, name in self.needles.items() if needle in data), None)

    def check(self, where, data):
        if isinstance(data, str):
            data = data.encode()
        found = self.find(data)
        assert not found, f'a key is in {where}: {found}'

    def check_files(self, folder, but=None):
        """Also names of files and links can tell. Gives back how many files there were."""
        n_files = 0
        for path, folders, names in os.walk(folder):
            for name in folders + names:
                full = os.path.join(path, name)
                self.check(f'the name of {full!r}', os.fsencode(name))
                if os.path.islink(full):
                    self.check(full, os.fsencode(os.readlink(full)))
                # Sockets and pipes would be waited for.
                elif os.path.isfile(full) and full != but:
                    with contextlib.suppress(FileNotFoundError), open(full, 'rb') as file:
                        self.check(full, file.read())
                        n_files += 1
        return n_files

    def check_processes(self):
        """What everybody can see of the programs that run, and what their user can."""
        for process in filter(str.isdigit, os.listdir('/proc')):
            for name in 'cmdline', 'environ', 'comm':
                with contextlib.suppress(OSError), open(f'/proc/{process}/{name}', 'rb') as file:
                    self.check(f'/proc/{process}/{name}', file.read())


class ProcessWatch:
    """Looks at the processes again and again until it is stopped: some are there for a moment only."""

    def __init__(self, traces):
        self.traces = traces
        self.trouble = None
        self.n_rounds = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.ended.is_set():
            try:
                self.traces.check_processes()
            except AssertionError as trouble:
                self.trouble = trouble
                return
            self.n_rounds += 1
            self.ended.wait(0.2)

    def stop(self):
        self.ended.set()
        self.thread.join()
        if self.trouble:
            raise self.trouble
        assert self.n_rounds > 0


class BusCapture:
    """Everything that goes over a message bus, in its own bytes."""

    def __init__(self, address):
        # Not in the home folder, which is looked through.
        self.address = address
        self.file = tempfile.TemporaryFile()  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(['dbus-monitor', '--address', address, '--binary'], stdout=self.file,
                                        stderr=subprocess.DEVNULL)
        # What a monitor is told first is that it has lost its name.
        wait(lambda: os.fstat(self.file.fileno()).st_size > 0, 'the bus to be watched')

    def read(self):
        size = os.fstat(self.file.fileno()).st_size
        return os.pread(self.file.fileno(), size, 0)

    def stop(self):
        """All that went over the bus. A last word that arrives shows that everything before it did."""
        word = f'canary{os.getpid()}x{id(self)}'
        subprocess.run(['gdbus', 'call', '--address', self.address, '-d', 'org.freedesktop.DBus', '-o', '/',
                        '-m', 'org.freedesktop.DBus.NameHasOwner', f'org.example.{word}'],
                       stdout=subprocess.DEVNULL, check=True)
        wait(lambda: word.encode() in self.read(), 'the last word on the bus')
        self.process.terminate()
        self.process.wait()
        data = self.read()
        self.file.close()
        return data


def get_accessibility_bus():
    answer = call('gdbus', 'call', '--session', '-d', 'org.a11y.Bus', '-o', '/org/a11y/bus', '-m',
                  'org.a11y.Bus.GetAddress')
    return re.search("'(.*)'", answer).group(1)


STREAM = ['{"choices":[{"index":0,"delta":{"content":"Here I am."}}]}',
          '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}', '[DONE]']
MODELS = {'data': [{'id': 'openai/gpt-oss-120b', 'object': 'model'}]}


class EchoServer:
    """A provider of OpenAI's format that tells everybody the key it was given, wherever there is room.

    `trouble` is what becomes of the next conversations: None, 'body', 'headers', 'stream', 'page' or
    the address to send people to."""

    def __init__(self, key):
        self.key = key
        self.trouble = None
        self.requests = []  # each in its own words: a line, headers, a body
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_arguments):
                pass

            def handle_any(self):
                outer.handle(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_OPTIONS = do_CONNECT = handle_any

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.uri = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handle(self, handler):
        body = handler.rfile.read(int(handler.headers.get('Content-Length', 0)))
        self.requests.append((handler.requestline, handler.headers.items(), body))
        given = handler.headers.get('Authorization', '').removeprefix('Bearer ')
        if given != self.key:
            self.refuse(handler, 401, given)
        elif handler.command == 'GET':
            self.answer(handler, 200, 'application/json', json.dumps(MODELS))
        elif self.trouble is None:
            self.answer(handler, 200, 'text/event-stream', ''.join(f'data: {event}\n\n' for event in STREAM))
        elif self.trouble == 'body':
            self.refuse(handler, 400, given)
        elif self.trouble == 'headers':
            self.answer(handler, 503, 'application/json', '{}', {'Retry-After': given, 'x-request-id': given,
                                                                 'x-key': given}, f'No {given}')
        elif self.trouble == 'stream':
            error = json.dumps({'error': {'message': f'Bad key {given}', 'code': given}})
            self.answer(handler, 200, 'text/event-stream', f'data: {STREAM[0]}\n\ndata: {error}\n\n')
        elif self.trouble == 'page':
            self.answer(handler, 502, 'text/html', f'<html><title>No {given}</title><body>{given}</body></html>')
        else:
            self.answer(handler, 307, 'text/plain', given, {'Location': f'{self.trouble}/{given}?key={given}'})

    def refuse(self, handler, status, given):
        quoted = urllib.parse.quote(given, safe='')
        encoded = base64.b64encode(given.encode()).decode()
        self.answer(handler, status, 'application/json', json.dumps(
            {'error': {'message': f'Incorrect key {given} ({quoted}, {encoded}).', 'type': given, 'code': given,
                       'param': given}, 'headers': {'authorization': f'Bearer {given}'}}))

    @staticmethod
    def answer(handler, status, content_type, text, headers=None, reason=None):
        data = text.encode()
        handler.send_response(status, reason)
        for name, value in dict(headers or {}, **{'Content-Type': content_type, 'Content-Length': len(data)}).items():
            handler.send_header(name, str(value))
        handler.end_headers()
        handler.wfile.write(data)

    def check_requests(self, traces):
        """A key came in the one header that it is for, and nowhere else."""
        for line, headers, body in list(self.requests):
            traces.check('a request line', line)
            traces.check('the body of a request', body)
            for name, value in headers:
                if name.lower() != 'authorization':
                    traces.check(f'the header {name}', value)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
