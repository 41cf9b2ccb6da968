import { describe, expect, it } from 'vitest';
import type { CheckView, FindingView } from '~/backend/types';
import { difference, progress, verdict } from './words';

const finding = (over: Partial<FindingView> = {}): FindingView => ({
  check: 'counters',
  table: 'courses',
  field: 'total_lessons',
  row: 'x',
  stored: 99,
  actual: 4,
  repaired: false,
  ...over,
});

const check = (findings: FindingView[]): CheckView => ({
  ok: findings.every((one) => one.repaired),
  at: new Date().toISOString(),
  duration_ms: 20,
  differences: findings.filter((one) => !one.repaired).length,
  findings,
  backup: null,
});

describe('the verdict', () => {
  it('says that nobody has looked yet, that all is well, and that something differs', () => {
    expect(verdict(null).state).toBe('unknown');
    expect(verdict(check([])).state).toBe('right');
    expect(verdict(check([finding({ repaired: true })])).state).toBe('right');
    expect(verdict(check([finding()])).state).toBe('wrong');
  });

  it('says what to do by what was found', () => {
    const next = (over: Partial<FindingView>) => verdict(check([finding(over)])).next;
    const all = [next({}), next({ check: 'integrity', field: 'pages' }), next({ check: 'locked' })];
    expect(new Set(all).size).toBe(3);
  });
});

it('each kind of difference is a sentence of its own without gaps', () => {
  const kinds = ['counters', 'integrity', 'schema', 'foreign_keys', 'encryption', 'locked', 'audit'];
  const sentences = kinds.map((kind) => difference(finding({ check: kind, stored: 'this' })));
  expect(new Set(sentences).size).toBe(kinds.length);
  for (const sentence of [...sentences, difference(finding({ stored: null })), difference(finding({ actual: null }))]) {
    expect(sentence).toMatch(/^[a-zA-Z].+\.$/);
    expect(sentence).not.toMatch(/undefined|null|\{/);
  }
});

it('work without steps is at its beginning', () => {
  expect(progress(null).percent).toBe(0);
  expect(progress({ work: 'copy', done: 1, total: 4 }).percent).toBe(25);
});
