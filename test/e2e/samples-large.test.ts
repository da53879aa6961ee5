import { describe } from 'vitest';
import { playSamples } from './samples.js';

describe('the sample tasks on real windows: large', { timeout: 240_000 }, () => playSamples('large'));
