import { CACHE_KINDS, type Cache, cachesAt } from '../syntax/caches.ts';
import { isCold, isConstructorOrDestructor } from '../syntax/context.ts';
import { enclosingFunction } from '../syntax/declarations.ts';
import type { Node } from '../syntax/node.ts';
import type { Hit, Rule } from './rule.ts';

/** A cache that takes everything in and gives nothing back. */
export const unboundedCache: Rule = {
  id: 'unbounded-cache',
  item: 'caching',
  title: 'Cache that only grows',
  guide: 'Caching Strategies, Cache Considerations',
  severity: 'warning',
  why: 'Each new key keeps its memory for good, and lookups slow down as the table outgrows the processor caches.',
  instead: 'Bound it: evict when `size()` reaches a limit, oldest or least recently used first, or clear it when its source changes.',
  bad: `#include <string>
#include <unordered_map>
class Resolver {
  std::unordered_map<std::string, int> cache_;
  unsigned hits_ = 0;
  int resolve(const std::string& name);
public:
  int get(const std::string& name) {
    auto it = cache_.find(name);
    if (it != cache_.end()) { ++hits_; return it->second; }
    int id = resolve(name);
    cache_.emplace(name, id);
    return id;
  }
};`,
  good: `#include <string>
#include <unordered_map>
class Resolver {
  std::unordered_map<std::string, int> cache_;
  unsigned hits_ = 0;
  int resolve(const std::string& name);
public:
  int get(const std::string& name) {
    auto it = cache_.find(name);
    if (it != cache_.end()) { ++hits_; return it->second; }
    int id = resolve(name);
    if (cache_.size() >= 1024) cache_.erase(cache_.begin());
    cache_.emplace(name, id);
    return id;
  }
};`,
  kinds: CACHE_KINDS,
  check(node, { sight }) {
    const caches = cachesAt(node, sight).filter(({ cache }) => cache.lookups.length > 0 && cache.inserts.some(isOngoing));
    if (caches.length === 0) return undefined;
    const open = caches.filter(({ cache }) => cache.removals.length === 0 && cache.limits.length === 0);
    if (open.length === 0) return 'clear';
    const hits = open.filter(({ cache }) => cache.isWhole && cache.escapes.length === 0).map(({ cache, at }) => toHit(cache, at));
    return hits.length > 0 ? hits : 'undecided';
  },
};

/** Whether an insertion goes on as long as the program runs. */
function isOngoing(insert: Node): boolean {
  const fn = enclosingFunction(insert);
  return fn !== undefined && !isConstructorOrDestructor(fn) && !isCold(insert);
}

function toHit({ declaration, inserts }: Cache, at: Node): Hit {
  return {
    at,
    because: inserts,
    message: `\`${declaration.name}\` gets an entry for each new key, and nothing takes one out or looks at its size.`,
  };
}
