import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writingDown } from './drawn.js';
import { inTerminal } from './grid.js';
import type { Look, Stranger } from './programs.js';
import { telling } from './swing.js';

/** How a program is started. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * How a program is started in a look, so that it is large or dark as its toolkit has it, and tells its witness what
 * it shows.
 *
 * @param folder of this program in this look alone; its settings and its witness's notes lie there
 * @param home of the desktop it will run on
 */
export async function startOf(stranger: Stranger, look: Look, folder: string, home: string): Promise<Start> {
  const { witness, command, args = [], env = {} } = stranger;
  const dressed = { ...(await dress(stranger, look, folder, home)), ...env };
  if (witness === 'grid') {
    const points = look.scale === 2 ? 11 : 11;
    const terminal = inTerminal([command, ...args], { folder, points, light: !look.dark });
    return { ...terminal, env: { ...dressed, ...terminal.env } };
  }
  const noted = witness === 'drawn' ? await writingDown(folder) : {};
  return { command, args: [...args, ...sized(stranger, look)], env: { ...dressed, ...noted } };
}

/** Toolkits that take their colours and sizes from the command line. */
function sized({ toolkit }: Stranger, { scale, dark }: Look): string[] {
  if (toolkit === 'FLTK') return dark ? ['-bg', '#2b2b2b', '-fg', '#e0e0e0', '-bg2', '#1d1f21'] : [];
  if (toolkit === 'Motif') {
    const colours = dark ? ['-bg', '#303438', '-fg', '#e8e8e8'] : [];
    const size = scale === 2 ? 24 : 12;
    const font = scale === 1 && !dark ? [] : ['-xrm', `*fontList: -*-helvetica-medium-r-normal-*-${size}-*`];
    return [...colours, ...font];
  }
  return [];
}

async function dress(
  { toolkit }: Stranger,
  { scale, dark }: Look,
  folder: string,
  home: string,
): Promise<Record<string, string>> {
  switch (toolkit) {
    case 'Swing': {
      const options = [
        `-Dsun.java2d.uiScale=${scale}`,
        await telling(folder),
        ...(dark ? ['-Dswing.defaultlaf=com.sun.java.swing.plaf.gtk.GTKLookAndFeel'] : []),
      ];
      return { JAVA_TOOL_OPTIONS: options.join(' '), ...(dark && { GTK_THEME: 'Adwaita:dark' }) };
    }
    case 'GTK 2':
      await writeFile(join(folder, 'gtkrc'), dark ? darkGtk2 : 'gtk-cursor-blink = 0\n');
      return { GTK_MODULES: 'gail:atk-bridge', GTK2_RC_FILES: join(folder, 'gtkrc') };
    case 'Qt 5':
    case 'Qt 6':
      return {
        QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '1',
        QT_ACCESSIBILITY: '1',
        ...(dark ? await darkQt(toolkit === 'Qt 5' ? 'qt5ct' : 'qt6ct', home) : {}),
      };
    case 'GTK 4':
      // Without a graphics card OpenGL takes seconds for a picture.
      return {
        GSK_RENDERER: 'cairo',
        ...(dark && { GTK_THEME: 'Adwaita:dark', ADW_DEBUG_COLOR_SCHEME: 'prefer-dark' }),
      };
    default:
      return dark ? { GTK_THEME: 'Adwaita:dark', ADW_DEBUG_COLOR_SCHEME: 'prefer-dark' } : {};
  }
}

const darkGtk2 = `gtk-cursor-blink = 0
style "dark" {
  bg[NORMAL] = "#303438"  fg[NORMAL] = "#e6e6e6"  base[NORMAL] = "#1e2124"  text[NORMAL] = "#e6e6e6"
  bg[PRELIGHT] = "#3c4248"  fg[PRELIGHT] = "#ffffff"  bg[ACTIVE] = "#26292c"  fg[ACTIVE] = "#d0d0d0"
  bg[INSENSITIVE] = "#303438"  fg[INSENSITIVE] = "#808488"  base[INSENSITIVE] = "#282b2e"  text[INSENSITIVE] = "#808488"
  bg[SELECTED] = "#2f6fb5"  fg[SELECTED] = "#ffffff"  base[SELECTED] = "#2f6fb5"  text[SELECTED] = "#ffffff"
}
class "GtkWidget" style "dark"
`;

/** The settings of qt5ct and qt6ct, which give programs of Qt a palette of their own. */
async function darkQt(tool: 'qt5ct' | 'qt6ct', home: string): Promise<Record<string, string>> {
  const folder = join(home, '.config', tool);
  await mkdir(folder, { recursive: true });
  const scheme = `/usr/share/${tool}/colors/darker.conf`;
  const look = `[Appearance]\ncolor_scheme_path=${scheme}\ncustom_palette=true\nstyle=Fusion\n`;
  await writeFile(join(folder, `${tool}.conf`), look);
  return { QT_QPA_PLATFORMTHEME: tool };
}
