/* The sample of 4.1, in C. */
#include "bench/claims/programs/open_files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
close_explicitly(void)
{
    int file = open("data.txt", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        perror("data.txt");
        exit(1);
    }
    if (close(file) != 0)
        perror("failed to close file");
    printf("closed %s\n", fcntl(file, F_GETFD) < 0 ? "true" : "false");
}

/* The file, in a folder of its own. */
int
main(void)
{
    char folder[PATH_MAX];
    if (!open_files_enter_folder(folder))
        return 1;
    int made = open("data.txt", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (made < 0 || close(made) != 0)
        return 1;
    close_explicitly();
    return unlink("data.txt") != 0 || rmdir(folder) != 0;
}
