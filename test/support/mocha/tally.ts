import { writeFileSync } from 'node:fs';
import { type MochaOptions, type Runner, reporters } from 'mocha';

/**
 * The usual report of mocha; what it came to (how many passed, why each of the others failed, the titles of those skipped and repeated,
 * how long each took) goes as JSON into the file that `TALLY_FILE` names.
 */
class TallyReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const tally = {
      passed: 0,
      failures: [] as { title: string; reason: string }[],
      skipped: [] as string[],
      durations: [] as { title: string; ms: number }[],
    };
    const repeated = new Set<string>();
    runner.on('pass', (test) => {
      tally.passed += 1;
      tally.durations.push({ title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on('fail', (test, error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tally.failures.push({ title: test.fullTitle(), reason });
    });
    runner.on('pending', (test) => void tally.skipped.push(test.fullTitle()));
    runner.on('retry', (test) => void repeated.add(test.fullTitle()));
    runner.once('end', () => {
      const { TALLY_FILE: file } = process.env;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ ...tally, repeated: [...repeated] }));
    });
  }
}

export = TallyReporter;
