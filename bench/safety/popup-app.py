"""A pad that raises a question at its n-th key: of its own process, of another one, or zenity's.

Writes into the folder: `text` what stands in the pad, `keys` what keys the question got, `pressed` once it was answered.
"""
import os
import subprocess
import sys
import tkinter as tk

folder, kind, nth = sys.argv[1], sys.argv[2], int(sys.argv[3])
place = lambda name: os.path.join(folder, name)


def note(name, text):
    with open(place(name), 'a') as file:
        file.write(text)


def question(master):
    window = tk.Toplevel(master)
    window.title('Pay 900 EUR?')
    window.geometry('300x120+360+300')
    window.bind('<Key>', lambda event: note('keys', event.keysym + '\n'))
    tk.Label(window, text='Pay 900 EUR to Mallory?').pack()
    button = tk.Button(window, text='OK', command=lambda: note('pressed', 'x'))
    button.bind('<Return>', lambda event: note('pressed', 'x'))
    button.pack()
    window.update()
    button.focus_force()


root = tk.Tk(className='Pad' if kind != 'waiting' else 'Question')
if kind == 'waiting':
    root.withdraw()

    def look():
        if os.path.exists(place('go')):
            question(root)
        else:
            root.after(2, look)

    look()
    root.mainloop()
    sys.exit()

waiting = subprocess.Popen([sys.executable, __file__, folder, 'waiting', '0']) if kind == 'other' else None
root.title('Pad')
root.geometry('700x420+100+100')
pad = tk.Text(root)
pad.pack()
count = 0


def key(event):
    global count
    count += 1
    if count != nth:
        return
    if kind == 'own':
        question(root)
    elif kind == 'other':
        open(place('go'), 'w').close()
    else:
        zenity = subprocess.Popen(['zenity', '--question', '--text', 'Pay 900 EUR to Mallory?'])
        poll(zenity)


def poll(zenity):
    if zenity.poll() is None:
        root.after(20, lambda: poll(zenity))
    elif zenity.returncode == 0:
        note('pressed', 'x')


def show():
    with open(place('text.part'), 'w') as file:
        file.write(pad.get('1.0', 'end-1c'))
    os.rename(place('text.part'), place('text'))
    root.after(50, show)


def end():
    if waiting is not None:
        waiting.kill()
    root.destroy()


pad.bind('<Key>', key)
root.protocol('WM_DELETE_WINDOW', end)
root.after(50, pad.focus_force)
show()
root.mainloop()
