// Directory: which external id is which member.
//
// The only place where names stand: no journal, digest or archive holds one.
// It is an environment of its own, DIR/directory.mdb. Under key 0 it says what
// kind of pseudonyms it holds and whose key made them; each key from 1 on holds
// the names one Sync added (names_value.h). All names are in memory.
//
// Nothing is deleted inside the file, for LMDB keeps freed bytes: who is erased
// is left out of a copy, which then takes the file's place.
//
// Units:   external ids of 1 to kTextBytesMax bytes, any bytes.
// Threads: one owner at a time. One process writes, others may read beside it.
// Errors:  DataLoss names the file, key and damage; a failed Sync is returned
//          by every later one, because what reached the disk is unknown.
// Cost:    Find is one hash lookup; a new name costs about a microsecond.

#ifndef KUMBARA_STORAGE_DIRECTORY_DIRECTORY_H_
#define KUMBARA_STORAGE_DIRECTORY_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "engine/record/settings.h"
#include "storage/directory/key_file.h"
#include "storage/directory/name_table.h"
#include "storage/directory/names_value.h"
#include "storage/directory/pseudonymizer.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

// The steps of erasing, for tests that end the process behind one.
enum class EraseStep : std::uint8_t {
  kClosed,    // The member is closed, durably (erase_member.h),
  kListed,    // it stands in the erasure list,
  kCopied,    // the copy without it is durable,
  kReplaced,  // and stands in the place of the directory.
};
using OnEraseStep = std::function<void(EraseStep)>;

class Directory {
 public:
  // For init. `key` is that of CreateKeyFile, or LedgerKey{} for stable.
  static absl::StatusOr<std::unique_ptr<Directory>> Create(
      const std::string& ledger_directory, const LedgerId& ledger,
      Pseudonym pseudonym, const LedgerKey& key);
  // To find and add. Reads `key_path` unless the pseudonyms are stable. Who
  // opens one says of which ledger it has to be.
  static absl::StatusOr<std::unique_ptr<Directory>> Open(
      const std::string& ledger_directory, const LedgerId& ledger,
      const std::string& key_path);
  // To find only, without the key; works beside a writing process.
  static absl::StatusOr<std::unique_ptr<Directory>> OpenReadOnly(
      const std::string& ledger_directory, const LedgerId& ledger);

  // To find and to erase, without the key.
  static absl::StatusOr<std::unique_ptr<Directory>> OpenToErase(
      const std::string& ledger_directory, const LedgerId& ledger);
  static std::string PathIn(const std::string& ledger_directory);

  // Reads the names that a writing process has added since, or all of them anew
  // if it has erased any. REQUIRES: opened read-only.
  absl::Status Refresh();

  // Whether the key in a file is this ledger's.
  absl::Status CheckKey(const std::string& key_path) const;

  // Zero if unknown.
  MemberId Find(std::string_view external_id) const {
    return names_.Find(external_id);
  }
  // The member id, made now if there is none; zero if the text's length is not
  // allowed. A new name must be synced before a command uses it.
  // REQUIRES: opened with the key.
  MemberId FindOrAdd(std::string_view external_id);

  // Makes the names added since durable; nothing to do if there are none.
  absl::Status Sync();

  // Leaves the names of these members, with their salts, out of a copy that
  // then takes the place of the file; nothing to do if none has a name. What a
  // crash may leave of the copy is removed first. Names got before are void.
  // REQUIRES: not opened read-only; synced; the caller holds the ledger's lock.
  absl::Status Erase(
      std::span<const MemberId> members,
      const OnEraseStep& on_step = [](EraseStep) {});

  // All names but those of these members, as they were read, in a new file,
  // durable. Works beside a writing process.
  absl::Status CopyWithout(std::span<const MemberId> members,
                           const std::string& path) const;

  // Empty if unknown; else valid as long as the directory.
  std::string_view NameOf(const MemberId& member) const {
    return names_.NameOf(member);
  }
  std::size_t size() const { return names_.size(); }
  Pseudonym pseudonym() const { return facts_.pseudonym; }

  // Calls visit(external id, member id) for every name, in no order.
  template <class Visitor>
  void ForEach(const Visitor& visit) const {
    names_.ForEach(visit);
  }

 private:
  Directory(std::unique_ptr<Environment> environment, const LedgerId& ledger)
      : environment_(std::move(environment)), ledger_(ledger) {}

  static absl::StatusOr<std::unique_ptr<Directory>> Load(
      const std::string& ledger_directory, const LedgerId& ledger,
      Access access);
  absl::Status LoadFrom(std::uint64_t first_key);
  absl::StatusOr<LedgerKey> ReadKey(const std::string& key_path) const;
  absl::Status LoadValue(std::uint64_t key, std::span<const std::byte> value);
  absl::Status LoadFacts(std::span<const std::byte> value);
  absl::Status LoadNames(std::uint64_t key, std::span<const std::byte> value);
  absl::Status WritePending();
  absl::Status ReopenAt(const std::string& path, Access access);
  absl::Status Damage(std::uint64_t key, const ValueError& error) const;
  MemberId Add(std::string_view external_id);

  std::unique_ptr<Environment> environment_;
  const LedgerId ledger_;
  DirectoryFacts facts_;
  std::optional<Pseudonymizer> pseudonymizer_;  // None without the key.
  NameTable names_;
  std::vector<NameEntry> pending_;  // Their texts lie in names_.
  std::uint64_t next_key_ = 1;
  std::uint64_t inode_ = 0;  // Of the file that was read.
  absl::Status failure_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_DIRECTORY_H_
