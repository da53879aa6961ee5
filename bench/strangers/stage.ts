import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type OpenDesktop, openDesktop } from '../../src/desktop/open-desktop.js';
import type { Look as Seen } from '../../src/ports.js';
import { type Start, startOf } from './appearance.js';
import { drawnTestimony } from './drawn.js';
import { gridTestimony } from './grid.js';
import { Ink } from './ink.js';
import type { Box, Label, Pane, Testimony } from './label.js';
import type { Deed, Look, Stranger } from './programs.js';
import { swingTestimony } from './swing.js';
import { tkTestimony } from './tk.js';
import { openTree } from './tree.js';

const run = promisify(execFile);
const never = new AbortController().signal;

/** A picture with what its witness says, as it is kept in a folder: NAME.png and NAME.json. */
export interface Kept {
  readonly program: string;
  readonly toolkit: string;
  readonly look: string;
  readonly scene: string;
  readonly labels: readonly Label[];
  /** Labels that were asked for on an earlier picture of the program: twins, maybe, of one that is asked for here. */
  readonly known: readonly Label[];
  readonly also: readonly string[];
}

/** Something that names what stands on the screen. */
interface Asked {
  testimony(panes: readonly Pane[]): Promise<Testimony>;
  close(): void;
}

/** Shows one program in one look, and keeps a picture and a testimony of each of its scenes in `folder`. */
export async function show(stranger: Stranger, look: Look, folder: string): Promise<number> {
  const logs = join(folder, 'logs', `${stranger.name}-${look.name}`);
  await mkdir(logs, { recursive: true });
  const { size, scale } = look;
  const desktop = await openDesktop({ kind: 'virtual', size, scale, accessibility: true }, logs);
  const witness = await witnessOf(stranger, desktop, look, logs);
  let program: ChildProcess | undefined;
  try {
    const cwd = join(logs, 'work');
    await mkdir(cwd, { recursive: true });
    if (stranger.before !== undefined) await run('sh', ['-c', stranger.before], { cwd });
    const start = await startOf(stranger, look, logs, desktop.env.HOME ?? logs);
    program = await opened(desktop, start, cwd);
    const stage = new Stage({ stranger, look, folder, desktop, witness });
    await stage.play();
    return stage.count;
  } finally {
    witness.close();
    if (program?.pid !== undefined) endGroup(program.pid);
    await desktop.close();
  }
}

/** Starts the program plainly, without the launch that it is not here to judge, and waits for its window. */
async function opened(
  desktop: OpenDesktop,
  { command, args, env }: Start,
  cwd: string,
): Promise<ChildProcess> {
  const options = { cwd, env: { ...desktop.env, ...env }, stdio: 'ignore', detached: true } as const;
  const program = spawn(command, [...args], options);
  const failed = new Promise<never>((_, reject) => program.once('error', reject));
  const begin = performance.now();
  const window = async (): Promise<void> => {
    while ((await desktop.windows.list(never)).length === 0) {
      if (performance.now() - begin > 90_000) throw new Error(`${command} showed no window within 90 s.`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  await Promise.race([window(), failed]);
  return program;
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function witnessOf(
  { witness }: Stranger,
  desktop: OpenDesktop,
  look: Look,
  folder: string,
): Promise<Asked> {
  const nothing = (): void => undefined;
  if (witness === 'grid') return { testimony: (panes) => gridTestimony(folder, panes), close: nothing };
  if (witness === 'tk') return { testimony: () => tkTestimony(desktop.env), close: nothing };
  if (witness === 'swing') return { testimony: (panes) => swingTestimony(folder, panes), close: nothing };
  if (witness === 'drawn')
    return { testimony: (panes) => drawnTestimony(desktop.env, folder, panes), close: nothing };
  const tree = await openTree(desktop.env);
  return { testimony: (panes) => tree.testimony(panes, look.scale), close: () => tree.close() };
}

interface Props {
  readonly stranger: Stranger;
  readonly look: Look;
  readonly folder: string;
  readonly desktop: OpenDesktop;
  readonly witness: Asked;
}

class Stage {
  count = 0;
  readonly #known = new Set<string>();
  readonly #props: Props;

  constructor(props: Props) {
    this.#props = props;
  }

  async play(): Promise<void> {
    const { stranger } = this.#props;
    await this.#painted();
    const main = await this.#keep('main');
    if (stranger.menus) {
      const bar = main.labels.filter(({ kind, box }) => kind === 'menu' && box[2] < 400);
      for (const { text, box } of bar) {
        await this.#click(box);
        await this.#keep(`menu ${text}`);
        await this.#input('key', 'Escape', 'Escape');
      }
    }
    for (const { name, deeds } of stranger.scenes ?? []) {
      for (const deed of deeds) await this.#do(deed);
      await this.#keep(name);
    }
  }

  /** Waits until the witness names something: programs show their window before they fill it. */
  async #painted(): Promise<void> {
    const end = performance.now() + 30_000;
    while ((await this.#testimony(await this.#look())).labels.length === 0 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 500));
  }

  async #do(deed: Deed): Promise<void> {
    if ('press' in deed) return this.#input('key', deed.press.join('+'));
    if ('type' in deed) return this.#input('type', '--delay', '60', deed.type);
    const wanted = 'click' in deed ? deed.click : deed.point;
    const { labels } = await this.#testimony(await this.#look());
    const label = labels.find(({ text }) => text === wanted);
    if (label === undefined) {
      const shown = labels.map(({ text }) => text).join(', ');
      throw new Error(`${this.#props.stranger.name} shows no “${wanted}”, but ${shown}`);
    }
    return 'click' in deed ? this.#click(label.box) : this.#point(label.box);
  }

  #point([x, y, width, height]: Box): Promise<void> {
    return this.#input('mousemove', String(Math.floor(x + width / 2)), String(Math.floor(y + height / 2)));
  }

  async #click(box: Box): Promise<void> {
    await this.#point(box);
    await this.#input('click', '1');
  }

  /** By xdotool: the stage must not stand on the hand that it is to judge. */
  async #input(...words: readonly string[]): Promise<void> {
    await run('xdotool', words, { env: { ...this.#props.desktop.env } });
  }

  /** Looks until two calm looks in a row are alike: programs fill their windows in their own time. */
  async #look(): Promise<Seen> {
    const { screen } = this.#props.desktop;
    let look = await screen.look('launch', never);
    for (let i = 0; i < 8; i++) {
      const change = await screen.nextChange(look.key, { withinMs: 700 }, never);
      if (change === undefined) return look;
      look = await screen.look('launch', never);
    }
    return look;
  }

  #testimony(look: Seen): Promise<Testimony> {
    const panes = look.windows.map(
      ({ id, title, pid, box }): Pane => ({ id, title, pid, box: [box.x, box.y, box.width, box.height] }),
    );
    return this.#props.witness.testimony(panes);
  }

  async #keep(scene: string): Promise<Testimony> {
    const { stranger, look: style, folder, desktop } = this.#props;
    let look = await this.#look();
    let testimony = await this.#testimony(look);
    // What moved while the witness spoke was told of another screen.
    for (let i = 0; i < 3 && !(await desktop.screen.compare(look.key, undefined, never)).same; i++) {
      look = await this.#look();
      testimony = await this.#testimony(look);
    }
    const ink = await Ink.of(look.png);
    const shown = testimony.labels.filter(
      ({ text, box }) =>
        stranger.unreadable?.includes(text) !== true && ink.couldHold(text, box, style.scale),
    );
    const fresh = shown.filter(({ text, box }) => !this.#known.has(`${text} ${box}`));
    for (const { text, box } of fresh) this.#known.add(`${text} ${box}`);
    const name = `${stranger.name}-${style.name}-${scene}`.replace(/[^\w.-]+/g, '_');
    const kept: Kept = {
      program: stranger.name,
      toolkit: stranger.toolkit,
      look: style.name,
      scene,
      labels: fresh,
      known: testimony.labels.filter((each) => !fresh.includes(each)),
      also: testimony.also,
    };
    await writeFile(join(folder, `${name}.png`), look.png);
    await writeFile(join(folder, `${name}.json`), JSON.stringify(kept, undefined, 1));
    this.count += fresh.length;
    return { ...testimony, labels: shown };
  }
}

/** Why a program cannot be shown here; undefined when it can. */
export function missing({ command, packages }: Stranger, path: string): string | undefined {
  const there = command.startsWith('/')
    ? existsSync(command)
    : path.split(':').some((folder) => existsSync(join(folder, command)));
  return there ? undefined : `not installed: ${packages.join(' ')}`;
}
