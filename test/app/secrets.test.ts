import { expect, it } from 'vitest';
import { environmentWithout } from '../../src/app/secrets.js';
import { redactor } from '../../src/core/secrets/redact.js';

it('what a run starts gets no variable of a secret, nor another one that shows a value', () => {
  const env = {
    SHOP_PW: 'Tr0ub4dor-Kx93',
    OTHER_TASKS_PIN: '4917',
    DATABASE: 'postgres://shop:Tr0ub4dor-Kx93@db/shop',
    ENCODED: Buffer.from('shop:Tr0ub4dor-Kx93').toString('base64'),
    LANG: 'C.UTF-8',
    PATH: '/home/shop/bin:/usr/bin',
    EDITOR: 'vi',
    UNSET: undefined,
  };
  const redact = redactor({ pw: env.SHOP_PW, user: 'shop' });
  expect(environmentWithout(env, ['SHOP_PW', 'OTHER_TASKS_PIN'], redact)).toEqual({
    LANG: 'C.UTF-8',
    PATH: '/home/shop/bin:/usr/bin',
    EDITOR: 'vi',
  });
});
