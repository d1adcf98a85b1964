// kumbara prove and check-proof: what a checkpoint shows to who has no ledger.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/evidence/tree_proof.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/from_one.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct ProveFlags {
  OpenFlags open;
  std::string against;
  BatchNumber batch = 0;
  Sequence sequence = 0;
  std::string value;
};

struct CheckFlags {
  std::string proof;
  std::string value;
  VerifierFlags verifiers;
};

struct Signed {
  storage::SignedNote note;
  storage::Checkpoint checkpoint;
};

absl::StatusOr<std::vector<Signed>> ReadNotes(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  const auto named = [&](const absl::Status& status) {
    return absl::Status(status.code(),
                        absl::StrCat(path, ": ", status.message()));
  };
  const auto notes = storage::ParseNotes(*text);
  if (!notes.ok()) return named(notes.status());
  std::vector<Signed> list;
  for (const storage::SignedNote& note : *notes) {
    const auto checkpoint = storage::ParseCheckpoint(note.text);
    if (!checkpoint.ok()) return named(checkpoint.status());
    list.push_back({note, *checkpoint});
  }
  if (list.empty()) {
    return absl::DataLossError(absl::StrCat(path, ": holds no checkpoint"));
  }
  return list;
}

absl::StatusOr<storage::TreeProof> Prove(const ProveFlags& flags,
                                         const storage::JournalTree& tree,
                                         std::vector<Signed> notes) {
  const Signed last = notes.back();
  const BatchNumber size = last.checkpoint.batches;
  if (size > tree.leaves().size() ||
      storage::RootOf(tree.leaves().first(size)) != last.checkpoint.root) {
    return absl::DataLossError(absl::StrCat(
        flags.open.directory, ": is not what ", flags.against, " signed for"));
  }
  storage::TreeProof proof;
  const std::span<const storage::TreeHash> leaves = tree.leaves().first(size);
  if (flags.batch == 0 && flags.sequence == 0) {
    const Signed& first = notes.front();
    if (first.checkpoint.batches > size) {
      return absl::InvalidArgumentError(absl::StrCat(
          flags.against, ": its first checkpoint is not its oldest"));
    }
    proof.path = storage::ConsistencyProof(leaves, first.checkpoint.batches);
    proof.notes = {first.note, last.note};
    return proof;
  }
  const BatchNumber batch =
      flags.batch != 0 ? flags.batch : tree.BatchOf(flags.sequence);
  if (batch == 0 || batch > size) {
    return absl::NotFoundError(
        absl::StrCat(flags.against, ": the last checkpoint is of batch ", size,
                     ", before what is to be proven"));
  }
  proof.batch = batch;
  proof.path = storage::InclusionProof(leaves, batch - 1);
  proof.notes = {last.note};
  return proof;
}

int RunProve(const ProveFlags& flags) {
  auto notes = ReadNotes(flags.against);
  if (!notes.ok()) return Fail(notes.status());
  storage::JournalTree tree(flags.open.directory);
  if (absl::Status status = ReadTree(tree); !status.ok()) return Fail(status);
  const auto proof = Prove(flags, tree, *std::move(notes));
  if (!proof.ok()) return Fail(proof.status());
  if (!flags.value.empty()) {
    if (!proof->batch) {
      return Fail(absl::InvalidArgumentError(
          "--value: name the batch, by --batch or --sequence"));
    }
    const absl::Status saved = storage::SaveBatchValue(
        flags.open.directory, *proof->batch, flags.value);
    if (!saved.ok()) return Fail(saved);
  }
  return PrintWhole(storage::ToText(*proof));
}

int RunCheckProof(const CheckFlags& flags) {
  const auto keys = flags.verifiers.Read();
  if (!keys.ok()) return Fail(keys.status());
  const auto text = ReadTextFile(flags.proof);
  if (!text.ok()) return Fail(text.status());
  const auto proof = storage::ParseProof(*text);
  if (!proof.ok()) return Fail(proof.status());
  std::string value;
  if (proof->batch) {
    if (flags.value.empty()) {
      return Fail(absl::InvalidArgumentError(
          "--value: a file of the batch's bytes, as `kumbara prove --value` "
          "writes it, is needed"));
    }
    auto read = ReadTextFile(flags.value);
    if (!read.ok()) return Fail(read.status());
    value = *std::move(read);
  }
  const auto checkpoints =
      storage::CheckProof(*proof, *keys, std::as_bytes(std::span(value)));
  if (!checkpoints.ok()) return Fail(checkpoints.status());
  const storage::Checkpoint& last = checkpoints->back();
  if (proof->batch) {
    std::printf("%s is batch %s of ledger %s, signed for with %s\n",
                flags.value.c_str(), Grouped(Int128{*proof->batch}).c_str(),
                ToHex(last.ledger).c_str(),
                Grouped(Int128{last.batches}).c_str());
  } else {
    std::printf("ledger %s only grew from batch %s to batch %s\n",
                ToHex(last.ledger).c_str(),
                Grouped(Int128{checkpoints->front().batches}).c_str(),
                Grouped(Int128{last.batches}).c_str());
  }
  return EndOutput();
}

}  // namespace

void AddProve(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ProveFlags>();
  CLI::App* command = app.add_subcommand(
      "prove",
      "Print a proof: that a batch is in the ledger, or that it only grew");
  flags->open.AddDirectoryTo(*command);
  command
      ->add_option("--against", flags->against,
                   "Checkpoints; the last one is what is proven against, the "
                   "first one what it grew from")
      ->required();
  CLI::Option* batch =
      command->add_option("--batch", flags->batch, "Prove this batch")
          ->check(kFromOne);
  command
      ->add_option("--sequence", flags->sequence,
                   "Prove the batch that holds this sequence")
      ->check(kFromOne)
      ->excludes(batch);
  command->add_option("--value", flags->value,
                      "Write the bytes of the batch to this file");
  command->footer(
      "Examples:\n"
      "  kumbara prove shop --against shop.checkpoints --sequence 4711 --value "
      "batch > proof\n"
      "  kumbara prove shop --against shop.checkpoints > grew\n");
  command->callback([flags, exit_code] { *exit_code = RunProve(*flags); });
}

void AddCheckProof(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* command =
      app.add_subcommand("check-proof", "Check a proof; no ledger is needed");
  command->add_option("FILE", flags->proof, "What `kumbara prove` printed")
      ->required();
  command->add_option("--value", flags->value,
                      "The bytes of the batch that is proven");
  flags->verifiers.AddTo(*command)->required();
  command->footer(
      "Example:\n"
      "  kumbara check-proof proof --value batch --verifier books.pub\n");
  command->callback([flags, exit_code] { *exit_code = RunCheckProof(*flags); });
}

}  // namespace kumbara::tools
