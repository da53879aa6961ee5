import { readAction } from '../actions/index.js';
import { FrameBox } from '../core/coordinates.js';
import { contains, frameBox } from '../core/geometry.js';
import { cropAround } from '../sight/surroundings/crops.js';
import type { ActInput } from './contract.js';
import type { RunPorts } from './run-ports.js';

/** What a replay has to compare before an act: pixels of the frame that was decided on. */
interface Patch {
  readonly box: FrameBox;
  /** Undefined when the patch is the frame, which is kept already. */
  readonly png: Uint8Array | undefined;
}

/** Cuts the patch of an act while it is being judged, so that nothing waits for it; of what is refused nothing is kept. */
export class Patches {
  readonly #ports: RunPorts;
  #cut: { readonly of: ActInput['decision']; readonly patch: Promise<Patch | undefined> } | undefined;

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  /** Begins to cut the patch of a decision. */
  begin(input: ActInput, signal: AbortSignal): void {
    const patch = cutPatch(this.#ports, input, signal);
    // Whoever keeps the patch meets the error.
    patch.catch(() => undefined);
    this.#cut = { of: input.decision, patch };
  }

  /** Keeps the patch beside the recording; answers what the intent line says of it. */
  async keep(input: ActInput, signal: AbortSignal): Promise<{ patch?: { file: string; box: FrameBox } }> {
    const cut = this.#cut;
    this.#cut = undefined;
    const patch = await (cut?.of === input.decision ? cut.patch : cutPatch(this.#ports, input, signal));
    if (patch === undefined) return {};
    const { png, box } = patch;
    if (png === undefined) return { patch: { file: input.view.frame.file, box } };
    const name = `patches/a${String(input.act).padStart(4, '0')}.png`;
    return { patch: { file: await this.#ports.journal.keep(name, png), box } };
  }
}

async function cutPatch(ports: RunPorts, input: ActInput, signal: AbortSignal): Promise<Patch | undefined> {
  const { frame, key } = input.view;
  const box = patchBox(input);
  if (box === undefined) return undefined;
  if (box === 'whole') return { box: frameBox(0, 0, frame.size.width, frame.size.height), png: undefined };
  return { box, png: await ports.screen.crop(key, box, signal) };
}

/** The surroundings of the first point, or all that a model has read. */
function patchBox({ decision, view }: ActInput): FrameBox | 'whole' | undefined {
  const read = readAction(decision.action);
  if (!read.ok) return undefined;
  const { deed, input } = read;
  if (deed.name === 'read' && input.by === 'model') return FrameBox.safeParse(input.area).data ?? 'whole';
  const point = deed.kind === 'input' ? deed.traits(input).points[0] : undefined;
  if (point === undefined) return undefined;
  const at = decision.sighting && contains(decision.sighting.box, point) ? decision.sighting.box : point;
  return cropAround(at, view.frame.size).wide;
}
