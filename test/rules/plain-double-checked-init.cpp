#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <pthread.h>

// OSv's mutex and WITH_LOCK: include/osv/mutex.h.
struct mutex {
  void lock();
  void unlock();
};
template <class T>
struct lock_guard_for_with_lock {
  explicit lock_guard_for_with_lock(T& m) : _m(m) { _m.lock(); }
  ~lock_guard_for_with_lock() { _m.unlock(); }
  operator bool() const { return false; }
  T& _m;
};
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) std::abort(); else

struct table {
  int size;
};
table* make_table();

// --- reported

static table* global_table;
static std::mutex global_mutex;
table* pointer_in_a_global() {
  if (!global_table) {  // expect: plain-double-checked-init
    std::lock_guard<std::mutex> guard(global_mutex);
    if (!global_table) {
      global_table = make_table();
    }
  }
  return global_table;
}

class device {
 public:
  void start() {
    if (_started) return;  // expect: plain-double-checked-init
    std::lock_guard<std::mutex> guard(_mtx);
    if (_started) return;
    _table.reset(make_table());
    _started = true;
  }
  table* lazily() {
    if (_table == nullptr) {  // expect: plain-double-checked-init
      std::scoped_lock guard(_mtx);
      if (_table == nullptr) _table.reset(make_table());
    }
    return _table.get();
  }

 private:
  std::mutex _mtx;
  bool _started = false;
  std::unique_ptr<table> _table;
};

static mutex osv_mutex;
static volatile bool osv_ready;
void osv_style() {
  if (!osv_ready) {  // expect: plain-double-checked-init
    WITH_LOCK(osv_mutex) {
      if (!osv_ready) {
        global_table = make_table();
        osv_ready = true;
      }
    }
  }
}

static pthread_mutex_t posix_mutex = PTHREAD_MUTEX_INITIALIZER;
table* posix_style() {
  static table* made = nullptr;
  if (made == NULL) {  // expect: plain-double-checked-init
    pthread_mutex_lock(&posix_mutex);
    if (made == NULL) {
      made = make_table();
    }
    pthread_mutex_unlock(&posix_mutex);
  }
  return made;
}

// --- silent

static std::atomic<table*> atomic_table;
table* atomic_pointer() {
  if (!atomic_table) {  // silent: atomic
    std::lock_guard<std::mutex> guard(global_mutex);
    if (!atomic_table) atomic_table = make_table();
  }
  return atomic_table;
}

table* local_copy_of_an_atomic() {
  table* seen = atomic_table.load(std::memory_order_acquire);
  if (!seen) {  // silent: a local, loaded with acquire
    std::lock_guard<std::mutex> guard(global_mutex);
    seen = atomic_table.load(std::memory_order_relaxed);
    if (!seen) {
      seen = make_table();
      atomic_table.store(seen, std::memory_order_release);
    }
  }
  return seen;
}

table* tested_under_the_lock_only() {
  std::lock_guard<std::mutex> guard(global_mutex);
  if (!global_table) {  // silent: the lock is held
    global_table = make_table();
  }
  return global_table;
}

table* magic_static() {
  static table* made = make_table();  // silent: the compiler does it right
  return made;
}

static std::once_flag once;
void called_once() {
  std::call_once(once, [] { global_table = make_table(); });  // silent: call_once
}

table* no_lock_at_all() {
  static thread_local table* mine = nullptr;
  if (!mine) {  // silent: one thread's own
    mine = make_table();
  }
  return mine;
}

void other_variable_inside(bool& wanted) {
  if (!osv_ready) {  // silent: the test under the lock is another one
    std::lock_guard<std::mutex> guard(global_mutex);
    if (!wanted) wanted = true;
  }
}

static bool stopped;
bool only_read_twice() {
  if (!stopped) {  // silent: not set here
    std::lock_guard<std::mutex> guard(global_mutex);
    if (!stopped) return true;
  }
  return false;
}
