#include "queue.hh"
#include <algorithm>
#include <numeric>

namespace srv {

namespace {

struct sum_handler : handler {
    long handle(const request& r) override {
        std::vector<int> sorted = r.payload;
        std::sort(sorted.begin(), sorted.end());
        return std::accumulate(sorted.begin(), sorted.end(), 0L);
    }
};

__attribute__((noinline)) unsigned checksum(const std::string& text) {
    unsigned sum = 2166136261u;
    for (char c : text) {
        sum = (sum ^ static_cast<unsigned char>(c)) * 16777619u;
    }
    return sum;
}

}

static inline int rotate(int x) {
    for (int i = 0; i < 24; ++i) {
        x = (x * 1103515245 + 12345) ^ (x >> 3);
    }
    return x;
}

server::server() : _queue(64) {
    add("sum", std::make_unique<sum_handler>());
}

void server::add(const std::string& name, std::unique_ptr<handler> h) {
    _handlers[name] = std::move(h);
}

long server::serve(const request& r) {
    auto found = _handlers.find(r.name);
    return found == _handlers.end() ? 0 : found->second->handle(r) + checksum(r.name);
}

long server::serve(int n) {
    long total = 0;
    for (int i = 0; i < n; ++i) {
        request r;
        r.name = "sum";
        for (int k = 0; k < 40; ++k) {
            r.payload.push_back(rotate(i * k));
        }
        _queue.push(r);
        request out;
        while (_queue.pop(out)) {
            total += serve(out);
        }
    }
    return total;
}

void server::on_each(const std::function<void (const request&)>& f) {
    request r;
    r.name = "each";
    for (int i = 0; i < 200000; ++i) {
        r.payload.assign(8, i);
        f(r);
    }
}

}
