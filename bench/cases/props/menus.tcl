# Menus and a context menu of two and three short entries, a tool bar without borders; every choice is written down.
lassign $argv out
wm title . Office
wm geometry . 520x320+90+90
option add *Menu.tearOff 0
proc chosen {what} {
  set file [open $::out a]
  puts $file $what
  close $file
}
. configure -menu [menu .bar]
foreach {name entries} {Order {Hold Cancel} Paper {Letter Legal Ledger} Really {Yes No}} {
  set menu [menu .bar.[string tolower $name]]
  .bar add cascade -label $name -menu $menu
  foreach entry $entries { $menu add command -label $entry -command [list chosen $entry] }
}
set menu [menu .bar.shade]
.bar add cascade -label Shade -menu $menu
$menu add cascade -label Walls -menu [menu $menu.walls]
$menu add command -label Floors -command {chosen Floors}
foreach entry {Ochre Umber} { $menu.walls add command -label $entry -command [list chosen $entry] }
frame .tools -background grey85
foreach entry {Draft Send Later} {
  pack [button .tools.[string tolower $entry] -text $entry -relief flat -background grey85 -borderwidth 0 \
    -highlightthickness 0 -command [list chosen $entry]] -side left -padx 6
}
pack .tools -fill x
# On the menu bar of Tk a submenu opens by a click, in a menu of its own by pointing.
bind . <Button-3> {if {"%W" ne ".orders"} {tk_popup .bar.shade %X %Y}}
pack [listbox .orders -height 3] -pady 30
.orders insert end {Order 1001} {Order 1002} {Order 1003}
bind .orders <<ListboxSelect>> {chosen [%W get [%W curselection]]}
menu .context
foreach entry {Archive Erase} { .context add command -label $entry -command [list chosen $entry] }
bind .orders <Button-3> {tk_popup .context %X %Y}
