import type { AppSpec } from '../../ports.js';
import type { ResolvedStep } from '../../task/index.js';
import { playClick } from './click.js';
import { playFileDialog } from './file-dialog/play.js';
import { playGoal } from './goal.js';
import { playPress, playType } from './keyboard.js';
import { playCheck, playRead, playWait } from './look.js';
import { playAsk, playClose, playLaunch, playNote, playRun, playWindow } from './machine.js';
import { StepFailed } from './play.js';
import { playDrag, playHold, playMouseDown, playMouseUp, playMove, playScroll } from './pointer.js';
import type { Cue, Play, Stage } from './stage.js';

/** Plays one step of a task. `appNamed` gives the application of a launch step. */
export function playStep(
  stage: Stage,
  cue: Cue,
  step: ResolvedStep,
  appNamed: (name: string) => AppSpec | undefined,
): Play {
  switch (step.verb) {
    case 'do':
      return playGoal(stage, cue, {
        words: step.goal,
        until: [...step.until, ...step.expect],
        limits: step.limits,
      });
    case 'click':
      return playClick(stage, cue, step);
    case 'move':
      return playMove(stage, cue, step);
    case 'drag':
      return playDrag(stage, cue, step);
    case 'mouseDown':
      return playMouseDown(stage, cue, step);
    case 'mouseUp':
      return playMouseUp(stage, cue, step);
    case 'hold':
      return playHold(stage, cue, step);
    case 'scroll':
      return playScroll(stage, cue, step);
    case 'type':
      return playType(stage, cue, step);
    case 'press':
      return playPress(stage, cue, step);
    case 'wait':
      return playWait(stage, cue, step);
    case 'check':
      return playCheck(stage, cue, step);
    case 'read':
      return playRead(stage, cue, step);
    case 'window':
      return playWindow(stage, cue, step);
    case 'fileDialog':
      return playFileDialog(stage, cue, step);
    case 'launch':
      return playLaunch(stage, cue, known(appNamed(step.app), step.app), step.expect);
    case 'close':
      return playClose(stage, cue, step);
    case 'run':
      return playRun(stage, cue, step);
    case 'note':
      return playNote(stage, cue, step);
    case 'ask':
      return playAsk(stage, cue, step);
  }
}

function known(app: AppSpec | undefined, name: string): AppSpec {
  if (app === undefined) throw new StepFailed(`The task has no application “${name}”.`);
  return app;
}
