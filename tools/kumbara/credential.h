// Where a service manager puts secrets: systemd's LoadCredential.

#ifndef KUMBARA_TOOLS_KUMBARA_CREDENTIAL_H_
#define KUMBARA_TOOLS_KUMBARA_CREDENTIAL_H_

#include <optional>
#include <string>
#include <string_view>

namespace kumbara::tools {

// The file of that name in $CREDENTIALS_DIRECTORY, there or not; nothing
// without such a directory.
std::optional<std::string> CredentialPath(std::string_view name);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_CREDENTIAL_H_
