/**
 * Who says what stands on the screen: the accessibility tree, the grid of a terminal, Tk or Swing itself, or the texts
 * that the program hands to the X library.
 */
export type Witness = 'tree' | 'grid' | 'tk' | 'swing' | 'drawn';

/** What is done, by real input, before a picture is taken. */
export type Deed =
  /** Clicks what the witness calls so. */
  | { readonly click: string }
  | { readonly point: string }
  | { readonly press: readonly string[] }
  | { readonly type: string };

export interface Scene {
  readonly name: string;
  readonly deeds: readonly Deed[];
}

/** How a screen looks: size of the screen, size of the applications on it, light or dark. */
export interface Look {
  readonly name: 'plain' | 'double' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
  readonly scale: number;
  readonly dark: boolean;
}

export const looks: readonly Look[] = [
  { name: 'plain', size: { width: 1920, height: 1080 }, scale: 1, dark: false },
  { name: 'double', size: { width: 2560, height: 1600 }, scale: 2, dark: false },
  { name: 'dark', size: { width: 1920, height: 1080 }, scale: 1, dark: true },
];

/** A program that nothing was ever tuned on, and how it is brought to show itself. */
export interface Stranger {
  readonly name: string;
  readonly toolkit: string;
  /** Of Debian. */
  readonly packages: readonly string[];
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly witness: Witness;
  /** Shell line that is run before, in the folder the program starts in. */
  readonly before?: string;
  /** Opens every menu of its menu bar, too. */
  readonly menus?: boolean;
  readonly scenes?: readonly Scene[];
  /** Names that the witness tells and nobody can read: of pictures, or cut short on the screen. */
  readonly unreadable?: readonly string[];
}

const menuBar = { witness: 'tree', menus: true } as const;

const tk = { witness: 'tk', menus: true } as const;
const swing = { witness: 'swing', menus: true } as const;
const repository =
  'git init -q . && for i in 1 2 3 4 5 6; do echo $i > part-$i.txt; git add .; git -c user.name=Ann -c user.email=ann@example.org commit -qm "Part $i of the ledger"; done; echo more >> part-2.txt';
const choices = [
  'Network,Drivers of cards',
  'Sound,Mixers and codecs',
  'Printing,Queues',
  'Backup,Weekly copies',
  'Fonts,Outline and bitmap',
].flatMap((each, i) => [...each.split(','), i % 2 === 0 ? 'on' : 'off']);
const orders = [
  '4711,Bolts and nuts',
  '4712,Paint',
  '4713,Window frames',
  '4714,Door handles',
  '4715,Hinges',
].flatMap((each) => each.split(','));

function menusOf(names: readonly string[]): Scene[] {
  return names.map((name) => ({ name: `menu ${name}`, deeds: [{ press: ['Escape'] }, { click: name }] }));
}

export const strangers: readonly Stranger[] = [
  { name: 'geany', toolkit: 'GTK 3', packages: ['geany'], command: 'geany', args: ['-i'], ...menuBar },
  {
    name: 'gucharmap',
    toolkit: 'GTK 3',
    packages: ['gucharmap'],
    command: 'gucharmap',
    ...menuBar,
    unreadable: ['Malayalam', 'Manichaean', 'Masaram Gondi', 'Medefaidrin', 'Meetei Mayek', 'Mende Kikakui'],
  },
  {
    name: 'file-roller',
    toolkit: 'GTK 3',
    packages: ['file-roller'],
    command: 'file-roller',
    witness: 'tree',
    unreadable: ['Add', 'Close', 'Menu'],
  },
  {
    name: 'gtk4-widget-factory',
    toolkit: 'GTK 4',
    packages: ['gtk-4-examples'],
    command: 'gtk4-widget-factory',
    witness: 'tree',
  },
  { name: 'ghex', toolkit: 'GTK 4', packages: ['ghex'], command: 'ghex', witness: 'tree' },
  {
    name: 'hexchat',
    toolkit: 'GTK 2',
    packages: ['hexchat', 'libatk-adaptor', 'libgail-common'],
    command: 'hexchat',
    ...menuBar,
    // It warns of being run as root first.
    scenes: [{ name: 'networks', deeds: [{ click: 'OK' }] }],
  },
  {
    name: 'sylpheed',
    toolkit: 'GTK 2',
    packages: ['sylpheed', 'libatk-adaptor', 'libgail-common'],
    command: 'sylpheed',
    ...menuBar,
  },
  {
    name: 'gperiodic',
    toolkit: 'GTK 2',
    packages: ['gperiodic', 'libatk-adaptor', 'libgail-common'],
    command: 'gperiodic',
    ...menuBar,
  },
  { name: 'qpdfview', toolkit: 'Qt 5', packages: ['qpdfview'], command: 'qpdfview', ...menuBar },
  { name: 'cutecom', toolkit: 'Qt 5', packages: ['cutecom'], command: 'cutecom', witness: 'tree' },
  {
    name: 'designer',
    toolkit: 'Qt 6',
    packages: ['designer-qt6'],
    command: '/usr/lib/qt6/bin/designer',
    ...menuBar,
    unreadable: ['Dialog with Buttons Bottom', 'Dialog with Buttons Right', 'Dialog without Buttons'],
  },
  {
    name: 'linguist',
    toolkit: 'Qt 6',
    packages: ['linguist-qt6'],
    command: '/usr/lib/qt6/bin/linguist',
    ...menuBar,
    unreadable: ['Source phrase'],
  },
  { name: 'qjackctl', toolkit: 'Qt 6', packages: ['qjackctl'], command: 'qjackctl', witness: 'tree' },
  {
    name: 'gpsprune',
    toolkit: 'Swing',
    packages: ['gpsprune', 'openjdk-17-jdk'],
    command: 'gpsprune',
    ...swing,
  },
  {
    name: 'jconsole',
    toolkit: 'Swing',
    packages: ['openjdk-17-jdk'],
    command: 'jconsole',
    ...swing,
  },
  { name: 'filezilla', toolkit: 'wx', packages: ['filezilla'], command: 'filezilla', ...menuBar },
  { name: 'poedit', toolkit: 'wx', packages: ['poedit'], command: 'poedit', ...menuBar },
  {
    name: 'gitk',
    toolkit: 'Tk',
    packages: ['gitk'],
    command: 'gitk',
    args: ['--all'],
    before: repository,
    ...tk,
  },
  {
    name: 'git-gui',
    toolkit: 'Tk',
    packages: ['git-gui'],
    command: 'git',
    args: ['gui'],
    before: repository,
    ...tk,
  },
  { name: 'tkcvs', toolkit: 'Tk', packages: ['tkcvs'], command: 'tkcvs', before: repository, ...tk },
  { name: 'ddd', toolkit: 'Motif', packages: ['ddd'], command: 'ddd', witness: 'drawn', menus: true },
  { name: 'xpdf', toolkit: 'Motif', packages: ['xpdf'], command: 'xpdf', witness: 'drawn' },
  {
    name: 'fluid',
    toolkit: 'FLTK',
    packages: ['fluid'],
    command: 'fluid',
    witness: 'drawn',
    scenes: menusOf(['File', 'Edit', 'New', 'Layout', 'Help']),
  },
  {
    name: 'dillo',
    toolkit: 'FLTK',
    packages: ['dillo'],
    command: 'dillo',
    witness: 'drawn',
    scenes: menusOf(['Tools']),
  },
  {
    name: 'mc',
    toolkit: 'terminal',
    packages: ['mc', 'tmux', 'xterm'],
    command: 'mc',
    args: ['-x', '/usr/share', '/etc'],
    witness: 'grid',
    scenes: [
      { name: 'left menu', deeds: [{ press: ['F9'] }, { press: ['Down'] }] },
      { name: 'file menu', deeds: [{ press: ['Right'] }] },
      { name: 'command menu', deeds: [{ press: ['Right'] }] },
      { name: 'options menu', deeds: [{ press: ['Right'] }] },
      {
        name: 'copy dialog',
        deeds: [{ press: ['Escape'] }, { press: ['Escape'] }, { press: ['Down'] }, { press: ['F5'] }],
      },
    ],
  },
  {
    name: 'htop',
    toolkit: 'terminal',
    packages: ['htop', 'tmux', 'xterm'],
    command: 'htop',
    args: ['--delay=600'],
    witness: 'grid',
    scenes: [
      { name: 'set-up', deeds: [{ press: ['F2'] }] },
      { name: 'colours', deeds: [{ press: ['Down'] }, { press: ['Down'] }] },
    ],
  },
  {
    name: 'whiptail',
    toolkit: 'terminal',
    packages: ['whiptail', 'tmux', 'xterm'],
    command: 'whiptail',
    args: [
      '--title',
      'Install kernel',
      '--checklist',
      'Choose the parts that shall be set up',
      '20',
      '60',
      '9',
      ...choices,
    ],
    witness: 'grid',
  },
  {
    name: 'dialog',
    toolkit: 'terminal',
    packages: ['dialog', 'tmux', 'xterm'],
    command: 'dialog',
    args: [
      '--extra-button',
      '--extra-label',
      'Rename',
      '--help-button',
      '--menu',
      'Which order shall be opened?',
      '20',
      '60',
      '9',
      ...orders,
    ],
    witness: 'grid',
  },
];
