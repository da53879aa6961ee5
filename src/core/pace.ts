import * as z from 'zod';

/**
 * How fast an application is given input: ms between two keys. Fast is as fast as it takes them, steady suits
 * programs that hand input on to another one, slow those that look for a key only now and then.
 */
export const paces = { fast: 0, steady: 20, slow: 60 } as const;

/** The longest pause between two keys, ms. */
export const SLOWEST = 5000;

/** The name of a pace. */
export const PaceName = z.enum(['fast', 'steady', 'slow']);
export type PaceName = z.infer<typeof PaceName>;

/** What a run knows of paces, in ms between two keys. */
export interface Paces {
  /** For all of the run. */
  readonly run?: number;
  /** By application of the task; these come first. */
  readonly apps?: Readonly<Record<string, number>>;
}

/** A kind of program that takes input only at a pace of its own. */
interface SlowKind {
  readonly kind: string;
  /** Classes of its windows, whole, in small letters. */
  readonly class: RegExp;
  readonly pace: PaceName;
}

/** Programs that lose input at full speed, by the class of their windows. `docs/task-language.md` tells the same table. */
export const slowKinds: readonly SlowKind[] = [
  { kind: 'DOS', class: /^(dosbox|dosbox-x|dosbox-staging|dosemu|dosemu2|pcem|86box|vdos)$/, pace: 'slow' },
  {
    kind: 'virtual machine',
    class:
      /^(qemu.*|virtualbox.*|virtualboxvm|virt-viewer|remote-viewer|virt-manager|vmware|vmplayer|bochs|gnome-boxes)$/,
    pace: 'slow',
  },
  {
    kind: 'remote viewer',
    class:
      /^(xfreerdp.*|wlfreerdp|rdesktop|vncviewer|tigervnc.*|tightvnc.*|xtightvncviewer|xvnc4viewer|ssvnc|gvncviewer|.*remmina|vinagre|krdc|.*connections|nxplayer.*|x2goclient|x2goagent|xpra.*|spicy|wfica|wfica_seamless|anydesk|teamviewer|rustdesk|scrcpy)$/,
    pace: 'steady',
  },
  { kind: 'Windows program under Wine', class: /^(.+\.exe|wine)$/, pace: 'steady' },
];

/** The pace that windows of this class need by what they are, ms between two keys. */
export function paceOfKind(windowClass: string): number {
  const name = windowClass.trim().toLowerCase();
  const known = slowKinds.find((kind) => kind.class.test(name));
  return paces[known?.pace ?? 'fast'];
}

/** The pace for a window: that of its application, else of the run, else of its kind; ms between two keys. */
export function paceFor(
  window: { readonly class: string; readonly app?: string | undefined } | undefined,
  given: Paces | undefined,
): number {
  const own = window?.app === undefined ? undefined : given?.apps?.[window.app];
  return own ?? given?.run ?? paceOfKind(window?.class ?? '');
}

/** How long a drag stays and takes at a pace, ms; nothing at full speed, where the application itself is waited for. */
export function dragTimes(pace: number): { holdMs?: number; durationMs?: number; hoverMs?: number } {
  return pace === 0 ? {} : { holdMs: 5 * pace, durationMs: 15 * pace, hoverMs: 8 * pace };
}
