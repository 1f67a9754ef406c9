#include <atomic>
#include <chrono>
#include <thread>

// OSv's compiler fence, and the usual name of the processor's hint.
inline void barrier() { asm volatile("" ::: "memory"); }
inline void cpu_relax() { __builtin_ia32_pause(); }
bool poll_device();

std::atomic<bool> ready;
std::atomic<int> turn;
volatile bool stopped;

// --- reported

void empty_body() {
  while (!ready.load(std::memory_order_acquire)) {  // expect: spin-without-pause
  }
}

void implicit_load() {
  while (!ready)  // expect: spin-without-pause
    ;
}

void volatile_flag() {
  do {  // expect: spin-without-pause
    barrier();
  } while (!stopped);
}

void break_out_of_an_endless_loop(int mine) {
  for (;;) {  // expect: spin-without-pause
    if (turn.load(std::memory_order_acquire) == mine) {
      break;
    }
  }
}

class test_and_set_lock {
 public:
  void lock() {
    while (_flag.test_and_set(std::memory_order_acquire)) {  // expect: spin-without-pause
    }
  }
  void unlock() { _flag.clear(std::memory_order_release); }

 private:
  std::atomic_flag _flag = ATOMIC_FLAG_INIT;
};

class writing_lock {
 public:
  void lock() {
    while (_busy.exchange(true, std::memory_order_acquire)) {  // expect: spin-without-pause
      cpu_relax();
    }
  }
  void unlock() { _busy.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> _busy{false};
};

struct osv_spinlock {
  bool _lock;
};
void spin_lock(osv_spinlock* sl) {
  while (__sync_lock_test_and_set(&sl->_lock, 1))  // expect: spin-without-pause
    ;
}

void lock_by_compare_exchange(std::atomic<int>& word) {
  int expected = 0;
  while (!word.compare_exchange_weak(expected, 1, std::memory_order_acquire)) {  // expect: spin-without-pause
    expected = 0;
  }
}

// --- silent

void with_a_pause() {
  while (!ready.load(std::memory_order_acquire)) {  // silent: the processor is told
    __builtin_ia32_pause();
  }
}

void with_inline_assembly() {
  while (!ready.load(std::memory_order_acquire)) {  // silent: told in assembly
    asm volatile("pause");
  }
}

void yields() {
  while (!ready.load()) std::this_thread::yield();  // silent: gives the processor away
}

void sleeps() {
  while (!ready.load()) {  // silent: sleeps between the looks
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

class test_and_test_and_set {
 public:
  void lock() {
    while (_busy.exchange(true, std::memory_order_acquire)) {  // silent: waits on a plain load inside
      while (_busy.load(std::memory_order_relaxed)) {
        cpu_relax();
      }
    }
  }

 private:
  std::atomic<bool> _busy{false};
};

void works_meanwhile() {
  while (!stopped) {  // silent: the main loop of a poller
    poll_device();
  }
}

void recomputes(std::atomic<int>& total, int n) {
  int seen = total.load(std::memory_order_relaxed);
  while (!total.compare_exchange_weak(seen, seen + n, std::memory_order_relaxed)) {  // silent: each failure means that another one succeeded
  }
}

void waits_in_the_kernel() {
  while (!ready.load()) ready.wait(false);  // silent: sleeps until it changes
}

void drains(std::atomic<int>& credits) {
  while (credits.load() > 0) {  // silent: the loop itself makes it end
    credits.fetch_sub(1);
  }
}

void plain_variable(bool& done) {
  int turns = 0;
  while (!done && turns < 100) turns++;  // silent: nothing shared that is known of
}
