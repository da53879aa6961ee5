"""A window whose ctrl+o and ctrl+s show the file dialogs of GTK 2, 3 or 4: VERSION TOLD."""
import sys

import gi

version, told = sys.argv[1:3]
gi.require_version("Gtk", version)
gi.require_version("Gdk", version)
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

CONTROL = Gdk.ModifierType.CONTROL_MASK


def tell(line):
    with open(told, "a") as out:
        out.write(line + "\n")


def answered(dialog, answer, what):
    path = None
    if answer == Gtk.ResponseType.ACCEPT:
        path = dialog.get_file().get_path() if version == "4.0" else dialog.get_filename()
    if path is None:
        tell("cancelled")
    elif what == "saved":
        try:
            with open(path, "w") as out:
                out.write("kept by the ledger\n")
            tell("saved " + path)
        except OSError as error:
            tell("could not save " + str(error))
    else:
        tell("opened " + path)
        # As programs that show documents do: GTK 4 takes a typed path by Return alone.
        window.set_title(path.rpartition("/")[2] + " - Ledger")
    dialog.destroy()


def ask(what):
    saving = what == "saved"
    action = Gtk.FileChooserAction.SAVE if saving else Gtk.FileChooserAction.OPEN
    title = "Save Ledger" if saving else "Open Ledger"
    dialog = Gtk.FileChooserDialog(title=title, action=action)
    dialog.set_transient_for(window)
    dialog.add_button("_Cancel", Gtk.ResponseType.CANCEL)
    dialog.add_button("_Save" if saving else "_Open", Gtk.ResponseType.ACCEPT)
    dialog.set_default_response(Gtk.ResponseType.ACCEPT)
    if version != "4.0" and saving:
        dialog.set_do_overwrite_confirmation(True)
    dialog.connect("response", lambda d, answer: answered(d, answer, what))
    dialog.present()


def pressed(name):
    if name in ("o", "s"):
        ask("saved" if name == "s" else "opened")
        return True
    return False


if version == "4.0":
    Gtk.init()
    window = Gtk.Window(title="Ledger")
    keys = Gtk.EventControllerKey()
    keys.connect("key-pressed", lambda _, val, code, state: bool(state & CONTROL) and pressed(Gdk.keyval_name(val)))
    window.add_controller(keys)
    window.set_child(Gtk.Label(label="Nothing is open"))
else:
    Gtk.init([])
    window = Gtk.Window(title="Ledger")
    window.connect("key-press-event", lambda _, e: bool(e.state & CONTROL) and pressed(Gdk.keyval_name(e.keyval)))
    window.add(Gtk.Label(label="Nothing is open"))
    window.show_all()
window.set_default_size(420, 260)
window.present()
GLib.MainLoop().run()
