#define _GNU_SOURCE
#include "CLinuxFiles.h"

#include <fcntl.h>
#include <stdio.h>

int linux_rename_new(int folder, const char *from, const char *to) {
    return renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

int linux_start_writing_back(int file) {
    return sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
}
