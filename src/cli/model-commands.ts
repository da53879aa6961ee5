import { type Command, Option } from 'commander';
import { collect, serverUrl } from './arguments.js';

type Exit = (code: number) => void;

/** Options that say which model is meant and where it runs. */
function withModel(command: Command): Command {
  return command
    .option('--model <id>', 'name of the model (default: a pinned qwen3-vl-plus)')
    .option(
      '--host <kind>',
      'kind of server: dashscope, vllm, sglang, llama.cpp, ollama, lmstudio, openrouter, other',
    )
    .option('--profiles <file>', 'JSON file with profiles of your own');
}

/** The commands about models and questions to them. */
export function modelCommands(program: Command, exit: Exit): void {
  const models = program
    .command('models')
    .description('list the known models and what is known of them')
    .option('--profiles <file>', 'JSON file with profiles of your own')
    .option('--json', 'as JSON', false)
    .action(async (options) => {
      const { listModels } = await import('./commands/models.js');
      exit(await listModels(options));
    });
  sizeCommand(models, exit);
  decodeCommand(models, exit);
  askCommand(program, exit);
}

function sizeCommand(models: Command, exit: Exit): void {
  withModel(models.command('size').description('the size and tokens a screen is sent with, as JSON'))
    .requiredOption('--screen <WxH>', 'size of the screen in px, such as 1920x1080')
    .action(async (_options, command: Command) => {
      const { sizeOfScreen } = await import('./commands/models.js');
      exit(await sizeOfScreen(command.optsWithGlobals()));
    });
}

function decodeCommand(models: Command, exit: Exit): void {
  withModel(
    models
      .command('decode')
      .description('what a raw reply on standard input means as a point on a screen, as JSON')
      .requiredOption('--screen <WxH>', 'size of the screen in px'),
  )
    .option('--sent <WxH>', 'size of the picture that was sent (default: as models size says)')
    .option('--scale <factor>', 'screen px per logical px', '1')
    .option('--origin <x,y>', 'logical position of the screen', '0,0')
    .option('--jsonl', 'one reply a line in, one result a line out', false)
    .action(async (_options, command: Command) => {
      const { decodeReplies } = await import('./commands/models.js');
      exit(await decodeReplies(command.optsWithGlobals()));
    });
}

function askCommand(program: Command, exit: Exit): void {
  withModel(
    program
      .command('ask')
      .description('ask a model one question about pictures')
      .argument('[question]', 'the question; none is needed with --as text, located or html'),
  )
    .option('--image <file>', 'picture: path, https or data URL; may be repeated', collect, [])
    .option('--schema <file>', 'JSON Schema of the answer, as a file or as JSON')
    .addOption(
      new Option(
        '--as <what>',
        'text: all text; located: text with boxes; html: the document; changes: of two pictures',
      ).choices(['text', 'located', 'html', 'changes']),
    )
    .option('--base-url <url>', 'OpenAI-compatible server of the model', serverUrl)
    .option('--max-tokens <n>', 'most tokens of the answer')
    .option('--temperature <t>', 'from 0 to 2')
    .addOption(
      new Option('--detail <level>', 'how many pixels pictures are sent with').choices([
        'low',
        'high',
        'auto',
      ]),
    )
    .option('--retries <n>', 'how often an answer that does not fit is asked for again')
    .option('--json', 'print {text, model, usage} as JSON', false)
    .action(async (question: string | undefined, options) => {
      const { askCommand: run } = await import('./commands/ask.js');
      exit(await run(question, options));
    });
}
