// kumbara signing-key: makes a key to sign checkpoints with, or prints the
// verifier key of one.

#include <cstdio>
#include <memory>
#include <string>

#include "storage/evidence/signed_note.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct SigningKeyFlags {
  std::string path;
  std::string name;
};

int RunSigningKey(const SigningKeyFlags& flags) {
  absl::StatusOr<storage::SigningKey> key =
      flags.name.empty() ? storage::SigningKey::Read(flags.path)
                         : storage::SigningKey::New(flags.name);
  if (!key.ok()) return Fail(key.status());
  if (!flags.name.empty()) {
    const absl::Status written = key->WriteTo(flags.path);
    if (!written.ok()) return Fail(written);
  }
  const std::string verifier = key->verifier().ToText() + "\n";
  return flags.name.empty()
             ? PrintWhole(verifier)
             : PrintDone(verifier, flags.path + ": the key is made");
}

}  // namespace

void AddSigningKey(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<SigningKeyFlags>();
  CLI::App* command = app.add_subcommand(
      "signing-key",
      "Make a key to sign checkpoints with; print its verifier key");
  command->add_option("FILE", flags->path, "The key's file, mode 0600")
      ->required();
  command->add_option("--new", flags->name,
                      "Make the file, a key of this name; never overwrites");
  command->footer(
      "Examples:\n"
      "  kumbara signing-key books.key --new books.example.com > books.pub\n"
      "  kumbara signing-key books.key\n");
  command->callback([flags, exit_code] { *exit_code = RunSigningKey(*flags); });
}

}  // namespace kumbara::tools
