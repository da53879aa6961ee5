;; Pixel loops of the driver. Pixels are 4 bytes each: blue, green, red and one byte without meaning.
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; 1 when any of width x height pixels differ, the fourth byte left out; strides in bytes.
  (func (export "differs")
    (param $a i32) (param $aStride i32) (param $b i32) (param $bStride i32)
    (param $width i32) (param $height i32) (result i32)
    (local $x i32) (local $vectors i32) (local $pa i32) (local $pb i32) (local $seen v128)
    (local.set $vectors (i32.and (local.get $width) (i32.const -4)))
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $height)))
        (local.set $pa (local.get $a))
        (local.set $pb (local.get $b))
        (local.set $x (i32.const 0))
        (local.set $seen (v128.const i32x4 0 0 0 0))
        (block $rowDone
          (loop $quads
            (br_if $rowDone (i32.ge_u (local.get $x) (local.get $vectors)))
            (local.set $seen
              (v128.or (local.get $seen)
                (v128.xor (v128.load (local.get $pa)) (v128.load (local.get $pb)))))
            (local.set $pa (i32.add (local.get $pa) (i32.const 16)))
            (local.set $pb (i32.add (local.get $pb) (i32.const 16)))
            (local.set $x (i32.add (local.get $x) (i32.const 4)))
            (br $quads)))
        (if (v128.any_true (v128.and (local.get $seen) (v128.const i32x4 0xffffff 0xffffff 0xffffff 0xffffff)))
          (then (return (i32.const 1))))
        (block $tailDone
          (loop $tail
            (br_if $tailDone (i32.ge_u (local.get $x) (local.get $width)))
            (if (i32.and
                  (i32.xor (i32.load (local.get $pa)) (i32.load (local.get $pb)))
                  (i32.const 0xffffff))
              (then (return (i32.const 1))))
            (local.set $pa (i32.add (local.get $pa) (i32.const 4)))
            (local.set $pb (i32.add (local.get $pb) (i32.const 4)))
            (local.set $x (i32.add (local.get $x) (i32.const 1)))
            (br $tail)))
        (local.set $a (i32.add (local.get $a) (local.get $aStride)))
        (local.set $b (i32.add (local.get $b) (local.get $bStride)))
        (local.set $height (i32.sub (local.get $height) (i32.const 1)))
        (br $rows)))
    (i32.const 0))

  ;; Copies height rows of rowBytes; strides in bytes.
  (func (export "copy")
    (param $to i32) (param $toStride i32) (param $from i32) (param $fromStride i32)
    (param $rowBytes i32) (param $height i32)
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $height)))
        (memory.copy (local.get $to) (local.get $from) (local.get $rowBytes))
        (local.set $to (i32.add (local.get $to) (local.get $toStride)))
        (local.set $from (i32.add (local.get $from) (local.get $fromStride)))
        (local.set $height (i32.sub (local.get $height) (i32.const 1)))
        (br $rows))))

  ;; Copies width x height pixels with 0 in the fourth byte; strides in bytes.
  (func (export "clean")
    (param $to i32) (param $toStride i32) (param $from i32) (param $fromStride i32)
    (param $width i32) (param $height i32)
    (local $x i32) (local $vectors i32) (local $p i32) (local $q i32)
    (local.set $vectors (i32.and (local.get $width) (i32.const -4)))
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $height)))
        (local.set $p (local.get $from))
        (local.set $q (local.get $to))
        (local.set $x (i32.const 0))
        (block $rowDone
          (loop $quads
            (br_if $rowDone (i32.ge_u (local.get $x) (local.get $vectors)))
            (v128.store (local.get $q)
              (v128.and (v128.load (local.get $p)) (v128.const i32x4 0xffffff 0xffffff 0xffffff 0xffffff)))
            (local.set $p (i32.add (local.get $p) (i32.const 16)))
            (local.set $q (i32.add (local.get $q) (i32.const 16)))
            (local.set $x (i32.add (local.get $x) (i32.const 4)))
            (br $quads)))
        (block $tailDone
          (loop $tail
            (br_if $tailDone (i32.ge_u (local.get $x) (local.get $width)))
            (i32.store (local.get $q) (i32.and (i32.load (local.get $p)) (i32.const 0xffffff)))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $q (i32.add (local.get $q) (i32.const 4)))
            (local.set $x (i32.add (local.get $x) (i32.const 1)))
            (br $tail)))
        (local.set $from (i32.add (local.get $from) (local.get $fromStride)))
        (local.set $to (i32.add (local.get $to) (local.get $toStride)))
        (local.set $height (i32.sub (local.get $height) (i32.const 1)))
        (br $rows))))

  ;; Writes width x height pixels as red, green, blue; strides in bytes.
  (func (export "rgb")
    (param $to i32) (param $toStride i32) (param $from i32) (param $fromStride i32)
    (param $width i32) (param $height i32)
    (local $x i32) (local $vectors i32) (local $p i32) (local $q i32) (local $four v128)
    (local.set $vectors (i32.and (local.get $width) (i32.const -4)))
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $height)))
        (local.set $p (local.get $from))
        (local.set $q (local.get $to))
        (local.set $x (i32.const 0))
        (block $rowDone
          (loop $quads
            (br_if $rowDone (i32.ge_u (local.get $x) (local.get $vectors)))
            (local.set $four
              (i8x16.swizzle (v128.load (local.get $p))
                (v128.const i8x16 2 1 0 6 5 4 10 9 8 14 13 12 255 255 255 255)))
            (v128.store64_lane 0 (local.get $q) (local.get $four))
            (v128.store32_lane offset=8 2 (local.get $q) (local.get $four))
            (local.set $p (i32.add (local.get $p) (i32.const 16)))
            (local.set $q (i32.add (local.get $q) (i32.const 12)))
            (local.set $x (i32.add (local.get $x) (i32.const 4)))
            (br $quads)))
        (block $tailDone
          (loop $tail
            (br_if $tailDone (i32.ge_u (local.get $x) (local.get $width)))
            (i32.store8 (local.get $q) (i32.load8_u offset=2 (local.get $p)))
            (i32.store8 offset=1 (local.get $q) (i32.load8_u offset=1 (local.get $p)))
            (i32.store8 offset=2 (local.get $q) (i32.load8_u (local.get $p)))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $q (i32.add (local.get $q) (i32.const 3)))
            (local.set $x (i32.add (local.get $x) (i32.const 1)))
            (br $tail)))
        (local.set $from (i32.add (local.get $from) (local.get $fromStride)))
        (local.set $to (i32.add (local.get $to) (local.get $toStride)))
        (local.set $height (i32.sub (local.get $height) (i32.const 1)))
        (br $rows))))

  ;; Adler-32 of count bytes (RFC 1950). 5552 bytes are the most whose sums fit 32 bits.
  (func (export "adler") (param $from i32) (param $count i32) (result i32)
    (local $a i32) (local $b i32) (local $block i32) (local $end i32)
    (local $bytes v128) (local $sums v128) (local $before v128) (local $weighted v128)
    (local.set $a (i32.const 1))
    (block $blocksDone
      (loop $blocks
        (local.set $block (i32.and (local.get $count) (i32.const -16)))
        (br_if $blocksDone (i32.eqz (local.get $block)))
        (if (i32.gt_u (local.get $block) (i32.const 5552)) (then (local.set $block (i32.const 5552))))
        (local.set $end (i32.add (local.get $from) (local.get $block)))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (local.set $before (v128.const i32x4 0 0 0 0))
        (local.set $weighted (v128.const i32x4 0 0 0 0))
        (local.set $b (i32.add (local.get $b) (i32.mul (local.get $a) (local.get $block))))
        (loop $sixteens
          (local.set $bytes (v128.load (local.get $from)))
          (local.set $before (i32x4.add (local.get $before) (local.get $sums)))
          (local.set $sums
            (i32x4.add (local.get $sums)
              (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bytes)))))
          (local.set $weighted
            (i32x4.add (local.get $weighted)
              (i32x4.add
                (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_u (local.get $bytes))
                  (v128.const i16x8 16 15 14 13 12 11 10 9))
                (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_u (local.get $bytes))
                  (v128.const i16x8 8 7 6 5 4 3 2 1)))))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br_if $sixteens (i32.lt_u (local.get $from) (local.get $end))))
        (local.set $a (i32.rem_u (i32.add (local.get $a) (call $across (local.get $sums))) (i32.const 65521)))
        (local.set $b
          (i32.rem_u
            (i32.add (local.get $b)
              (i32.add (call $across (local.get $weighted))
                (i32.shl (call $across (local.get $before)) (i32.const 4))))
            (i32.const 65521)))
        (local.set $count (i32.sub (local.get $count) (local.get $block)))
        (br $blocks)))
    (block $tailDone
      (loop $tail
        (br_if $tailDone (i32.eqz (local.get $count)))
        (local.set $a (i32.add (local.get $a) (i32.load8_u (local.get $from))))
        (local.set $b (i32.add (local.get $b) (local.get $a)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $tail)))
    (i32.or
      (i32.shl (i32.rem_u (local.get $b) (i32.const 65521)) (i32.const 16))
      (i32.rem_u (local.get $a) (i32.const 65521))))

  ;; The sum of the four numbers of a vector.
  (func $across (param $v v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
      (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v))))))
