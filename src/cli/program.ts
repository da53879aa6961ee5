import { Argument, Command, Help, Option } from 'commander';
import { packageVersion } from '../app/package-version.js';
import { collect, serverUrl } from './arguments.js';
import type { Controls } from './controls.js';
import { modelCommands } from './model-commands.js';
import type { ProcessControls } from './stops.js';

type Exit = (code: number) => void;

/** The commands that a stop ends with an exit code of its own, whenever it comes. */
const stoppable = ['run', 'replay', 'demo', 'ask'];

/**
 * The command line. Heavy modules are loaded by the command that needs them, so that `--help` is quick.
 *
 * @param controls listen for a stop already; it ends commands that do nothing else with it at once
 */
export function buildProgram(exit: Exit, controls: ProcessControls): Command {
  const program = new Command('deskhand')
    .description(
      'Runs jobs on a desktop from YAML: looks, decides, asks before risky acts, writes everything down.',
    )
    .version(packageVersion(), '-v, --version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false, optionDescription })
    .addHelpText('after', exitCodeHelp);
  program.configureOutput({ outputError: (text, write) => write(`deskhand: ${usageText(text)}`) });
  program.hook('preAction', (_program, command) => {
    if (!stoppable.includes(command.name())) controls.leave();
  });
  runCommands(program, exit, controls);
  recordingCommands(program, exit);
  taskCommands(program, exit);
  sightCommands(program, exit);
  modelCommands(program, exit, controls);
  machineCommands(program, exit);
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** What commander says of a wrong command line, in the form of our own errors. */
function usageText(text: string): string {
  return `${text.replace(/^error: /u, '').trimEnd()}\n  deskhand --help and deskhand COMMAND --help tell what there is.\n`;
}

const exitCodeHelp = `
Exit codes: 0 passed · 1 failed · 2 bad task or usage · 3 environment not ready · 4 refused or not approved
            5 out of budget · 130 stopped`;

const help = new Help();

/** A default that only means “not given” is not shown. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const notGiven = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return notGiven ? description : help.optionDescription(option);
}

/** Options that decide where and how a run takes place. */
function withRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--approve <who>', 'who answers when an act is risky')
        .choices(['ask', 'yes', 'deny', 'file'])
        .default('ask', 'ask: the terminal, and no when there is none'),
    )
    .option('--desktop <where>', 'virtual, current, or a display such as :1 (default: as the task says)')
    .option(
      '--monitor <which>',
      'look at one monitor: its name, its number from 1, or all (default: as the task says)',
    )
    .option('--size <WxH>', 'size of a virtual desktop, such as 1280x800')
    .option('--view', 'let a VNC viewer watch the virtual desktop', false)
    .option('--hints', 'ask applications where their labels are (AT-SPI), and check with the pixels', false)
    .option('--strict', 'a promise that held already before its step is a failure', false)
    .option('--stop-key <chord>', 'stops a run on a desktop that a person sits at (default: ctrl+alt+escape)')
    .option('--no-stop-corner', 'a pointer pushed into a corner of such a desktop does not stop the run')
    .addOption(
      new Option(
        '--person <what>',
        'when somebody else uses mouse or keyboard: pause until they are left alone, or ignore it (default: as the task says, else pause, on a virtual desktop ignore)',
      ).choices(['pause', 'ignore']),
    )
    .option('--reporter <names>', 'list, json, junit=FILE, html=FILE, md=FILE; several with commas', 'list')
    .option('--recordings <dir>', 'where recordings are kept', 'recordings');
}

function runCommands(program: Command, exit: Exit, controls: Controls): void {
  withRunOptions(
    program.command('run').description('run tasks').argument('<task...>', 'task files or folders'),
  )
    .option(
      '--param <k=v>',
      'value of a parameter, for the tasks that declare it; may be repeated',
      collect,
      [],
    )
    .addOption(
      new Option('--pilot <who>', 'who reaches goals in plain words')
        .choices(['auto', 'qwen', 'offline'])
        .default('auto', 'auto: qwen when there is a key, else offline'),
    )
    .option('--model <id>', 'model of the qwen pilot; several with commas help each other out')
    .option('--base-url <url>', 'OpenAI-compatible server of the model', serverUrl)
    .option('--profiles <file>', 'JSON file with profiles of models of your own')
    .option(
      '--pace <pace>',
      'how fast input is given: fast, steady, slow, or the time between two keys such as 80ms (default: as the task says, else by what each application is)',
    )
    .option('--grep <pattern>', 'only tasks whose name matches')
    .option('--tag <tag>', 'only tasks with this tag, may be repeated', collect, [])
    .action(async (tasks: string[], options) => {
      const { runCommand } = await import('./commands/run.js');
      exit(await runCommand(tasks, options, controls));
    });
  withRunOptions(
    program
      .command('replay')
      .description('repeat a recorded run without a model; halts where the screen differs')
      .argument('<recording>', 'folder of a recording'),
  )
    .option('--dry', 'on the recorded frames, without a display', false)
    .option(
      '--task <file>',
      'the task of a recording that is not your own: its policy, approvals, secrets and applications count then',
    )
    .action(async (folder: string, options) => {
      const { replayCommand } = await import('./commands/replay.js');
      exit(await replayCommand(folder, options, controls));
    });
  program
    .command('demo')
    .description('run sample tasks on a virtual desktop, without a key or a network')
    .option('--recordings <dir>', 'where recordings are kept', 'recordings')
    .action(async (options) => {
      const { demoCommand } = await import('./commands/demo.js');
      exit(await demoCommand(options, controls));
    });
  program
    .command('stop')
    .description('stop the runs under way: no further input, everything released')
    .option('--recordings <dir>', 'where recordings are kept', 'recordings')
    .action(async (options) => {
      const { stopCommand } = await import('./commands/signal.js');
      exit(await stopCommand(options));
    });
  program
    .command('pause')
    .description('pause the runs under way before their next act; those that are paused go on')
    .option('--recordings <dir>', 'where recordings are kept', 'recordings')
    .action(async (options) => {
      const { pauseCommand } = await import('./commands/signal.js');
      exit(await pauseCommand(options));
    });
}

function recordingCommands(program: Command, exit: Exit): void {
  program
    .command('show')
    .description('print a recording, act by act')
    .argument('<recording>', 'folder of a recording')
    .option('--json', 'as JSON', false)
    .action(async (folder: string, options) => {
      const { showCommand } = await import('./commands/show.js');
      exit(await showCommand(folder, options));
    });
  program
    .command('report')
    .description('make a report from a recording')
    .argument('<recording>', 'folder of a recording')
    .addOption(
      new Option('--format <name>', 'kind of report')
        .choices(['html', 'junit', 'json', 'md'])
        .default('html'),
    )
    .option(
      '-o, --output <file>',
      'where to write it (default: report.<format> in the recording; - is standard output)',
    )
    .option('--narrate', 'have a model write an account of the session instead', false)
    .option('--model <id>', 'model that narrates')
    .option('--base-url <url>', 'OpenAI-compatible server of the model', serverUrl)
    .option('--profiles <file>', 'JSON file with profiles of models of your own')
    .action(async (folder: string, options) => {
      if (options.narrate) {
        const { narrateCommand } = await import('./commands/narrate.js');
        return exit(await narrateCommand(folder, options));
      }
      const { reportCommand } = await import('./commands/report.js');
      exit(await reportCommand(folder, options));
    });
}

function taskCommands(program: Command, exit: Exit): void {
  program
    .command('check')
    .description('validate tasks without touching the screen, and list which steps may ask')
    .argument('<task...>', 'task files or folders')
    .option(
      '--recording <dir>',
      'an earlier run that tells which promises are weak (default: the newest one)',
    )
    .option('--recordings <dir>', 'where recordings are kept', 'recordings')
    .option('--param <k=v>', 'value of a parameter, as for run; may be repeated', collect, [])
    .option('--json', 'as JSON', false)
    .action(async (tasks: string[], options) => {
      const { checkCommand } = await import('./commands/check.js');
      exit(await checkCommand(tasks, options));
    });
  program
    .command('init')
    .description('write a sample task and the JSON Schema for editors')
    .argument('[folder]', 'where to write them', '.')
    .action(async (folder: string) => {
      const { initCommand } = await import('./commands/init.js');
      exit(await initCommand(folder));
    });
  program
    .command('schema')
    .description('print the JSON Schema of tasks, or of site policies (draft-07)')
    .addArgument(new Argument('[of]', 'task or policy').choices(['task', 'policy']).default('task'))
    .action(async (of: 'task' | 'policy') => {
      const { schemaCommand } = await import('./commands/schema.js');
      exit(await schemaCommand(of));
    });
}

function sightCommands(program: Command, exit: Exit): void {
  program
    .command('locate')
    .description('find text or a patch on a picture')
    .option('--image <file>', 'the picture (PNG)')
    .option('--text <text>', 'text to find; /…/ is a pattern')
    .option('--patch <file>', 'patch to find (PNG)')
    .option('--queries <file>', 'JSONL, one {"image","text"} a line; answers one sighting a line')
    .option('--draw <file>', 'write the picture with the sightings marked')
    .option('--json', 'as JSON', false)
    .action(async (options) => {
      const { locateCommand } = await import('./commands/locate.js');
      exit(await locateCommand(options));
    });
  program
    .command('judge')
    .description('verdicts of the policy for actions read as JSONL from standard input')
    .option('--policy <file>', 'YAML or JSON file with a policy')
    .action(async (options) => {
      const { judgeCommand } = await import('./commands/judge.js');
      exit(await judgeCommand(options));
    });
}

function machineCommands(program: Command, exit: Exit): void {
  program
    .command('doctor')
    .description('what this machine has and lacks: display, input, text reading, model')
    .option('--json', 'as JSON', false)
    .option('--desktop <where>', 'current, a display such as :1, or virtual for no other', 'current')
    .option('--monitor <which>', 'look at one monitor: its name, or its number from 1', 'all')
    .option('--calibrate', 'show the model markers and measure where it points (costs a few calls)', false)
    .option('--model <id>', 'try this model: a question, a picture, a tool call, a point (or calibrate it)')
    .option('--base-url <url>', 'OpenAI-compatible server of the model', serverUrl)
    .option('--host <kind>', 'kind of server, where its address does not tell')
    .option('--profiles <file>', 'JSON file with profiles of models of your own')
    .option('--size <WxH>', 'size of the pictures that a model is tried with', '1920x1080')
    .action(async (options) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      exit(await doctorCommand(options));
    });
}
