/** How a terminal shows pictures within its text. */
export type PictureWay = 'iterm2' | 'kitty';

/** The way that the environment tells of; undefined when it tells of none, and inside tmux or screen, which swallow pictures. */
export function pictureWay(env: Readonly<Record<string, string | undefined>>): PictureWay | undefined {
  const term = env.TERM ?? '';
  const program = env.TERM_PROGRAM ?? '';
  if (env.TMUX !== undefined || /^(screen|tmux)/.test(term)) return undefined;
  if (env.KITTY_WINDOW_ID !== undefined || /kitty|ghostty/i.test(`${term} ${program}`)) return 'kitty';
  if (/^(iTerm\.app|WezTerm|mintty)$/.test(program) || env.LC_TERMINAL === 'iTerm2') return 'iterm2';
  return undefined;
}

/** The escape sequence that shows a PNG where the cursor stands. */
export function inlinePicture(png: Uint8Array, way: PictureWay): string {
  const base64 = Buffer.from(png).toString('base64');
  return way === 'iterm2' ? iterm2(base64, png.length) : kitty(base64);
}

/** Inline images protocol of iTerm2. */
function iterm2(base64: string, bytes: number): string {
  return `\x1b]1337;File=inline=1;size=${bytes};preserveAspectRatio=1:${base64}\x07`;
}

/** Graphics protocol of kitty: PNG (f=100), sent and shown at once, in chunks of 4096. */
function kitty(base64: string): string {
  const chunks = base64.match(/.{1,4096}/gs) ?? [];
  return chunks
    .map((chunk, index) => {
      const head = index === 0 ? 'a=T,f=100,q=2,' : '';
      return `\x1b_G${head}m=${index < chunks.length - 1 ? 1 : 0};${chunk}\x1b\\`;
    })
    .join('');
}
