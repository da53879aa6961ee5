import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskhand, scratchEach, tale } from './deskhand.js';

const place = scratchEach();

/** Another program's word for what is active now, and where, written into a file of the task's folder. */
const tell = (name: string) =>
  `run: {command: "xdotool getactivewindow getwindowname getwindowgeometry --shell > ${name}", shell: true}`;
const told = (name: string): string => readFileSync(join(place.folder, name), 'utf8');

describe('the window step, on openbox', { timeout: 120_000 }, () => {
  it('should wait for, activate, place, maximise and close windows by class and by title', async () => {
    const file = join(place.folder, 'task.yaml');
    writeFileSync(
      file,
      `name: Windows
apps:
  first: {command: xterm, args: [-T, First one], window: First one}
  second: {command: xterm, args: [-T, Second one], window: Second one}
  editor: {command: mousepad, window: {class: Mousepad}}
steps:
  - window: {wait: {title: "first*", class: xterm}}
  - window: First one
  - ${tell('activated')}
  - window: {place: {class: Mousepad}, box: {x: 140, y: 90, width: 700, height: 500}}
  - window: {activate: {class: Mousepad}}
  - ${tell('placed')}
  - window: {maximise: {class: Mousepad}}
  - ${tell('maximised')}
  - window: {close: "Second one"}
    approve: true
  - check: {closed: Second one}
  - check: {window: First one}
`,
    );
    const options = ['--recordings', place.recordings, '--reporter', 'json', '--approve', 'deny'];
    const ran = await deskhand(['run', file, ...options, '--size', '1280x800']);
    expect(ran.code, tale(ran)).toBe(0);
    expect(told('activated')).toMatch(/^First one\n/);
    expect(told('placed')).toMatch(/Mousepad\n/);
    // xdotool counts the frame in for the corner, so only the size can be compared.
    expect(told('placed')).toMatch(/WIDTH=700\nHEIGHT=500/);
    expect(told('maximised')).toMatch(/WIDTH=1280\n/);
  });

  it('should say which windows there are when none fits, and which fit when several do', async () => {
    const file = join(place.folder, 'task.yaml');
    const apps = `apps:
  first: {command: xterm, args: [-T, First one], window: First one}
  second: {command: xterm, args: [-T, Second one], window: Second one}
  editor: {command: mousepad, window: {class: Mousepad}}
`;
    const run = (step: string) => {
      writeFileSync(file, `name: Windows\n${apps}steps:\n  - ${step}\n`);
      return deskhand(['run', file, '--recordings', place.recordings, '--approve', 'deny']);
    };
    const absent = await run('{window: {activate: Third one}, timeout: 1s}');
    expect(absent.code).toBe(1);
    expect(absent.stdout).toContain('No window “Third one” was open');
    const several = await run('window: {activate: {class: XTerm}}');
    expect(several.code).toBe(1);
    expect(several.stdout).toContain('2 windows match');
  });
});
