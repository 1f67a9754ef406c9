#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <string>
#include <vector>

// OSv: include/osv/mutex.h, mempool.hh
struct mutex { void lock(); void unlock(); };
struct migration_lock_type { void lock(); void unlock(); } extern migration_lock;
template <class L> struct lock_guard_for_with_lock { L& l; operator bool(); };
#define WITH_LOCK(l) if (lock_guard_for_with_lock<decltype(l)> g{l}) __builtin_abort(); else
#define DROP_LOCK(l) WITH_LOCK(l)
#define SCOPE_LOCK(l) std::lock_guard<decltype(l)> scope_guard_(l)
namespace memory { void* alloc_page(); }

struct entry { entry* next; std::string name; };
char* lookup(int id);
int enter(void* object);
struct counted { counted(int id) : id(id + enter(this)) {} int id; };
struct elsewhere { elsewhere(int id); int id; };
struct plain { explicit plain(int id) : id(id) {} int id; };

struct directory {
  std::mutex mtx;
  mutex _mtx;
  pthread_mutex_t c_mutex;
  entry* head;
  int level;
  std::map<int, std::unique_ptr<entry>> by_id;
  std::map<std::string, int> by_name;
  void* page;

  void makes_the_entry_under_the_guard(const std::string& name) {
    std::lock_guard<std::mutex> guard(mtx);
    auto added = new entry{nullptr, name};  // expect: allocation-under-lock
    added->next = head;
    head = added;
  }
  void gets_a_page_under_a_lock_of_osv() {
    WITH_LOCK(_mtx) {
      page = memory::alloc_page();  // expect: allocation-under-lock
    }
  }
  void copies_the_path_between_posix_calls(const char* path) {
    pthread_mutex_lock(&c_mutex);
    char* copy = strdup(path);  // expect: allocation-under-lock
    page = copy;
    pthread_mutex_unlock(&c_mutex);
  }
  void builds_the_key_under_the_lock(const std::string& folder, int id) {
    SCOPE_LOCK(_mtx);
    std::string key = folder + "/" + std::to_string(id);  // expect: allocation-under-lock
    by_name[key] = id;
  }
  void fills_a_buffer_under_the_lock(size_t size) {
    std::lock_guard<std::mutex> guard(mtx);
    std::vector<char> buffer(size);  // expect: allocation-under-lock
    memcpy(buffer.data(), page, size);
  }
  void makes_the_entry_before(const std::string& name) {
    auto added = std::make_unique<entry>(entry{nullptr, name});  // silent: not yet locked
    std::lock_guard<std::mutex> guard(mtx);
    by_id[0] = std::move(added);
  }
  void makes_a_page_that_enters_itself(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    page = new counted(id);  // silent: its constructor may touch what the lock guards
  }
  void makes_something_from_elsewhere(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    page = new elsewhere(id);  // silent: its constructor is not in sight
  }
  void makes_a_plain_object(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    page = new plain(id);  // expect: allocation-under-lock
  }
  void makes_it_only_where_missing(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    auto& slot = by_id[id];
    if (!slot) slot = std::make_unique<entry>();  // silent: seldom, and only the lock tells when
  }
  bool makes_it_behind_a_way_out(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    if (level > 3) return false;
    by_id.emplace(id, std::make_unique<entry>());  // silent: not whenever the lock is taken
    return true;
  }
  void sizes_it_by_what_is_guarded() {
    std::lock_guard<std::mutex> guard(mtx);
    std::vector<int> all(by_id.size());  // silent: needs the lock for its size
    all[0] = level;
  }
  void asks_a_function_that_may_need_the_lock(int id) {
    std::lock_guard<std::mutex> guard(mtx);
    std::string name = lookup(id);  // silent: what it reads is not in sight
    by_name[name] = id;
  }
  void drops_the_lock() {
    WITH_LOCK(_mtx) {
      level++;
      DROP_LOCK(_mtx) {
        page = memory::alloc_page();  // silent: released
      }
    }
  }
  void stays_on_its_cpu() {
    WITH_LOCK(migration_lock) {
      page = memory::alloc_page();  // silent: keeps nobody out
    }
  }
  void takes_over_a_name(std::string name) {
    std::lock_guard<std::mutex> guard(mtx);
    std::string own(std::move(name));  // silent: moves
    by_name[own] = level;
  }
};

struct shared_list {
  std::mutex mtx;
  std::vector<int>* current;
  struct guarded { std::mutex* m; void AssertHeld(); } lock;

  void replaces_the_list(int x) {
    std::lock_guard<std::mutex> guard(mtx);
    auto next = new std::vector<int>();  // silent: what is copied into it is guarded
    *next = *current;
    next->push_back(x);
    current = next;
  }
  void is_called_with_the_lock_held(int id) {
    lock.AssertHeld();
    page_of_list = new plain(id);  // silent: the caller's lock, for the caller to narrow
  }
  void* page_of_list;
};
