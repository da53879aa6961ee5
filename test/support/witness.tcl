# A program that gives away what is typed into it: in its title, on its screen, on its output and in a file.
# wish witness.tcl FORMS TYPED
#   FORMS  lines to show and to print after Return: what it makes of the typed text
#   TYPED  file that gets what was typed
lassign $argv formsFile typedFile
wm title . "Witness"
wm geometry . 1180x700+20+20
label .ask -text "Code word" -font {{DejaVu Sans} 11}
entry .field -width 40 -font {{DejaVu Sans} 11}
label .state -text "waiting" -font {{DejaVu Sans} 11}
grid .ask .field .state -padx 12 -pady 12 -sticky w
focus .field
bind .field <Return> {
  set value [.field get]
  set file [open $typedFile w]
  fconfigure $file -encoding utf-8
  puts -nonewline $file $value
  close $file
  set file [open $formsFile]
  fconfigure $file -encoding utf-8
  set row 1
  fconfigure stdout -encoding utf-8
  while {[gets $file line] >= 0} {
    label .form$row -text $line -font {{DejaVu Sans Mono} 11}
    grid .form$row - - -padx 12 -pady 3 -sticky w
    puts "form $row: $line"
    puts stderr "debug $line"
    incr row
  }
  close $file
  flush stdout
  wm title . "Witness of $value"
  .field delete 0 end
  .state configure -text "shown"
}
