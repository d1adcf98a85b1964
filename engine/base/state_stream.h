// StateWriter, StateReader: a ledger's state as bytes and back, in one order
// for both.
//
// What is state says itself how it passes, once for both directions. It names
// every member it has, so that nobody can add one and forget it here:
//
//     template <class Stream, class Self>
//     static void Transfer(Stream& stream, Self& self) {
//       auto& [terms, slots, last] = self;  // A new one? Pass or make it.
//       stream.Pass(terms);
//       if constexpr (Stream::kReads) ...  // What follows from the rest.
//     }
//
// Records of slabs and rows of tables pass as the memory they are, so the bytes
// are those of this program on this machine: a snapshot is no archive.
//
// Threads: one owner.
// Errors:  a reader that ran out of bytes, or finds rows of another size than
//          its own, has failed(); what it gives from then on is zero or empty.
// Cost:    slabs and vectors are copied.

#ifndef KUMBARA_ENGINE_BASE_STATE_STREAM_H_
#define KUMBARA_ENGINE_BASE_STATE_STREAM_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include "engine/base/slab.h"

namespace kumbara {

// Where written state goes. What went wrong is its owner's to know.
class StateSink {
 public:
  virtual ~StateSink() = default;
  virtual void Write(std::span<const std::byte> bytes) = 0;
};

// Where it comes from.
class StateSource {
 public:
  virtual ~StateSource() = default;
  // False if there are not so many bytes, or they cannot be read.
  virtual bool Read(std::span<std::byte> out) = 0;
  // Bytes not read yet, at most.
  virtual std::uint64_t left() const = 0;
};

// The rows of a table, before them.
struct RowsHeader {
  std::uint32_t row_bytes = 0;
  std::uint32_t rows = 0;
};

template <class T, class Stream>
concept IsTransferable = requires(Stream& stream, T& state) {
  T::Transfer(stream, state);
};
template <class T>
concept IsTable = requires {
  typename T::mapped_type;
};
// Vectors of any make.
template <class T>
concept IsRows = requires(T& rows) {
  rows.data();
  rows.resize(1);
};
template <class T>
concept IsSlab = requires(T slab) {
  slab.RunFrom(Slot{0});
  slab.AddRun(1);
};
template <class T>
concept IsPlain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>;

class StateWriter {
 public:
  static constexpr bool kReads = false;

  explicit StateWriter(StateSink& sink) : sink_(sink) {}

  template <class... States>
  void Pass(const States&... states) {
    (PassOne(states), ...);
  }
  void PassBytes(const void* bytes, std::size_t size) {
    sink_.Write({static_cast<const std::byte*>(bytes), size});
  }
  static bool failed() { return false; }

 private:
  template <class T>
  void PassOne(const T& state) {
    if constexpr (IsTransferable<const T, StateWriter>) {
      T::Transfer(*this, state);
    } else if constexpr (IsTable<T>) {
      PassRows<typename T::value_type>(state.size());
      for (const auto& [key, value] : state) Pass(key, value);
    } else if constexpr (IsSlab<T>) {
      PassSlab(state);
    } else if constexpr (IsRows<T>) {
      PassEach(state);
    } else {
      static_assert(IsPlain<T>, "give it a Transfer");
      PassBytes(&state, sizeof(state));
    }
  }
  template <class A, class B>
  void PassOne(const std::pair<A, B>& pair) {
    Pass(pair.first, pair.second);
  }
  template <class Rows>
  void PassEach(const Rows& rows) {
    using Row = typename Rows::value_type;
    PassRows<Row>(rows.size());
    if constexpr (IsPlain<Row>) {
      PassBytes(rows.data(), rows.size() * sizeof(Row));
    } else {
      for (const Row& row : rows) Pass(row);
    }
  }
  template <class AnySlab>
  void PassSlab(const AnySlab& slab) {
    using Row = std::remove_cvref_t<decltype(slab.At(0))>;
    PassRows<Row>(slab.size());
    for (Slot slot = 0; slot < slab.size();) {
      const std::span<const Row> run = slab.RunFrom(slot);
      PassBytes(run.data(), run.size_bytes());
      slot += static_cast<Slot>(run.size());
    }
  }
  template <class T>
  void PassRows(std::size_t rows) {
    KUMBARA_CHECK(rows <= UINT32_MAX);
    Pass(RowsHeader{sizeof(T), static_cast<std::uint32_t>(rows)});
  }

  StateSink& sink_;
};

class StateReader {
 public:
  static constexpr bool kReads = true;

  explicit StateReader(StateSource& source) : source_(source) {}

  // REQUIRES: tables and slabs are empty.
  template <class... States>
  void Pass(States&... states) {
    (PassOne(states), ...);
  }
  void PassBytes(void* bytes, std::size_t size) {
    failed_ = failed_ || !source_.Read({static_cast<std::byte*>(bytes), size});
    if (failed_ && size > 0) std::memset(bytes, 0, size);
  }
  bool failed() const { return failed_; }
  // Bytes that follow, at most.
  std::uint64_t left() const { return source_.left(); }
  void Fail() { failed_ = true; }

 private:
  template <class T>
  void PassOne(T& state) {
    if constexpr (IsTransferable<T, StateReader>) {
      T::Transfer(*this, state);
    } else if constexpr (IsTable<T>) {
      PassTable(state);
    } else if constexpr (IsSlab<T>) {
      PassSlab(state);
    } else if constexpr (IsRows<T>) {
      PassEach(state);
    } else {
      static_assert(IsPlain<T>, "give it a Transfer");
      PassBytes(&state, sizeof(state));
    }
  }
  template <class A, class B>
  void PassOne(std::pair<A, B>& pair) {
    Pass(pair.first, pair.second);
  }
  template <class Rows>
  void PassEach(Rows& rows) {
    using Row = typename Rows::value_type;
    rows.resize(PassRows<Row>());
    if constexpr (IsPlain<Row>) {
      PassBytes(rows.data(), rows.size() * sizeof(Row));
    } else {
      for (Row& row : rows) Pass(row);
    }
  }
  template <class AnySlab>
  void PassSlab(AnySlab& slab) {
    using Row = std::remove_cvref_t<decltype(slab.At(0))>;
    std::uint32_t left = PassRows<Row>();
    while (left > 0) {
      const std::span<Row> run = slab.AddRun(left);
      PassBytes(run.data(), run.size_bytes());
      left -= static_cast<std::uint32_t>(run.size());
    }
  }
  template <class Table>
  void PassTable(Table& table) {
    const std::uint32_t rows = PassRows<typename Table::value_type>();
    if constexpr (requires { table.reserve(rows); }) table.reserve(rows);
    for (std::uint32_t i = 0; i < rows && !failed_; ++i) {
      typename Table::key_type key{};
      typename Table::mapped_type value{};
      Pass(key, value);
      table.emplace(std::move(key), std::move(value));
    }
  }
  // How many rows follow; none once it has failed. A row has a byte at least.
  template <class T>
  std::uint32_t PassRows() {
    RowsHeader header;
    PassBytes(&header, sizeof(header));
    failed_ = failed_ || header.row_bytes != sizeof(T) ||
              header.rows > source_.left();
    return failed_ ? 0 : header.rows;
  }

  StateSource& source_;
  bool failed_ = false;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_STATE_STREAM_H_
