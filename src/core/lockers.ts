/** Programs that run only while they keep a screen locked. */
export const lockers = [
  ...[
    'i3lock',
    'slock',
    'xlock',
    'xsecurelock',
    'xtrlock',
    'kscreenlocker_greet',
    'vlock',
    'swaylock',
    'alock',
  ],
  ...[
    'xscreensaver-gfx',
    'xscreensaver-auth',
    'gnome-screensaver-dialog',
    'light-locker',
    'physlock',
    'sxlock',
  ],
] as const;

/** Returns whether a program or a window of that name keeps the screen locked. */
export function isLocker(name: string): boolean {
  const plain = name.toLowerCase();
  return (
    lockers.some((locker) => plain === locker || plain === locker.slice(0, 15)) ||
    /^xscreensaver$|screensaver-window/.test(plain)
  );
}
