#include <atomic>

struct node {
  node* next;
  int value;
};

// --- reported

class pointer_pushed {
 public:
  void push(node* item) {
    item->next = _top.load(std::memory_order_relaxed);
    while (!_top.compare_exchange_weak(item->next, item, std::memory_order_release)) {  // expect: undocumented-lock-free
    }
  }
  // A second loop of the class is part of the same finding.
  node* pop() {
    node* first = _top.load(std::memory_order_acquire);
    while (first && !_top.compare_exchange_weak(first, first->next, std::memory_order_acquire)) {
    }
    return first;
  }

 private:
  std::atomic<node*> _top{nullptr};
};

// Keeps the numbers that were put in, in no order.
class index_and_slots {
 public:
  bool put(int value) {
    unsigned at = _end.load(std::memory_order_relaxed);
    do {
      if (_slots[at % 64] != 0) {
        return false;
      }
    } while (!_end.compare_exchange_weak(at, at + 1, std::memory_order_acq_rel));  // expect: undocumented-lock-free
    _slots[at % 64] = value;
    return true;
  }

 private:
  std::atomic<unsigned> _end{0};
  int _slots[64] = {};
};

template <typename T>
class endless_retry {
 public:
  void push(T* item) {
    for (;;) {
      T* old = head_.load(std::memory_order_relaxed);
      item->next = old;
      if (head_.compare_exchange_strong(old, item, std::memory_order_release)) {  // expect: undocumented-lock-free
        return;
      }
    }
  }

 private:
  std::atomic<T*> head_;
};

class defined_outside {
 public:
  void push(node* item);

 private:
  std::atomic<node*> _list;
};
void defined_outside::push(node* item) {
  node* old = _list.load(std::memory_order_relaxed);
  do {
    item->next = old;
  } while (!_list.compare_exchange_weak(old, item, std::memory_order_release));  // expect: undocumented-lock-free
}

// --- silent

// Treiber's stack; nodes are never freed.
class named_above {
 public:
  void push(node* item) {
    item->next = _top.load(std::memory_order_relaxed);
    while (!_top.compare_exchange_weak(item->next, item, std::memory_order_release)) {  // silent: named above the class
    }
  }

 private:
  std::atomic<node*> _top;
};

class named_inside {
 public:
  void push(node* item) {
    // Other pushes may come in between: we set the head with a CAS and try again.
    item->next = _top.load(std::memory_order_relaxed);
    while (!_top.compare_exchange_weak(item->next, item, std::memory_order_release)) {  // silent: explained in the function
    }
  }

 private:
  std::atomic<node*> _top;
};

class maximum {
 public:
  void record(long value) {
    long seen = _largest.load(std::memory_order_relaxed);
    while (seen < value && !_largest.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {  // silent: one number, no structure
    }
  }

 private:
  std::atomic<long> _largest;
  std::atomic<long> _other;
};

class one_try {
 public:
  bool claim(node* item) {
    node* none = nullptr;
    return _owner.compare_exchange_strong(none, item, std::memory_order_acquire);  // silent: no loop
  }

 private:
  std::atomic<node*> _owner;
};

class loop_around_others {
 public:
  int take(int n) {
    int taken = 0;
    for (int i = 0; i < n; ++i) {
      auto step = [this] {
        bool idle = false;
        return _busy.compare_exchange_strong(idle, true, std::memory_order_acquire);  // silent: the loop does not retry it
      };
      taken += step() ? _n : 0;
    }
    return taken;
  }

 private:
  std::atomic<bool> _busy;
  int _n = 1;
};

void no_class(std::atomic<node*>& top, node* item) {
  item->next = top.load(std::memory_order_relaxed);
  while (!top.compare_exchange_weak(item->next, item, std::memory_order_release)) {  // silent: no type that could say it
  }
}
