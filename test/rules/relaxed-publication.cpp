#include <atomic>
#include <mutex>
#include <thread>

struct route {
  int gateway;
  route* next;
};
route* take_route();

// --- reported

class route_table {
 public:
  void replace(int gateway) {
    route* fresh = new route;
    fresh->gateway = gateway;
    _current.store(fresh, std::memory_order_relaxed);  // expect: relaxed-publication
  }
  int gateway() const {
    const route* seen = _current.load(std::memory_order_acquire);
    return seen ? seen->gateway : 0;
  }

 private:
  std::atomic<route*> _current{nullptr};
};

class pushed_with_compare_exchange {
 public:
  // The lock-free algorithm: a Treiber stack that is only pushed to.
  void push(route* item) {
    route* old = _top.load(std::memory_order_relaxed);
    do {
      item->next = old;
    } while (!_top.compare_exchange_weak(old, item, std::memory_order_relaxed));  // expect: relaxed-publication
  }
  int peek() const { return _top.load(std::memory_order_acquire)->gateway; }

 private:
  std::atomic<route*> _top;
};

std::atomic<route*> lazily_made;
route* made_under_a_lock_that_readers_do_not_take() {
  static std::mutex making;
  route* known = lazily_made.load(std::memory_order_relaxed);
  if (!known) {
    std::lock_guard<std::mutex> guard(making);
    known = take_route();
    known->gateway = 1;
    lazily_made.store(known, std::memory_order_relaxed);  // expect: relaxed-publication
  }
  return known;
}
int reader_without_the_lock() { return lazily_made.load(std::memory_order_relaxed)->gateway; }

static int answer;
static std::atomic<bool> answered;
void flag_after_data(int value) {
  answer = value;
  answered.store(true, std::memory_order_relaxed);  // expect: relaxed-publication
}
bool try_answer(int& value) {
  if (!answered.load(std::memory_order_relaxed)) {
    return false;
  }
  value = answer;
  return true;
}

static route* shared_route;
void builtin_store(int gateway) {
  route* fresh = new route;
  fresh->gateway = gateway;
  __atomic_store_n(&shared_route, fresh, __ATOMIC_RELAXED);  // expect: relaxed-publication
}
int builtin_reader() { return __atomic_load_n(&shared_route, __ATOMIC_RELAXED)->gateway; }

// --- silent

std::atomic<route*> released;
void stored_with_release(int gateway) {
  route* fresh = new route;
  fresh->gateway = gateway;
  released.store(fresh, std::memory_order_release);  // silent: release
}
int released_reader() { return released.load(std::memory_order_acquire)->gateway; }

std::atomic<route*> fenced;
void fence_before(int gateway) {
  route* fresh = new route;
  fresh->gateway = gateway;
  std::atomic_thread_fence(std::memory_order_release);
  fenced.store(fresh, std::memory_order_relaxed);  // silent: the fence orders it
}
int fenced_reader() { return fenced.load(std::memory_order_relaxed)->gateway; }

class guarded {
 public:
  void set(int gateway) {
    std::lock_guard<std::mutex> guard(_mtx);
    route* fresh = take_route();
    fresh->gateway = gateway;
    _route.store(fresh, std::memory_order_relaxed);  // silent: reader and writer take the lock
  }
  int get() {
    std::lock_guard<std::mutex> guard(_mtx);
    return _route.load(std::memory_order_relaxed)->gateway;
  }

 private:
  std::mutex _mtx;
  std::atomic<route*> _route;
};

class constructed {
 public:
  constructed() {
    route* first = new route;
    first->gateway = 1;
    _route.store(first, std::memory_order_relaxed);  // silent: nobody else has the object yet
  }
  int get() const { return _route.load(std::memory_order_acquire)->gateway; }

 private:
  std::atomic<route*> _route;
};

std::atomic<long> bytes;
long total;
void only_a_number(long n) {
  total = n;
  bytes.store(n, std::memory_order_relaxed);  // silent: a value, no flag and no pointer
}

std::atomic<route*> head;
void pops_what_is_there() {
  route* first = head.load(std::memory_order_acquire);
  head.store(first->next, std::memory_order_relaxed);  // silent: nothing new behind it
}

std::atomic<route*> queued;
std::atomic<unsigned> queued_count;
void released_by_the_next_store(int gateway) {
  route* fresh = new route;
  fresh->gateway = gateway;
  queued.store(fresh, std::memory_order_relaxed);  // silent: the count releases both
  queued_count.store(1, std::memory_order_release);
}
int queued_reader() { return queued_count.load(std::memory_order_acquire) ? queued.load(std::memory_order_relaxed)->gateway : 0; }

std::atomic<route*> reasoned;
void explained(int gateway) {
  route* fresh = new route;
  fresh->gateway = gateway;
  // Relaxed is enough: readers start only after the join of this thread.
  reasoned.store(fresh, std::memory_order_relaxed);  // silent: the author says why
}
int reasoned_reader() { return reasoned.load(std::memory_order_relaxed)->gateway; }

std::atomic<bool> cancelled;
void flag_without_data() {
  cancelled.store(true, std::memory_order_relaxed);  // silent: only the flag matters
}
bool is_cancelled() { return cancelled.load(std::memory_order_relaxed); }
