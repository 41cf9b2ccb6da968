import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftView, SourceFile } from '~/backend/types';

const answers: DraftView[] = [];
const sent: { files: SourceFile[]; revision: number }[] = [];
vi.mock('~/backend/backend', () => ({
  call: (_command: string, request: { files: SourceFile[]; revision: number }) => {
    sent.push(request);
    return Promise.resolve(answers.shift());
  },
}));
const { Draft } = await import('./drafts.svelte');

const files = (text: string): SourceFile[] => [{ path: 'main.py', text }];
const view = (text: string, revision: number, beside: string | null): DraftView => ({
  files: files(text),
  saved_at: '2026-11-23T09:00:00Z',
  revision,
  can_restore: false,
  beside: beside === null ? null : files(beside),
});

describe('a program that is open in two windows', () => {
  beforeEach(() => {
    answers.length = 0;
    sent.length = 0;
  });

  it('goes on from the revision that was loaded and saved last', async () => {
    const draft = new Draft('e');
    draft.settle(view('a', 4, null));
    answers.push(view('ab', 5, null), view('abc', 6, null));
    draft.change(files('ab'));
    await draft.flush();
    draft.change(files('abc'));
    await draft.flush();
    expect(sent.map((request) => request.revision)).toEqual([4, 5]);
    expect(draft.conflict).toBeNull();
  });

  it('keeps its text beside the other window’s, on the revision it began with, until it is decided', async () => {
    const draft = new Draft('e');
    draft.settle(view('a', 4, null));
    answers.push(view('other', 7, 'mine'), view('other', 8, 'mine too'));
    draft.change(files('mine'));
    expect(await draft.flush()).toBe(true);
    expect(draft.conflict).toBe('beside');
    draft.change(files('mine too'));
    await draft.flush();
    expect(sent.map((request) => request.revision)).toEqual([4, 4]);
    draft.settle(view('mine too', 9, null));
    expect([draft.conflict, draft.revision]).toEqual([null, 9]);
  });

  it('says on opening that there are two texts', () => {
    const draft = new Draft('e');
    draft.settle(view('first', 3, 'second'));
    expect([draft.conflict, draft.revision]).toEqual(['saved', 3]);
  });
});
