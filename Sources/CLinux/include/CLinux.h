#ifndef C_LINUX_H
#define C_LINUX_H

// A few Linux calls that glibc shows only with _GNU_SOURCE or in headers that Swift's import of glibc leaves out.

/// Renames within one folder and fails with EEXIST where `to` exists (renameat2 with RENAME_NOREPLACE).
/// Returns 0, or -1 with errno set.
int linux_rename_new(int folder, const char *from, const char *to);

/// Starts writing a file's changed pages to the disk without waiting (sync_file_range with SYNC_FILE_RANGE_WRITE).
/// A hint that promises nothing: fsync must still follow. Returns 0, or -1 with errno set.
int linux_start_writing_back(int file);

/// Lets memory that was freed be used again instead of giving it back to the system block by block
/// (mallopt with M_MMAP_THRESHOLD and M_TRIM_THRESHOLD): for a process that handles megabytes again and again, and
/// calls linux_give_back_memory when it rests. Does nothing where the C library is not glibc.
void linux_keep_memory(void);

/// Gives freed memory back to the system (malloc_trim). Does nothing where the C library is not glibc.
void linux_give_back_memory(void);

#endif
