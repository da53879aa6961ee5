"""A window whose ctrl+o and ctrl+s show the file dialogs of Qt 5 or 6: VERSION TOLD."""
import importlib
import sys

version, told = sys.argv[1:3]
widgets = importlib.import_module(f"PyQt{version}.QtWidgets")
gui = importlib.import_module(f"PyQt{version}.QtGui")


def tell(line):
    with open(told, "a") as out:
        out.write(line + "\n")


def opened():
    path, _ = widgets.QFileDialog.getOpenFileName(window, "Open Ledger")
    tell("opened " + path if path else "cancelled")


def saved():
    path, _ = widgets.QFileDialog.getSaveFileName(window, "Save Ledger")
    if not path:
        return tell("cancelled")
    try:
        with open(path, "w") as out:
            out.write("kept by the ledger\n")
        tell("saved " + path)
    except OSError as error:
        widgets.QMessageBox.critical(window, "Ledger", "Could not write: " + str(error))
        tell("could not save")


app = widgets.QApplication(sys.argv[:1])
window = widgets.QLabel("Nothing is open")
window.setWindowTitle("Ledger")
window.resize(420, 260)
shortcut = (widgets if version == "5" else gui).QShortcut
shortcut(gui.QKeySequence("Ctrl+O"), window, opened)
shortcut(gui.QKeySequence("Ctrl+S"), window, saved)
window.show()
getattr(app, "exec" if version == "6" else "exec_")()
