# A line of words in a terminal; writes down which of them a click comes down on (xterm's mouse reports).
import os, re, sys, termios, tty
words, out = sys.argv[1], sys.argv[2]
old = termios.tcgetattr(0)
tty.setraw(0)
sys.stdout.write('\033[2J\033[5;4H' + words + '\033[?1000h\033[?1006h')
sys.stdout.flush()
seen = b''
while True:
    seen += os.read(0, 100)
    for button, column, row in re.findall(rb'\033\[<(\d+);(\d+);(\d+)M', seen):
        at = int(column) - 4
        hit = [w.group() for w in re.finditer(r'[\w.]+', words) if w.start() <= at < w.end()] if int(row) == 5 else []
        with open(out, 'a') as f:
            f.write((hit[0] if hit else 'beside %s,%s' % (column.decode(), row.decode())) + '\n')
    seen = seen[seen.rfind(b'\033'):] if seen.count(b'\033') else b''
    if seen.endswith((b'M', b'm')): seen = b''
