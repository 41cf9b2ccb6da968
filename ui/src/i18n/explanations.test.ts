import { describe, expect, it } from 'vitest';
import type { Explanation } from '~/backend/types';
import { explanationText, explanationWords } from './explanations';
import english from './explanations/en.json';
import said from './explanations/said.json';

const explanations = said as unknown as Explanation[];

describe('the words of an explanation', () => {
  it.each(explanations)('are those of the runner: $code', (explanation) => {
    const { where, what, why, next, text } = explanation;
    expect(explanationWords(explanation)).toEqual({ where, what, why, next });
    expect(explanationText(explanation)).toBe(text);
  });

  it('are there for every kind', () => {
    expect(new Set(explanations.map((explanation) => explanation.code))).toEqual(new Set(Object.keys(english.codes)));
  });

  it('are the ones that came along where the kind or a fact is not known here', () => {
    const other = {
      code: 'rain',
      params: {},
      where: 'Line 1',
      what: 'It rains.',
      why: 'So.',
      text: 'It rains. So.',
      next: 'Wait.',
    };
    expect(explanationWords(other)).toEqual({ where: 'Line 1', what: 'It rains.', why: 'So.', next: 'Wait.' });
    expect(explanationWords({ ...other, code: 'zero_named', params: { line: 3 } }).what).toBe('It rains.');
    // From before there were four parts.
    const old = { ...other, where: '', what: '', why: '' };
    expect(explanationWords(old)).toEqual({ where: '', what: 'It rains. So.', why: '', next: 'Wait.' });
    expect(explanationText(old)).toBe('It rains. So.');
  });

  it('take what stands in a value as it is', () => {
    const [given] = explanations.filter((explanation) => explanation.code === 'name_unknown');
    const words = explanationWords({ ...given!, params: { line: 2, name: '{line} $& <b>' } });
    expect(words.what).toBe('In line 2, the name `{line} $& <b>` is used, but it has no value.');
  });
});
