#include <cstdlib>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <pthread.h>
#include <vector>

// OSv: include/osv/mutex.h, bio.h
struct alignas(64) mutex { void lock(); void unlock(); };
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)
struct bio { bio* next; };
void biodone(bio* b, bool ok);

struct Status { static Status OK(); static Status Busy(); };
void log_error(const char* text);
struct request { bio* owner; int id; };
struct ring { request* next_done(); void finish(); };

struct block_device {
  std::vector<mutex> _queue_locks;
  std::vector<ring*> _rings;
  mutex _lock;
  std::list<request*> _done;
  int _count;

  static int drain(ring* r) {
    int n = 0;
    while (request* req = r->next_done()) {
      if (req->owner) biodone(req->owner, true);
      delete req;
      r->finish();
      n++;
    }
    return n;
  }
  void completes_under_the_submission_lock(int q) {
    WITH_LOCK(_queue_locks[q]) {
      drain(_rings[q]);  // expect: long-critical-section
    }
  }
  void completes_without_it(int q) {
    ring* r;
    WITH_LOCK(_queue_locks[q]) {
      r = _rings[q];
    }
    drain(r);  // silent: released
  }
  void completes_what_is_listed() {
    WITH_LOCK(_lock) {
      for (request* each : _done) {  // expect: long-critical-section
        biodone(each->owner, true);
      }
    }
  }
  Status gives_up(ring* r) {
    Status status;
    WITH_LOCK(_lock) {
      if (_count > 64) {
        log_error("too many requests");
        drain(r);  // silent: it has failed
        status = Status::Busy();
        return status;
      }
      if (_count > 0) {
        log_error("all done");
        drain(r);  // expect: long-critical-section
        status = Status::OK();
        return status;
      }
    }
    return status;
  }
  void releases_it_for_each_one() {
    WITH_LOCK(_lock) {
      while (!_done.empty()) {  // silent: the lock is free in each turn
        request* each = _done.front();
        _done.pop_front();
        DROP_LOCK(_lock) {
          delete each;
        }
      }
    }
  }
  void counts_what_is_listed() {
    WITH_LOCK(_lock) {
      for (request* each : _done) {  // silent: a few cycles each
        if (each->id > 0) _count++;
      }
    }
  }
  void close() {
    WITH_LOCK(_lock) {
      for (request* each : _done)  // silent: the end of the device
        delete each;
    }
  }
};

struct cache {
  std::mutex mtx;
  std::list<request*> old;
  std::list<request*> live;
  std::map<int, void*> blobs;
  std::function<void(request*)> on_evict;

  void evicts_under_the_lock() {
    std::lock_guard<std::mutex> guard(mtx);
    while (!old.empty()) {  // expect: long-critical-section
      delete old.front();
      old.pop_front();
    }
  }
  void evicts_afterwards() {
    std::list<request*> all;
    {
      std::lock_guard<std::mutex> guard(mtx);
      all.swap(old);
    }
    for (request* each : all) {  // silent: not under the lock
      delete each;
    }
  }
  void frees_a_few() {
    std::lock_guard<std::mutex> guard(mtx);
    for (int i = 0; i < 4; i++) {  // silent: four of them
      delete old.front();
      old.pop_front();
    }
  }
  void frees_one_that_is_stale(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    for (auto it = live.begin(); it != live.end(); ++it) {  // silent: one of many
      if ((*it)->id == id) {
        delete *it;
        live.erase(it);
        break;
      }
    }
  }
  void tells_its_owner(request* each) {
    std::lock_guard<std::mutex> guard(mtx);
    on_evict(each);  // silent: the lock of one object
  }
};

pthread_mutex_t blobs_mutex;
std::vector<void*> blobs;

void frees_between_posix_calls() {
  pthread_mutex_lock(&blobs_mutex);
  for (void* each : blobs) {  // expect: long-critical-section
    free(each);
  }
  blobs.clear();
  pthread_mutex_unlock(&blobs_mutex);
}

std::mutex table_mutex;
std::vector<std::vector<int>> table;

int weigh(const std::vector<int>& row) {
  int sum = 0;
  for (int each : row) sum += each;
  return sum;
}

int weighs_all_rows_under_the_global_lock() {
  std::lock_guard<std::mutex> guard(table_mutex);
  int sum = 0;
  for (const auto& row : table) {  // expect: long-critical-section
    sum += weigh(row);
  }
  return sum;
}

int weighs_one_row() {
  std::lock_guard<std::mutex> guard(table_mutex);
  return weigh(table[0]);  // silent: one row, no loop over them
}

void visits_under_the_global_lock(const std::function<void(int)>& visit) {
  std::lock_guard<std::mutex> guard(table_mutex);
  visit(1);  // expect: long-critical-section
}

void with_all_rows(const std::function<void(int)>& visit) {
  std::lock_guard<std::mutex> guard(table_mutex);
  for (const auto& row : table) visit(row[0]);  // silent: to run it under the lock is what the function is for
}

#define APP_LOG_ERROR(text) fprintf(stderr, text)

bool drops_all_when_a_write_failed(bool ok) {
  std::lock_guard<std::mutex> guard(table_mutex);
  if (ok) {
    table.clear();
  } else {
    APP_LOG_ERROR("cannot write");
    for (void* each : blobs) free(each);  // silent: an error, whatever the branch ends in
    blobs.clear();
  }
  return ok;
}
