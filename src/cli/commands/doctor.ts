import { systemClock } from '../../app/clock.js';
import { existingDesktop, oneMonitor } from '../../app/desktop-choice.js';
import { openReader } from '../../app/readers.js';
import { exitCodes, messageOf } from '../../core/errors.js';
import type { DesktopSpec } from '../../desktop/open-desktop.js';
import { ownFolder } from '../../machine/own-folder.js';
import type { Calibration } from '../../model/index.js';
import { admitServer, sitePolicies } from '../../task/index.js';
import { profilesFile } from '../arguments.js';
import { accessibility } from '../doctor/accessibility.js';
import { type Finding, thisMachine } from '../doctor/machine.js';
import { sessionFindings } from '../doctor/session.js';
import { readSize } from '../size.js';
import { tellWait, tellWarning } from '../tell-notices.js';

export interface DoctorOptions {
  readonly json: boolean;
  readonly desktop: string;
  readonly monitor: string;
  readonly calibrate: boolean;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly host?: string;
  /** JSON file with profiles of the user's own. */
  readonly profiles?: string;
  readonly size: string;
}

/**
 * Says what this machine has and lacks, and what to do; exit code 3 when neither desktop can be used. With a model or its
 * server it says what holds of these instead, and 3 when something does not.
 */
export async function doctorCommand(options: DoctorOptions): Promise<number> {
  if (options.calibrate) return calibrateModel(options);
  if (options.model !== undefined || options.baseUrl !== undefined) return tryModel(options);
  const given =
    options.desktop === 'virtual'
      ? undefined
      : { ...existingDesktop(options.desktop), ...oneMonitor(options.monitor) };
  const findings = [
    nodeVersion(),
    await virtualDesktop(),
    ...(given ? [await givenDesktop(given)] : []),
    ...(await sessionFindings(thisMachine)),
    ...(process.platform === 'linux' ? [await accessibility()] : []),
    await textReader(),
    await modelKey(),
  ];
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: usable(findings), findings }, null, 2)}\n`);
  else for (const finding of findings) process.stdout.write(inWords(finding));
  return usable(findings) ? exitCodes.passed : exitCodes.environment;
}

function usable(findings: readonly Finding[]): boolean {
  const ok = (what: string) => findings.some((finding) => finding.what === what && finding.ok);
  return ok('node') && ok('text reading') && (ok('virtual desktop') || ok('desktop'));
}

function inWords({ what, ok, warns, detail, fix }: Finding): string {
  return `${!ok ? '✗' : warns ? '!' : '✓'} ${what}: ${detail}\n${fix === undefined ? '' : `    ${fix}\n`}`;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    what: 'node',
    ok,
    detail: process.version,
    ...(!ok && { fix: 'deskhand needs Node 20.19 or newer.' }),
  };
}

async function virtualDesktop(): Promise<Finding> {
  const what = 'virtual desktop';
  const { openDesktop } = await import('../../desktop/open-desktop.js');
  const { rm } = await import('node:fs/promises');
  const folder = ownFolder('deskhand-doctor-');
  try {
    const began = performance.now();
    const desktop = await openDesktop({ kind: 'virtual', size: { width: 800, height: 600 } }, folder);
    const ms = Math.round(performance.now() - began);
    const { capture, typing, nut } = desktop.facts;
    await desktop.close();
    const hand = nut.available ? 'nut-js' : `no nut-js (${nut.reason})`;
    return { what, ok: true, detail: `opens in ${ms} ms; capture ${capture}; typing ${typing}; ${hand}` };
  } catch (error) {
    return { what, ok: false, detail: messageOf(error), ...hintOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function givenDesktop(spec: DesktopSpec): Promise<Finding> {
  const what = 'desktop';
  const { openDesktop } = await import('../../desktop/open-desktop.js');
  const { rm } = await import('node:fs/promises');
  const folder = ownFolder('deskhand-doctor-');
  try {
    const desktop = await openDesktop(spec, folder);
    const { size, monitors, capture, depth, swept } = desktop.facts;
    await desktop.close();
    const seen = monitors.map(
      (each, at) =>
        `${at + 1} ${each.name} ${each.size.width}x${each.size.height}+${each.origin.x}+${each.origin.y} scale ${each.scale}`,
    );
    const released = swept.length > 0 ? `; were held down and released: ${swept.join(', ')}` : '';
    return {
      what,
      ok: true,
      detail: `${desktop.name} ${size.width}x${size.height}, depth ${depth}, capture ${capture}, monitors ${seen.join(', ')}${released}`,
    };
  } catch (error) {
    return { what, ok: false, detail: messageOf(error), ...hintOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function textReader(): Promise<Finding> {
  try {
    const notices: string[] = [];
    const reader = await openReader((text) => notices.push(text));
    const { engine } = reader;
    await reader.close();
    const fix = notices.length === 0 ? {} : { warns: true, fix: notices.join('\n    ') };
    return { what: 'text reading', ok: true, detail: engine, ...fix };
  } catch (error) {
    return {
      what: 'text reading',
      ok: false,
      detail: messageOf(error),
      fix: 'Install the packages anew: npm ci.',
    };
  }
}

async function modelKey(): Promise<Finding> {
  const { findKey } = await import('../../model/index.js');
  const { homedir } = await import('node:os');
  const found = findKey(process.env, homedir());
  return found === undefined
    ? {
        what: 'model',
        ok: false,
        detail: 'no key',
        fix: 'Set DASHSCOPE_API_KEY for the qwen pilot; scripts and the offline pilot need none.',
      }
    : { what: 'model', ok: true, detail: `key from ${found.source}` };
}

function hintOf(error: unknown): { fix?: string } {
  const hint = error instanceof Error && 'hint' in error ? error.hint : undefined;
  return typeof hint === 'string' ? { fix: hint } : {};
}

/** Tries the model with a question, a picture, a tool call and a point; exit code 3 when it cannot be used for goals. */
async function tryModel(options: DoctorOptions): Promise<number> {
  const { checkUp, clientSettings, DEFAULT_MODEL, profileForQuestions } = await import(
    '../../model/index.js'
  );
  const { json, model, baseUrl, profiles, size, host } = options;
  const profile = profileForQuestions(model ?? DEFAULT_MODEL, profilesFile(profiles));
  tellWarning(profile);
  const settings = clientSettings({
    env: { ...process.env, ...(host !== undefined && { DESKHAND_MODEL_HOST: host }) },
    clock: systemClock,
    onWait: tellWait,
    admit: (url) => admitServer(url, sitePolicies(process.env)),
    ...(baseUrl !== undefined && { baseUrl }),
  });
  const findings = await checkUp({ ...settings, profile }, readSize(size), new AbortController().signal);
  const ok = findings.length > 1 && findings.every((each) => each.ok);
  if (json) process.stdout.write(`${JSON.stringify({ ok, findings }, null, 2)}\n`);
  else for (const finding of findings) process.stdout.write(inWords(finding));
  return ok ? exitCodes.passed : exitCodes.environment;
}

/** Shows the model markers at known places and tells how far off it points; exit code 1 when it cannot be trusted. */
async function calibrateModel({ json, model, baseUrl, profiles, size }: DoctorOptions): Promise<number> {
  const { calibrate, clientSettings, DEFAULT_MODEL, openClient, profileFor } = await import(
    '../../model/index.js'
  );
  const profile = profileFor(model ?? DEFAULT_MODEL, profilesFile(profiles));
  tellWarning(profile);
  const settings = clientSettings({
    env: process.env,
    clock: systemClock,
    onWait: tellWait,
    admit: (url) => admitServer(url, sitePolicies(process.env)),
    ...(baseUrl !== undefined && { baseUrl }),
  });
  const client = openClient({ ...settings, profile });
  const found = await calibrate(client, readSize(size), new AbortController().signal);
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : calibrationInWords(found));
  return found.ok ? exitCodes.passed : exitCodes.failed;
}

function calibrationInWords(found: Calibration): string {
  const { shots, medianOff, smallestReliable, space, medianMs, usage, ok } = found;
  const rows = shots.map(({ side, wanted, pointed, off, hit }) => {
    const where = pointed
      ? `${Math.round(pointed.x)},${Math.round(pointed.y)}, ${(off ?? 0).toFixed(1)} px off`
      : 'nowhere';
    return `  ${hit ? '✓' : '✗'} marker of ${side} px at ${Math.round(wanted.x)},${Math.round(wanted.y)}: pointed at ${where}`;
  });
  const reliable = smallestReliable === undefined ? 'none' : `${smallestReliable} px`;
  return [
    `${found.model} on ${found.screen.width}x${found.screen.height}`,
    ...rows,
    `median error ${medianOff?.toFixed(1) ?? '–'} px; smallest reliable target ${reliable}`,
    `the profile says points are ${space.profile}; the answers are ${space.implied}`,
    `${Math.round(medianMs)} ms a call; ${usage.inputTokens + usage.outputTokens} tokens${usage.cost === undefined ? '' : `, ${usage.cost.toFixed(4)} ${usage.currency ?? ''}`}`,
    ok ? 'The profile may be trusted.\n' : 'The profile must not be used with this server.\n',
  ].join('\n');
}
