#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct row {
  std::vector<std::string> cells;
};
class schema {
 public:
  const std::string& name() const { return name_; }
  std::string title() const { return name_ + "!"; }

 private:
  std::string name_;
};

struct row_iterator {
  std::vector<const row*> path;
};
class status {
 public:
  status() = default;
  status(const status& other) : text_(other.text_ ? copy_text(other.text_) : nullptr) {}

 private:
  static const char* copy_text(const char* text);
  const char* text_ = nullptr;
};

class table {
 public:
  std::vector<row> rows() const { return rows_; }  // expect: member-returned-by-value
  std::string table_name() const { return schema_->name(); }  // expect: member-returned-by-value
  std::map<std::string, int> counts() const {  // expect: member-returned-by-value
    return this->counts_;
  }
  std::string get_path() { return path_; }  // expect: member-returned-by-value
  row first() const;
  row cached() const {  // expect: member-returned-by-value
    if (cached_) {
      return *cached_;
    }
    row made;
    made.cells.push_back(path_);
    return made;
  }

 private:
  std::vector<row> rows_;
  std::shared_ptr<const schema> schema_;
  std::map<std::string, int> counts_;
  std::string path_;
  std::unique_ptr<row> cached_;
};

row table::first() const {  // expect: member-returned-by-value
  return rows_.front();
}

// Near misses.

class quiet {
 public:
  virtual ~quiet() = default;
  const std::vector<row>& by_reference() const { return rows_; }  // silent: no copy
  std::string_view view() const { return path_; }                  // silent: a view
  int size() const { return size_; }                               // silent: an integer
  std::shared_ptr<row> shared() const { return shared_; }          // silent: a shared owner
  std::string made() const { return path_ + "/x"; }                // silent: a new string
  std::string title() const { return schema_.title(); }            // silent: the call makes it
  std::vector<row> locked() const {                                // silent: the copy is made under the lock
    std::lock_guard<std::mutex> guard(mutex_);
    return rows_;
  }
  std::vector<row> snapshot() const { return rows_; }       // silent: named for the copy
  virtual std::string kind() const { return path_; }        // silent: overriders share the signature
  std::optional<std::string> maybe() const { return path_; }  // silent: another type is made of it
  std::string either() const {                              // silent: the other way makes a new string
    if (size_ > 0) return path_;
    return "none";
  }
  row_iterator begin() const { return first_; }          // silent: iterators are handed around by value
  std::vector<row> take() { return std::move(rows_); }  // silent: moved
  std::string from_characters() const { return text_; }  // silent: made from characters
  static std::string of(const quiet& q) {                // silent: another object's member
    std::string copy = q.path_;
    copy += '/';
    return copy;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<row> rows_;
  std::string path_;
  schema schema_;
  std::shared_ptr<row> shared_;
  const char* text_ = "";
  int size_ = 0;
  row_iterator first_;
  status status_;

 public:
  status state() const { return status_; }  // silent: most have no text to copy
};
