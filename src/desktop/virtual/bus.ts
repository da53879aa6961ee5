import { writeFileSync } from 'node:fs';
import type { LogPlace } from '../apps/log.js';
import { type Program, startProgram } from '../apps/program.js';
import type { Environment } from '../environment.js';

/**
 * A session bus that starts no services on request: nobody runs here but what was launched. With
 * accessibility it does, because applications reach their accessibility tree through such a service.
 */
const configuration = (socket: string, services: boolean): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  ${services ? '<standard_session_servicedirs/>' : ''}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Starts a private session bus; it is `ready()` when it listens. */
export function startBus(options: {
  readonly socket: string;
  readonly services: boolean;
  readonly configFile: string;
  readonly env: Environment;
  readonly log: LogPlace;
}): Promise<Program> {
  writeFileSync(options.configFile, configuration(options.socket, options.services), { mode: 0o600 });
  return startProgram({
    command: 'dbus-daemon',
    args: ['--nofork', '--nopidfile', `--config-file=${options.configFile}`, '--print-address=3'],
    env: options.env,
    log: options.log,
    readyOn: 3,
  });
}
