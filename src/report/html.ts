import { DeskhandError } from '../core/errors.js';
import { page } from './html/page.js';
import type { Report } from './report.js';

/** One self-contained page that opens from disk and makes no request. */
export const html: Report = {
  name: 'html',
  description: 'one self-contained page with pictures, opens from disk',
  file: 'report.html',
  pictures: true,
  render(inputs) {
    const [input] = inputs;
    if (input === undefined || inputs.length > 1) {
      throw new DeskhandError(
        'usage',
        'report-single',
        `One page tells one recording, not ${inputs.length}.`,
        {
          hint: 'Write one HTML report per recording; junit and json hold several.',
        },
      );
    }
    return page(input);
  },
};
