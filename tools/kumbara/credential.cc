#include "tools/kumbara/credential.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace kumbara::tools {

std::optional<std::string> CredentialPath(std::string_view name) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr) return std::nullopt;
  return absl::StrCat(directory, "/", std::string(name));
}

}  // namespace kumbara::tools
