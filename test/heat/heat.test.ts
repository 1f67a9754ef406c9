import { describe, expect, test } from '@jest/globals';
import { heatOf, mapHeat, weigh } from '../../src/heat/heat.ts';
import { placeOf } from '../../src/heat/place.ts';
import { readProfile } from '../../src/heat/read-profile.ts';
import { readFunctions } from '../../src/heat/source-functions.ts';
import { descendants } from '../../src/syntax/node.ts';
import { cpp } from '../cpp.ts';

const NOTHING = { hot: { paths: [], functions: [] }, cold: { paths: [], functions: [] } };

const SOURCE = `
namespace app {
struct queue { void drain(); };
void queue::drain() { for (auto x : items) use(x); }
void rarely() { for (auto x : items) use(x); }
}
`;

const PROFILE = 'main;app::queue::drain() 230\nmain;app::serve(int);poll 770\n';

const tree = (await cpp()).parse('core/queue.cc', SOURCE);
const [inDrain, inRarely] = descendants(tree.root, 'call_expression');

function weighed(node: typeof inDrain, profiles: readonly string[]) {
  if (!node) throw new Error('no such call');
  const map = mapHeat(
    profiles.map((text) => readProfile('p', text, 'after')),
    [readFunctions(tree)],
    NOTHING,
  );
  return weigh({ severity: 'warning' }, 'warning', heatOf(placeOf(node), map));
}

describe('the same finding', () => {
  test('is a warning without a profile, and its loop only orders it', () => {
    expect(weighed(inDrain, [])).toEqual({ severity: 'warning', hot: { source: 'structure', share: null }, sentence: null });
  });

  test('is an error where the profile says hot, with the share in the message', () => {
    expect(weighed(inDrain, [PROFILE])).toEqual({
      severity: 'error',
      hot: { source: 'profile', share: 0.23 },
      sentence: '`app::queue::drain` takes 23 % of the samples in this profile.',
    });
  });

  test('is a note where the profile never shows the function', () => {
    expect(weighed(inRarely, [PROFILE])).toEqual({
      severity: 'note',
      hot: { source: 'profile', share: 0 },
      sentence: 'This profile never shows `app::rarely`, so it takes at most 0.3 % of the samples.',
    });
  });
});
