import { expect, it } from 'vitest';
import type { HintLadder } from '~/backend/types';
import { isDue } from './hints';

const ladder = (seconds: number | null, failures: number): HintLadder => ({
  total: 3,
  open: [],
  next_after_seconds: seconds,
  next_after_failures: failures,
});

it('a hint is due after its time or its failed attempts, whichever is sooner', () => {
  expect(isDue(ladder(90, 2), 89, 1)).toBe(false);
  expect(isDue(ladder(90, 2), 90, 0)).toBe(true);
  expect(isDue(ladder(90, 2), 0, 2)).toBe(true);
});

it('where attempts do not count only time does', () => {
  expect(isDue(ladder(30, 0), 29, 50)).toBe(false);
  expect(isDue(ladder(30, 0), 30, 0)).toBe(true);
});

it('where there is no further hint nothing is due', () => {
  expect(isDue(ladder(null, 0), 9999, 9999)).toBe(false);
});
