import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What a killed batch came to. */
export interface Campaign {
  readonly lines: number;
  readonly concurrency: number;
  readonly kills: number;
  /** Lines whose answer stood on disk at a kill and that were asked again. */
  readonly askedThoughAnswered: number;
  /** Requests of each kill that got no answer on disk. */
  readonly lost: readonly number[];
  /** Lines without an answer at the end, and those out of order. */
  readonly missing: number;
  readonly disordered: number;
  readonly requests: number;
  readonly code: number | null;
}

interface Options {
  readonly folder: string;
  readonly lines: number;
  readonly concurrency: number;
  /** Numbers of requests after which the command is killed. */
  readonly killAfter: readonly number[];
}

/** Asks a batch, kills the command, and goes on with it, and counts what was asked twice or lost. */
export async function batchCampaign({ folder, lines, concurrency, killAfter }: Options): Promise<Campaign> {
  const asked: number[] = [];
  const waiting: { after: number; reached: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    asked.push(Number(/Line (\d+)\./.exec(body)?.[1]));
    for (const { after, reached } of waiting) if (asked.length >= after) reached();
    // Answers come in another order than the questions.
    await delay(Math.random() * 10);
    const message = { role: 'assistant', content: `Answer ${asked.at(-1)}` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ model: 'm', choices: [{ finish_reason: 'stop', message }], usage: null }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [picture, file, output] = ['p.png', 'batch.jsonl', 'results.jsonl'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await sharp({ create: { width: 64, height: 64, channels: 3, background: '#888' } }).toFile(picture);
  const requests = Array.from({ length: lines }, (_, at) =>
    JSON.stringify({ id: `q${at + 1}`, prompt: `Line ${at + 1}.`, image: picture }),
  );
  await writeFile(file, `${requests.join('\n')}\n`);
  const start = () =>
    spawn(
      process.execPath,
      [
        main,
        'ask',
        '--batch',
        file,
        '--output',
        output,
        '--concurrency',
        String(concurrency),
        '--base-url',
        `http://127.0.0.1:${port}/compatible-mode/v1`,
      ],
      { stdio: ['ignore', 'inherit', 'ignore'], env: { ...process.env, DASHSCOPE_API_KEY: 'sk-campaign' } },
    );
  const lost: number[] = [];
  let askedThoughAnswered = 0;
  let known = new Set<number>();
  let since = 0;
  for (const after of killAfter) {
    const child = start();
    await new Promise<void>((reached) => waiting.push({ after, reached }));
    child.kill('SIGKILL');
    await once(child, 'close');
    const answered = await answeredIn(output);
    askedThoughAnswered += asked.slice(since).filter((line) => known.has(line)).length;
    lost.push(new Set(asked.slice(since).filter((line) => !answered.has(line))).size);
    known = answered;
    since = asked.length;
  }
  const [code] = (await once(start(), 'close')) as [number | null];
  askedThoughAnswered += asked.slice(since).filter((line) => known.has(line)).length;
  const results = (await readFile(output, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number; text?: string });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return {
    lines,
    concurrency,
    kills: killAfter.length,
    askedThoughAnswered,
    lost,
    missing:
      lines - new Set(results.filter(({ text: said }) => said !== undefined).map(({ line }) => line)).size,
    disordered: results.filter(({ line }, at) => line !== at + 1).length,
    requests: asked.length,
    code,
  };
}

async function answeredIn(output: string): Promise<Set<number>> {
  const whole = (await readFile(output, 'utf8')).split('\n').slice(0, -1);
  return new Set(whole.map((line) => (JSON.parse(line) as { line: number }).line));
}
