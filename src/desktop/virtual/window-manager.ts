import { writeFileSync } from 'node:fs';
import type { LogPlace } from '../apps/log.js';
import { type Program, startProgram } from '../apps/program.js';
import type { Environment } from '../environment.js';

/** One press of a mouse button somewhere on a window, and what it does. */
function mouse(
  context: string,
  bindings: readonly (readonly [button: string, when: string, actions: readonly string[]])[],
): string {
  const binds = bindings.map(
    ([button, when, actions]) =>
      `<mousebind button="${button}" action="${when}">${actions.map((name) => `<action name="${name}"/>`).join('')}</mousebind>`,
  );
  return `<context name="${context}">${binds.join('')}</context>`;
}

const pick = ['Focus', 'Raise'] as const;
const contexts = [
  mouse('Titlebar', [
    ['Left', 'Press', pick],
    ['Left', 'Drag', ['Move']],
    ['Left', 'DoubleClick', ['ToggleMaximize']],
  ]),
  mouse(
    'Client',
    ['Left', 'Middle', 'Right'].map((button) => [button, 'Press', pick] as const),
  ),
  mouse('Close', [['Left', 'Click', ['Close']]]),
  mouse('Maximize', [['Left', 'Click', ['ToggleMaximize']]]),
  mouse('Iconify', [['Left', 'Click', ['Iconify']]]),
  mouse('Top Bottom Left Right TLCorner TRCorner BLCorner BRCorner', [['Left', 'Drag', ['Resize']]]),
];

/** The same everywhere: the height of the title bars is that of their font. */
const fonts = ['ActiveWindow', 'InactiveWindow'].map(
  (place) => `<font place="${place}"><name>DejaVu Sans</name><size>9</size></font>`,
);

/**
 * What a desktop of any maker does, and nothing besides: no menus on the empty desktop, no keys taken from
 * applications but Alt+F4 and Alt+Tab, new windows get the focus, a click focuses and raises, windows are
 * placed from the top left where they overlap least.
 */
const configuration = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <resistance><strength>0</strength><screen_edge_strength>0</screen_edge_strength></resistance>
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse><focusLast>yes</focusLast></focus>
  <placement><policy>Smart</policy><center>no</center><monitor>Primary</monitor></placement>
  <theme><name>Clearlooks</name><titleLayout>LIMC</titleLayout><animateIconify>no</animateIconify>
    ${fonts.join('\n    ')}
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <resize><drawContents>yes</drawContents><popupShow>Never</popupShow></resize>
  <keyboard>
    <chainQuitKey></chainQuitKey>
    <keybind key="A-F4"><action name="Close"/></keybind>
    <keybind key="A-Tab"><action name="NextWindow"><dialog>none</dialog></action></keybind>
  </keyboard>
  <mouse><dragThreshold>3</dragThreshold><doubleClickTime>400</doubleClickTime>
    ${contexts.join('\n    ')}
  </mouse>
</openbox_config>
`;

/** Starts openbox with our own rules; `X root` tells when it manages the display. */
export function startWindowManager(options: {
  readonly configFile: string;
  readonly env: Environment;
  readonly log: LogPlace;
}): Promise<Program> {
  writeFileSync(options.configFile, configuration, { mode: 0o600 });
  return startProgram({
    command: 'openbox',
    args: ['--config-file', options.configFile, '--sm-disable'],
    env: options.env,
    log: options.log,
  });
}
