import { describe, expect, it } from 'vitest';
import type { ApiError } from '~/backend/types';
import { errorSentence, sentences } from './errors';

const error = (code: string, params: Record<string, unknown> = {}): ApiError => ({
  code,
  params,
  retry: false,
  operation_id: null,
});

describe('the sentence of an error', () => {
  it.each(Object.keys(sentences))('%s is a sentence without gaps', (code) => {
    const sentence = errorSentence(error(code));
    expect(sentence).toMatch(/^[A-Z].+[.?]$/);
    expect(sentence).not.toMatch(/undefined|null|\{|“”|\s[.,]/);
  });

  it('names the facts that the error brings', () => {
    expect(errorSentence(error('invalid.name_too_long', { max: 40 }))).toContain('40');
    expect(errorSentence(error('denied.lesson_closed', { title: 'Lists' }))).toContain('Lists');
  });

  it('falls back on the class where the reason is unknown', () => {
    expect(errorSentence(error('busy.something_new'))).toBe(errorSentence(error('busy.another')));
    expect(errorSentence(error('denied.something_new'))).toContain('denied.something_new');
  });

  it('falls back on an honest general sentence with the code', () => {
    expect(errorSentence(error('weather.rain'))).toContain('weather.rain');
  });
});
