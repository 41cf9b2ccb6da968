import type { ExerciseState } from '~/backend/types';
import { m } from '~/i18n/generated/messages.js';

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

export function exerciseStateWord(state: ExerciseState, here = false): string {
  if (here) return m.exercise_here();
  switch (state) {
    case 'passed':
      return m.exercise_passed();
    case 'tried':
      return m.exercise_tried();
    case 'open':
      return m.exercise_open();
  }
}
