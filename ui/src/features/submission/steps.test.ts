import { expect, test } from 'vitest';
import type { Explanation } from '~/backend/types';
import { stepsOf } from './steps';

function explanation(params: Record<string, unknown>): Explanation {
  return { code: 'steps_taken', params, where: 'Line 4', what: 'what', why: 'why', text: 'what why', next: 'next' };
}

test('rows of line, name and value are steps', () => {
  const steps = [
    [3, 'total', '0'],
    [4, 'total', '7'],
  ];
  expect(stepsOf(explanation({ steps }))).toEqual([
    { line: 3, name: 'total', value: '0' },
    { line: 4, name: 'total', value: '7' },
  ]);
});

test('what is no step is left out', () => {
  expect(stepsOf(explanation({}))).toEqual([]);
  expect(stepsOf(explanation({ steps: 'none' }))).toEqual([]);
  expect(stepsOf(explanation({ steps: [[1, 'a'], ['1', 'a', '2'], null, [2, 'b', 'c']] }))).toEqual([
    { line: 2, name: 'b', value: 'c' },
  ]);
});
