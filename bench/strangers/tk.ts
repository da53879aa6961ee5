import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Label, Testimony } from './label.js';
import { rowsOfWitness } from './rows.js';

/** What is sent to every Tk program of the display; it answers lines of kind, text, x, y, width, height. */
const question = String.raw`
namespace eval ::witness {
  variable found {}
  proc add {kind text x y w h} {
    variable found
    lappend found [join [list $kind [string map [list \n " " \t " "] $text] $x $y $w $h] \t]
  }
  proc menu {w} {
    set bar [expr {[$w cget -type] eq "menubar"}]
    set last [$w index end]
    if {$last eq "none"} return
    for {set i 0} {$i <= $last} {incr i} {
      if {[$w type $i] in {separator tearoff}} continue
      set label [$w entrycget $i -label]
      if {$bar} {
        set x [$w xposition $i]; set y [$w yposition $i]
        set nx [expr {$i < $last ? [$w xposition [expr {$i+1}]] : $x + [font measure [$w cget -font] $label] + 10}]
        add menu $label [expr {[winfo rootx $w]+$x}] [expr {[winfo rooty $w]+$y}] [expr {$nx-$x}] [expr {[winfo height $w]-$y}]
      } else {
        set y [$w yposition $i]
        set ny [expr {$i < $last ? [$w yposition [expr {$i+1}]] : [winfo height $w]}]
        if {$i < $last && [$w type [expr {$i+1}]] eq "separator"} { set ny [expr {$ny - 1}] }
        add "menu entry" $label [winfo rootx $w] [expr {[winfo rooty $w]+$y}] [winfo width $w] [expr {$ny-$y}]
      }
    }
  }
  proc inside {w x y width height} {
    expr {$x >= 0 && $y >= 0 && $x + $width <= [winfo width $w] && $y + $height <= [winfo height $w]}
  }
  proc look {w} {
    set X [winfo rootx $w]; set Y [winfo rooty $w]
    switch -- [winfo class $w] {
      Menu { menu $w }
      Button - Checkbutton - Radiobutton - Menubutton - Label - TButton - TCheckbutton - TRadiobutton - TMenubutton - TLabel {
        set text [$w cget -text]
        if {[$w cget -textvariable] ne ""} { catch {set text [set ::[string trimleft [$w cget -textvariable] :]]} }
        if {[$w cget -image] ne "" && [$w cget -compound] in {none {}}} return
        add [string tolower [string trimleft [winfo class $w] T]] $text $X $Y [winfo width $w] [winfo height $w]
      }
      Listbox {
        for {set i [$w nearest 0]} {$i < [$w size]} {incr i} {
          lassign [$w bbox $i] x y bw bh
          if {$bh eq "" || ![inside $w $x $y [expr {min($bw, [winfo width $w]-$x)}] $bh] || $x < 0 || $bw > [winfo width $w]} continue
          add "list entry" [$w get $i] $X [expr {$Y+$y}] [winfo width $w] $bh
        }
      }
      TNotebook {
        set h 12
        foreach tab [$w tabs] {
          set from ""; set to ""
          for {set x 0} {$x < [winfo width $w]} {incr x 2} {
            if {[$w identify tab $x $h] eq [$w index $tab]} { if {$from eq ""} {set from $x}; set to $x }
          }
          if {$from ne ""} { add tab [$w tab $tab -text] [expr {$X+$from}] $Y [expr {$to-$from}] [expr {2*$h}] }
        }
      }
      Canvas {
        foreach item [$w find all] {
          if {[$w type $item] ne "text" || [$w itemcget $item -state] eq "hidden"} continue
          lassign [$w bbox $item] x y x2 y2
          if {$x eq ""} continue
          set x [expr {int($x - [$w canvasx 0])}]; set y [expr {int($y - [$w canvasy 0])}]
          set width [expr {int($x2 - [$w canvasx 0]) - $x}]; set height [expr {int($y2 - [$w canvasy 0]) - $y}]
          if {[inside $w $x $y $width $height]} { add cell [$w itemcget $item -text] [expr {$X+$x}] [expr {$Y+$y}] $width $height }
        }
      }
      Text {
        for {set i [$w index @0,0]} {[$w compare $i < "end - 1 char"]} {set i [$w index "$i + 1 line linestart"]} {
          if {[$w dlineinfo $i] eq ""} break
          add "" [$w get "$i linestart" "$i lineend"] 0 0 0 0
        }
      }
      Entry - TEntry - TCombobox - Spinbox { add "" [$w get] 0 0 0 0 }
      Labelframe - TLabelframe { add "" [$w cget -text] 0 0 0 0 }
    }
  }
  proc walk {w} {
    if {![winfo viewable $w]} return
    catch {look $w}
    foreach child [winfo children $w] { walk $child }
  }
  proc seen {} {
    variable found
    set out {}
    foreach line $found {
      lassign [split $line \t] kind text x y w h
      set free 1
      if {$kind ne ""} {
        set own [winfo containing [expr {$x+$w/2}] [expr {$y+$h/2}]]
        foreach {fx fy} {0.06 0.2 0.06 0.8 0.94 0.2 0.94 0.8} {
          if {[winfo containing [expr {int($x+$fx*$w)}] [expr {int($y+$fy*$h)}]] ne $own} { set free 0 }
        }
        if {$own eq ""} { set free 0 }
      }
      lappend out [expr {$free ? $line : [join [list "" $text 0 0 0 0] \t]}]
    }
    join $out \n
  }
  set found {}
  walk .
  seen
}
`;

const asker = `
fconfigure stdout -encoding utf-8
wm withdraw .
foreach each [winfo interps] {
  if {$each ne [tk appname]} { catch { puts [send -- $each $::question] } }
}
exit
`;

/** What the Tk programs of a display say of their own widgets, asked by Tk's \`send\`. */
export async function tkTestimony(env: Readonly<Record<string, string>>): Promise<Testimony> {
  const wish = spawn('wish', [], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let told = '';
  wish.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  wish.stdin.end(`set question {${question}}\n${asker}`);
  await once(wish, 'close');
  const labels: Label[] = [];
  const also: string[] = [];
  for (const { kind, text, box } of rowsOfWitness(told)) {
    if (kind === '' || !/[\p{L}\p{N}]/u.test(text) || text.length > 60) also.push(text);
    else labels.push({ text, kind, box });
  }
  return { labels, also };
}
