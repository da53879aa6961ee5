// What each npm script needs from the system, by Debian package. `program` is how it is recognised on
// systems without dpkg; libraries and fonts have none.

const desktop = [
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'x11-xkb-utils', program: 'xkbcomp' },
  { name: 'openbox', program: 'openbox' },
  { name: 'dbus', program: 'dbus-daemon' },
  { name: 'libxtst6' },
  { name: 'fonts-dejavu-core' },
];

const samples = [
  { name: 'xterm', program: 'xterm' },
  { name: 'mousepad', program: 'mousepad' },
  { name: 'galculator', program: 'galculator' },
  { name: 'zenity', program: 'zenity' },
  { name: 'python3-tk', program: 'python3' },
];

const probes = [
  { name: 'x11-utils', program: 'xprop' },
  { name: 'x11-xserver-utils', program: 'xrandr' },
  { name: 'xdotool', program: 'xdotool' },
  // Applications reach their accessibility tree through its service; GTK only recommends it.
  { name: 'at-spi2-core' },
  { name: 'xclip', program: 'xclip' },
  { name: 'wmctrl', program: 'wmctrl' },
  { name: 'imagemagick', program: 'import' },
  { name: 'x11vnc', program: 'x11vnc' },
  { name: 'fonts-noto-cjk' },
  { name: 'fonts-noto-color-emoji' },
  { name: 'libreoffice-calc', program: 'localc' },
  { name: 'libreoffice-gtk3' },
  // On Ubuntu this is a snap, which neither containers nor private homes can run.
  { name: 'chromium', program: 'chromium', only: 'debian' },
];

const rivals = [{ name: 'tesseract-ocr', program: 'tesseract' }];

/** The packages of each purpose of `setup.mjs`. */
export const packages = {
  check: [],
  demo: [...desktop, ...samples],
  contract: [...desktop, { name: 'mousepad', program: 'mousepad' }],
  test: [...desktop, ...samples, ...probes],
  bench: [...desktop, ...samples, ...probes, ...rivals],
};
