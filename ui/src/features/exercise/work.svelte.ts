import { call } from '~/backend/backend';
import { BackendError } from '~/backend/error';
import type {
  AttemptRow,
  DraftView,
  HintLadder,
  JudgeResult,
  SourceFile,
  SubmissionView,
  SubmitOutcome,
  Workspace,
} from '~/backend/types';
import { verdictSentence } from '~/features/submission/words';
import { announcer } from '~/frame/announce.svelte';
import { toasts } from '~/frame/toasts.svelte';
import { explanationText } from '~/i18n/explanations';
import { m } from '~/i18n/generated/messages.js';
import { ConsoleOutput } from './console.svelte';
import { drafts, type Draft } from './drafts.svelte';
import { asksForInput } from './input';

/** What stands in the panel below the editor. */
export type Panel =
  | { kind: 'empty' }
  | { kind: 'running'; run: string }
  | { kind: 'ran'; result: JudgeResult }
  | { kind: 'judging'; run: string }
  | { kind: 'judged'; outcome: SubmitOutcome }
  | { kind: 'failed'; error: BackendError };

/** The work at one exercise: its text, its runs and attempts, its hints. */
export class Work {
  readonly exercise: Workspace;
  readonly draft: Draft;
  readonly output = new ConsoleOutput();

  files = $state.raw<SourceFile[]>([]);
  canRestore = $state(false);
  /** Whether the text was just put back to the starter, so that the way back is offered beside it. */
  wasReset = $state(false);
  input = $state('');
  panel = $state.raw<Panel>({ kind: 'empty' });
  mark = $state.raw<{ path: string; line: number } | null>(null);
  hints = $state.raw<HintLadder>({ total: 0, open: [], next_after_seconds: null, next_after_failures: 0 });
  attempts = $state.raw<AttemptRow[]>([]);
  totalAttempts = $state(0);
  passed = $state(false);
  /** An old attempt that is looked at. */
  viewed = $state.raw<SubmissionView | null>(null);
  /** An old attempt that is compared with what is typed. */
  compared = $state.raw<SubmissionView | null>(null);

  busy = $derived(this.panel.kind === 'running' || this.panel.kind === 'judging');
  needsInput = $derived(this.files.some((file) => asksForInput(file.text)));

  constructor(exercise: Workspace) {
    this.exercise = exercise;
    this.draft = drafts.of(exercise.id);
    // Text that could not be saved when the page was left is newer than what the file holds.
    this.files = complete(this.draft.unsaved ?? exercise.draft?.files ?? [], exercise.starter);
    if (!this.draft.unsaved) this.draft.settle(exercise.draft);
    this.take(exercise);
  }

  /** Takes what the backend knows, and leaves what is typed alone. */
  take(exercise: Workspace) {
    this.hints = exercise.hints;
    this.attempts = exercise.attempts;
    this.totalAttempts = exercise.total_attempts;
    this.passed = exercise.passed;
    this.canRestore = exercise.draft?.can_restore ?? false;
  }

  type(path: string, text: string) {
    this.files = this.files.map((file) => (file.path === path ? { path, text } : file));
    this.wasReset = false;
    // A line that is changed is no longer the one that the result speaks of.
    this.mark = null;
    this.draft.change(this.files);
  }

  async run() {
    if (this.busy) return;
    const run = crypto.randomUUID();
    this.#begin({ kind: 'running', run });
    this.output.clear();
    const stdin = this.#stdin();
    try {
      const result = await call(
        'run',
        {
          exercise: this.exercise.id,
          files: this.files,
          entry: this.exercise.entry,
          stdin,
          // What was written down beforehand is all the input there is; without it the program asks the person.
          interactive: !stdin,
          run,
        },
        (event) => this.output.add(event),
      );
      this.output.finish(result);
      this.#point(result);
      this.panel = { kind: 'ran', result };
      void announcer.say(
        result.verdict === 'passed'
          ? m.run_finished()
          : result.explanation
            ? explanationText(result.explanation)
            : m.run_ended(),
      );
    } catch (reason) {
      this.#fail(reason);
    }
  }

  async submit() {
    if (this.busy) return;
    const run = crypto.randomUUID();
    this.#begin({ kind: 'judging', run });
    void this.draft.flush();
    try {
      const outcome = await call('submit', { exercise: this.exercise.id, files: this.files, run });
      this.panel = { kind: 'judged', outcome };
      this.#point(outcome);
      this.hints = outcome.hints;
      // Practice is never credited, whatever its tests say.
      this.passed ||= outcome.verdict === 'passed' && outcome.judge !== 'practice';
      this.totalAttempts += 1;
      this.attempts = [rowOf(outcome), ...this.attempts];
      void announcer.say(verdictSentence(outcome));
    } catch (reason) {
      this.#fail(reason);
    }
  }

  async stop() {
    if (this.panel.kind !== 'running' && this.panel.kind !== 'judging') return;
    try {
      await call('stop', { run: this.panel.run });
    } catch (reason) {
      // It came to its end by itself a moment before.
      if (BackendError.from(reason).code !== 'not_found.run') toasts.error(reason);
    }
  }

  async takeHint() {
    const position = this.hints.open.length + 1;
    if (position > this.hints.total) return;
    try {
      this.hints = await call('take_hint', { exercise: this.exercise.id, position });
      void announcer.say(m.hint_opened({ position, total: this.hints.total }));
    } catch (reason) {
      toasts.error(reason);
    }
  }

  async reset() {
    await this.#replace(() => call('reset_draft', { exercise: this.exercise.id }));
    this.wasReset = true;
  }

  async restore() {
    await this.#replace(() => call('restore_draft', { exercise: this.exercise.id }));
    this.wasReset = false;
  }

  /** Where two windows typed: takes the text that is seen here, or the other one. The one that does not stay can be had back. */
  async decide(keepThis: boolean) {
    const beside = (this.draft.conflict === 'beside') === keepThis;
    await this.#replace(() => call('decide_draft', { exercise: this.exercise.id, beside }));
  }

  /** The exercise is left. */
  async leave() {
    // What cannot go on its way now goes the next time; the text itself is kept in any case.
    if (await this.draft.flush()) await call('leave_exercise', { exercise: this.exercise.id }).catch(() => undefined);
  }

  async view(attempt: AttemptRow) {
    if (this.viewed?.id === attempt.id) {
      this.viewed = null;
      return;
    }
    try {
      this.viewed = await call('submission', { submission: attempt.id });
    } catch (reason) {
      toasts.error(reason);
    }
  }

  async compare(attempt: AttemptRow) {
    try {
      this.compared = await call('submission', { submission: attempt.id });
    } catch (reason) {
      toasts.error(reason);
    }
  }

  /** Takes the text of an old attempt back into the editor; what stood there is kept, as by a reset. */
  async useAgain(submission: SubmissionView) {
    const files = complete(submission.files, this.files);
    const taken = await this.#replace(() =>
      call('save_draft', {
        exercise: this.exercise.id,
        files,
        revision: this.draft.revision,
        keep_previous: true,
      }),
    );
    if (taken) toasts.note(m.attempt_taken({ number: submission.attempt_number }));
  }

  /** Replaces the text as a whole. Whether that was done. */
  async #replace(change: () => Promise<DraftView>): Promise<boolean> {
    // What is typed must be on the disk first, or it could not be had back.
    if (!(await this.draft.flush())) {
      if (this.draft.state.kind === 'failed') toasts.error(this.draft.state.error);
      return false;
    }
    try {
      const draft = await change();
      this.files = complete(draft.files, this.exercise.starter);
      this.canRestore = draft.can_restore;
      this.draft.settle(draft);
      this.mark = null;
      this.viewed = null;
      return true;
    } catch (reason) {
      toasts.error(reason);
      return false;
    }
  }

  /** Marks the line that a result speaks of. */
  #point(result: JudgeResult) {
    if (result.verdict === 'passed' || result.line === null) return;
    this.mark = { path: result.file ?? this.exercise.entry, line: result.line };
  }

  #stdin(): string {
    const input = this.needsInput ? this.input : '';
    return input && !input.endsWith('\n') ? `${input}\n` : input;
  }

  #begin(panel: Panel) {
    this.panel = panel;
    this.mark = null;
    this.viewed = null;
  }

  #fail(reason: unknown) {
    this.panel = { kind: 'failed', error: BackendError.from(reason) };
  }
}

/** Every file of the exercise, with the text that was typed into it. A starter file that a newer version of the course brought is added. */
function complete(typed: SourceFile[], all: SourceFile[]): SourceFile[] {
  const known = all.map((file) => typed.find((other) => other.path === file.path) ?? file);
  const more = typed.filter((file) => !all.some((other) => other.path === file.path));
  return [...known, ...more];
}

function rowOf(outcome: SubmitOutcome): AttemptRow {
  return {
    id: outcome.submission_id,
    attempt_number: outcome.attempt_number,
    verdict: outcome.verdict,
    passed_cases: outcome.tests.filter((test) => test.status === 'pass').length,
    total_cases: outcome.tests.length,
    score: outcome.score,
    submitted_at: outcome.submitted_at,
    practice: outcome.judge === 'practice',
    tier: outcome.tier,
    state: 'saved',
  };
}
