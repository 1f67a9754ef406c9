#include <condition_variable>
#include <mutex>
#include <semaphore.h>
#include <pthread.h>

// OSv: include/osv/mutex.h, sched.hh, waitqueue.hh, poll.h; folly: synchronization/Baton.h, Synchronized.h
struct wait_record { wait_record* next; };
struct mutex { void lock(); void unlock(); void send_lock(wait_record* wr); };
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)
#define SCOPE_LOCK(l) std::lock_guard<decltype(l)> scope_guard_(l)
void mutex_lock(mutex* m); void mutex_unlock(mutex* m);
namespace sched {
struct thread {
  void wake();
  template <class F> void wake_with(F f) {}
};
struct cpu { void wake(int level, bool now); };
}
struct waitqueue { void wake_one(mutex& mtx); void wake_all(mutex& mtx); };
struct condvar { void wake_one(); void wake_all(); };
struct file;
int poll_wake(file* fp, int events);
struct Baton { void post(); };
template <class T> struct Locked { T* operator->(); };
template <class T> struct Synchronized { Locked<T> wlock(); };
struct work_list { bool empty(); void add(int x); };

struct event_fd {
  file* _file;
  mutex _mutex;
  condvar _blocked_writer;
  waitqueue _readers;
  int _count;

  void wakes_pollers_in_the_locked_block(int v) {
    WITH_LOCK(_mutex) {
      _count += v;
      _blocked_writer.wake_all();  // silent: waiters move to the mutex, none runs yet
      poll_wake(_file, 1);  // expect: wake-under-lock
    }
  }
  void wakes_pollers_afterwards(int v) {
    WITH_LOCK(_mutex) {
      _count += v;
      _readers.wake_one(_mutex);  // silent: given the mutex that the waiter needs
    }
    poll_wake(_file, 1);  // silent: released
  }
  void wakes_pollers_in_a_dropped_part() {
    SCOPE_LOCK(_mutex);
    _count--;
    DROP_LOCK(_mutex) {
      poll_wake(_file, 4);  // silent: not under the lock
    }
  }
};

struct driver {
  mutex _request_lock;
  sched::thread* _requester;
  sched::cpu* _cpu;

  void wakes_between_lock_and_unlock() {
    _request_lock.lock();
    if (_requester) {
      _requester->wake();  // expect: wake-under-lock
    }
    _request_lock.unlock();
  }
  void releases_by_the_wake_itself() {
    _request_lock.lock();
    if (_requester) {
      _requester->wake_with([&] { _request_lock.unlock(); });  // silent: the woken thread finds the lock free
    } else {
      _request_lock.unlock();
    }
  }
  void wakes_no_thread() {
    WITH_LOCK(_request_lock) {
      _cpu->wake(1, true);  // silent: another function of that name
    }
  }
};

namespace callouts {
mutex _mutex;
bool _have_work;
sched::thread* _dispatcher;
void lock() { _mutex.lock(); }
void unlock() { _mutex.unlock(); }
void wake_dispatcher() {
  _have_work = true;
  _dispatcher->wake();
}
}

void wakes_one_call_deep() {
  callouts::lock();
  callouts::_have_work = true;
  callouts::wake_dispatcher();  // expect: wake-under-lock
  callouts::unlock();
}

void wakes_one_call_deep_when_free() {
  callouts::lock();
  callouts::_have_work = true;
  callouts::unlock();
  callouts::wake_dispatcher();  // silent: released
}

struct wait_list {
  mutex m;
  wait_record* oldest;

  void hands_the_mutex_to_all(mutex* user_mutex) {
    mutex_lock(&m);
    wait_record* wr = oldest;
    while (wr) {
      auto next = wr->next;
      user_mutex->send_lock(wr);
      wr = next;
    }
    oldest = nullptr;
    mutex_unlock(&m);  // expect: wake-under-lock
  }
  void hands_the_mutex_to_one(mutex* user_mutex) {
    mutex_lock(&m);
    user_mutex->send_lock(oldest);  // silent: moves a single waiter, wakes nobody
    mutex_unlock(&m);
  }
  void takes_the_list_first(mutex* user_mutex) {
    mutex_lock(&m);
    wait_record* wr = oldest;
    oldest = nullptr;
    mutex_unlock(&m);
    while (wr) {
      auto next = wr->next;
      user_mutex->send_lock(wr);  // silent: the list's own lock is free
      wr = next;
    }
  }
};

struct executor {
  Synchronized<work_list> _queue;
  Baton _ready;
  sem_t _items;
  std::mutex _mutex;
  std::condition_variable _changed;
  int _state;

  void posts_with_the_queue_locked(int x) {
    auto queue = _queue.wlock();  // expect: wake-under-lock
    bool empty = queue->empty();
    queue->add(x);
    if (empty) {
      _ready.post();
    }
  }
  void posts_between_two_uses(int x) {
    auto queue = _queue.wlock();
    queue->add(x);
    _ready.post();  // expect: wake-under-lock
    queue->add(x + 1);
  }
  void posts_after_the_queue(int x) {
    bool empty;
    {
      auto queue = _queue.wlock();
      empty = queue->empty();
      queue->add(x);
    }
    if (empty) {
      _ready.post();  // silent: the queue's lock ended with its block
    }
  }
  void counts_up_under_a_guard() {
    std::lock_guard<std::mutex> guard(_mutex);
    _state++;
    sem_post(&_items);  // expect: wake-under-lock
  }
  void notifies_last() {
    std::lock_guard<std::mutex> guard(_mutex);
    _state = 1;
    _changed.notify_one();  // expect: wake-under-lock
  }
  void notifies_and_goes_on() {
    std::lock_guard<std::mutex> guard(_mutex);
    _state = 1;
    _changed.notify_one();  // silent: what follows needs the lock
    _state++;
  }
  void notifies_unlocked() {
    std::unique_lock<std::mutex> lock(_mutex);
    _state = 1;
    lock.unlock();
    _changed.notify_one();  // silent: released
  }
};

struct poller { sched::thread* thread; poller* next; };

struct pipe_end {
  mutex _mutex;
  file* _reader;
  poller* _pollers;
  sched::thread* _owner;
  int _bytes;

  void wakes_each_of_a_list() {
    WITH_LOCK(_mutex) {
      for (poller* each = _pollers; each; each = each->next) each->thread->wake();  // expect: wake-under-lock
      poll_wake(_reader, 1);  // silent: said of the first one
    }
  }
  void detach_reader() {
    SCOPE_LOCK(_mutex);
    poll_wake(_reader, 4);  // silent: the end of the pipe
    _reader = nullptr;
  }
  void adds_under_the_lock_of_its_own() {
    SCOPE_LOCK(_mutex);
    _bytes++;
    _owner->wake();  // expect: wake-under-lock
  }
  void calls_what_takes_the_same_lock() {
    SCOPE_LOCK(_mutex);
    adds_under_the_lock_of_its_own();  // silent: said there
  }
};

class latch {
  int _count = 1;
  std::mutex _mutex;
  std::condition_variable _released;

public:
  void counts_down() {
    std::lock_guard<std::mutex> guard(_mutex);
    if (--_count == 0) {
      _released.notify_all();  // silent: the waiter may destroy the latch, only the lock keeps it
    }
  }
  void waits() {
    std::unique_lock<std::mutex> lock(_mutex);
    while (_count > 0) _released.wait(lock);
  }
};

class mailbox {
  int _letters = 0;
  std::mutex _mutex;
  std::condition_variable _arrived;

public:
  void puts() {
    std::lock_guard<std::mutex> guard(_mutex);
    _letters++;
    _arrived.notify_one();  // expect: wake-under-lock
  }
  void takes() {
    std::unique_lock<std::mutex> lock(_mutex);
    _arrived.wait(lock, [this] { return _letters > 0; });
    _letters--;
  }
};

struct writer {
  std::mutex mutex;
  std::condition_variable changed;
  int state;
  std::condition_variable& state_changed() { return changed; }
};

void tells_a_writer_on_another_stack(writer* w) {
  std::lock_guard<std::mutex> guard(w->mutex);
  w->state = 2;
  w->changed.notify_one();  // silent: the writer returns, and with it its condition variable, once it has the lock
}

void tells_a_writer_through_a_getter(writer& w) {
  std::lock_guard<std::mutex> guard(w.mutex);
  w.state = 2;
  w.state_changed().notify_one();  // silent: the same
}
