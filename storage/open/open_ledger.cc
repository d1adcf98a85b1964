#include "storage/open/open_ledger.h"

#include <openssl/rand.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "engine/pipeline/sim_driver.h"
#include "engine/program/compiler.h"
#include "engine/program/toml_reader.h"
#include "storage/directory/key_file.h"
#include "storage/journal/head_file.h"
#include "storage/journal/restoring_name.h"
#include "storage/lmdb/file.h"
#include "storage/open/erase_member.h"
#include "storage/open/zone_file.h"
#include "storage/runs/run_store.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<LedgerId> NewLedgerId() {
  LedgerId id;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&id), sizeof(id)) != 1) {
    return absl::InternalError("the machine gives no random bytes");
  }
  return id;
}

absl::Status MakeEmptyDirectory(const std::string& directory) {
  absl::Status status = MakeDirectories(directory);
  // One that was there may not be durable yet.
  if (status.ok()) status = SyncDirectory(ParentOf(directory));
  if (!status.ok()) return status;
  std::error_code error;
  const bool empty = fs::is_empty(directory, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, ": cannot be read: ", error.message()));
  }
  if (empty) return absl::OkStatus();
  if (fs::exists(HeadFile::PathIn(directory), error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(directory, ": is a ledger already"));
  }
  return absl::AlreadyExistsError(absl::StrCat(
      directory, ": is not empty; a ledger is made in an empty directory"));
}

absl::StatusOr<std::string> KeyPath(const std::string& given,
                                    const LedgerId& ledger) {
  return given.empty() ? DefaultKeyPath(ledger)
                       : absl::StatusOr<std::string>(given);
}

// Everything in a ledger but its first batch: directory of names and key.
absl::StatusOr<InitResult> InitNames(const InitOptions& options,
                                     const LedgerId& ledger) {
  InitResult result;
  result.ledger = ledger;
  LedgerKey key;
  if (options.pseudonym == Pseudonym::kSalted) {
    absl::StatusOr<std::string> path = KeyPath(options.key_path, ledger);
    if (!path.ok()) return path.status();
    absl::StatusOr<LedgerKey> made = CreateKeyFile(*path);
    if (!made.ok()) return made.status();
    key = *made;
    result.key_path = *path;
  }
  const auto names =
      Directory::Create(options.directory, ledger, options.pseudonym, key);
  if (!names.ok()) return names.status();
  return result;
}

absl::Status AppendFoundation(const InitOptions& options,
                              const LedgerSettings& settings,
                              const Program& program, CodeTable& codes,
                              std::string zone_bytes) {
  auto journal = LmdbJournal::Create(options.directory, settings.ledger,
                                     {settings.segment_bytes});
  if (!journal.ok()) return journal.status();
  SystemClock clock;
  EmptyColdStore cold;
  LedgerOptions ledger_options;
  ledger_options.settings = settings;
  ledger_options.program = program;
  Ledger ledger(std::move(ledger_options), codes, clock, cold);
  ledger.AttachJournal(journal->get());
  ledger.AppendRecords(
      FoundationRecords(settings, options.program_text, std::move(zone_bytes)));
  SimDriver(ledger, 0).RunUntilIdle();
  if (!ledger.status().ok()) return ledger.status();
  return (*journal)->Close();
}

// Who only reads writes nothing, and has all ids and records in memory.
std::uint32_t HotIds(const OpenOptions& options) {
  return options.mode == OpenMode::kWrite ? options.hot_ids : 0;
}
std::uint32_t HotRecords(const OpenOptions& options) {
  return options.mode == OpenMode::kWrite ? options.hot_records : 0;
}

// It gets every id and record again, so it begins empty.
absl::StatusOr<std::unique_ptr<ColdStore>> MakeCold(
    const std::string& directory) {
  absl::StatusOr<std::unique_ptr<RunStore>> store =
      RunStore::Create(directory + "/runs");
  if (!store.ok()) return store.status();
  return std::unique_ptr<ColdStore>(*std::move(store));
}

}  // namespace

absl::StatusOr<InitResult> InitLedger(const InitOptions& options) {
  absl::StatusOr<ProgramSource> source =
      ReadProgram(options.program_text, options.program_name);
  if (!source.ok()) return source.status();
  absl::StatusOr<std::string> zone = ReadZoneFile(source->program.zone);
  if (!zone.ok()) return zone.status();
  CodeTable codes;
  absl::StatusOr<Program> program = Compile(*source, *zone, codes);
  if (!program.ok()) return program.status();
  const absl::StatusOr<LedgerId> id = NewLedgerId();
  if (!id.ok()) return id.status();
  LedgerSettings settings;
  settings.ledger = *id;
  settings.shards = options.shards;
  settings.round_commands = options.round_commands;
  settings.max_ahead_micros = options.max_ahead_micros;
  settings.segment_bytes = options.segment_bytes;
  settings.pseudonym = options.pseudonym;

  const absl::Status made = MakeEmptyDirectory(options.directory);
  if (!made.ok()) return made;
  const absl::StatusOr<LockFile> lock = LockFile::Acquire(options.directory);
  if (!lock.ok()) return lock.status();
  absl::StatusOr<InitResult> result = InitNames(options, *id);
  if (!result.ok()) return result.status();
  // HEAD appears with the first batch: until then there is no ledger.
  const absl::Status founded =
      AppendFoundation(options, settings, *program, codes, *std::move(zone));
  if (!founded.ok()) return founded;
  return result;
}

absl::Status CheckIsLedger(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return absl::NotFoundError(absl::StrCat(directory, ": no such directory"));
  }
  const absl::Status head = HeadFile::Read(directory).status();
  if (!absl::IsNotFound(head)) return head;
  if (fs::exists(fs::path(directory) / kRestoringName, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory,
                     ": its restore did not finish; kumbara restore begins it "
                     "again"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      directory,
      ": is no ledger: it has no HEAD (kumbara init makes a ledger)"));
}

absl::StatusOr<LedgerId> LedgerIn(const std::string& directory) {
  const absl::Status is_ledger = CheckIsLedger(directory);
  if (!is_ledger.ok()) return is_ledger;
  const absl::StatusOr<JournalPosition> head = HeadFile::Read(directory);
  if (!head.ok()) return head.status();
  return head->ledger;
}

absl::StatusOr<std::unique_ptr<OpenLedger>> OpenLedger::Open(
    const std::string& directory, const OpenOptions& options) {
  const absl::Status is_ledger = CheckIsLedger(directory);
  if (!is_ledger.ok()) return is_ledger;
  std::unique_ptr<OpenLedger> opened(new OpenLedger);
  if (Writes(options.mode)) {
    absl::StatusOr<LockFile> lock = LockFile::Acquire(directory);
    if (!lock.ok()) return lock.status();
    opened->lock_.emplace(*std::move(lock));
  }
  opened->path_ = directory;
  const absl::Status loaded = opened->Load(directory, options);
  if (!loaded.ok()) return loaded;
  return opened;
}

absl::Status OpenLedger::Load(const std::string& directory,
                              const OpenOptions& options) {
  RecoverOptions recover;
  recover.ledger.workers = options.workers;
  recover.ledger.batch_commands = options.batch_commands;
  recover.ledger.keep_events = options.keep_events;
  recover.ledger.hot_ids = HotIds(options);
  recover.ledger.hot_records = HotRecords(options);
  recover.ledger.until = options.until;
  recover.known = options.known;
  recover.from_snapshots =
      options.from_snapshots &&
      !(options.keep_events && options.mode == OpenMode::kRead);
  recover.progress = options.progress;
  // Names before members: a wrong key is told before the long part.
  recover.on_foundation = [&](const Foundation& foundation) {
    return directory_ != nullptr
               ? absl::OkStatus()
               : OpenDirectory(directory, foundation.settings, options);
  };
  if (HotIds(options) != 0 || HotRecords(options) != 0) {
    recover.make_cold = [&] { return MakeCold(directory); };
  }
  auto recovered = RecoveredLedger::Recover(directory, recover, clock_);
  if (!recovered.ok()) return recovered.status();
  recovered_ = *std::move(recovered);
  opened_at_ = recovered_->position();
  if (!Writes(options.mode)) return absl::OkStatus();
  const absl::Status removed =
      CrashNote::RemoveIfPast(opened_at_.last_sequence, directory);
  if (!removed.ok()) return removed;
  auto journal = LmdbJournal::Open(directory, opened_at_,
                                   {foundation().settings.segment_bytes});
  if (!journal.ok()) return journal.status();
  journal_ = *std::move(journal);
  ledger().AttachJournal(journal_.get());
  if (options.reserve_bytes != 0) WatchSpace(options.reserve_bytes);
  return absl::OkStatus();
}

void OpenLedger::WatchSpace(std::uint64_t reserve) {
  space_ = std::make_unique<SpaceWatch>(
      reserve, [this] { return FreeOnDisk(); },
      [this](bool is_low) { ledger().ingress().set_low_space(is_low); });
}

absl::StatusOr<std::uint64_t> OpenLedger::FreeOnDisk() const {
  return FreeBytes(path_);
}

absl::Status OpenLedger::space() const {
  if (space_ == nullptr || !space_->is_low()) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(path_, ": the disk is nearly full: ", space_->free(),
                   " bytes are free, and ", space_->reserve(),
                   " are kept; nothing new is taken until there is room"));
}

absl::Status OpenLedger::OpenDirectory(const std::string& directory,
                                       const LedgerSettings& settings,
                                       const OpenOptions& options) {
  const bool salted = settings.pseudonym == Pseudonym::kSalted &&
                      options.mode != OpenMode::kErase;
  std::string key_path;
  if (salted) {
    absl::StatusOr<std::string> path =
        KeyPath(options.key_path, settings.ledger);
    if (!path.ok()) return path.status();
    key_path = *path;
  }
  const bool adds =
      options.mode == OpenMode::kWrite || options.mode == OpenMode::kTry;
  const LedgerId& ledger = settings.ledger;
  auto names = adds ? Directory::Open(directory, ledger, key_path)
               : Writes(options.mode)
                   ? Directory::OpenToErase(directory, ledger)
                   : Directory::OpenReadOnly(directory, ledger);
  if (!names.ok()) return names.status();
  if (Writes(options.mode)) {
    const absl::StatusOr<std::size_t> erased =
        ReapplyErasures(directory, **names);
    if (!erased.ok()) return erased.status();
    names_erased_ = *erased;
  }
  if (!adds && salted && !options.key_path.empty()) {
    const absl::Status checked = (*names)->CheckKey(key_path);
    if (!checked.ok()) return checked;
  }
  // Only now: who finds it there takes all of this for done.
  directory_ = *std::move(names);
  return absl::OkStatus();
}

OpenLedger::~OpenLedger() {
  // One that could not be opened has no ledger.
  if (closed_ || recovered_ == nullptr) return;
  // Producers wait for their frames: nobody may wait for ever.
  ledger().StopIntake();
  driver_.reset();
}

absl::StatusOr<Activation> OpenLedger::Activate(const NextProgram& next) {
  KUMBARA_CHECK(journal_ != nullptr && driver_ == nullptr);
  // The next version has the zone of the first one, or may not follow.
  const absl::StatusOr<ProgramSource> first =
      ReadProgram(foundation().program_text, "program in the journal");
  if (!first.ok()) return first.status();
  absl::StatusOr<std::string> zone = ReadZoneFile(first->program.zone);
  if (!zone.ok()) return zone.status();
  LaterVersion version;
  version.program_text = next.text;
  version.zone_bytes = *std::move(zone);
  version.activation.effective = next.effective.micros();
  version.activation.retroactive = next.is_retroactive ? 1 : 0;
  absl::StatusOr<Activation> made =
      recovered_->Activate(std::move(version), next.file_name);
  if (!made.ok()) return made.status();
  SimDriver(ledger(), 0).RunUntilIdle();
  if (!ledger().status().ok()) return ledger().status();
  return made;
}

absl::StatusOr<Estimate> OpenLedger::Give(const Estimate& estimate) {
  KUMBARA_CHECK(journal_ != nullptr && driver_ == nullptr);
  const Estimate given = recovered_->Give(estimate);
  SimDriver(ledger(), 0).RunUntilIdle();
  if (!ledger().status().ok()) return ledger().status();
  return given;
}

void OpenLedger::Start() { driver_ = std::make_unique<ThreadDriver>(ledger()); }

absl::Status OpenLedger::Close() {
  closed_ = true;
  ledger().StopIntake();
  if (driver_ != nullptr) {
    driver_->WaitUntilIdle();
    driver_->Stop();
  }
  SimDriver rest(ledger(), 0);
  const bool appended =
      journal_ != nullptr && ledger().end().batch != opened_at_.number;
  if (ledger().status().ok() && appended) {
    ledger().AppendRecords({});
    rest.RunUntilIdle();
  }
  if (!ledger().poisoned()) ledger().GiveUp();
  if (!ledger().status().ok()) return ledger().status();
  return journal_ != nullptr ? journal_->Close() : absl::OkStatus();
}

}  // namespace kumbara::storage
