#include <atomic>
#include <mutex>
#include <thread>

#define CACHELINE_ALIGNED __attribute__((__aligned__(64)))

// --- reported

// The sides of a queue, told by their names.
template <typename T>
struct spsc_ring {
  const unsigned size_;
  T* const records_;
  std::atomic<unsigned> readIndex_;
  std::atomic<unsigned> writeIndex_;  // expect: adjacent-atomics
};

// The producers' list and the consumer's, in OSv style.
class mpsc_queue {
 public:
  struct node {
    node* next;
  };
  void push(node* item) {
    node* old = _pushlist.load(std::memory_order_relaxed);
    do {
      item->next = old;
    } while (!_pushlist.compare_exchange_weak(old, item, std::memory_order_release));
  }
  node* pop() {
    node* first = _poplist.load(std::memory_order_relaxed);
    if (first) {
      _poplist.store(first->next, std::memory_order_relaxed);
    }
    return first ? first : _pushlist.exchange(nullptr, std::memory_order_acquire);
  }

 private:
  // The lock-free algorithm: producers push with compare-exchange, the one consumer takes the whole list.
  std::atomic<node*> _pushlist;
  std::atomic<node*> _poplist;  // expect: adjacent-atomics
};

// Counters by number, as in the guide.
struct twins {
  std::atomic<int> counter1;
  std::atomic<int> counter2;  // expect: adjacent-atomics
};

// Told by who writes them: nothing in the names.
class device {
 public:
  void submit() { _slots.fetch_sub(1, std::memory_order_acquire); }
  void complete() { _active.fetch_add(1, std::memory_order_release); }

 private:
  std::atomic<unsigned> _slots{32};
  std::atomic<unsigned> _active{0};  // expect: adjacent-atomics
};

// Written by two threads of one function.
struct progress {
  std::atomic_long parsed;
  long unrelated;
  std::atomic_long stored;  // expect: adjacent-atomics
};
void two_threads(progress& p, int n) {
  std::thread parser([&] {
    for (int i = 0; i < n; ++i) p.parsed.fetch_add(1, std::memory_order_relaxed);
  });
  std::thread writer([&] {
    for (int i = 0; i < n; ++i) p.stored.fetch_add(1, std::memory_order_relaxed);
  });
  parser.join();
  writer.join();
}

// --- silent

struct aligned_members {
  alignas(64) std::atomic<int> head;
  alignas(64) std::atomic<int> tail;  // silent: each has its line
};

struct aligned_by_macro {
  std::atomic<int> head CACHELINE_ALIGNED;
  std::atomic<int> tail CACHELINE_ALIGNED;  // silent: OSv's alignment
};

struct padded {
  std::atomic<int> head;
  char pad[60];
  std::atomic<int> tail;  // silent: padding between
};

struct far_apart {
  std::atomic<int> head;
  char name[64];
  std::atomic<int> tail;  // silent: a line lies between
};

struct opaque;
struct unknown_between {
  std::atomic<int> head;
  unsigned bits : 3;
  std::atomic<int> tail;  // silent: the distance is not known
};

struct flag_and_count {
  std::atomic<bool> push_stopped;
  std::atomic<bool> pop_stopped;  // silent: flags are written once
};

struct shared_object {
  std::atomic<int> refs1;
  std::atomic<int> refs2;  // silent: reference counts
};

class written_together {
 public:
  void record(int bytes) {
    _calls.fetch_add(1, std::memory_order_relaxed);
    _bytes.fetch_add(bytes, std::memory_order_relaxed);
  }

 private:
  std::atomic<long> _calls{0};
  std::atomic<long> _bytes{0};  // silent: whoever writes the one writes the other
};

class set_up_once {
 public:
  set_up_once() : _low(0), _high(0) {}
  void set_low(int v) { _low = v; }
  void set_high(int v) { _high = v; }

 private:
  std::atomic<int> _low;
  std::atomic<int> _high;  // silent: options, written by setters
};

class under_one_lock {
 public:
  void add(int n) {
    std::lock_guard<std::mutex> guard(_mtx);
    _added += n;
  }
  void drop(int n) {
    std::lock_guard<std::mutex> guard(_mtx);
    _removed += n;
  }

 private:
  std::mutex _mtx;
  std::atomic<int> _added;
  std::atomic<int> _removed;  // silent: the lock's holder has the line anyway
};

struct ring_header {
  std::atomic<unsigned short> head;
  std::atomic<unsigned short> tail;  // silent: the layout of foreign memory
};
struct io_ring {
  std::atomic<unsigned> head;
  std::atomic<unsigned> tail;  // silent: the head of a mapping, its entries behind it
  unsigned entries[];
};

ring_header* map_ring(void* memory) {
  return reinterpret_cast<ring_header*>(memory);
}

struct wire_format {
  std::atomic<unsigned short> in;
  std::atomic<unsigned short> out;  // silent: packed
} __attribute__((packed));

class small_lock {
 public:
  void lock() { _next1.fetch_add(1, std::memory_order_acquire); }
  void unlock() { _next2.fetch_add(1, std::memory_order_release); }

 private:
  std::atomic<int> _next1;
  std::atomic<int> _next2;  // silent: a lock is meant to be small
};

struct pointers_to {
  std::atomic<int>* head;
  std::atomic<int>* tail;  // silent: what they point to lies elsewhere
};

class helpers_of_one_thread {
 public:
  void run() {
    step();
    count();
  }

 private:
  void step() { _steps.fetch_add(1, std::memory_order_relaxed); }
  void count() { _items.fetch_add(1, std::memory_order_relaxed); }
  std::atomic<int> _steps;
  std::atomic<int> _items;  // silent: both called from one function only
};

struct nothing_known {
  std::atomic<int> width;
  std::atomic<int> height;  // silent: who writes them is not in sight
};
