"""A window with a question, rows and a button; changes one thing when the file `change` names it."""
import os
import sys
import time
import tkinter as tk

out, change = sys.argv[1], sys.argv[2]


def act(*_):
    with open(out, 'a') as file:
        file.write('done\n')


root = tk.Tk(className='Orders')
root.title('Orders')
root.geometry('560x400+180+120')
tk.Label(root, text='Customer').place(x=20, y=16)
name = tk.Entry(root)
name.place(x=100, y=16, width=160)
name.insert(0, 'Berg')
clock = tk.Label(root)
clock.place(x=440, y=16)
rows = tk.Listbox(root, height=5, exportselection=0)
for row in ('17  Anna Berg', '18  Ben Carlson', '19  Cora Diaz'):
    rows.insert('end', row)
rows.place(x=20, y=56, width=500, height=110)
rows.selection_set(0)
question = tk.Label(root, text='Delete order 17?')
question.place(x=20, y=200)
note = tk.Label(root, text='One order of 20 EUR')
note.place(x=360, y=360)
button = tk.Button(root, text='Delete', command=act, takefocus=1)
button.place(x=20, y=290, width=110, height=32)
cancel = tk.Button(root, text='Cancel')
cancel.place(x=150, y=290, width=110, height=32)
root.bind('<Delete>', act)
name.bind('<Delete>', lambda event: act() or 'break')


def tick():
    clock.config(text=time.strftime('%H:%M:%S'))
    root.after(1000, tick)


def select():
    rows.selection_clear(0)
    rows.selection_set(1)


def cover():
    top = tk.Toplevel(root)
    top.title('News')
    top.geometry('200x120+200+420')


changes = {
    'text': lambda: question.config(text='Delete ALL 4000 orders and backups?'),
    'far text': lambda: note.config(text='All orders, 90,000 EUR'),
    'row': select,
    'title': lambda: root.title('Orders of the head office'),
    'label': lambda: button.config(text='Delete all'),
    'place': lambda: button.place(x=22, y=292),
    'focus': lambda: rows.focus_force(),
    'cover': cover,
    'nothing': lambda: None,
}


def look():
    if not os.path.exists(change):
        return root.after(10, look)
    with open(change) as file:
        kind = file.read().strip()
    if kind == '':
        return root.after(10, look)
    changes[kind]()
    root.update()
    root.after(150, lambda: open(change + '.done', 'w').close())


root.after(100, name.focus_force)
tick()
look()
root.mainloop()
