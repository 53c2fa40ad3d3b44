# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program finds around it: a window manager, a keyring and a server."""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import select
import socket
import ssl
import subprocess
import threading
import urllib.request

from waiting import PATIENCE, call, wait

APP_ID = 'io.github.confab.Confab'
KEY = 'sk-test-4f1d90c2a7b35e68'

CERTIFICATE = re.compile('-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----', re.S)

# No keys of its own, no frames; a new window and one that asks for it get the keyboard.
OPENBOX = '''<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><focusLast>yes</focusLast></focus>
  <placement><policy>Smart</policy></placement>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
</openbox_config>
'''


class WindowManager:
    """Gives the keyboard to a window that opens, and back to the one below when that closes."""

    def __init__(self):
        settings = os.path.join(os.environ['XDG_CONFIG_HOME'], 'openbox.xml')
        with open(settings, 'w', encoding='utf-8') as file:
            file.write(OPENBOX)
        self.process = subprocess.Popen(['openbox', '--sm-disable', '--config-file', settings],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait(lambda: 'window id' in call('xprop', '-root', '_NET_SUPPORTING_WM_CHECK', check=False),
             'the window manager', seen=lambda: f'openbox with the exit status {self.process.poll()}')

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Keyring:
    """A GNOME Keyring on the private bus."""

    def __init__(self, password='test'):
        # What it leaves running would keep a pipe open, so that nothing of its output is read.
        subprocess.run(['gnome-keyring-daemon', '--unlock', '--components=secrets', '--daemonize'],
                       input=password.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
                       timeout=PATIENCE)
        call('gdbus', 'wait', '--session', '--timeout', str(int(PATIENCE)), 'org.freedesktop.secrets')

    @staticmethod
    def lookup(secret_id):
        found = call('secret-tool', 'lookup', 'xdg:schema', APP_ID + '.Key', 'secret-id', secret_id, check=False)
        return found.strip() or None


class Peer:
    """The test server that speaks every dialect. The top of tests/peer/main.c says what it can be told."""

    running = []

    def __init__(self, *arguments):
        self.process = subprocess.Popen([os.environ['CONFAB_TEST_PEER'], '--key', KEY, *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith('PORT '), f'the test server did not start: “{line}”'
        self.port = int(line.split()[1])
        self.uri = f'http://127.0.0.1:{self.port}'
        Peer.running.append(self)

    def call(self, path, body=None):
        data = None if body is None else (json.dumps(body) if not isinstance(body, str) else body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.uri + path, data=data), timeout=PATIENCE) as answer:
            return answer.read().decode()

    def release(self):
        """Opens the gate at which a reply waits, once one does."""
        wait(lambda: json.loads(self.call('/peer/release', ''))['released'] > 0, 'a reply at the gate',
             seen=self.describe)

    def wait_for_gate(self):
        """Waits until half of a reply is sent, and no more is."""
        wait(lambda: json.loads(self.call('/peer/log'))['waiting'] > 0, 'a reply at the gate', seen=self.describe)

    def describe(self):
        """What was asked of it so far, in lines."""
        log = json.loads(self.call('/peer/log'))
        lines = [f'{log["waiting"]} replies at a gate, {log["open"]} under way, and of requests:']
        for request in log['requests']:
            lines.append(f'  {request["method"]} {request["path"]}: {request["status"]}, {request["sent_bytes"]} bytes'
                         + (', open' if request['open'] else '') + (', left' if request['disconnected'] else ''))
        return '\n'.join(lines)

    def requests(self, path):
        """The requests so far for a path that ends like this."""
        return [request for request in json.loads(self.call('/peer/log'))['requests']
                if request['path'].split('?')[0].endswith(path)]

    def configure(self, **settings):
        self.call('/peer/config', settings)

    def stop(self):
        Peer.running.remove(self)
        self.process.stdin.close()
        self.process.wait(PATIENCE)


class Door:
    """A port of 127.0.0.1 that refuses connections until it is opened, and then leads to a peer."""

    def __init__(self):
        # Bound, so that nobody else gets it, and not listening.
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.uri = f'http://127.0.0.1:{self.port}'

    def hush(self):
        """From now on connections are made, and nothing comes out of them."""
        self.socket.listen()

    def wait_for_caller(self):
        """Waits until somebody stands at a door that is hushed."""
        wait(lambda: select.select([self.socket], [], [], 0)[0], 'a connection')

    def open(self, peer):
        self.socket.listen()
        threading.Thread(target=self._accept, args=(peer.port,), daemon=True).start()

    def _accept(self, port):
        while True:
            inside = self.socket.accept()[0]
            outside = socket.create_connection(('127.0.0.1', port))
            for source, target in (inside, outside), (outside, inside):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    @staticmethod
    def _carry(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            for end in source, target:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


class TlsDoor:
    """A port of 127.0.0.1 that leads to a peer, encrypted, with a certificate of tests/fixtures/tls."""

    def __init__(self, peer, certificate):
        self.peer = peer
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Who has been here before sees the certificate again.
        self.context.options |= ssl.OP_NO_TICKET
        self.context.num_tickets = 0
        self.set_certificate(certificate)
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(
            asyncio.start_server(self._let_in, '127.0.0.1', 0, ssl=self.context))
        self.uri = f'https://127.0.0.1:{self.server.sockets[0].getsockname()[1]}'
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def set_certificate(self, name):
        """Takes another certificate for the connections to come."""
        path = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'tls', name)
        with open(path, encoding='utf-8') as file:
            certificate = ssl.PEM_cert_to_DER_cert(CERTIFICATE.search(file.read()).group())
        self.fingerprint = hashlib.sha256(certificate).hexdigest()
        self.context.load_cert_chain(path)

    async def _let_in(self, reader, writer):
        inner_reader, inner_writer = await asyncio.open_connection('127.0.0.1', self.peer.port)
        await asyncio.gather(self._carry(reader, inner_writer), self._carry(inner_reader, writer))

    @staticmethod
    async def _carry(reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()


def files_with_key(folder, key=KEY):
    """The files below a folder that hold the key in plain text."""
    found = []
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            # Sockets and pipes would be waited for.
            if os.path.isfile(full):
                with open(full, 'rb') as file:
                    if key.encode() in file.read():
                        found.append(full)
    return found
