import { indexPage } from './html/index-page.js';
import { page } from './html/page.js';
import type { Report } from './report.js';

/**
 * A self-contained page that opens from disk and makes no request. Over several recordings it is a table of
 * contents of the pages that the runs have left in their own folders.
 */
export const html: Report = {
  name: 'html',
  description:
    'one self-contained page with pictures, opens from disk; over several recordings an index of theirs',
  file: 'report.html',
  pictures: true,
  render(inputs, options) {
    const [input] = inputs;
    return input !== undefined && inputs.length === 1 ? page(input, options) : indexPage(inputs, options);
  },
};
