#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
struct page;
page* load(uint64_t block);
int parse(const std::string& text);
void trace_block_found(uint64_t block);

class lookup_and_fill {
  std::unordered_map<std::string, int> _cache;
public:
  int get(const std::string& text) {
    auto it = _cache.find(text);  // expect: unmetered-cache
    if (it != _cache.end()) return it->second;
    return _cache[text] = parse(text);
  }
  void forget() { _cache.clear(); }
};

template <typename Key, typename Value>
class ResultCache {
  std::unordered_map<Key, Value> results;
  std::mutex lock;
public:
  std::optional<Value> get(const Key& k) {
    std::lock_guard<std::mutex> guard(lock);
    auto it = results.find(k);  // expect: unmetered-cache
    return it != results.end() ? std::optional(it->second) : std::nullopt;
  }
  void put(const Key& k, const Value& v) {
    std::lock_guard<std::mutex> guard(lock);
    if (results.size() > 1000) results.clear();
    results[k] = v;
  }
};

static mutex block_mutex;
static std::map<uint64_t, page*> block_cache;
page* block(uint64_t number) {
  WITH_LOCK(block_mutex) {
    auto it = block_cache.find(number);  // expect: unmetered-cache
    if (it != block_cache.end()) return it->second;
    if (block_cache.size() > 1000) block_cache.clear();
    return block_cache[number] = load(number);
  }
}

int memoized(const std::string& text) {
  static std::unordered_map<std::string, int> memo;
  if (memo.size() > 1000) memo.clear();
  auto [it, isNew] = memo.try_emplace(text, 0);  // expect: unmetered-cache
  if (isNew) it->second = parse(text);
  return it->second;
}

class counted {
  std::unordered_map<std::string, int> _cache;
  std::atomic<uint64_t> _hits, _misses;
public:
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) {  // silent: both are counted
      _hits.fetch_add(1, std::memory_order_relaxed);
      return it->second;
    }
    _misses.fetch_add(1, std::memory_order_relaxed);
    return _cache[text] = parse(text);
  }
  void forget() { _cache.clear(); }
};

class counted_in_one_word {
  std::unordered_map<std::string, int> cache_;
  uint64_t hitCount = 0;
public:
  int get(const std::string& text) {
    auto it = cache_.find(text);  // silent: hits are counted
    if (it != cache_.end()) return ++hitCount, it->second;
    return cache_[text] = parse(text);
  }
  void forget() { cache_.clear(); }
};

class traced {
  std::map<uint64_t, page*> _cache;
public:
  page* get(uint64_t block) {
    auto it = _cache.find(block);  // silent: a tracepoint tells
    if (it != _cache.end()) {
      trace_block_found(block);
      return it->second;
    }
    return _cache[block] = load(block);
  }
  void forget() { _cache.clear(); }
};

struct cache_statistics { void found(); };
class counted_by_another {
  std::map<uint64_t, page*> _cache;
  cache_statistics _statistics;
public:
  page* get(uint64_t block) {
    auto it = _cache.find(block);  // silent: handed to what counts
    if (it != _cache.end()) {
      _statistics.found();
      return it->second;
    }
    return _cache[block] = load(block);
  }
  void forget() { _cache.clear(); }
};

class filled_elsewhere {
  std::map<uint64_t, page*> _cache;
public:
  page* get(uint64_t block) const {
    auto it = _cache.find(block);  // silent: nothing here fills it
    return it == _cache.end() ? nullptr : it->second;
  }
};

class never_asked {
  std::map<uint64_t, page*> _cache;
public:
  void put(uint64_t block, page* p) {
    _cache.emplace(block, p);  // silent: nothing looks it up
  }
  void forget() { _cache.clear(); }
};

class names {
  std::map<uint64_t, std::string> _names;
public:
  std::string& get(uint64_t id) {
    auto it = _names.find(id);  // silent: nothing calls it a cache
    if (it != _names.end()) return it->second;
    return _names[id] = "new";
  }
};

enum class color { red, green };
class two_keys {
  std::map<color, int> _cache;
public:
  int get(color c) {
    auto it = _cache.find(c);  // silent: two keys are found at the second try
    if (it != _cache.end()) return it->second;
    return _cache[c] = 1;
  }
};
