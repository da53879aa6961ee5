import { describe, expect, it } from 'vitest';
import { actionsPage } from './docs-page.js';

describe('docs/actions.md', () => {
  it('should say what the schemas say (update with -u)', async () => {
    await expect(actionsPage()).toMatchFileSnapshot('../../docs/actions.md');
  });
});
