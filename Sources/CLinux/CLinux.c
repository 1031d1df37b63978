#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <stdio.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

int linux_rename_new(int folder, const char *from, const char *to) {
    return renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

int linux_start_writing_back(int file) {
    return sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void linux_keep_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void linux_give_back_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
