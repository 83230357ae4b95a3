import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { manifest } from './package-files.js';
import { placesOf, read } from './references.js';

const release = read('.github/workflows/release.yml');
const { version, repository, scripts } = manifest();
const called = ['.github/workflows/release.yml', '.github/workflows/test.yml', '.ci/run'];

/** The jobs of the workflow, by name. */
const jobs = Object.fromEntries(
  release
    .slice(release.indexOf('\njobs:'))
    .split(/\n {2}(?=\w+:\n)/)
    .map((text) => [/^\w+/.exec(text)?.[0], text]),
);

/** How a step of the workflow ends for a tag, in a folder; 0 lets the release go on. */
function stepEnds(name: string, tag: string, cwd = packageRoot): number | null {
  const [, command] = new RegExp(`- name: ${name}\n +run: (.*)`).exec(release) ?? assert.fail(`no step ${name}`);
  return spawnSync('bash', ['-c', command ?? ''], { cwd, env: { ...process.env, GITHUB_REF_NAME: tag } }).status;
}

describe('house: a release', () => {
  it('begins with a tag, and tests before anything is published', () => {
    assert.match(release, /^on:\n {2}push:\n {4}tags: \["v\*"\]\npermissions:\n {2}contents: read$/m);
    assert.match(jobs.test ?? '', /- run: \.ci\/run$/m);
    assert.match(jobs.publish ?? '', /^ {4}needs: test$/m);
  });

  it('calls scripts that there are', () => {
    const names = called.flatMap((file) => placesOf(file, /npm run (?:--silent )?([\w:-]+)/g)).map(({ text }) => text);
    assert.ok(names.length > 4, names.join());
    assert.deepEqual(
      names.filter((name) => scripts[name] === undefined),
      [],
    );
  });

  it('says from where it was built, which only the job that publishes may', () => {
    assert.match(jobs.publish ?? '', /- run: npm publish --provenance --access public$/m);
    assert.match(jobs.publish ?? '', /id-token: write/);
    assert.doesNotMatch(jobs.test ?? '', /id-token|NPM_TOKEN/);
    // npm compares it with the repository that the statement names.
    assert.match(repository.url, /^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
  });

  it('is of the version of the package', () => {
    assert.equal(stepEnds('The tag is the version of the package', `v${version}`), 0);
    assert.notEqual(stepEnds('The tag is the version of the package', 'v0.0.1'), 0);
  });

  it('needs a chapter of the changelog with its day', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomos-release-'));
    const endsWith = (heading: string) => {
      writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n${heading}\n\n### Added\n`);
      return stepEnds('The changelog has a day for it', 'v1.2.3', folder);
    };
    assert.equal(endsWith('## 1.2.3 - 2027-02-01'), 0);
    for (const heading of ['## 1.2.3', '## 1.2.4 - 2027-02-01', '## Unreleased']) assert.notEqual(endsWith(heading), 0);
    rmSync(folder, { recursive: true });
  });

  it('has a changelog whose newest version is that of the package', () => {
    const chapters = placesOf('CHANGELOG.md', /^## (.*)/g).map(({ text }) => text);
    assert.equal(chapters[0], 'Unreleased');
    assert.equal(chapters[1]?.replace(/ - \d{4}-\d{2}-\d{2}$/, ''), version);
  });
});
