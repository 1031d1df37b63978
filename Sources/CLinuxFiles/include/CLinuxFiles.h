#ifndef C_LINUX_FILES_H
#define C_LINUX_FILES_H

// Two Linux calls that glibc shows only with _GNU_SOURCE, which Swift's import of glibc does not define.

/// Renames within one folder and fails with EEXIST where `to` exists (renameat2 with RENAME_NOREPLACE).
/// Returns 0, or -1 with errno set.
int linux_rename_new(int folder, const char *from, const char *to);

/// Starts writing a file's changed pages to the disk without waiting (sync_file_range with SYNC_FILE_RANGE_WRITE).
/// A hint that promises nothing: fsync must still follow. Returns 0, or -1 with errno set.
int linux_start_writing_back(int file);

#endif
