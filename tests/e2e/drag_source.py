# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program, out of whose window something can be dragged: drag_source.py TYPE FILE [TYPE FILE]...

TYPE is a media type, and FILE has the bytes. Says "done ACTION" once it was dropped, or "cancelled".
"""

import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def say(text):
    print(text, flush=True)


def main():
    Gtk.init()
    providers = []
    for kind, path in zip(sys.argv[1::2], sys.argv[2::2]):
        with open(path, 'rb') as file:
            providers.append(Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(file.read())))

    source = Gtk.DragSource(content=Gdk.ContentProvider.new_union(providers), actions=Gdk.DragAction.COPY)
    source.connect('drag-begin', lambda source, drag: (
        drag.connect('dnd-finished', lambda drag: say(f'done {int(drag.get_selected_action())}')),
        drag.connect('cancel', lambda drag, reason: say('cancelled'))))
    label = Gtk.Label(label='Drag me', hexpand=True, vexpand=True)
    label.add_controller(source)
    window = Gtk.Window(title='Drag source', child=label, default_width=120, default_height=80, decorated=False)
    window.connect('map', lambda window: say('ready'))
    window.present()
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
