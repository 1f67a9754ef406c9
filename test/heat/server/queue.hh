#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace srv {

struct request {
    std::string name;
    std::vector<int> payload;
};

class handler {
public:
    virtual ~handler() = default;
    virtual long handle(const request& r) = 0;
};

template <typename T>
class ring {
public:
    explicit ring(size_t n) : _slots(n) {}
    bool push(T value);
    bool pop(T& value);
private:
    std::vector<T> _slots;
    size_t _head = 0, _tail = 0;
};

template <typename T>
__attribute__((noinline)) bool ring<T>::push(T value) {
    if (_head - _tail == _slots.size()) {
        return false;
    }
    _slots[_head++ % _slots.size()] = value;
    return true;
}

template <typename T>
__attribute__((noinline)) bool ring<T>::pop(T& value) {
    if (_head == _tail) {
        return false;
    }
    value = _slots[_tail++ % _slots.size()];
    return true;
}

class server {
public:
    server();
    void add(const std::string& name, std::unique_ptr<handler> h);
    long serve(const request& r);
    long serve(int n);
    void on_each(const std::function<void (const request&)>& f);
private:
    std::map<std::string, std::unique_ptr<handler>> _handlers;
    ring<request> _queue;
};

}
