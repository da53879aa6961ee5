# A window whose ctrl+o and ctrl+s show the file dialogs of Tk: TOLD.
set told [lindex $argv 0]
proc tell {line} { set out [open $::told a]; puts $out $line; close $out }
proc opened {} {
  set path [tk_getOpenFile -title "Open Ledger"]
  tell [expr {$path eq "" ? "cancelled" : "opened $path"}]
}
proc saved {} {
  set path [tk_getSaveFile -title "Save Ledger"]
  if {$path eq ""} { tell cancelled; return }
  if {[catch { set out [open $path w]; puts $out "kept by the ledger"; close $out } problem]} {
    tell "could not save $problem"
    tk_messageBox -icon error -message "Could not write: $problem"
    return
  }
  tell "saved $path"
}
wm title . Ledger
wm geometry . 420x260+40+40
pack [label .l -text "Nothing is open"] -expand 1
bind . <Control-o> opened
bind . <Control-s> saved
focus .
