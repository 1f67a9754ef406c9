import { describe, expect, test } from '@jest/globals';
import { calleeName } from '../../src/syntax/calls.ts';
import { lockName } from '../../src/syntax/lock-sites.ts';
import { lockRegions, locksHeldAt, releasesCallersLock, sleepingLocksAt } from '../../src/syntax/locks.ts';
import { descendants, type Node } from '../../src/syntax/node.ts';
import { type Sight, sightOf } from '../../src/syntax/sight.ts';
import { cpp } from '../cpp.ts';

async function read(text: string): Promise<{ root: Node; sight: Sight }> {
  const tree = (await cpp()).parse('src/example.cc', text);
  return { root: tree.root, sight: sightOf(tree) };
}

/** `kind lock` of what is held at each call of `here()`, in order of place; declarations may stand before the function. */
async function heldHere(body: string, before = ''): Promise<string[][]> {
  const { root, sight } = await read(`${before}\nvoid f() {\n${body}\n}`);
  const places = descendants(root, 'call_expression').filter((call) => calleeName(call) === 'here');
  return places.map((call) => locksHeldAt(call, sight).map(({ kind, lock }) => `${kind} ${lock}`));
}

describe('guards', () => {
  test.each([
    ['std::lock_guard<std::mutex> g(m);', 'sleeping m'],
    ['std::lock_guard g{m};', 'sleeping m'],
    ['std::unique_lock<std::mutex> g(this->m);', 'sleeping m'],
    ['std::scoped_lock g(a, b);', 'sleeping a'],
    ['std::shared_lock g(rw);', 'rw-read rw'],
    ['auto g = std::unique_lock(m);', 'sleeping m'],
    ['boost::mutex::scoped_lock g(m);', 'sleeping m'],
    ['MutexLock g(&m);', 'sleeping m'],
    ['ReadLock g(&rw);', 'rw-read rw'],
    ['SpinLockHolder g(&m);', 'spin m'],
    ['auto g = queue.wlock();', 'rw-write queue'],
    ['auto g = queue->rlock();', 'rw-read queue'],
  ])('%s holds to the end of its block', async (guard, held) => {
    expect(await heldHere(`here(); { here(); ${guard} here(); { here(); } } here();`)).toEqual([[], [], [held], [held], []]);
  });

  test.each([
    'std::unique_lock g(m, std::defer_lock);',
    'std::unique_lock g(m, std::try_to_lock);',
    'auto p = weak.lock();',
    'std::vector<int> g(m);',
  ])('%s holds nothing', async (declaration) => {
    expect(await heldHere(`${declaration} here();`)).toEqual([[]]);
  });

  test('a guard made without its lock holds from lock() on', async () => {
    expect(await heldHere('std::unique_lock g(m, std::defer_lock); here(); g.lock(); here();')).toEqual([[], ['sleeping g']]);
  });

  test('unlock() opens a hole and lock() closes it', async () => {
    const body = 'std::unique_lock g(m); here(); g.unlock(); here(); g.lock(); here();';
    expect(await heldHere(body)).toEqual([['sleeping m'], [], ['sleeping m']]);
  });

  test('unlock() on a branch that leaves is a hole of that branch alone', async () => {
    const body = 'std::unique_lock g(m); if (x) { g.unlock(); here(); return; } here();';
    expect(await heldHere(body)).toEqual([[], ['sleeping m']]);
  });

  test('unlock() on a branch that goes on leaves the rest unknown, so not held', async () => {
    expect(await heldHere('std::unique_lock g(m); if (x) { g.unlock(); } here();')).toEqual([[]]);
  });

  test('a loop that releases in each turn holds before and after', async () => {
    const body = 'std::unique_lock g(m); while (x) { here(); g.unlock(); here(); g.lock(); here(); } here();';
    expect(await heldHere(body)).toEqual([['sleeping m'], [], ['sleeping m'], ['sleeping m']]);
  });

  test('a guard in the head of a statement ends with it', async () => {
    expect(await heldHere('if (auto g = queue.wlock(); g->empty()) { here(); } here();')).toEqual([['rw-write queue'], []]);
  });

  test('a guard that the caller hands over is held from the start', async () => {
    const { root, sight } = await read(
      'void f(std::unique_lock<std::mutex>& g, const std::unique_lock<std::mutex>& c) { here(); g.unlock(); here(); }',
    );
    const held = descendants(root, 'call_expression')
      .filter((call) => calleeName(call) === 'here')
      .map((call) => locksHeldAt(call, sight).map(({ lock }) => lock));
    expect(held).toEqual([['g'], []]);
  });
});

describe("OSv's macros", () => {
  test('WITH_LOCK holds in its statement', async () => {
    expect(await heldHere('here(); WITH_LOCK(_mtx) { here(); } here();')).toEqual([[], ['sleeping _mtx'], []]);
  });

  test('SCOPE_LOCK holds to the end of the block', async () => {
    expect(await heldHere('{ SCOPE_LOCK(obj->mtx); here(); } here();')).toEqual([['sleeping obj->mtx'], []]);
  });

  test('DROP_LOCK is a hole of its own lock only', async () => {
    const body = 'WITH_LOCK(a) { WITH_LOCK(b) { DROP_LOCK(a) { here(); } here(); } }';
    expect(await heldHere(body)).toEqual([['sleeping b'], ['sleeping a', 'sleeping b']]);
  });

  test('locks nest, innermost last', async () => {
    expect(await heldHere('WITH_LOCK(a) { std::lock_guard g(b); here(); }')).toEqual([['sleeping a', 'sleeping b']]);
  });
});

describe('paired calls', () => {
  test.each([
    ['m.lock();', 'm.unlock();', 'sleeping m'],
    ['obj->m.lock();', 'obj->m.unlock();', 'sleeping obj->m'],
    ['rw.lock_shared();', 'rw.unlock_shared();', 'rw-read rw'],
    ['rw.wlock();', 'rw.wunlock();', 'rw-write rw'],
    ['mu_.Lock();', 'mu_.Unlock();', 'sleeping mu_'],
    ['pthread_mutex_lock(&m);', 'pthread_mutex_unlock(&m);', 'sleeping m'],
    ['pthread_spin_lock(&m);', 'pthread_spin_unlock(&m);', 'spin m'],
    ['pthread_rwlock_rdlock(&rw);', 'pthread_rwlock_unlock(&rw);', 'rw-read rw'],
    ['pthread_rwlock_wrlock(&rw);', 'pthread_rwlock_unlock(&rw);', 'rw-write rw'],
    ['mutex_lock(&m);', 'mutex_unlock(&m);', 'sleeping m'],
    ['spin_lock_irqsave(&l, flags);', 'spin_unlock_irqrestore(&l, flags);', 'spin l'],
    ['rw_rlock(&rw);', 'rw_runlock(&rw);', 'rw-read rw'],
    ['rw_wlock(&rw);', 'rw_wunlock(&rw);', 'rw-write rw'],
    ['SOCK_LOCK(so);', 'SOCK_UNLOCK(so);', 'sleeping so'],
    ['vn_lock(vp);', 'vn_unlock(vp);', 'sleeping vp'],
    ['callouts::lock();', 'callouts::unlock();', 'sleeping callouts'],
    ['sched::preempt_disable();', 'sched::preempt_enable();', 'preempt-off preempt'],
    ['arch::irq_disable();', 'arch::irq_enable();', 'irq-off irq'],
  ])('%s holds until %s', async (lock, unlock, held) => {
    expect(await heldHere(`here(); ${lock} here(); ${unlock} here();`)).toEqual([[], [held], []]);
  });

  test.each([
    'm.lock(); here();',
    'm.lock(); here(); n.unlock();',
    'mlock(p, 8); here(); munlock(p, 8);',
    'if (m.try_lock()) { here(); m.unlock(); }',
  ])('%s holds nothing that is known', async (body) => {
    expect(await heldHere(body)).toEqual([[]]);
  });

  test('a release on every branch and none behind them is not a region', async () => {
    expect(await heldHere('m.lock(); if (x) { here(); m.unlock(); } else { m.unlock(); }')).toEqual([[]]);
  });

  test('a release on a branch that leaves is a hole', async () => {
    expect(await heldHere('m.lock(); if (x) { m.unlock(); here(); return; } here(); m.unlock();')).toEqual([[], ['sleeping m']]);
  });

  test('a function that only says by its name that it locks is named as it is called', async () => {
    const { root, sight } = await read(
      'void f() { vn_lock(vp); x(); vn_unlock(vp); } void g() { pthread_mutex_lock(&m); x(); pthread_mutex_unlock(&m); }',
    );
    const names = descendants(root, 'function_definition').flatMap((fn) => lockRegions(fn, sight).map(lockName));
    expect(names).toEqual(['vn_lock(vp)', 'm']);
  });
});

describe('locks that a function asserts', () => {
  test.each(['mu.AssertHeld();', 'assert(mu.owned());'])('%s holds from there on', async (assertion) => {
    expect(await heldHere(`here(); ${assertion} here(); mu.Unlock(); here(); mu.Lock(); here();`)).toEqual([
      [],
      ['sleeping mu'],
      [],
      ['sleeping mu'],
    ]);
  });

  test('what is asserted is the caller’s', async () => {
    const { root, sight } = await read('void f() { mu.AssertHeld(); mu.Unlock(); x(); mu.Lock(); }');
    const [fn] = descendants(root, 'function_definition');
    expect(fn && releasesCallersLock(fn, sight)).toBe(true);
  });
});

describe('lambdas', () => {
  test.each([
    ['std::lock_guard g(m); std::for_each(a, b, [&](int) { here(); });', ['sleeping m']],
    ['std::lock_guard g(m); [&] { here(); }();', ['sleeping m']],
    ['std::lock_guard g(m); later([&] { here(); });', []],
    ['std::lock_guard g(m); auto f = [&] { here(); };', []],
    ['with_lock(m, [&] { here(); });', ['sleeping m']],
    ['table.withWLock([&](auto& t) { here(); });', ['rw-write table']],
    ['table.withRLock([&](auto& t) { here(); });', ['rw-read table']],
  ])('%s', async (body, held) => {
    expect(await heldHere(body)).toEqual([held]);
  });
});

describe('kinds', () => {
  test.each([
    ['preempt_lock', 'preempt-off'],
    ['rcu_read_lock_in_preempt_disabled', 'preempt-off'],
    ['osv::rcu_read_lock', 'rcu-read'],
    ['irq_lock', 'irq-off'],
    ['migration_lock', 'migration'],
    ['rw.for_read()', 'rw-read'],
    ['rw.for_write()', 'rw-write'],
    ['my_spinlock', 'spin'],
    ['_lock', 'sleeping'],
  ])('WITH_LOCK(%s) is %s', async (lock, kind) => {
    expect(await heldHere(`WITH_LOCK(${lock}) { here(); }`)).toEqual([[`${kind} ${lock}`]]);
  });

  test('the declared type decides before the name', async () => {
    const before = 'spinlock_t plain; mutex spin_list_mutex; typedef spinlock_t fast; fast typed; irq_save_lock_type saved;';
    const body = ['plain', 'spin_list_mutex', 'typed', 'saved'].map((lock) => `WITH_LOCK(${lock}) { here(); }`).join('\n');
    expect(await heldHere(body, before)).toEqual([['spin plain'], ['sleeping spin_list_mutex'], ['spin typed'], ['irq-off saved']]);
  });

  test('under a lock that forbids sleeping, no lock counts as one to sleep under', async () => {
    const { root, sight } = await read(
      'void f() { WITH_LOCK(a) { WITH_LOCK(rw.for_read()) { here(); WITH_LOCK(preempt_lock) { here(); } } } }',
    );
    const places = descendants(root, 'call_expression').filter((call) => calleeName(call) === 'here');
    expect(places.map((call) => sleepingLocksAt(call, sight).map(({ lock }) => lock))).toEqual([['a'], []]);
  });
});

describe('locks of the caller', () => {
  test.each([
    ['m.unlock(); x(); m.lock();', true],
    ['DROP_LOCK(m) { x(); }', true],
    ['std::lock_guard g(m); x();', false],
    ['m.lock(); x(); m.unlock();', false],
    ['std::unique_lock g(m); g.unlock(); x();', false],
    ['pointer.reset(); x();', false],
  ])('%s', async (body, releases) => {
    const { root, sight } = await read(`void f() { ${body} }`);
    const [fn] = descendants(root, 'function_definition');
    expect(fn && releasesCallersLock(fn, sight)).toBe(releases);
  });

  test('a guard that is handed over is the caller’s', async () => {
    const { root, sight } = await read('void f(std::unique_lock<std::mutex>& g) { g.unlock(); x(); g.lock(); }');
    const [fn] = descendants(root, 'function_definition');
    expect(fn && releasesCallersLock(fn, sight)).toBe(true);
  });
});
