import type { HintLadder } from '~/backend/types';

/** Whether the time of the next hint has come: after so many seconds on the exercise or so many failed attempts, whichever is sooner. */
export function isDue(ladder: HintLadder, seconds: number, failures: number): boolean {
  if (ladder.next_after_seconds === null) return false;
  const byFailures = ladder.next_after_failures > 0 && failures >= ladder.next_after_failures;
  return byFailures || seconds >= ladder.next_after_seconds;
}
