#!/bin/sh
# Stops every run of this user at once, without the start of Node: for a key of the desktop, or in a hurry.
# Runs are named in a folder that only this user may write; a process that was started at another time, or at another
# start of the machine, is none of them. The driver lets everything go; the run is asked to end as stopped.
runs=${XDG_CONFIG_HOME:-$HOME/.config}/deskhand/runs
read -r boot </proc/sys/kernel/random/boot_id || exit 3

# Whether process $1 was started at $2, in clock ticks since boot: the 20th field after its name in brackets.
is() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  line=
  read -r line <"/proc/$1/stat" || return 1
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- "$2" $line
  [ "${21}" = "$1" ]
}

stopped=0
for file in "$runs"/[0-9]*; do
  [ -f "$file" ] && [ ! -L "$file" ] && [ -O "$file" ] && [ -O "$runs" ] || continue
  read -r run started driver since when <"$file" || continue
  [ "$when" = "$boot" ] && is "$run" "$started" 2>/dev/null || continue
  is "$driver" "$since" 2>/dev/null && kill -s USR2 "$driver" 2>/dev/null
  kill -s TERM "$run" 2>/dev/null || continue
  echo "stopped process $run"
  stopped=$((stopped + 1))
done
[ "$stopped" -gt 0 ] || echo 'No run is under way.'
