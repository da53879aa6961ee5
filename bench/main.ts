/** `npm run bench` runs the short ones; `npm run bench -- NAME` one by name. Every ratio comes from one run. */
const benches: Readonly<Record<string, { says: string; run: () => Promise<unknown>; long?: true }>> = {
  steps: {
    says: 'ms per step by phase, start-up, memory',
    run: async () => (await import('./steps.js')).steps(),
  },
  cold: {
    says: 'whole processes from spawn to exit: help, a task that does nothing, each sample',
    run: async () => (await import('./cold.js')).cold(),
    long: true,
  },
  acting: {
    says: 'the five-action task with a model that answers at once',
    run: async () => (await import('./acting.js')).acting(),
  },
  capture: {
    says: 'from now to a base64 picture',
    run: async () => (await import('./capture.js')).capture(),
  },
  matching: { says: 'finding patches', run: async () => (await import('./matching.js')).matching() },
  judging: {
    says: 'recall and false alarms of the rules',
    run: async () => (await import('./judging.js')).judging(),
  },
  deciding: {
    says: 'own ms per model decision, tokens a step, cacheable share',
    run: async () => (await import('./deciding.js')).deciding(),
  },
  fuzzing: {
    says: '100,000 damaged replies',
    run: async () => (await import('./fuzzing.js')).fuzzing(),
    long: true,
  },
  profiles: {
    says: 'every model on every size of screen, against the emulator',
    run: async () => (await import('./profiles.js')).profilesBench(),
    long: true,
  },
  storms: {
    says: 'a run through a minute of 429',
    run: async () => (await import('./storms.js')).storms(),
    long: true,
  },
  batch: {
    says: 'a thousand questions of deskhand ask --batch, killed twice',
    run: async () => (await import('./batch.js')).batch(),
    long: true,
  },
  reading: { says: 'reading text', run: async () => (await import('./reading.js')).reading(), long: true },
  unseen: {
    says: 'finding labels on invented screens',
    run: async () => (await import('./unseen.js')).unseen(),
    long: true,
  },
  strangers: {
    says: 'finding labels in programs that no test has touched, by a second witness',
    run: async () => (await import('./strangers.js')).strangers(),
    long: true,
  },
  goals: {
    says: 'goals without until on real programs, by models that do them and models that lie, judged by the programs',
    run: async () => (await import('./goals.js')).goals(),
    long: true,
  },
  cases: {
    says: 'small jobs on real programs that once went wrong, judged by the programs',
    run: async () => (await import('./cases.js')).cases(),
    long: true,
  },
  dialogs: {
    says: 'the file dialogs of every toolkit, judged by the files and the programs',
    run: async () => (await import('./dialogs.js')).dialogs(),
    long: true,
  },
  managers: {
    says: 'the samples under seven window managers and without one',
    run: async () => (await import('./managers.js')).managersBench(),
    long: true,
  },
  hints: {
    says: 'asking applications where their labels are',
    run: async () => (await import('./hints.js')).hints(),
    long: true,
  },
  settling: {
    says: 'waiting for calm',
    run: async () => (await import('./settling.js')).settling(),
    long: true,
  },
  typing: { says: 'typing exactly', run: async () => (await import('./typing.js')).typing(), long: true },
  arriving: {
    says: 'texts typed into editors while something gets in the way, judged by the saved file',
    run: async () => (await import('./arriving.js')).arriving(),
    long: true,
  },
  typed: {
    says: 'what of a typed text is read back, in seven applications',
    run: async () => (await import('./typed.js')).typed(),
    long: true,
  },
  desktops: {
    says: 'many desktops at once',
    run: async () => (await import('./desktops.js')).desktops(),
    long: true,
  },
  safety: {
    says: 'attacks on the promises of docs/safety.md',
    run: async () => (await import('./safety.js')).safety(),
    long: true,
  },
  kills: {
    says: 'a thousand kills of a recording run',
    run: async () => (await import('./kills.js')).kills(),
    long: true,
  },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  const list = Object.entries(benches).map(
    ([name, { says, long }]) => `  ${name.padEnd(10)} ${says}${long ? ' (long)' : ''}`,
  );
  console.error(`There is no bench ${unknown.join(', ')}. Benches:\n${list.join('\n')}`);
  process.exit(2);
}
const chosen = names.length > 0 ? names : Object.keys(benches).filter((name) => benches[name]?.long !== true);
for (const name of chosen) {
  console.log(`\n## ${name}: ${benches[name]?.says}`);
  await benches[name]?.run();
}
