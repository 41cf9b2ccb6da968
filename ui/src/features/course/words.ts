import type { ExerciseDot, ExerciseState } from '~/backend/types';
import { m } from '~/i18n/generated/messages.js';

type HasState = Pick<ExerciseDot, 'state' | 'practice_only'>;

export function difficultyWord(difficulty: string): string {
  switch (difficulty) {
    case 'beginner':
      return m.difficulty_beginner();
    case 'intermediate':
      return m.difficulty_intermediate();
    case 'advanced':
      return m.difficulty_advanced();
    case 'expert':
      return m.difficulty_expert();
    default:
      return difficulty;
  }
}

/** How far somebody is with an exercise; and, where a pass does not count, that it does not. */
export function exerciseStateWord({ state, practice_only }: HasState, here = false): string {
  const word = stateWord(state, here, practice_only);
  return practice_only ? m.exercise_with_practice({ state: word }) : word;
}

function stateWord(state: ExerciseState, here: boolean, practice: boolean): string {
  if (here) return m.exercise_here();
  switch (state) {
    case 'passed':
      return m.exercise_passed();
    case 'tried':
      return practice ? m.exercise_practised() : m.exercise_tried();
    case 'open':
      return m.exercise_open();
  }
}
