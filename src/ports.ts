import type { Act, Action, Approval, Decision, RiskClass, Usage } from './core/action.js';
import type { AnswerSchema } from './core/answer-schema.js';
import type { CheckResult } from './core/check.js';
import type { RecordingEvent } from './core/events.js';
import type { LastSeconds, ReadForm } from './core/forms.js';
import type { Frame, Mask, WindowFacts } from './core/frame.js';
import type { FrameBox, ScreenBox, ScreenPoint, Size } from './core/geometry.js';
import type { Located, Rung, Target } from './core/target.js';
import type { WindowMatch } from './core/window.js';

/**
 * Everything the loop talks to. The pure core knows only these; `app/perform.ts` picks the real ones.
 * Every slow call takes an AbortSignal and rejects with its reason when it fires.
 */

/** Time and nothing else, so that tests can move it by hand. */
export interface Clock {
  /** Monotonic ms. */
  now(): number;
  /** Wall time as ISO text. */
  wall(): string;
  /** Resolves after `ms`, rejects when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * How long to wait for the first change and for calm: launches and page changes get more than a key press. On arrival
 * nobody has asked for a change: that the screen is still is enough.
 */
export type Patience = 'none' | 'arrival' | 'pointer' | 'key' | 'launch';

/** What the screen hands over: one capture, encoded, with the facts around it. */
export interface Look {
  /** Names the raw pixels that the driver keeps for later comparison. */
  readonly key: number;
  /** Lossless picture of the frame. */
  readonly png: Uint8Array;
  readonly size: Size;
  readonly scale: number;
  readonly origin: ScreenPoint;
  readonly display: string;
  readonly pointer?: ScreenPoint;
  readonly windows: readonly WindowFacts[];
  /** Windows that are open but do not show, each with the reason; absent where there is none. */
  readonly hiddenWindows?: readonly WindowFacts[];
  /** Where tips of tools stand; absent where there is none. */
  readonly tips?: readonly ScreenBox[] | undefined;
  readonly calm: boolean;
  readonly settleMs: number;
  readonly captureMs: number;
  readonly encodeMs: number;
  /** What was blacked out because it shows a secret. */
  readonly masks?: readonly Mask[];
}

/** What differs between a frame that is kept and the screen now. */
export interface Change {
  /** True when no pixel of the area differs, carets and learnt noise left out. */
  readonly same: boolean;
  /** Changed areas, frame px, merged where they touch. */
  readonly boxes: readonly FrameBox[];
  /** Share of the area's pixels that lie in `boxes`, 0..1. */
  readonly share: number;
  /** Changed areas that were left out, frame px: what looks like a caret or is known to change by itself. */
  readonly leftOut?: readonly FrameBox[];
  /** A window opened, closed, moved, or another one became active; in words. */
  readonly windows?: string;
}

/** Looks at one display. Raw pixels stay behind it. */
export interface Screen {
  /** Waits until the screen is calm (or the upper limit, then `calm` is false) and captures it once. */
  look(patience: Patience, signal: AbortSignal): Promise<Look>;
  /** Compares the screen now with the kept frame `key`, in `area` or everywhere. Takes about a ms. */
  compare(key: number, area: FrameBox | undefined, signal: AbortSignal): Promise<Change>;
  /** Resolves with the first change since frame `key` that covers at least `share` of the area or opens or closes a window; undefined after `withinMs`. */
  nextChange(
    key: number,
    options: { area?: FrameBox; share?: number; withinMs: number },
    signal: AbortSignal,
  ): Promise<Change | undefined>;
  /** A lossless crop of the kept frame `key`. */
  crop(key: number, box: FrameBox, signal: AbortSignal): Promise<Uint8Array>;
}

export type Button = 'left' | 'middle' | 'right';
export type Direction = 'up' | 'down' | 'left' | 'right';

/** Moves mouse and keyboard. Points are logical screen px; it clamps them to the desktop. Key names come from `core/keys.ts`. */
export interface Hand {
  click(
    at: ScreenPoint,
    options: { button: Button; count: number; modifiers: readonly string[] },
    signal: AbortSignal,
  ): Promise<void>;
  move(at: ScreenPoint, signal: AbortSignal): Promise<void>;
  /**
   * Presses the button at the first point, visits every point, releases at the last. At least two points. The
   * application has dealt with the press, with the first px of the way and with the last before what comes next.
   *
   * @param options.holdMs stays at the first point
   * @param options.durationMs takes this long for the way
   * @param options.hoverMs stays at the last point
   */
  drag(
    path: readonly ScreenPoint[],
    options: {
      button: Button;
      modifiers: readonly string[];
      holdMs?: number;
      durationMs?: number;
      hoverMs?: number;
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** Scrolls by whole wheel notches, at a point or where the pointer is. */
  scroll(
    at: ScreenPoint | undefined,
    options: { direction: Direction; notches: number },
    signal: AbortSignal,
  ): Promise<void>;
  /** Types exactly this text into whatever has the focus. Line feeds are Return, tabs are Tab. */
  type(text: string, signal: AbortSignal): Promise<void>;
  /**
   * Puts the text into the clipboard, presses the chord that pastes (`keys`, else the usual one of the
   * application), waits until the application has fetched it, and puts back what the clipboard held.
   *
   * @param options.secret asks clipboard histories not to keep the text
   */
  paste(
    text: string,
    options: { keys?: readonly string[]; secret: boolean },
    signal: AbortSignal,
  ): Promise<void>;
  /** Presses a chord, such as ['ctrl', 'shift', 's'], `count` times. */
  press(chord: readonly string[], count: number, signal: AbortSignal): Promise<void>;
  /** Holds keys, or a button at a point, for `ms`. */
  hold(
    what: { keys: readonly string[] } | { button: Button; at: ScreenPoint },
    ms: number,
    signal: AbortSignal,
  ): Promise<void>;
  /** Puts the pointer there and presses a button, which stays down until `up`, `release`, or a stop. */
  down(
    at: ScreenPoint,
    options: { button: Button; modifiers: readonly string[] },
    signal: AbortSignal,
  ): Promise<void>;
  /** Moves there as a drag does and lets the button go, and the keys that `down` has held. */
  up(at: ScreenPoint, options: { button: Button }, signal: AbortSignal): Promise<void>;
  /**
   * Resolves when the application that would get an input, at the point or by the keyboard, has dealt with what
   * came before, or cannot be asked. Every method that presses waits for it, too; whoever looks at the screen right
   * before an input waits first, so that nothing lies between the look and the hand.
   *
   * @throws DeskhandError code `application-hangs` when it answers nothing
   */
  answered(at: ScreenPoint | undefined, signal: AbortSignal): Promise<void>;
  /**
   * Notes which window has the keyboard and what lies at the points. To be called before the last look at what an
   * act was decided on: until the next call input goes nowhere else. Once that has changed the next event is not
   * sent, nor any other, and everything is released: the method rejects with code `other-window` when nothing was
   * sent, and `cut-off` in the middle. On Windows and macOS nothing is watched.
   *
   * @param on.keyboard whether keys will be sent
   * @param on.allowed ids of the windows that may get input; without it any
   */
  watch(
    on: {
      readonly points: readonly ScreenPoint[];
      readonly keyboard: boolean;
      readonly allowed?: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** Releases every key and button. Never rejects because nothing was pressed. */
  release(): Promise<void>;
}

/** Lists and moves windows. */
export interface Windows {
  /** The windows of applications, topmost first, hidden ones among them. */
  list(signal: AbortSignal): Promise<readonly WindowFacts[]>;
  /** What lies on the screen, topmost first, open menus and other pop-ups too: the windows of a Look. */
  visible(signal: AbortSignal): Promise<readonly WindowFacts[]>;
  /** What keeps the screen locked, by its name; undefined when nothing does, or nobody can tell. */
  lock(signal: AbortSignal): Promise<string | undefined>;
  /**
   * Resolves when the application of the window takes input, at the latest after `withinMs`; at once where that
   * cannot be known.
   */
  awake(id: string, withinMs: number, signal: AbortSignal): Promise<void>;
  activate(id: string, signal: AbortSignal): Promise<void>;
  close(id: string, signal: AbortSignal): Promise<void>;
  place(id: string, box: ScreenBox, signal: AbortSignal): Promise<void>;
  maximise(id: string, signal: AbortSignal): Promise<void>;
}

/** How an application of a task is started. */
export interface AppSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Which window shows that it has started; without it the first new window does. */
  readonly window?: WindowMatch;
  /** ms until the window must be there. */
  readonly timeoutMs: number;
}

/** An application that was started. Its output is kept in `log`. */
export interface RunningApp {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  readonly window?: WindowFacts;
  /** Another window of it that had the keyboard once it had started, such as a tip or a question. */
  readonly front?: WindowFacts;
  /** Undefined while it runs. */
  exit(): { code: number | null; signal: string | null } | undefined;
}

/** Starts and ends applications on the desktop. */
export interface Apps {
  launch(spec: AppSpec, signal: AbortSignal): Promise<RunningApp>;
  list(): readonly RunningApp[];
  close(name: string, signal: AbortSignal): Promise<void>;
  /** Runs a command to its end on the desktop's environment, without a shell unless `shell` is true. */
  run(
    command: {
      command: string;
      args: readonly string[];
      cwd?: string;
      env?: Readonly<Record<string, string>>;
      shell?: boolean;
      timeoutMs: number;
    },
    signal: AbortSignal,
  ): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** A display with its window manager, windows and applications. */
export interface Desktop {
  readonly name: string;
  readonly kind: 'virtual' | 'current' | 'recorded';
  readonly size: Size;
  /** Environment for processes that shall appear on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  readonly apps: Apps;
  /** Ends everything that was started; nothing is left pressed or running. */
  close(): Promise<void>;
}

/** A frame that lies on disk and whose raw pixels the driver still keeps. What pilots and eyes are given. */
export interface View {
  readonly frame: Frame;
  /** Absolute path of the PNG. */
  readonly path: string;
  /** Key of the raw pixels in the driver. */
  readonly key: number;
}

/** A line of text on a frame. */
export interface TextLine {
  readonly text: string;
  readonly box: FrameBox;
  readonly score: number;
  readonly words: readonly {
    readonly text: string;
    readonly box: FrameBox;
    readonly score: number;
    /** Where each character begins and ends, frame px, as far as the engine tells. */
    readonly letters?: readonly { readonly left: number; readonly right: number }[] | undefined;
  }[];
}

/** A label on a frame: words that stand together, apart from the others of their line. */
export interface ScreenLabel {
  readonly text: string;
  readonly box: FrameBox;
  /** The line that it was read in. */
  readonly line: TextLine;
}

/** Where an application says that labels are. */
export interface Told {
  /** Places of things whose name is wanted. */
  readonly named: readonly ScreenBox[];
  /** Places whose text is in no name, such as fields and drawings. */
  readonly untold: readonly ScreenBox[];
}

/** What applications tell of their own windows. Only a hint where to look: nothing in it counts before pixels agree. */
export interface Hints {
  /** Undefined when one of the windows' applications tells nothing, or not at once; never rejects. */
  ask(windows: readonly WindowFacts[], wanted: (name: string) => boolean): Promise<Told | undefined>;
}

/** Reads and finds things on a frame. */
export interface Eyes {
  /** ISO 639-1 codes of the languages whose letters can be read; absent where nobody knows. */
  readonly languages?: readonly string[];
  /**
   * Text carets that lie in one of the boxes of `noCaretIn`, frame px, are not read as letters. A line belongs to the
   * area in which its middle lies, all of it; with `cut` only its letters that lie there, wherever its middle is.
   */
  read(
    view: View,
    area: FrameBox | undefined,
    signal: AbortSignal,
    options?: { readonly noCaretIn?: readonly FrameBox[]; readonly cut?: boolean },
  ): Promise<readonly TextLine[]>;
  /**
   * How much less likely a box of the frame says each text than what would be read there: natural logarithms of the
   * ratios, at most about 0. Undefined where the reader cannot tell.
   */
  weigh?(
    view: View,
    box: FrameBox,
    texts: readonly string[],
    signal: AbortSignal,
    options?: { readonly noCaretIn: readonly FrameBox[] },
  ): Promise<readonly number[] | undefined>;
  /** Climbs the ladder until a rung answers; `upTo` is the last rung it may use, such as `text` while polling. */
  locate(view: View, target: Target, signal: AbortSignal, upTo?: Rung): Promise<Located>;
}

/** What a model is to read on a frame: all text, the answer to a question, or the values that a schema names. */
export interface ModelRequest {
  /** Frame px; without it the whole frame. */
  readonly area?: FrameBox;
  readonly question?: string;
  /** The answer is JSON that fits this. */
  readonly schema?: AnswerSchema;
  /**
   * Instead of a schema: all text, also with how sure the model is, a list of {text, box} or {label, box} in frame px,
   * a table as {columns, rows}, or the document as HTML or Markdown.
   */
  readonly format?: ReadForm;
  /** Instead of the frame alone: the frames of the run's last seconds. */
  readonly video?: LastSeconds;
}

/** One call of a model: what it used, and request and reply as they are kept, without pixels. */
export interface AskedCall {
  readonly usage: Usage;
  readonly exchange: Readonly<Record<string, unknown>>;
}

/** Reads and compares frames with a model. What it says is a value or a check, never an action. */
export interface ModelEyes {
  /** Name of the model. */
  readonly model: string;
  /**
   * Answers the text, or the value that fits the schema. `onAsked` is told of each call, those of a failure too.
   *
   * @throws DeskhandError when no answer fits, or the model cannot be used
   */
  read(
    view: View,
    request: ModelRequest,
    onAsked: (call: AskedCall) => void,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** Whether what the claim says has changed between two frames, in `area` or anywhere. */
  compare(
    frames: { readonly before: View; readonly after: View; readonly area?: FrameBox },
    claim: string,
    onAsked: (call: AskedCall) => void,
    signal: AbortSignal,
  ): Promise<{ readonly result: CheckResult; readonly reason: string }>;
}

/** What a pilot is told when it is asked. */
export interface Situation {
  readonly view: View;
  /** All acts of the run so far, oldest first. */
  readonly acts: readonly Act[];
  /** What the loop wants the pilot to know, such as that it repeats itself. */
  readonly hints: readonly string[];
  /** Values that were read or set so far. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The applications that were started so far, those that have ended among them. */
  readonly apps?: readonly RunningApp[];
  /** Resolves once the screen differs from the view, in the area or anywhere; rejects when the signal fires. */
  changed(area: FrameBox | undefined, signal: AbortSignal): Promise<void>;
  /** Whether the application that has the focus answers, as far as it can be asked. */
  answers(signal: AbortSignal): Promise<boolean>;
  /** Tells the loop of the way through the task; resolves when it is written down. */
  tell(progress: Progress): Promise<void>;
}

/** What a pilot tells of its way through the task; the loop writes it down. */
export type Progress = Extract<
  RecordingEvent,
  { type: 'step-start' | 'step-end' | 'value' | 'note' | 'difference' | 'asked' }
>;

/** A pilot's answer: an action, or that it has to look again once something changes. */
export type Answer =
  | {
      readonly kind: 'act';
      readonly decision: Decision;
      readonly usage?: Usage;
      readonly exchange?: string;
    }
  | {
      readonly kind: 'look';
      readonly reason: string;
      readonly step?: string;
      /** Look again at the latest after this many ms, earlier when the screen changes. */
      readonly withinMs: number;
    };

/** Decides the next action. Who plays it is the only thing that changes between run, replay and test. */
export interface Pilot {
  readonly name: string;
  readonly model?: string;
  decide(situation: Situation, signal: AbortSignal): Promise<Answer>;
  close?(): Promise<void>;
}

/** What a person is shown before a risky act. Everything here comes from the real action and the real pixels. */
export interface Confirmation {
  readonly act: number;
  readonly step: string | undefined;
  readonly stepName: string | undefined;
  /** The step is tried again after an act of it that was risky, too: what was approved before was for that one. */
  readonly again: boolean;
  /** The action in words, such as: click left on “Delete” at 412,300. */
  readonly summary: string;
  readonly action: Action;
  readonly class: RiskClass;
  readonly reason: string;
  readonly evidence: string | undefined;
  /** Id of the rule that asks. */
  readonly rule: string | undefined;
  /** File and line of the site policy that wants a person asked; then no approval in advance counts. */
  readonly site: string | undefined;
  /** The lines of YAML that would allow it in advance. */
  readonly ways: readonly string[];
  readonly window: WindowFacts | undefined;
  readonly box: FrameBox | undefined;
  /** Absolute path of a crop of the real pixels with the target marked. */
  readonly crop: string | undefined;
  /** Absolute path of the whole frame. */
  readonly frame: string;
  /** ms until no answer means no. */
  readonly withinMs: number;
}

/** The person who may say no. No answer in time means no; the loop enforces that too. */
export interface Operator {
  readonly name: string;
  confirm(confirmation: Confirmation, signal: AbortSignal): Promise<Approval>;
  /** Asks a question in words; undefined when there is nobody to answer. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Writes the recording. A promise that resolves means the line is on disk; a rejection ends the run before the next act. */
export interface Journal {
  /** Absolute path of the recording folder. */
  readonly folder: string;
  /** Writes and syncs the picture and then the line that names it. */
  frame(look: Look): Promise<View>;
  line(event: RecordingEvent): Promise<void>;
  /** Keeps a file beside the recording and answers its path relative to the folder. `name` may hold one folder, such as `patches/a3.png`. */
  keep(name: string, content: Uint8Array | string): Promise<string>;
  /** Writes nothing more and frees the lock. */
  close(): Promise<void>;
}

/** Gives the value of a secret at the last moment. Its value is never recorded. */
export interface Secrets {
  readonly names: readonly string[];
  /** Throws when the secret is unknown or has no value. */
  reveal(name: string): string;
}

/** Looks at files that checks and file dialogs speak of. */
export interface Files {
  /** The file as UTF-8 text; undefined when it does not exist. Relative paths are relative to the task. */
  text(path: string): Promise<string | undefined>;
  /** A mark that is another one once the file was written anew; undefined when it does not exist. */
  stamp(path: string): Promise<string | undefined>;
  /** Names in the file's folder that begin with its name and a dot. */
  longerNames(path: string): Promise<readonly string[]>;
}
