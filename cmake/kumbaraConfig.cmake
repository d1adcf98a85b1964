# find_package(kumbara) defines kumbara::kumbara, the engine with its storage.
include(CMakeFindDependencyMacro)
find_dependency(absl)
find_dependency(Threads)
find_dependency(OpenSSL)
find_dependency(PkgConfig)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
include("${CMAKE_CURRENT_LIST_DIR}/kumbaraTargets.cmake")
