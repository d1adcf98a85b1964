# cmake --install: the program, the headers, and what find_package(kumbara)
# needs.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(kumbara_all INTERFACE)
target_link_libraries(kumbara_all INTERFACE kumbara_storage_open
                                            kumbara_engine_query)
set_target_properties(kumbara_all PROPERTIES EXPORT_NAME kumbara)
install(TARGETS kumbara_all EXPORT kumbaraTargets)
install(TARGETS kumbara)
install(
  DIRECTORY engine storage
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kumbara
  FILES_MATCHING
  PATTERN "*.h")
install(
  EXPORT kumbaraTargets
  NAMESPACE kumbara::
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kumbara)
write_basic_package_version_file(
  kumbaraConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/kumbaraConfig.cmake
              ${PROJECT_BINARY_DIR}/kumbaraConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kumbara)
