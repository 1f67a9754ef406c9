import { describe, expect, test } from '@jest/globals';
import type { Severity } from '../../src/findings.ts';
import { byHeat, heatOf, mapHeat, weigh } from '../../src/heat/heat.ts';
import type { HeatConfig } from '../../src/heat/marks.ts';
import { placeOf } from '../../src/heat/place.ts';
import type { ProfileSide } from '../../src/heat/profile.ts';
import { readProfile } from '../../src/heat/read-profile.ts';
import { readFunctions } from '../../src/heat/source-functions.ts';
import { descendants } from '../../src/syntax/node.ts';
import { cpp } from '../cpp.ts';

const { parse } = await cpp();

const NOTHING: HeatConfig = { hot: { paths: [], functions: [] }, cold: { paths: [], functions: [] } };

interface Given {
  readonly profiles?: readonly (readonly [folded: string, side: ProfileSide])[];
  readonly config?: Partial<HeatConfig>;
  readonly rule?: { readonly severity: Severity; readonly cap?: Severity };
  readonly severity?: Severity;
  readonly path?: string;
}

/** What a warning at the call of `here` becomes. */
function weighed(
  source: string,
  { profiles = [], config = {}, rule = { severity: 'warning' }, severity = rule.severity, path = 'core/queue.cc' }: Given = {},
) {
  const tree = parse(path, source);
  const here = descendants(tree.root, 'call_expression').find((call) => call.child('function')?.text === 'here');
  if (!here) throw new Error('the source has no here()');
  const read = profiles.map(([folded, side]) => readProfile('p', folded, side));
  const map = mapHeat(read, [readFunctions(tree)], { ...NOTHING, ...config });
  return weigh(rule, severity, heatOf(placeOf(here), map));
}

const DRAIN = 'namespace app { struct queue { void drain(); }; void queue::drain() { for (auto x : items) { here(x); } } }';
const HOT = 'main;app::queue::drain() 230\nmain;poll 770\n';
const WARM = 'main;app::queue::drain() 30\nmain;poll 970\n';
const UNSEEN = 'main;app::other() 230\nmain;poll 770\n';

describe('one finding', () => {
  test('is a warning without a profile: its loop orders it and no more', () => {
    expect(weighed(DRAIN)).toEqual({ severity: 'warning', hot: { source: 'structure', share: null }, sentence: null });
  });

  test('is an error where the function takes a fifth of the time, and the message has the share', () => {
    expect(weighed(DRAIN, { profiles: [[HOT, 'after']] })).toEqual({
      severity: 'error',
      hot: { source: 'profile', share: 0.23 },
      sentence: '`app::queue::drain` takes 23 % of the samples in this profile.',
    });
  });

  test('stays a warning where the profile shows it and it is not hot', () => {
    expect(weighed(DRAIN, { profiles: [[WARM, null]] })).toMatchObject({ severity: 'warning', hot: { share: 0.03 } });
  });

  test('is a note where the profile never shows the function', () => {
    expect(weighed(DRAIN, { profiles: [[UNSEEN, 'after']] })).toEqual({
      severity: 'note',
      hot: { source: 'profile', share: 0 },
      sentence: 'This profile never shows `app::queue::drain`, so it takes at most 0.3 % of the samples.',
    });
  });
});

describe('a cap', () => {
  const profiles = [[HOT, 'after']] as const;
  test.each<[Severity, Severity | undefined, Severity, Severity]>([
    ['warning', undefined, 'warning', 'error'],
    ['warning', 'warning', 'warning', 'warning'],
    ['warning', undefined, 'note', 'warning'],
    ['note', undefined, 'note', 'note'],
    ['note', 'warning', 'note', 'warning'],
    ['error', undefined, 'error', 'error'],
  ])('rule %s, cap %s: a %s becomes a %s', (own, cap, severity, expected) => {
    const rule = cap === undefined ? { severity: own } : { severity: own, cap };
    expect(weighed(DRAIN, { profiles, rule, severity }).severity).toBe(expected);
  });

  test('an error stays one in cold code: it is wrong whatever it costs', () => {
    expect(weighed(DRAIN, { profiles: [[UNSEEN, 'after']], rule: { severity: 'error' } }).severity).toBe('error');
  });
});

describe('a profile', () => {
  test('counts the inclusive share: the copy is made by what the function calls', () => {
    expect(weighed(DRAIN, { profiles: [['main;app::queue::drain();memcpy 30\nmain;x 70\n', 'after']] }).severity).toBe('error');
  });

  test('counts the hottest functions that make up a fifth of the time, however flat it is', () => {
    const rest = Array.from({ length: 20 }, (_, i) => `main;f${i} 4\n`).join('');
    const flat = (own: number, other: number) =>
      weighed(DRAIN, { profiles: [[`main;app::queue::drain() ${own}\nmain;g ${other}\n${rest}`, 'after']] }).severity;
    expect([flat(12, 8), flat(12, 30), flat(4, 4)]).toEqual(['error', 'warning', 'warning']);
  });

  test('of start-up code counts its own share only: it holds all that it starts', () => {
    const source = 'void init() { here(); }';
    const started = 'init;run 90\ninit 1\nother 9\n';
    expect(weighed(source, { profiles: [[started, 'after']] })).toMatchObject({ severity: 'warning', hot: { share: 0.01 } });
    expect(weighed(source, { profiles: [['init 90\ninit;x 10\n', 'after']] }).severity).toBe('error');
  });

  test('of the change goes before that of its base, and the base alone never says cold', () => {
    expect(
      weighed(DRAIN, {
        profiles: [
          [HOT, 'before'],
          [WARM, 'after'],
        ],
      }).severity,
    ).toBe('warning');
    expect(weighed(DRAIN, { profiles: [[HOT, 'before']] }).severity).toBe('error');
    expect(weighed(DRAIN, { profiles: [[UNSEEN, 'before']] }).severity).toBe('warning');
  });

  test('of several the largest share counts', () => {
    expect(
      weighed(DRAIN, {
        profiles: [
          [UNSEEN, 'after'],
          [HOT, 'after'],
        ],
      }),
    ).toMatchObject({ severity: 'error', hot: { share: 0.23 } });
  });

  test('with too few samples, or too many without a name, does not say cold', () => {
    const few = (count: number) => weighed(DRAIN, { profiles: [[`main;poll ${count}\n`, 'after']] }).severity;
    expect([few(15), few(16)]).toEqual(['warning', 'note']);
    expect(weighed(DRAIN, { profiles: [['main;[unknown] 30\nmain;poll 70\n', 'after']] }).severity).toBe('warning');
  });

  test('does not say cold of what may be inlined into a function that takes time', () => {
    const source = 'inline void tiny() { here(); }\nvoid hot_loop() { tiny(); }\nvoid other() {}';
    expect(weighed(source, { profiles: [['main;hot_loop 50\nmain;poll 50\n', 'after']] }).severity).toBe('warning');
    expect(weighed(source, { profiles: [['main;other 50\nmain;poll 50\n', 'after']] }).severity).toBe('note');
    const overloaded = `${source}\nvoid hot_loop(int n) {}`;
    expect(weighed(overloaded, { profiles: [['main;hot_loop 50\nmain;poll 50\n', 'after']] }).severity).toBe('warning');
  });

  test('that does not tell overloads apart says neither hot nor cold of one', () => {
    const source = 'void f(int a) { here(); }\nvoid f(long a) {}';
    expect(weighed(source, { profiles: [['main;f 90\nmain;poll 10\n', 'after']] })).toEqual({
      severity: 'warning',
      hot: null,
      sentence: 'This profile does not tell `f` from its namesakes, which take 90 % of the samples together.',
    });
  });

  test('that could not be read weighs nothing', () => {
    expect(weighed(DRAIN, { profiles: [['nothing of the kind', 'after']] }).sentence).toBeNull();
  });

  test('of instructions or time says so', () => {
    const callgrind = '# callgrind format\nevents: Ir\nfl=core/queue.cc\nfn=app::queue::drain()\n1 60\nfn=main\n1 40\n';
    expect(weighed(DRAIN, { profiles: [[callgrind, 'after']] }).sentence).toBe(
      '`app::queue::drain` takes 60 % of the instructions in this profile.',
    );
    expect(weighed(DRAIN.replaceAll('drain', 'fill'), { profiles: [[callgrind, 'after']] }).sentence).toBe(
      'This profile never shows `app::queue::fill`.',
    );
  });

  test('of tracepoints says nothing of what fires none', () => {
    const summary = 'Timed tracepoints [ms]:\n  vfs_open 20 1 1 1 1 1 1 4.000\n';
    expect(weighed(DRAIN, { profiles: [[summary, 'after']] }).severity).toBe('warning');
  });
});

describe('marks in the source', () => {
  const hot = { severity: 'error', hot: { source: 'annotation', share: null }, sentence: '`f` is marked hot.' };
  const cold = { severity: 'note', hot: null, sentence: '`f` is marked cold.' };

  test.each([
    ['// perf-review: hot\nvoid f() { here(); }', hot],
    ['/** Drains.\n * perf-review: hot -- once per packet */\ntemplate <typename T>\nvoid f() { here(); }', hot],
    ['// perf-review: hot\nOSV_LIBC_API\nvoid f() { here(); }', hot],
    ['[[gnu::hot]] void f() { here(); }', hot],
    ['__attribute__((hot)) void f() { here(); }', hot],
    ['void f() __attribute__((__hot__, noinline));\nvoid f() { here(); }', hot],
    ['[[gnu::cold]] void f() { here(); }', cold],
    ['void __attribute__((cold, noinline)) f() { here(); }', cold],
  ])('%j', (source, expected) => {
    expect(weighed(source)).toEqual(expected);
  });

  test.each([
    '// perf-review: hot\nvoid g();\nvoid f() { here(); }',
    '// perf-review: hot\nint x;\nvoid f() { here(); }',
    '// perf-review: hotel\nvoid f() { here(); }',
    '// perf-review: ignore hot -- no\nvoid f() { here(); }',
    'void g() { // perf-review: hot\n}\nvoid f() { here(); }',
    'auto s = "perf-review: hot";\nvoid f() { here(); }',
    '[[gnu::hot]] void g() {}\nvoid f() { here(); }',
    'int hot; void f() { here(); }',
  ])('%j marks no f', (source) => {
    expect(weighed(source)).toMatchObject({ severity: 'warning', sentence: null });
  });

  test('a mark on the declaration in the class holds for the definition', () => {
    const source = 'namespace n { struct s { [[gnu::hot]] void go(); void rest(); }; void s::go() { here(); } }';
    expect(weighed(source)).toMatchObject({ severity: 'error', sentence: '`n::s::go` is marked hot.' });
    expect(weighed(source.replace('s::go()', 's::rest()'))).toMatchObject({ severity: 'warning', sentence: null });
  });

  test('the highest counts: a hot mark beside a profile that shows little, a profile beside a cold mark', () => {
    const source = (mark: string) => `${mark}\nvoid f() { here(); }`;
    expect(weighed(source('// perf-review: hot'), { profiles: [['main;f 3\nmain;x 97\n', 'after']] })).toMatchObject({
      severity: 'error',
      hot: { source: 'annotation', share: 0.03 },
    });
    expect(weighed(source('[[gnu::cold]]'), { profiles: [['main;f 30\nmain;x 70\n', 'after']] })).toMatchObject({
      severity: 'error',
      hot: { source: 'profile', share: 0.3 },
    });
  });
});

describe('the config', () => {
  const virtio = 'namespace osv { namespace virtio { struct net { void rx(); }; void net::rx() { here(); } } }';

  test('calls functions hot by qualified name, in whatever namespace, and by path', () => {
    const hot = { severity: 'error', hot: { source: 'config', share: null }, sentence: 'The config calls `osv::virtio::net::rx` hot.' };
    for (const functions of [['virtio::*'], ['osv::virtio::net::rx'], ['rx'], ['*::r?'], ['**']]) {
      expect(weighed(virtio, { config: { hot: { paths: [], functions } } })).toEqual(hot);
    }
    expect(weighed(virtio, { path: 'drivers/virtio/net.cc', config: { hot: { paths: ['drivers/**'], functions: [] } } })).toEqual(hot);
    for (const functions of [['net'], ['virtio'], ['virtio::blk::*'], ['r']]) {
      expect(weighed(virtio, { config: { hot: { paths: [], functions } } }).sentence).toBeNull();
    }
  });

  test('calls functions cold, after hot', () => {
    const cold = { paths: [], functions: ['virtio::*'] };
    expect(weighed(virtio, { config: { cold } })).toEqual({
      severity: 'note',
      hot: null,
      sentence: 'The config calls `osv::virtio::net::rx` cold.',
    });
    expect(weighed(virtio, { config: { cold, hot: { paths: ['core/**'], functions: [] } } }).severity).toBe('error');
  });
});

describe('the shape of the code', () => {
  const structure = { severity: 'warning', hot: { source: 'structure', share: null }, sentence: null };
  const nothing = { severity: 'warning', hot: null, sentence: null };

  test.each([
    ['a loop', 'void f() { while (next()) here(); }', structure],
    ['an interrupt handler', 'void f() { new gsi_edge_interrupt(3, [=] { here(); }); }', structure],
    ['a callback of an event loop', 'void f() { loop.on_read([] { here(); }); }', structure],
    ['neither', 'void f() { here(); }', nothing],
    ['an event loop itself', 'void f() { while (true) { wait_for_work(); here(); } }', nothing],
    ['a loop of start-up code', 'void init_devices() { while (next()) here(); }', nothing],
    ['a loop on an error path', 'int f() { if (bad) { while (next()) here(); log_error("x"); throw 1; } return 0; }', nothing],
    [
      'the constructor of a singleton',
      'struct pool { pool(); static pool& get(); };\npool::pool() { while (next()) here(); }\npool& pool::get() { static pool p; return p; }',
      nothing,
    ],
    ['the constructor of any other class', 'struct pool { pool(); };\npool::pool() { while (next()) here(); }', structure],
  ])('%s', (_, source, expected) => {
    expect(weighed(source)).toEqual(expected);
  });

  test('outside functions there is no heat', () => {
    expect(weighed('int x = here();', { profiles: [[HOT, 'after']] })).toEqual(nothing);
  });
});

test('findings of one severity come hotter first', () => {
  const hots = [
    null,
    { source: 'structure', share: null },
    { source: 'profile', share: 0 },
    { source: 'profile', share: 0.4 },
    { source: 'annotation', share: null },
    { source: 'profile', share: 0.01 },
  ] as const;
  expect([...hots].sort(byHeat)).toEqual([
    { source: 'profile', share: 0.4 },
    { source: 'annotation', share: null },
    { source: 'profile', share: 0.01 },
    { source: 'structure', share: null },
    null,
    { source: 'profile', share: 0 },
  ]);
});
