import type { XEvent } from 'x11';
import type { PersonInput } from '../person.js';
import type { X11Client } from './client.js';
import type { SentPresses } from './hand/sent.js';

const allDevices = 0;
const allMasters = 1;

/**
 * Tells of every key, button and motion that is not of our own hand: raw events of XInput 2 name the device they come
 * from. Our hand acts by XTEST; what comes from any other device is a person's. Other programs act by XTEST too, such as
 * the server of a remote viewer: their presses are told from ours by counting, their motions by nothing that we move by.
 *
 * @param sent the presses of our own hand
 * @throws DeskhandError code `no-extension` where the server has no XInput
 */
export async function watchPerson(
  client: X11Client,
  sent: SentPresses,
  acted: (input: PersonInput) => void,
): Promise<void> {
  const xinput = await client.extension('xinput');
  const devices = await client.ask<readonly { deviceId: number; name: string }[]>((_raw, done) =>
    xinput.XIQueryDevice(allDevices, done),
  );
  const tests = new Set(devices.filter(({ name }) => name.includes('XTEST')).map(({ deviceId }) => deviceId));
  client.onEvent((event: XEvent) => {
    if (event.extension !== xinput.majorOpcode || event.sourceId === undefined) return;
    const input = inputs[event.name ?? ''];
    if (input === undefined) return;
    const { by, press } = input;
    const byTest = tests.has(event.sourceId);
    if (byTest && press !== undefined && sent.take(`${press} ${event.detail ?? 0}`)) return;
    acted({ by, pressed: press !== undefined });
  });
  xinput.XISelectEvents(client.root, {
    deviceId: allMasters,
    mask: ['RawKeyPress', 'RawButtonPress', 'RawMotion'],
  });
  await client.sync();
}

const inputs: Readonly<Record<string, { by: PersonInput['by']; press?: 'key' | 'button' }>> = {
  XIRawKeyPress: { by: 'the keyboard', press: 'key' },
  XIRawButtonPress: { by: 'the mouse', press: 'button' },
  XIRawMotion: { by: 'the mouse' },
};
