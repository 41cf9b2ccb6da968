import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError } from '~/backend/error';
import type { DraftView, SourceFile } from '~/backend/types';
import { DraftSaver, type DraftState } from './draft';

const files = (text: string): SourceFile[] => [{ path: 'main.py', text }];
const saved = (of: SourceFile[]): DraftView => ({
  files: of,
  saved_at: '2026-11-23T09:00:00Z',
  revision: 1,
  can_restore: false,
  beside: null,
});

describe('a draft', () => {
  let texts: string[];
  let states: DraftState['kind'][];
  let answer: (of: SourceFile[]) => Promise<DraftView>;
  let draft: DraftSaver;

  beforeEach(() => {
    vi.useFakeTimers();
    texts = [];
    states = [];
    answer = (of) => Promise.resolve(saved(of));
    draft = new DraftSaver(
      (of) => {
        texts.push(of[0]?.text ?? '');
        return answer(of);
      },
      (state) => states.push(state.kind),
    );
  });

  afterEach(() => vi.useRealTimers());

  it('is saved 400 ms after the last key', async () => {
    draft.change(files('a'));
    await vi.advanceTimersByTimeAsync(399);
    expect(texts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(texts).toEqual(['a']);
    expect(states).toEqual(['waiting', 'saving', 'saved']);
    expect(draft.unsaved).toBeNull();
  });

  it('is saved within a second while somebody types on', async () => {
    for (let key = 0; key < 15; key += 1) {
      draft.change(files(String(key)));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(texts[0]).toBe('9');
  });

  it('is saved at once when it is asked for', async () => {
    draft.change(files('a'));
    expect(await draft.flush()).toBe(true);
    expect(texts).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(texts).toEqual(['a']);
  });

  it('is never called saved while something newer is not', async () => {
    let finish: (view: DraftView) => void = () => {};
    answer = () => new Promise((resolve) => (finish = resolve));
    draft.change(files('a'));
    await vi.advanceTimersByTimeAsync(400);
    draft.change(files('ab'));
    finish(saved(files('a')));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('waiting');
    answer = (of) => Promise.resolve(saved(of));
    await vi.advanceTimersByTimeAsync(1000);
    expect(texts).toEqual(['a', 'ab']);
    expect(states.at(-1)).toBe('saved');
  });

  it('keeps the text after a failure, says why, and tries again', async () => {
    answer = () => Promise.reject(new BackendError({ code: 'full.disk', params: {}, retry: true, operation_id: null }));
    draft.change(files('a'));
    expect(await draft.flush()).toBe(false);
    expect(states.at(-1)).toBe('failed');
    expect(draft.unsaved).toEqual(files('a'));
    answer = (of) => Promise.resolve(saved(of));
    await vi.advanceTimersByTimeAsync(3000);
    expect(states.at(-1)).toBe('saved');
    expect(draft.unsaved).toBeNull();
  });
});
