;; Deflate (RFC 1951) for rows of screen pixels, pixel by pixel instead of byte by byte. A pixel is 4 bytes in memory
;; (blue, green, red, 0) and 3 bytes in the stream (red, green, blue); each row has one filter byte in front there.
;;
;; Tables, from one address (see press.ts):
;;      0  u32 x 286  how often each literal or length code is used
;;   1152  u32 x 30   how often each distance code is used
;;   1276  u32        how many pixels are literals
;;   1280  u16 x 87   length code of a match, by its pixels
;;   1472  u8 x 512   distance code: of distance - 1 below 256, else 256 + (distance - 1) / 128
;;   1984  u32 x 286  bits of each literal code;      3136  u8 x 286  how many
;;   3424  u32 x 87   bits of a length by its pixels; 3776  u8 x 87   how many, extra bits counted
;;   3872  u32 x 30   bits of each distance code;     4000  u8 x 30   how many
;;   4032  u16 x 30   first distance - 1 of a code;   4096  u8 x 30   how many extra bits
;;   4160  u32 x 8192 where two pixels were seen last, as 1 + number of the first
;;
;; Tokens, 4 bytes each: a pixel; 0x40000000 + filter at the beginning of a row (the first row has none); or
;; 0x80000000 + pixels << 16 + (distance in bytes - 1).
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; How many of at most $most pixels are the same from $a and from $b on.
  (func $same (param $a i32) (param $b i32) (param $most i32) (result i32)
    (local $count i32)
    (block $differ
      (loop $quads
        (br_if $differ (i32.gt_u (i32.add (local.get $count) (i32.const 4)) (local.get $most)))
        (br_if $differ
          (v128.any_true (v128.xor (v128.load (local.get $a)) (v128.load (local.get $b)))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (local.set $count (i32.add (local.get $count) (i32.const 4)))
        (br $quads)))
    (block $done
      (loop $ones
        (br_if $done (i32.ge_u (local.get $count) (local.get $most)))
        (br_if $done (i32.ne (i32.load (local.get $a)) (i32.load (local.get $b))))
        (local.set $a (i32.add (local.get $a) (i32.const 4)))
        (local.set $b (i32.add (local.get $b) (i32.const 4)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br $ones)))
    (local.get $count))

  ;; One more use of the code whose counter stands at $at.
  (func $count (param $at i32)
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1))))

  (func $distanceCode (param $tables i32) (param $less i32) (result i32)
    (i32.load8_u offset=1472
      (i32.add (local.get $tables)
        (if (result i32) (i32.lt_u (local.get $less) (i32.const 256))
          (then (local.get $less))
          (else (i32.add (i32.const 256) (i32.shr_u (local.get $less) (i32.const 7))))))))

  ;; Writes the tokens of width x height pixels and counts their codes; answers the end of the tokens.
  ;; The counters and the places of pixels are zero before.
  (func (export "tokens")
    (param $pixels i32) (param $width i32) (param $height i32) (param $filter i32)
    (param $tables i32) (param $out i32) (result i32)
    (local $p i32) (local $rowEnd i32) (local $left i32) (local $first i32) (local $pixel i32)
    (local $best i32) (local $less i32) (local $length i32) (local $piece i32) (local $row i32)
    (local $rowBytes i32) (local $stride i32) (local $slot i32) (local $seen i32) (local $seenRow i32)
    (local $number i32) (local $distance i32) (local $most i32) (local $mark i32)
    (local.set $rowBytes (i32.mul (local.get $width) (i32.const 4)))
    (local.set $stride (i32.add (i32.mul (local.get $width) (i32.const 3)) (i32.const 1)))
    (local.set $p (local.get $pixels))
    (block $rowsDone
      (loop $rows
        (br_if $rowsDone (i32.ge_u (local.get $row) (local.get $height)))
        (local.set $mark (select (local.get $filter) (i32.const 0) (local.get $row)))
        (i32.store (local.get $out) (i32.or (i32.const 0x40000000) (local.get $mark)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (call $count (i32.add (local.get $tables) (i32.shl (local.get $mark) (i32.const 2))))
        (local.set $first (local.get $p))
        (local.set $rowEnd (i32.add (local.get $p) (local.get $rowBytes)))
        (block $rowDone
          (loop $next
            (br_if $rowDone (i32.ge_u (local.get $p) (local.get $rowEnd)))
            (local.set $left (i32.shr_u (i32.sub (local.get $rowEnd) (local.get $p)) (i32.const 2)))
            (local.set $pixel (i32.load (local.get $p)))
            (local.set $best (i32.const 0))
            ;; the pixel before it, again and again
            (if (i32.and
                  (i32.gt_u (local.get $p) (local.get $first))
                  (i32.eq (i32.load (i32.sub (local.get $p) (i32.const 4))) (local.get $pixel)))
              (then
                (local.set $best
                  (call $same (local.get $p) (i32.sub (local.get $p) (i32.const 4)) (local.get $left)))
                (local.set $less (i32.const 2))))
            ;; the row above
            (if (i32.and (i32.gt_u (local.get $row) (i32.const 0)) (i32.le_u (local.get $stride) (i32.const 32768)))
              (then
                (if (i32.eq (i32.load (i32.sub (local.get $p) (local.get $rowBytes))) (local.get $pixel))
                  (then
                    (local.set $length
                      (call $same (local.get $p) (i32.sub (local.get $p) (local.get $rowBytes)) (local.get $left)))
                    (if (i32.gt_u (local.get $length) (local.get $best))
                      (then
                        (local.set $best (local.get $length))
                        (local.set $less (i32.sub (local.get $stride) (i32.const 1)))))))))
            ;; where this pixel and the next were seen last
            (if (i32.and (i32.lt_u (local.get $best) (i32.const 16)) (i32.gt_u (local.get $left) (i32.const 1)))
              (then
                (local.set $slot
                  (i32.add (local.get $tables)
                    (i32.shl
                      (i32.shr_u
                        (i32.add
                          (i32.mul (local.get $pixel) (i32.const 0x9e3779b1))
                          (i32.mul (i32.load offset=4 (local.get $p)) (i32.const 0x85ebca6b)))
                        (i32.const 19))
                      (i32.const 2))))
                (local.set $number
                  (i32.shr_u (i32.sub (local.get $p) (local.get $pixels)) (i32.const 2)))
                (local.set $seen (i32.load offset=4160 (local.get $slot)))
                (i32.store offset=4160 (local.get $slot) (i32.add (local.get $number) (i32.const 1)))
                (if (local.get $seen)
                  (then
                    (local.set $seen (i32.sub (local.get $seen) (i32.const 1)))
                    (if (i64.eq
                          (i64.load (i32.add (local.get $pixels) (i32.shl (local.get $seen) (i32.const 2))))
                          (i64.load (local.get $p)))
                      (then
                        (local.set $seenRow (i32.div_u (local.get $seen) (local.get $width)))
                        (local.set $distance
                          (i32.add
                            (i32.mul (i32.sub (local.get $number) (local.get $seen)) (i32.const 3))
                            (i32.sub (local.get $row) (local.get $seenRow))))
                        ;; a filter byte stands between the rows, so the match ends with the row it comes from
                        (local.set $most
                          (i32.sub (i32.mul (i32.add (local.get $seenRow) (i32.const 1)) (local.get $width))
                            (local.get $seen)))
                        (if (i32.gt_u (local.get $most) (local.get $left))
                          (then (local.set $most (local.get $left))))
                        (if (i32.and
                              (i32.le_u (local.get $distance) (i32.const 32768))
                              (i32.gt_u (local.get $most) (i32.const 1)))
                          (then
                            (local.set $length
                              (call $same (local.get $p)
                                (i32.add (local.get $pixels) (i32.shl (local.get $seen) (i32.const 2)))
                                (local.get $most)))
                            ;; a new distance costs more bits than one of the two usual ones
                            (if (i32.gt_u (local.get $length) (i32.add (local.get $best) (i32.const 1)))
                              (then
                                (local.set $best (local.get $length))
                                (local.set $less (i32.sub (local.get $distance) (i32.const 1)))))))))))))
            (if (i32.eqz (local.get $best))
              (then
                (i32.store (local.get $out) (local.get $pixel))
                (local.set $out (i32.add (local.get $out) (i32.const 4)))
                (call $count
                  (i32.add (local.get $tables)
                    (i32.shl (i32.and (local.get $pixel) (i32.const 255)) (i32.const 2))))
                (call $count
                  (i32.add (local.get $tables)
                    (i32.and (i32.shr_u (local.get $pixel) (i32.const 6)) (i32.const 1020))))
                (call $count
                  (i32.add (local.get $tables)
                    (i32.and (i32.shr_u (local.get $pixel) (i32.const 14)) (i32.const 1020))))
                (call $count (i32.add (local.get $tables) (i32.const 1276)))
                (local.set $p (i32.add (local.get $p) (i32.const 4)))
                (br $next)))
            (local.set $p (i32.add (local.get $p) (i32.shl (local.get $best) (i32.const 2))))
            (loop $pieces
              (local.set $piece
                (select (i32.const 86) (local.get $best) (i32.gt_u (local.get $best) (i32.const 86))))
              (i32.store (local.get $out)
                (i32.or (i32.const 0x80000000)
                  (i32.or (i32.shl (local.get $piece) (i32.const 16)) (local.get $less))))
              (local.set $out (i32.add (local.get $out) (i32.const 4)))
              (call $count
                (i32.add (local.get $tables)
                  (i32.shl
                    (i32.load16_u offset=1280
                      (i32.add (local.get $tables) (i32.shl (local.get $piece) (i32.const 1))))
                    (i32.const 2))))
              (call $count
                (i32.add (i32.add (local.get $tables) (i32.const 1152))
                  (i32.shl (call $distanceCode (local.get $tables) (local.get $less)) (i32.const 2))))
              (local.set $best (i32.sub (local.get $best) (local.get $piece)))
              (br_if $pieces (local.get $best)))
            (br $next)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $rows)))
    (local.get $out))

  ;; Writes the codes of the tokens behind $count bits that wait in $bits, then the end of the block and an empty
  ;; stored block that ends at a whole byte; answers the end of the bytes.
  (func (export "codes")
    (param $token i32) (param $end i32) (param $tables i32) (param $out i32)
    (param $bits i32) (param $count i32) (result i32)
    (local $buffer i64) (local $held i64) (local $what i32) (local $at i32) (local $code i32)
    (local.set $buffer (i64.extend_i32_u (local.get $bits)))
    (local.set $held (i64.extend_i32_u (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $token) (local.get $end)))
        (local.set $what (i32.load (local.get $token)))
        (local.set $token (i32.add (local.get $token) (i32.const 4)))
        (if (i32.lt_s (local.get $what) (i32.const 0))
          (then
            (local.set $at
              (i32.add (local.get $tables)
                (i32.and (i32.shr_u (local.get $what) (i32.const 16)) (i32.const 127))))
            (local.set $buffer
              (i64.or (local.get $buffer)
                (i64.shl
                  (i64.load32_u offset=3424
                    (i32.add (local.get $tables)
                      (i32.shl (i32.sub (local.get $at) (local.get $tables)) (i32.const 2))))
                  (local.get $held))))
            (local.set $held (i64.add (local.get $held) (i64.load8_u offset=3776 (local.get $at))))
            (local.set $what (i32.and (local.get $what) (i32.const 0xffff)))
            (local.set $code (call $distanceCode (local.get $tables) (local.get $what)))
            (local.set $at (i32.add (local.get $tables) (local.get $code)))
            (local.set $buffer
              (i64.or (local.get $buffer)
                (i64.shl
                  (i64.load32_u offset=3872
                    (i32.add (local.get $tables) (i32.shl (local.get $code) (i32.const 2))))
                  (local.get $held))))
            (local.set $held (i64.add (local.get $held) (i64.load8_u offset=4000 (local.get $at))))
            (local.set $buffer
              (i64.or (local.get $buffer)
                (i64.shl
                  (i64.extend_i32_u
                    (i32.sub (local.get $what)
                      (i32.load16_u offset=4032
                        (i32.add (local.get $tables) (i32.shl (local.get $code) (i32.const 1))))))
                  (local.get $held))))
            (local.set $held (i64.add (local.get $held) (i64.load8_u offset=4096 (local.get $at)))))
          (else
            (if (i32.eqz (i32.and (local.get $what) (i32.const 0x40000000)))
              (then
                ;; red and green; blue, or the filter of a row, comes below
                (local.set $at
                  (i32.add (local.get $tables)
                    (i32.and (i32.shr_u (local.get $what) (i32.const 16)) (i32.const 255))))
                (local.set $buffer
                  (i64.or (local.get $buffer)
                    (i64.shl (call $bitsOf (local.get $tables) (local.get $at)) (local.get $held))))
                (local.set $held (i64.add (local.get $held) (i64.load8_u offset=3136 (local.get $at))))
                (local.set $at
                  (i32.add (local.get $tables)
                    (i32.and (i32.shr_u (local.get $what) (i32.const 8)) (i32.const 255))))
                (local.set $buffer
                  (i64.or (local.get $buffer)
                    (i64.shl (call $bitsOf (local.get $tables) (local.get $at)) (local.get $held))))
                (local.set $held (i64.add (local.get $held) (i64.load8_u offset=3136 (local.get $at))))))
            (local.set $at (i32.add (local.get $tables) (i32.and (local.get $what) (i32.const 255))))
            (local.set $buffer
              (i64.or (local.get $buffer)
                (i64.shl (call $bitsOf (local.get $tables) (local.get $at)) (local.get $held))))
            (local.set $held (i64.add (local.get $held) (i64.load8_u offset=3136 (local.get $at))))))
        ;; whole bytes go, fewer than 8 bits wait
        (i64.store (local.get $out) (local.get $buffer))
        (local.set $out (i32.add (local.get $out) (i32.wrap_i64 (i64.shr_u (local.get $held) (i64.const 3)))))
        (local.set $buffer
          (i64.shr_u (local.get $buffer) (i64.and (local.get $held) (i64.const 56))))
        (local.set $held (i64.and (local.get $held) (i64.const 7)))
        (br $next)))
    ;; the end of the block, code 256, and 3 zero bits: a stored block that is not the last
    (local.set $buffer
      (i64.or (local.get $buffer)
        (i64.shl
          (call $bitsOf (local.get $tables) (i32.add (local.get $tables) (i32.const 256)))
          (local.get $held))))
    (local.set $held
      (i64.add (i64.const 10)
        (i64.add (local.get $held) (i64.load8_u offset=3392 (local.get $tables)))))
    (i64.store (local.get $out) (local.get $buffer))
    (local.set $out (i32.add (local.get $out) (i32.wrap_i64 (i64.shr_u (local.get $held) (i64.const 3)))))
    (i32.store (local.get $out) (i32.const 0xffff0000))
    (i32.add (local.get $out) (i32.const 4)))

  ;; The bits of the literal code whose number is $at - $tables.
  (func $bitsOf (param $tables i32) (param $at i32) (result i64)
    (i64.load32_u offset=1984
      (i32.add (local.get $tables)
        (i32.shl (i32.sub (local.get $at) (local.get $tables)) (i32.const 2)))))

  ;; Puts the difference to the row above in the place of each pixel, byte by byte, but in the first row.
  (func (export "up") (param $pixels i32) (param $width i32) (param $height i32)
    (local $p i32) (local $rowBytes i32) (local $second i32)
    (local.set $rowBytes (i32.mul (local.get $width) (i32.const 4)))
    (local.set $second (i32.add (local.get $pixels) (local.get $rowBytes)))
    (local.set $p
      (i32.add (local.get $pixels) (i32.mul (local.get $rowBytes) (local.get $height))))
    ;; from the end, so that the row above is still as it was; four pixels each, then one by one
    (block $quadsDone
      (loop $quads
        (local.set $p (i32.sub (local.get $p) (i32.const 16)))
        (br_if $quadsDone (i32.lt_s (i32.sub (local.get $p) (local.get $second)) (i32.const 0)))
        (v128.store (local.get $p)
          (i8x16.sub (v128.load (local.get $p))
            (v128.load (i32.sub (local.get $p) (local.get $rowBytes)))))
        (br $quads)))
    (local.set $p (i32.add (local.get $p) (i32.const 16)))
    (block $bytesDone
      (loop $bytes
        (local.set $p (i32.sub (local.get $p) (i32.const 1)))
        (br_if $bytesDone (i32.lt_s (i32.sub (local.get $p) (local.get $second)) (i32.const 0)))
        (i32.store8 (local.get $p)
          (i32.sub (i32.load8_u (local.get $p))
            (i32.load8_u (i32.sub (local.get $p) (local.get $rowBytes)))))
        (br $bytes)))))
