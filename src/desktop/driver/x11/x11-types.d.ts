/**
 * Types for the part of the untyped `x11` package that deskhand uses. Requests with a reply take a
 * callback last; a callback that returns true says that it has dealt with the error.
 */
declare module 'x11' {
  export type Callback<T> = (error: XError | null | undefined, reply: T) => boolean | undefined;

  export interface XError extends Error {
    /** Protocol error number, such as 3 for BadWindow. */
    readonly error?: number;
    readonly badParam?: number;
    readonly majorOpcode?: number;
    readonly minorOpcode?: number;
  }

  export interface XScreen {
    readonly root: number;
    readonly root_visual: number;
    readonly root_depth: number;
    readonly pixel_width: number;
    readonly pixel_height: number;
    readonly mm_width: number;
    readonly mm_height: number;
  }

  export interface XDisplay {
    readonly client: XClient;
    readonly screen: readonly XScreen[];
    readonly format: Readonly<
      Record<number, { readonly bits_per_pixel: number; readonly scanline_pad: number }>
    >;
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly image_byte_order: number;
    /** The bits that a client chooses itself in the ids of its windows; the others tell the client. */
    readonly resource_mask: number;
    readonly vendor: string;
  }

  /** Any event; which fields are there depends on `name`. */
  export interface XEvent {
    readonly type: number;
    readonly seq: number;
    readonly name?: string;
    readonly wid?: number;
    /** The window that a ConfigureNotify is about. */
    readonly wid1?: number;
    readonly event?: number;
    readonly parent?: number;
    readonly atom?: number;
    readonly time?: number;
    readonly x?: number;
    readonly y?: number;
    readonly width?: number;
    readonly height?: number;
    /** Keycode or button of input events. */
    readonly keycode?: number;
    readonly request?: number;
    readonly area?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly damage?: number;
    readonly selection?: number;
    readonly requestor?: number;
    readonly target?: number;
    readonly property?: number;
    readonly owner?: number;
    /** Of a property: 0 for a new value, 1 for deleted. */
    readonly state?: number;
    /** Opcode of the extension that an event is of, where it says so. */
    readonly extension?: number;
    /** Of an event of XInput 2: the device it comes from, and its key or button. */
    readonly sourceId?: number;
    readonly detail?: number;
  }

  export interface XProperty {
    readonly type: number;
    readonly format: number;
    readonly bytesAfter: number;
    readonly data: Buffer;
  }

  export interface XPointer {
    readonly root: number;
    readonly child: number;
    readonly rootX: number;
    readonly rootY: number;
    readonly childX: number;
    readonly childY: number;
    readonly sameScreen: number;
    /** Modifiers in bits 0..7, buttons 1..5 in bits 8..12. */
    readonly keyMask: number;
  }

  export interface XGeometry {
    readonly depth: number;
    readonly xPos: number;
    readonly yPos: number;
    readonly width: number;
    readonly height: number;
    readonly borderWidth: number;
  }

  export interface XWindowAttributes {
    readonly klass: number;
    /** 0 unmapped, 1 unviewable, 2 viewable. */
    readonly mapState: number;
    readonly overrideRedirect: number;
    readonly allEventMasks: number;
    readonly myEventMasks: number;
  }

  export interface XClient {
    readonly display: XDisplay;
    /** The package shares one cache between all connections unless each client is given its own. */
    atoms: Record<string, number>;
    readonly atom_names: Record<number, string>;
    /** For requests the package does not have: the number of the last request, the waiting replies, the wire. */
    seq_num: number;
    // biome-ignore lint/suspicious/noExplicitAny: every request unpacks its own kind of reply
    readonly replies: Record<number, [(reply: Buffer) => unknown, Callback<any>]>;
    readonly pack_stream: { put(packet: Buffer): void; submit(expectsReply: boolean): void };
    on(name: 'event', listener: (event: XEvent) => void): this;
    on(name: 'error', listener: (error: XError) => void): this;
    on(name: 'end', listener: () => void): this;
    removeListener(name: 'event', listener: (event: XEvent) => void): this;
    AllocID(): number;
    ReleaseID(id: number): void;
    close(done?: (error?: Error) => void): void;
    terminate(): void;
    sync(done: Callback<void>): void;
    require(name: string, done: (error: Error | null | undefined, extension: unknown) => void): void;

    InternAtom(onlyIfExists: boolean, name: string, done: Callback<number>): void;
    GetAtomName(atom: number, done: Callback<string>): void;
    GetProperty(
      remove: 0 | 1,
      window: number,
      name: number,
      type: number,
      offset: number,
      length: number,
      done: Callback<XProperty>,
    ): void;
    ChangeProperty(
      mode: 0 | 1 | 2,
      window: number,
      name: number,
      type: number,
      unit: 8 | 16 | 32,
      data: Buffer | string | readonly number[],
      done?: Callback<void>,
    ): void;
    DeleteProperty(window: number, name: number, done?: Callback<void>): void;
    ListProperties(window: number, done: Callback<number[]>): void;
    QueryTree(window: number, done: Callback<{ root: number; parent: number; children: number[] }>): void;
    GetGeometry(drawable: number, done: Callback<XGeometry>): void;
    GetWindowAttributes(window: number, done: Callback<XWindowAttributes>): void;
    TranslateCoordinates(
      from: number,
      to: number,
      x: number,
      y: number,
      done: Callback<{ sameScreen: number; child: number; destX: number; destY: number }>,
    ): void;
    QueryPointer(window: number, done: Callback<XPointer>): void;
    WarpPointer(
      from: number,
      to: number,
      fromX: number,
      fromY: number,
      fromWidth: number,
      fromHeight: number,
      x: number,
      y: number,
    ): void;
    QueryKeymap(done: Callback<Buffer>): void;
    GetKeyboardMapping(first: number, count: number, done: Callback<number[][]>): void;
    ChangeKeyboardMapping(
      first: number,
      keysymsPerKeycode: number,
      keysyms: readonly number[],
      done?: Callback<void>,
    ): void;
    /** What applications get of each physical button, from the first. */
    GetPointerMapping(done: Callback<readonly number[]>): void;
    GetModifierMapping(done: Callback<number[][]>): void;
    GetInputFocus(done: Callback<{ revertTo: number; focus: number }>): void;
    SetInputFocus(window: number, revertTo: number, done?: Callback<void>): void;
    GetImage(
      format: number,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      done: Callback<{ depth: number; visualId: number; data: Buffer }>,
    ): void;
    ChangeWindowAttributes(
      window: number,
      values: Readonly<Record<string, number>>,
      done?: Callback<void>,
    ): void;
    ConfigureWindow(window: number, values: Readonly<Record<string, number>>, done?: Callback<void>): void;
    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
      borderWidth: number,
      depth: number,
      windowClass: number,
      visual: number,
      values: Readonly<Record<string, number>>,
      done?: Callback<void>,
    ): void;
    DestroyWindow(window: number, done?: Callback<void>): void;
    MapWindow(window: number, done?: Callback<void>): void;
    UnmapWindow(window: number, done?: Callback<void>): void;
    CreateGC(id: number, drawable: number, values: Readonly<Record<string, number>>): void;
    ChangeGC(id: number, values: Readonly<Record<string, number>>): void;
    /** `rectangles` is flat: x, y, width, height of each. */
    PolyFillRectangle(
      drawable: number,
      gc: number,
      rectangles: readonly number[],
      done?: Callback<void>,
    ): void;
    KillClient(resource: number, done?: Callback<void>): void;
    SetSelectionOwner(window: number, selection: number, time: number): void;
    /** Modes: 0 freezes the device until more is allowed, 1 does not. */
    GrabKey(
      window: number,
      ownerEvents: 0 | 1,
      modifiers: number,
      keycode: number,
      pointerMode: 0 | 1,
      keyboardMode: 0 | 1,
      done?: Callback<void>,
    ): void;
    GetSelectionOwner(selection: number, done: Callback<number>): void;
    ConvertSelection(
      requestor: number,
      selection: number,
      target: number,
      property: number,
      time?: number,
    ): void;
    SendEvent(
      destination: number,
      propagate: number,
      eventMask: number,
      event: Buffer | object,
      done?: Callback<void>,
    ): void;
    /** `destination` is who gets the message, `window` what it is about. */
    SendClientMessage(
      destination: number,
      window: number,
      messageType: number,
      format: 8 | 16 | 32,
      data: readonly number[],
      eventMask?: number,
      done?: Callback<void>,
    ): void;
  }

  export interface XTest {
    readonly KeyPress: 2;
    readonly KeyRelease: 3;
    readonly ButtonPress: 4;
    readonly ButtonRelease: 5;
    readonly MotionNotify: 6;
    /** `code` is a keycode, a button, or 1 for a relative motion; `delay` in ms on the server's clock. */
    FakeInput(type: number, code: number, delay: number, root: number, x: number, y: number): void;
  }

  export interface XShm {
    /** Attaches a segment and lets it go again: the only proof that the server takes any. */
    usable(done: Callback<boolean>): void;
    AttachFd(segment: number, file: number, readOnly: boolean, done: Callback<void>): void;
    Detach(segment: number, done: Callback<void>): void;
    GetImage(
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      format: number,
      segment: number,
      offset: number,
      done: Callback<{ depth: number; visual: number; size: number }>,
    ): void;
  }

  export interface XDamage {
    readonly ReportLevel: { RawRectangles: 0; DeltaRectangles: 1; BoundingBox: 2; NonEmpty: 3 };
    Create(id: number, drawable: number, level: number): void;
    Destroy(id: number): void;
    Subtract(id: number, repair: number, parts: number): void;
  }

  export interface XFixes {
    CreateRegion(id: number, rectangles: readonly object[]): void;
    FetchRegion(
      id: number,
      done: Callback<{
        extents: { x: number; y: number; width: number; height: number };
        rectangles: readonly { x: number; y: number; width: number; height: number }[];
      }>,
    ): void;
    SetRegion(id: number, rectangles: readonly object[]): void;
    DestroyRegion(id: number): void;
  }

  export interface XRandr {
    readonly NotifyMask: { ScreenChange: 1; CrtcChange: 2; OutputChange: 4; All: 15 };
    readonly majorOpcode: number;
    readonly major_version: number;
    readonly minor_version: number;
    SelectInput(window: number, mask: number): void;
  }

  export interface XKb {
    UseExtension(
      major: number,
      minor: number,
      done: Callback<{ supported: number; serverMajor: number; serverMinor: number }>,
    ): void;
    GetState(
      device: number,
      done: Callback<{
        mods: number;
        lockedMods: number;
        latchedMods: number;
        group: number;
        lockedGroup: number;
      }>,
    ): void;
    LatchLockState(
      device: number,
      affectLocks: number,
      locks: number,
      lockGroup: boolean,
      group: number,
      affectLatches: number,
      latches: number,
      latchGroup: boolean,
      groupLatch: number,
    ): void;
  }

  export interface XInput {
    readonly majorOpcode: number;
    /** Device 0: all of them. */
    XIQueryDevice(device: number, done: Callback<readonly { deviceId: number; name: string }[]>): void;
    /** Device 1: all masters. `mask` holds names of events. */
    XISelectEvents(window: number, masks: { deviceId: number; mask: readonly string[] }): void;
  }

  export interface CreateOptions {
    display?: string;
    auth?: { name: string; data: string };
  }

  export function createClient(
    options: CreateOptions,
    done: (error: Error | undefined, display: XDisplay) => void,
  ): XClient;

  export const eventMask: Readonly<Record<string, number>>;
  /** Keysym numbers by their X names, such as `XK_Return`. */
  export const keySyms: Readonly<Record<string, { code: number; description: string | null }>>;

  const x11: {
    createClient: typeof createClient;
    eventMask: typeof eventMask;
    keySyms: typeof keySyms;
  };
  export default x11;
}
