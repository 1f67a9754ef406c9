#include <coroutine>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>

struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
    std::suspend_always yield_value(int);
  };
};
struct awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
awaiter read_block(int block);
void run(task t);

namespace coro {
struct guard { ~guard(); };
struct guard_awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  guard await_resume();
};
struct mutex {
  guard_awaiter scoped_lock();
  awaiter co_lock();
  bool try_lock();
  void unlock();
};
struct condition { awaiter wait(std::unique_lock<std::mutex>& lock); };
}
// OSv: include/osv/mutex.h
struct mutex { void lock(); void unlock(); };
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else

struct cache {
  std::mutex mtx;
  std::shared_mutex shared;
  mutex _mtx;
  pthread_mutex_t c_mutex;
  coro::mutex co_mtx;
  coro::condition changed;
  int last;

  task awaits_under_a_guard(int block) {
    std::lock_guard<std::mutex> guard(mtx);
    last = co_await read_block(block);  // expect: suspend-under-lock
  }
  task awaits_under_a_shared_lock(int block) {
    std::shared_lock lock(shared);
    int value = co_await read_block(block);  // expect: suspend-under-lock
    last += value;
  }
  task yields_under_a_lock_of_osv() {
    WITH_LOCK(_mtx) {
      co_yield last;  // expect: suspend-under-lock
    }
  }
  task awaits_between_posix_calls(int block) {
    pthread_mutex_lock(&c_mutex);
    last = co_await read_block(block);  // expect: suspend-under-lock
    pthread_mutex_unlock(&c_mutex);
  }
  task awaits_before_the_guard(int block) {
    int value = co_await read_block(block);  // silent: not yet locked
    std::lock_guard<std::mutex> guard(mtx);
    last = value;
  }
  task awaits_after_the_block(int block) {
    {
      std::lock_guard<std::mutex> guard(mtx);
      last = 0;
    }
    last = co_await read_block(block);  // silent: the guard has ended
  }
  task awaits_while_unlocked(int block) {
    std::unique_lock<std::mutex> lock(mtx);
    last = 0;
    lock.unlock();
    int value = co_await read_block(block);  // silent: released
    lock.lock();
    last = value;
  }
  task awaits_a_lock_for_coroutines(int block) {
    auto guard = co_await co_mtx.scoped_lock();
    last = co_await read_block(block);  // silent: suspends with its own kind of lock
  }
  task adopts_a_lock_for_coroutines(int block) {
    co_await co_mtx.co_lock();
    std::unique_lock lock(co_mtx, std::adopt_lock);
    last = co_await read_block(block);  // silent: not a lock of the thread
  }
  task hands_its_guard_to_what_it_awaits() {
    std::unique_lock<std::mutex> lock(mtx);
    co_await changed.wait(lock);  // silent: released while it waits
    last = 0;
  }
  void starts_another_coroutine(int block) {
    std::lock_guard<std::mutex> guard(mtx);
    run([](int number) -> task {
      co_await read_block(number);  // silent: the guard is of the function around it
    }(block));
  }
};
