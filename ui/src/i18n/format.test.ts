import { describe, expect, it } from 'vitest';
import { countdown, duration, longDay, moment } from './format';

const now = new Date(2026, 10, 23, 17, 0, 0);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

describe('moment', () => {
  it.each([
    [at(2026, 10, 23, 16, 59), '16:59'],
    [new Date(now.getTime() - 5000).toISOString(), 'just now'],
    [at(2026, 10, 22, 23, 59), 'yesterday'],
    [at(2026, 10, 18, 9, 0), 'Wednesday'],
    [at(2026, 9, 2, 9, 0), '2 October'],
    [at(2025, 9, 2, 9, 0), '2 October 2025'],
    ['not a time', ''],
  ])('%s is %s', (utc, words) => {
    expect(moment(utc, now)).toBe(words);
  });
});

it('a day to come is said whole', () => {
  expect(longDay(at(2026, 11, 23, 9, 0))).toBe('23 December 2026');
  expect(longDay('not a time')).toBe('');
});

it('duration', () => {
  expect(duration(12.4)).toBe('12 ms');
  expect(duration(1234)).toBe('1.2 s');
});

it('countdown', () => {
  expect(countdown(70)).toBe('1:10');
  expect(countdown(0.2)).toBe('0:01');
  expect(countdown(-3)).toBe('0:00');
});
