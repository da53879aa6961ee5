import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../environment.js';

/**
 * Still pictures: nothing fades, nothing blinks, scroll bars stay. Only a comfort; nothing relies on it. Theme and
 * font are those of a Debian that nobody has set up: what its administrator chose for all stays outside, too.
 */
const gtkSettings = `[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-overlay-scrolling=0
gtk-recent-files-enabled=0
gtk-theme-name=Adwaita
gtk-icon-theme-name=Adwaita
gtk-font-name=Sans 10
gtk-application-prefer-dark-theme=0
`;

/** The same for GTK 2, whose own theme needs no package. */
const gtk2Settings = `gtk-theme-name = "Raleigh"
gtk-font-name = "Sans 10"
gtk-cursor-blink = 0
`;

/** The plain families of Debian first, whichever fonts came along with other packages. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${[
  ['sans-serif', 'DejaVu Sans'],
  ['serif', 'DejaVu Serif'],
  ['monospace', 'DejaVu Sans Mono'],
]
  .map(
    ([plain, family]) =>
      `  <alias binding="same"><family>${plain}</family><prefer><family>${family}</family></prefer></alias>`,
  )
  .join('\n')}
</fontconfig>
`;

/**
 * Variables of the session that deskhand was started in. Programs of another desktop would follow them: to
 * another display, language, theme or scale.
 */
export const sessionVariables: readonly string[] = [
  'WAYLAND_DISPLAY',
  'SESSION_MANAGER',
  'DESKTOP_SESSION',
  'DESKTOP_STARTUP_ID',
  'XDG_ACTIVATION_TOKEN',
  'XDG_SESSION_ID',
  'XDG_SESSION_DESKTOP',
  'XDG_CURRENT_DESKTOP',
  'XDG_MENU_PREFIX',
  'XDG_SEAT',
  'XDG_VTNR',
  'GNOME_DESKTOP_SESSION_ID',
  'KDE_FULL_SESSION',
  'KDE_SESSION_VERSION',
  'WINDOWID',
  'LC_ALL',
  'LC_MESSAGES',
  'LC_CTYPE',
  'LANGUAGE',
  'GTK_THEME',
  'GTK_RC_FILES',
  'GTK2_RC_FILES',
  'GTK_MODULES',
  'GTK3_MODULES',
  'GTK_A11Y',
  'GNOME_ACCESSIBILITY',
  'QT_ACCESSIBILITY',
  'QT_LINUX_ACCESSIBILITY_ALWAYS_ON',
  'QT_STYLE_OVERRIDE',
  'QT_QPA_PLATFORMTHEME',
  'QT_FONT_DPI',
  'QT_SCALE_FACTOR',
  'QT_SCREEN_SCALE_FACTORS',
  'QT_AUTO_SCREEN_SCALE_FACTOR',
  'QT_ENABLE_HIGHDPI_SCALING',
  'GDK_SCALE',
  'GDK_DPI_SCALE',
  'XCURSOR_THEME',
  'XCURSOR_SIZE',
  'XENVIRONMENT',
  'CLUTTER_IM_MODULE',
  'SDL_IM_MODULE',
  'GLFW_IM_MODULE',
];

/** The places of one virtual desktop on disk. */
export interface Places {
  readonly root: string;
  readonly authority: string;
  readonly busSocket: string;
  readonly home: string;
  readonly runtime: string;
}

/** Makes a home of its own for a desktop: no settings come in, none go out. */
export function makeHome(root: string): Places {
  const places: Places = {
    root,
    authority: join(root, 'authority'),
    busSocket: join(root, 'bus'),
    home: join(root, 'home'),
    runtime: join(root, 'run'),
  };
  for (const folder of [
    '.config/gtk-3.0',
    '.config/gtk-4.0',
    '.config/fontconfig',
    '.cache',
    '.local/share',
    '.local/state',
  ])
    mkdirSync(join(places.home, folder), { recursive: true, mode: 0o700 });
  mkdirSync(places.runtime, { mode: 0o700 });
  writeFileSync(join(places.home, '.config/gtk-3.0/settings.ini'), gtkSettings, { mode: 0o600 });
  writeFileSync(join(places.home, '.config/gtk-4.0/settings.ini'), gtkSettings, { mode: 0o600 });
  writeFileSync(join(places.home, '.config/fontconfig/fonts.conf'), fontSettings, { mode: 0o600 });
  writeFileSync(join(places.home, '.gtkrc-2.0'), gtk2Settings, { mode: 0o600 });
  return places;
}

/**
 * The environment of everything that runs on the desktop.
 *
 * @param base a clean environment (see `cleanEnvironment`)
 * @param look `scale` is the size of applications, 1 is plain; without accessibility none looks for its bus
 */
export function homeEnvironment(
  base: Environment,
  places: Places,
  display: string,
  look: { readonly scale: number; readonly accessibility: boolean },
): Record<string, string> {
  const env: Record<string, string> = { ...base };
  for (const name of sessionVariables) delete env[name];
  return {
    ...env,
    DISPLAY: display,
    XAUTHORITY: places.authority,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${places.busSocket}`,
    HOME: places.home,
    XDG_CONFIG_HOME: join(places.home, '.config'),
    XDG_CACHE_HOME: join(places.home, '.cache'),
    XDG_DATA_HOME: join(places.home, '.local/share'),
    XDG_STATE_HOME: join(places.home, '.local/state'),
    XDG_RUNTIME_DIR: places.runtime,
    XDG_SESSION_TYPE: 'x11',
    XDG_CURRENT_DESKTOP: 'openbox',
    LANG: 'C.UTF-8',
    GSETTINGS_BACKEND: 'memory',
    GIO_USE_VFS: 'local',
    GTK_USE_PORTAL: '0',
    GTK_OVERLAY_SCROLLING: '0',
    // Input methods swallow or reorder keys that arrive faster than a person types.
    GTK_IM_MODULE: 'gtk-im-context-simple',
    QT_IM_MODULE: 'simple',
    XMODIFIERS: '@im=none',
    GDK_BACKEND: 'x11',
    QT_QPA_PLATFORM: 'xcb',
    ...(look.accessibility ? {} : { NO_AT_BRIDGE: '1' }),
    ...(look.scale === 1 ? {} : scaled(look.scale)),
  };
}

/**
 * GTK scales its widgets in whole steps, and its letters by that and by the display's dpi, which have the scale already;
 * Qt, too, would take both factors for its letters.
 */
function scaled(scale: number): Record<string, string> {
  const whole = Math.max(1, Math.floor(scale));
  return {
    GDK_SCALE: String(whole),
    GDK_DPI_SCALE: String(1 / whole),
    QT_SCALE_FACTOR: String(scale),
    QT_FONT_DPI: '96',
  };
}
