"""A program with one risky command that can be reached in many ways; writes its name into a file when it is done."""
import sys
import tkinter as tk

label, out = sys.argv[1], sys.argv[2]


def act(*_):
    with open(out, 'a') as file:
        file.write(label + '\n')


root = tk.Tk(className='Goalapp')
root.title('Customers')
root.geometry('620x360+200+160')
bar = tk.Menu(root, tearoff=0)
edit = tk.Menu(bar, tearoff=0)
for name in ('Copy', 'Find', 'Sort'):
    edit.add_command(label=name, underline=0)
edit.add_command(label=label, underline=0, command=act)
bar.add_cascade(label='Edit', menu=edit, underline=0)
bar.add_command(label='View')
root.config(menu=bar)
rows = tk.Listbox(root, height=6, takefocus=0)
for row in ('17 Anna Berg', '18 Ben Carlson', '19 Cora Diaz'):
    rows.insert('end', row)
rows.place(x=20, y=20, width=580, height=120)
first = tk.Button(root, text='Refresh')
first.place(x=20, y=160, width=120, height=32)
button = tk.Button(root, text=label, command=act)
button.place(x=160, y=160, width=260, height=32)
button.bind('<Return>', act)
icon = tk.Canvas(root, width=40, height=40, bg='#b03030', highlightthickness=0)
icon.place(x=60, y=220)
icon.bind('<ButtonRelease-1>', act)
tk.Label(root, text=label).place(x=0, y=264, width=160, height=20)
tk.Label(root, text='3 customers').place(x=20, y=320)
root.after(100, root.focus_force)
root.mainloop()
