;; Pixel loops of the driver. Pixels are 4 bytes each: blue, green, red and one byte without meaning.
;; Assemble with wabt:  wat2wasm simd.wat -o simd.wasm && base64 -w0 simd.wasm   -> simd-bytes.ts
(module
  (import "env" "memory" (memory 1))

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
        (br $rows)))))
