import sharp from 'sharp';
import { DeskhandError, messageOf } from '../../core/errors.js';

/** A page of a PDF as a picture. */
export interface PdfPage {
  /** From 1. */
  readonly page: number;
  readonly png: Uint8Array;
}

/** Pages that are drawn where nobody says which. */
const MOST_PAGES = 20;
/** px of a page per point: 300 dots an inch. */
const MOST_SCALE = 300 / 72;

/** Whether bytes are a PDF. Some have a few bytes of a mail or a printer before their mark. */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-');
}

/**
 * Draws pages of a PDF, each with about so many px as a model takes, at most 300 dots an inch.
 *
 * @param options.pages such as `1-3,7`; all of up to 20 when missing
 * @param options.name what errors call the file
 * @throws DeskhandError `bad-pdf` for a broken or locked file, `pdf-pages` for pages that it has not
 */
export async function pdfPages(
  bytes: Uint8Array,
  options: { readonly name: string; readonly maxPixels: number; readonly pages?: string },
): Promise<readonly PdfPage[]> {
  const { name, maxPixels } = options;
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes).catch((cause: unknown) => {
      throw unreadable(name, cause);
    });
    try {
      // Without this, what was filled into a form is not drawn.
      document.initializeFormFields();
      const drawn: PdfPage[] = [];
      for (const page of chosenPages(options.pages, document.getPageCount(), name)) {
        const sheet = document.getPage(page - 1);
        const { originalWidth: width, originalHeight: height } = sheet.getOriginalSize();
        const scale = Math.min(MOST_SCALE, Math.sqrt(maxPixels / Math.max(1, width * height)));
        const { data } = await sheet.render({ scale, render: asPng, renderFormFields: true });
        drawn.push({ page, png: data });
      }
      return drawn;
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
}

function asPng({
  data,
  width,
  height,
}: {
  data: Uint8Array;
  width: number;
  height: number;
}): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 3 })
    .toBuffer();
}

function chosenPages(written: string | undefined, count: number, name: string): readonly number[] {
  if (written === undefined) {
    if (count <= MOST_PAGES) return Array.from({ length: count }, (_, at) => at + 1);
    throw badPages(`${name} has ${count} pages, more than the ${MOST_PAGES} that are sent unasked.`);
  }
  const pages = written.split(',').flatMap((part) => {
    const [, from, to = from] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to);
    if (from === undefined || first < 1 || last < first) throw badPages(`“${written}” names no pages.`);
    if (last > count)
      throw badPages(`${name} has ${count} ${count === 1 ? 'page' : 'pages'}; page ${last} is not there.`);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return [...new Set(pages)];
}

function badPages(message: string): DeskhandError {
  return new DeskhandError('usage', 'pdf-pages', message, {
    hint: 'Name them as --pages 1-3,7, in a request as "pages".',
  });
}

function unreadable(name: string, cause: unknown): DeskhandError {
  const reason = messageOf(cause);
  return new DeskhandError('usage', 'bad-pdf', `${name} is no PDF that can be read: ${reason}.`, {
    cause,
    hint: /password/i.test(reason)
      ? 'Save it without a password, or as pictures.'
      : 'Open it in a viewer and save it anew, or save its pages as pictures.',
  });
}
