import { type Command, Option } from 'commander';
import { forms } from '../core/forms.js';
import { collect, serverUrl } from './arguments.js';
import type { Controls } from './controls.js';

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
export function modelCommands(program: Command, exit: Exit, controls: Controls): void {
  const models = program
    .command('models')
    .description('list the known models and what is known of them')
    .argument(
      '[words...]',
      'only those whose name, family or source has all of these, or the profile of a name',
    )
    .option('--host <kind>', 'only those that usually run on this kind of server')
    .addOption(
      new Option('--points <space>', 'only those that write points so').choices([
        'absolute',
        'relative',
        'unknown',
      ]),
    )
    .addOption(
      new Option('--known <how>', 'only those of which this is how it is known where points lie').choices([
        'documented',
        'seen',
        'guessed',
        'no',
      ]),
    )
    .option('--profiles <file>', 'JSON file with profiles of your own')
    .option('--json', 'as JSON', false)
    .action(async (words: readonly string[], options) => {
      const { listModels } = await import('./commands/models.js');
      exit(await listModels(words, options));
    });
  sizeCommand(models, exit);
  decodeCommand(models, exit);
  askCommand(program, exit, controls);
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

/** Each field of a request is an option of the same name, with dashes. */
function askCommand(program: Command, exit: Exit, controls: Controls): void {
  const command = withModel(
    program
      .command('ask')
      .description('ask a model about pictures or a video')
      .argument('[question]', 'the question; none is needed with --as'),
  )
    .option('--request <file>', 'the question as a JSON file, or - for standard input; options go over it')
    .option('--base-url <url>', 'OpenAI-compatible server of the model', serverUrl);
  shownOptions(command);
  answerOptions(command);
  command
    .option(
      '--max-retries <n>',
      'how often a failed request is sent again (default: 2; limits are waited out)',
    )
    .option('--retry-backoff-s <s>', 'first wait after a failed request (default: 1.5); it doubles')
    .option('--json', 'print {text, model, usage} as JSON', false)
    .option('--stream', 'print the answer while it comes', false)
    .option('--output <file>', 'keep request, inputs (by sha256), answer and raw reply, never the key')
    .option('--draw <file>', 'with --as boxes or located: write the picture with the boxes on it (PNG)')
    .option('--session <file>', 'go on with the conversation in this file, or begin one')
    .option('--batch <file>', 'JSONL, one request a line; goes on where --output ends')
    .option('--concurrency <n>', 'lines of a batch asked at once (default: 4)')
    .action(async (question: string | undefined, options) => {
      const { askCommand: run } = await import('./commands/ask.js');
      exit(await run(question, options, controls));
    });
}

function shownOptions(command: Command): void {
  command
    .option('--image <file>', 'picture or PDF: path, https, oss or data URL; may be repeated', collect, [])
    .option('--pages <list>', 'pages of a PDF, such as 1-3,7')
    .option(
      '--video <what>',
      'URL, file up to 7 MB, folder of frames or recording; repeated: the frames in order',
      collect,
      [],
    )
    .option('--fps <n>', 'frames a second of the video, 0.1 to 10')
    .addOption(
      new Option('--detail <level>', 'how many pixels pictures are sent with').choices([
        'low',
        'high',
        'auto',
      ]),
    )
    .option('--high-resolution', 'pictures with all the pixels that DashScope takes')
    .option('--min-pixels <n>', 'smaller pictures are enlarged to so many pixels')
    .option('--max-pixels <n>', 'larger pictures and frames are shrunk to so many pixels')
    .option('--upload', 'send files through the temporary store of DashScope');
}

function answerOptions(command: Command): void {
  command
    .option('--system <text>', 'instructions in place of the usual ones')
    .option('--json-mode', 'the answer is one JSON value')
    .option('--schema <file>', 'JSON Schema of the answer, as a file or as JSON')
    .addOption(
      new Option(
        '--as <what>',
        'caption; text: all text; ocr: with confidence; located: text with boxes; boxes: things with boxes; table: CSV of a table or chart; html, markdown: the document; changes: of two pictures',
      ).choices(forms),
    )
    .option('--max-tokens <n>', 'most tokens of the answer (default: 512; 4000 where a page is read)')
    .option('--temperature <t>', 'from 0 to below 2 (default: 0.2; 0 with --as)')
    .option('--retries <n>', 'how often an answer that does not fit is asked for again (default: 1)')
    .option('--enable-thinking', 'let the model think first')
    .option('--no-enable-thinking', 'let it not think, where that can be chosen')
    .option('--thinking-budget <n>', 'most tokens of thinking');
}
