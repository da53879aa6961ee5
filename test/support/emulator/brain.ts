import type { Family } from './families.js';
import type { SeenPicture } from './pictures.js';
import type { ChatRequest, Message } from './request.js';

/** A function that the request lets the model call. */
export interface DeclaredTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A point in px of a seen picture. */
export interface SeenPoint {
  readonly x: number;
  readonly y: number;
}

/** All that a model is given: what was said, and the pictures as its server resized them. */
export interface Question {
  readonly model: string;
  readonly family: Family;
  readonly request: ChatRequest;
  readonly messages: readonly Message[];
  /** Functions of `tools`, or those described in the system text. */
  readonly tools: readonly DeclaredTool[];
  /** Oldest first; the last is the current frame. */
  readonly pictures: readonly SeenPicture[];
  /** A point of the current picture in the space that the family writes. */
  write(point: SeenPoint): readonly [x: number, y: number];
}

/** One function call of the model. */
export interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the model says. */
export interface Reply {
  /** Shown as content beside the calls, and in the reasoning when the model thinks. */
  readonly thought?: string;
  readonly content?: string;
  readonly calls: readonly Call[];
  /** Set by misbehaviour only. */
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter';
}

/** Decides what the model says. */
export type Brain = (question: Question) => Reply | Promise<Reply>;

/** Says the given replies one after the other, the last one for ever. */
export function scriptedBrain(replies: readonly (Reply | Brain)[]): Brain {
  let next = 0;
  return (question) => {
    const reply = replies[Math.min(next, replies.length - 1)];
    next += 1;
    if (reply === undefined) throw new Error('a scripted brain needs at least one reply');
    return typeof reply === 'function' ? reply(question) : reply;
  };
}
