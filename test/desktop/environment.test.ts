import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../src/desktop/environment.js';

describe('cleanEnvironment', () => {
  it.each([
    'DASHSCOPE_API_KEY',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'MY_APIKEY',
    'SOME_API_KEYS',
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'GITHUB_TOKEN',
    'tokens_of_mine',
    'CLIENT_SECRET',
    'DB_PASSWORD',
    'PGPASSWD',
    'SSH_AUTH_SOCK',
    'HF_HOME',
    'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    'npm_config__authToken',
    'NODE_OPTIONS',
    'VITEST_POOL_ID',
  ])('drops %s', (name) => {
    expect(cleanEnvironment({ [name]: 'x', PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });

  it.each([
    'PATH',
    'HOME',
    'LANG',
    'DISPLAY',
    'XAUTHORITY',
    'DBUS_SESSION_BUS_ADDRESS',
    'XDG_RUNTIME_DIR',
    'KEYBOARD',
    'MONKEY',
    'AUTHOR',
  ])('keeps %s', (name) => {
    expect(cleanEnvironment({ [name]: 'x' })).toEqual({ [name]: 'x' });
  });

  it('drops an address that carries a password, and keeps one that does not', () => {
    expect(
      cleanEnvironment({
        HTTPS_PROXY: 'http://me:hunter2@proxy:3128',
        HTTP_PROXY: 'http://proxy:3128',
        DATABASE_URL: 'postgres://app:pw@db/x',
      }),
    ).toEqual({ HTTP_PROXY: 'http://proxy:3128' });
  });

  it('leaves out what has no value', () => {
    expect(cleanEnvironment({ A: undefined, B: '' })).toEqual({ B: '' });
  });
});
