import { expect, it } from 'vitest';
import { cacheFolder, configFolder } from '../../src/machine/places.js';

it('lie where the desktop keeps such things', () => {
  const env = { XDG_CACHE_HOME: '/var/cache/me', XDG_CONFIG_HOME: '/etc/me' };
  expect(cacheFolder(env, '/home/me')).toBe('/var/cache/me/deskhand');
  expect(configFolder(env, '/home/me')).toBe('/etc/me/deskhand');
  expect(cacheFolder({ XDG_CACHE_HOME: '' }, '/home/me')).toBe('/home/me/.cache/deskhand');
  expect(configFolder({}, '/home/me')).toBe('/home/me/.config/deskhand');
});
