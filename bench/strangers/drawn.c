/*
 * Writes down every text that a program hands to the X library, where it goes, and what goes over it, one line
 * each, to the file that DRAWN_LOG names. Loaded before Xlib and Xft (LD_PRELOAD).
 *
 *   T drawable x y width ascent descent text      C from to from-x from-y width height to-x to-y
 *   X drawable x y width height                   (cleared or filled; 0 is all the rest)
 */
#define _GNU_SOURCE
#include <X11/Xft/Xft.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *out;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static FILE *file(void) {
  if (out == NULL) {
    const char *name = getenv("DRAWN_LOG");
    out = fopen(name == NULL ? "/dev/null" : name, "a");
    if (out != NULL) setvbuf(out, NULL, _IOLBF, 0);
  }
  return out;
}

static void text(Drawable d, int x, int y, int w, int a, int s, const char *t, int n) {
  pthread_mutex_lock(&lock);
  FILE *f = file();
  if (f != NULL) {
    fprintf(f, "T %lu %d %d %d %d %d ", d, x, y, w, a, s);
    for (int i = 0; i < n; i++) fputc(t[i] == '\n' ? ' ' : t[i], f);
    fputc('\n', f);
  }
  pthread_mutex_unlock(&lock);
}

static void gone(Drawable d, int x, int y, unsigned w, unsigned h) {
  pthread_mutex_lock(&lock);
  if (file() != NULL) fprintf(out, "X %lu %d %d %u %u\n", d, x, y, w, h);
  pthread_mutex_unlock(&lock);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void core(Display *p, Drawable d, GC gc, int x, int y, const char *s, int n) {
  XFontStruct *font = XQueryFont(p, XGContextFromGC(gc));
  if (font == NULL) return;
  int w = XTextWidth(font, s, n);
  char utf8[4096];
  int used = 0;
  for (int i = 0; i < n && used < 4000; i++) {
    unsigned char c = s[i];
    if (c >= 0x80) utf8[used++] = 0xc0 | c >> 6;
    utf8[used++] = c >= 0x80 ? 0x80 | (c & 0x3f) : c;
  }
  text(d, x, y, w, font->ascent, font->descent, utf8, used);
  XFreeFontInfo(NULL, font, 1);
}

int XDrawString(Display *p, Drawable d, GC gc, int x, int y, const char *s, int n) {
  REAL(XDrawString);
  core(p, d, gc, x, y, s, n);
  return real(p, d, gc, x, y, s, n);
}

int XDrawImageString(Display *p, Drawable d, GC gc, int x, int y, const char *s, int n) {
  REAL(XDrawImageString);
  core(p, d, gc, x, y, s, n);
  return real(p, d, gc, x, y, s, n);
}

static void set(Drawable d, XFontSet fonts, int x, int y, int w, const char *s, int n) {
  XFontSetExtents *e = XExtentsOfFontSet(fonts);
  int a = -e->max_logical_extent.y;
  text(d, x, y, w, a, e->max_logical_extent.height - a, s, n);
}

#define SETS(name, escape)                                                                        \
  void name(Display *p, Drawable d, XFontSet f, GC gc, int x, int y, const char *s, int n) {      \
    REAL(name);                                                                                   \
    set(d, f, x, y, escape(f, s, n), s, n);                                                       \
    real(p, d, f, gc, x, y, s, n);                                                                \
  }
SETS(XmbDrawString, XmbTextEscapement)
SETS(XmbDrawImageString, XmbTextEscapement)
SETS(Xutf8DrawString, Xutf8TextEscapement)
SETS(Xutf8DrawImageString, Xutf8TextEscapement)

void XftDrawStringUtf8(XftDraw *t, _Xconst XftColor *c, XftFont *f, int x, int y, _Xconst FcChar8 *s, int n) {
  REAL(XftDrawStringUtf8);
  XGlyphInfo e;
  XftTextExtentsUtf8(XftDrawDisplay(t), f, s, n, &e);
  text(XftDrawDrawable(t), x, y, e.xOff, f->ascent, f->descent, (const char *)s, n);
  real(t, c, f, x, y, s, n);
}

void XftDrawString8(XftDraw *t, _Xconst XftColor *c, XftFont *f, int x, int y, _Xconst FcChar8 *s, int n) {
  REAL(XftDrawString8);
  XGlyphInfo e;
  XftTextExtents8(XftDrawDisplay(t), f, s, n, &e);
  text(XftDrawDrawable(t), x, y, e.xOff, f->ascent, f->descent, (const char *)s, n);
  real(t, c, f, x, y, s, n);
}

void XftDrawString32(XftDraw *t, _Xconst XftColor *c, XftFont *f, int x, int y, _Xconst FcChar32 *s, int n) {
  REAL(XftDrawString32);
  XGlyphInfo e;
  char utf8[4096];
  int used = 0;
  for (int i = 0; i < n && used < 4000; i++) used += FcUcs4ToUtf8(s[i], (FcChar8 *)utf8 + used);
  XftTextExtents32(XftDrawDisplay(t), f, s, n, &e);
  text(XftDrawDrawable(t), x, y, e.xOff, f->ascent, f->descent, utf8, used);
  real(t, c, f, x, y, s, n);
}

int XCopyArea(Display *p, Drawable a, Drawable b, GC gc, int x, int y, unsigned w, unsigned h, int tx, int ty) {
  REAL(XCopyArea);
  pthread_mutex_lock(&lock);
  if (file() != NULL) fprintf(out, "C %lu %lu %d %d %u %u %d %d\n", a, b, x, y, w, h, tx, ty);
  pthread_mutex_unlock(&lock);
  return real(p, a, b, gc, x, y, w, h, tx, ty);
}

int XClearWindow(Display *p, Window d) {
  REAL(XClearWindow);
  gone(d, 0, 0, 0, 0);
  return real(p, d);
}

int XClearArea(Display *p, Window d, int x, int y, unsigned w, unsigned h, Bool e) {
  REAL(XClearArea);
  gone(d, x, y, w, h);
  return real(p, d, x, y, w, h, e);
}

int XFillRectangle(Display *p, Drawable d, GC gc, int x, int y, unsigned w, unsigned h) {
  REAL(XFillRectangle);
  gone(d, x, y, w, h);
  return real(p, d, gc, x, y, w, h);
}
