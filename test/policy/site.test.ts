import { describe, expect, it } from 'vitest';
import { actionFacts } from '../../src/actions/index.js';
import type { SitePolicy } from '../../src/core/site-policy.js';
import { waysToAllow, whyNot } from '../../src/core/why-not.js';
import { hostsNamed } from '../../src/policy/hosts-named.js';
import { judgeJsonl } from '../../src/policy/index.js';
import { parseSitePolicy } from '../../src/task/index.js';

function site(text: string): SitePolicy {
  const parsed = parseSitePolicy(text, 'site.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

const judged = (line: object, ...sites: SitePolicy[]) =>
  judgeJsonl(JSON.stringify(line), {}, actionFacts, sites);
const run = (command: string, ...args: string[]) => ({
  origin: 'author',
  action: { name: 'run', input: { command, args } },
});
const everything = {
  allow: ['deleting', 'sending', 'running commands', 'leaving the allowed windows'],
};

describe('a site policy', () => {
  it.each([
    ['a class that is refused', 'refuse: [deleting]', { label: 'Delete' }, 'refuse', 'site.yaml:1'],
    ['a class that is asked about', '\nask:\n  - sending', { label: 'Send' }, 'ask', 'site.yaml:3'],
    [
      'a window',
      'windows:\n  refuse:\n    - "Bank*"\n    - {class: KeePassXC}',
      { label: 'OK', window: { title: 'Safe', class: 'KeePassXC' } },
      'refuse',
      'site.yaml:4',
    ],
    [
      'all other windows',
      'windows: {allow: ["Orders*"]}',
      { label: 'OK', window: { title: 'Mail' } },
      'refuse',
      'site.yaml:1',
    ],
    [
      'keys',
      'keys: {refuse: [ctrl+q]}',
      { action: { name: 'press', input: { keys: ['ctrl', 'q'] } } },
      'refuse',
      'site.yaml:1',
    ],
    ['a host', 'hosts: {run: [a.test]}', run('curl', 'https://b.test/x'), 'refuse', 'site.yaml:1'],
    ['commands of the author', 'refuse: [running commands]', run('make'), 'refuse', 'site.yaml:1'],
    ['questions about them', 'ask: [running commands]', run('make'), 'ask', 'site.yaml:1'],
    [
      'a host in a line that is typed',
      'hosts: {run: []}',
      {
        origin: 'author',
        window: { title: 't', class: 'XTerm' },
        action: { name: 'type', input: { text: 'scp a.txt me@b.test:', enter: true } },
      },
      'refuse',
      'site.yaml:1',
    ],
  ])('cannot be weakened by a task: %s', (_, text, line, answer, at) => {
    expect(judged({ policy: everything, ...line }, site(text))).toMatchObject({ answer, site: at });
  });

  it('counts before the questions of the rules, so that no approval in advance answers it', () => {
    const line = { label: 'Delete and send', policy: {} };
    expect(judged(line, site('ask: [sending]'))).toMatchObject({ answer: 'ask', site: 'site.yaml:1' });
    expect(judged(line, site('ask: [deleting]'))).toMatchObject({ answer: 'ask', site: 'site.yaml:1' });
  });

  it('adds to another one and never takes from it', () => {
    const machine = site('refuse: [deleting]');
    const own = site('ask: [deleting]\nhosts: {run: [a.test]}');
    expect(judged({ label: 'Delete' }, machine, own)).toMatchObject({ answer: 'refuse' });
    expect(judged({ label: 'Delete' }, own, machine)).toMatchObject({ answer: 'refuse' });
  });

  it('leaves what it does not mind to the task', () => {
    const rules = site('refuse: [paying]\nhosts: {run: ["*.a.test"]}\nkeys: {refuse: [ctrl+q]}');
    for (const line of [{ label: 'Delete' }, run('git', 'clone', 'git@x.a.test:y.git'), run('ls')])
      expect(judged({ policy: everything, ...line }, rules)).toMatchObject({ answer: 'allow' });
  });

  it.each([
    ['refuse: [deletign]', '1:10', 'deleting'],
    ['allow: [sending]', '1:1', undefined],
    ['keys: {refuse: [ctrl+nosuchkey]}', '1:17', undefined],
    ['actsPerMinute: 0', '1:16', undefined],
    ['refuse: deleting', '1:9', undefined],
    ['a: [', '2:1', undefined],
  ])('that is broken is told with its place: %s', (text, place, suggestion) => {
    const parsed = parseSitePolicy(`${text}\n`, 'site.yaml');
    const [problem] = parsed.ok ? [] : parsed.problems;
    expect(problem && `${problem.line}:${problem.column}`).toBe(place);
    expect(problem?.suggestion).toBe(suggestion);
  });
});

it.each([
  ['curl -s https://a.test/x', ['a.test']],
  ['wget b.test/file.txt', ['b.test']],
  ['ssh -i key.pem -p 22 db1 cat x.txt', ['db1']],
  ['ssh db1', ['db1']],
  ['curl -o out.txt h.test', ['h.test']],
  ['psql -h i.test shop', ['i.test']],
  ['mysql shop', []],
  ['rsync -a x/ 10.0.0.7:/srv', ['10.0.0.7']],
  ['git push https://me:pw@d.test/r.git', ['d.test']],
  ['chromium --app=http://e.test:8080/', ['e.test']],
  ['sh -c "make && nc f.test 80"', ['f.test']],
  ['http_proxy=http://g.test:1 make', ['g.test']],
  ['cat report.txt', []],
  ['ls -l /srv/data', []],
  ['firefox file:///tmp/x.html', []],
])('the hosts that a command line names: %s', (line, hosts) => {
  expect(hostsNamed(line).hosts).toEqual(hosts);
});

it('a program of the network whose host only the shell knows is told', () => {
  expect(hostsNamed('curl "$URL"').untold).toBe('curl');
  expect(hostsNamed('x=1; wget $(cat address)').untold).toBe('wget');
});

describe('why not', () => {
  const ask = { answer: 'ask', reason: 'It sends.', class: 'sending', rule: 'r', evidence: 'Send' } as const;
  it('names the site that nobody can overrule, and no line that would do it', () => {
    expect(whyNot({ ...ask, site: '/etc/deskhand/policy.yaml:3' }, { origin: 'author', stepName: 'a' })).toBe(
      'It sends. (sending, r, seen in “Send”). So says /etc/deskhand/policy.yaml:3, which no task can change.',
    );
  });

  it.each([
    [
      'a window',
      { answer: 'refuse', reason: 'x', rule: 'outside-the-allowed-windows', evidence: 'window “Mail”' },
      ['"Mail" in policy: {windows: […]}'],
    ],
    [
      'keys',
      { answer: 'refuse', reason: 'x', rule: 'refused-keys', evidence: 'ctrl+q' },
      ['policy: {keys: {refuse: […]}} without ctrl+q'],
    ],
    [
      'a class that the task refuses',
      { ...ask, answer: 'refuse', reason: 'It sends. The task refuses sending.' },
      ['approve: [sending] on the step', 'policy: {refuse: […]} without sending'],
    ],
    ['what a rule refuses', { ...ask, answer: 'refuse' }, []],
  ] as const)('tells the line for %s', (_, verdict, ways) => {
    expect(waysToAllow(verdict, {})).toEqual(ways);
  });
});
