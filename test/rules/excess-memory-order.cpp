#include <atomic>

// --- reported

class recursive_mutex {
 public:
  void lock(int self) {
    if (_count.fetch_add(1) == 0) {  // expect: excess-memory-order
      _owner.store(self, std::memory_order_relaxed);
      return;
    }
  }
  bool try_lock() {
    int none = 0;
    return _count.compare_exchange_strong(none, 1, std::memory_order_acq_rel);  // expect: excess-memory-order
  }
  void unlock() {
    _count -= 1;  // expect: excess-memory-order
  }

 private:
  std::atomic<int> _count{0};
  std::atomic<int> _owner{0};
};

class tas_lock {
 public:
  bool try_lock();
  void lock();
  void unlock() noexcept;
  bool try_lock_shared() { return _readers.exchange(1, std::memory_order_seq_cst) == 0; }  // expect: excess-memory-order

 private:
  std::atomic<bool> _busy{false};
  std::atomic<int> _readers;
};
bool tas_lock::try_lock() { return !_busy.exchange(true); }  // expect: excess-memory-order
void tas_lock::unlock() noexcept {
  _busy = false;  // expect: excess-memory-order
}

// A set of processors, in OSv style.
class cpu_set {
 public:
  cpu_set() : _mask() {}
  cpu_set(const cpu_set& other) : _mask(other._mask.load(std::memory_order_relaxed)) {}
  cpu_set fetch_clear() {
    cpu_set ret;
    if (_mask.load(std::memory_order_relaxed)) {
      ret._mask = _mask.exchange(0, std::memory_order_acquire);  // expect: excess-memory-order
    }
    return ret;
  }
  void add(const cpu_set& other) {
    _mask = other._mask.load(std::memory_order_relaxed);  // silent: this object may be shared
  }

 private:
  std::atomic<unsigned long> _mask;
};

// --- silent

struct page {
  std::atomic<int> refcount;
  std::atomic<unsigned> refs;
};
void take(page& first, page* second) {
  first.refcount++;  // silent: reference counts are left as their authors ordered them
  second->refs.fetch_add(1, std::memory_order_acq_rel);
}
bool release(page& first) {
  return first.refcount.fetch_sub(1, std::memory_order_acq_rel) == 1;  // silent: the last one must see what the others did
}

class well_ordered {
 public:
  bool try_lock() { return !_busy.exchange(true, std::memory_order_acquire); }  // silent: acquire
  void lock();
  void unlock() { _busy.store(false, std::memory_order_release); }  // silent: release

 private:
  std::atomic<bool> _busy{false};
};

class with_waiters {
 public:
  void lock();
  void unlock() {
    if (_count.fetch_sub(1) != 1) {  // silent: then it looks for waiters, whose order matters
      wake();
    }
  }
  void wake();

 private:
  std::atomic<int> _count;
};

class two_steps {
 public:
  void lock();
  void unlock() {
    _owner.store(0);  // silent: with another change behind it
    _waiting.store(0);
  }

 private:
  std::atomic<int> _owner;
  std::atomic<int> _waiting;
};

class no_lock {
 public:
  bool try_lock(int key) { return _keys.exchange(key) == key; }  // silent: a class that has no unlock

 private:
  std::atomic<int> _keys;
};

struct message {
  std::atomic<int> state;
};
void handed_over(message& shared, void (*send)(message*)) {
  message own;
  send(&own);
  own.state = 1;  // silent: somebody has its address
  shared.state = 2;  // silent: not the function's own
}

std::atomic<bool> started;
void start() {
  started = true;  // silent: nothing says that less is enough
}

class explained {
 public:
  void lock();
  void unlock() {
    // Sequentially consistent because the waiter's flag is loaded next by the caller: release is not enough.
    _busy.store(false);  // silent: the author says why
  }

 private:
  std::atomic<bool> _busy;
};
