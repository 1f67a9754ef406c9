#include <cassert>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

struct session {
  int id;
  std::string user;
  void cancel();
};
struct handler {
  void stop();
};
void wait_for_more();

class table {
 public:
  session* get(int id) {
    if (by_id_.find(id) != by_id_.end()) {
      return &by_id_.at(id);  // expect: double-lookup
    }
    return nullptr;
  }

  void set(int id, const session& s) {
    if (by_id_.count(id)) {
      by_id_.at(id) = s;  // expect: double-lookup
    } else {
      by_id_.emplace(id, s);
    }
  }

  void stop(int id) {
    handlers_[id]->stop();
    handlers_.erase(id);  // expect: double-lookup
  }

  void add(const std::string& name, session* s) {
    if (names_.find(name) != names_.end()) {
      throw std::runtime_error("there is a session of this name");
    }
    names_[name] = s;  // expect: double-lookup
  }

  bool is_user(int id, const std::string& user) const {
    return by_id_.count(id) != 0 ? by_id_.at(id).user == user : false;  // expect: double-lookup
  }

  void drop(int id) {
    if (by_id_.contains(id)) by_id_.erase(id);  // expect: double-lookup
  }

  void reset(int id) {
    auto it = by_id_.find(id);
    if (it == by_id_.end()) return;
    by_id_[id].cancel();  // expect: double-lookup
  }

  int first_seen(const session& s) {
    if (seen_.count(s.user) == 0) {
      seen_.insert(s.user);  // expect: double-lookup
      return 1;
    }
    return 0;
  }

 private:
  std::map<int, session> by_id_;
  std::unordered_map<int, std::unique_ptr<handler>> handlers_;
  std::map<std::string, session*> names_;
  std::set<std::string> seen_;
};

bool is_open(const std::unordered_map<std::string, bool>& open, const std::string& name) {
  return open.find(name) != open.end() && open.at(name);  // expect: double-lookup
}

bool in_one_condition(std::unordered_map<std::string, int>& open, const std::string& name) {
  if (open.count(name) && open[name] > 0) return true;  // expect: double-lookup
  return false;
}

// Near misses.

class quiet {
 public:
  session* found_once(int id) {
    auto it = by_id_.find(id);
    return it == by_id_.end() ? nullptr : &it->second;  // silent: one search
  }
  void insert_what_is_missing(int id) {
    auto it = by_id_.find(id);
    if (it == by_id_.end()) {
      it = by_id_.emplace(id, session()).first;  // silent: only what is missing is searched for twice
    }
    it->second.cancel();
  }
  void where_another_is_missing(int id, int other) {
    if (by_id_.find(id) == by_id_.end()) {
      if (by_id_.count(other)) by_id_.at(other).cancel();  // silent: once for an id
      by_id_.emplace(id, session());
    }
  }
  void another_key(int id, int other) {
    if (by_id_.count(id)) by_id_.at(other).cancel();  // silent: two keys
  }
  void another_container(int id) {
    if (by_id_.count(id)) users_[id].clear();  // silent: two containers
  }
  void key_moves_on(int id) {
    if (by_id_.count(id)) {
      ++id;
      by_id_.erase(id);  // silent: the key is another one by now
    }
  }
  void waited(int id) {
    if (by_id_.count(id)) {
      wait_for_more();
      by_id_.erase(id);  // silent: others may have erased it meanwhile
    }
  }
  void unlocked(int id, std::unique_lock<std::mutex>& lock) {
    if (by_id_.count(id)) {
      lock.unlock();
      lock.lock();
      by_id_.erase(id);  // silent: others may have erased it meanwhile
    }
  }
  void asserted(int id) {
    assert(by_id_.find(id) != by_id_.end());
    by_id_.erase(id);  // silent: the assertion is not there in a release
  }
  void filled_between(int id) {
    if (by_id_.count(id) == 0) {
      fill(id);
      by_id_.at(id).cancel();  // silent: the call in between may have put it there
    }
  }
  int next_of(std::vector<int>& ids, int i) {
    if (ids.at(i) > 0) return ids[i];  // silent: an index, no search
    return 0;
  }
  char after(const std::string& text, char c) {
    auto at = text.find(c);
    return at == std::string::npos ? c : text[at];  // silent: positions in a string
  }
  int keys_made_anew(int id) {
    if (by_id_.count(next(id))) return by_id_.at(next(id)).id;  // silent: each call may give another key
    return 0;
  }

 private:
  void fill(int id);
  static int next(int id);
  std::map<int, session> by_id_;
  std::map<int, std::string> users_;
};
